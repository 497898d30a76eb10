"""PLOVER: event types with quads, scores and modes; contexts; sectors (ontology/plover.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dragoman.model import TableError
from dragoman.tables.reading import toml

QUADS = (1, 2, 3, 4)
HIGHEST = 10
# What is rejected was said all the same: "Kyiv rejected Minsk's accusations".
SPOKEN = frozenset({"ACCUSE", "REQUEST", "THREATEN", "AGREE"})
# Acts done by saying so.
VERBAL = SPOKEN | {"CONCEDE", "REJECT", "SUPPORT"}
# Acts that are AGREE, and those that are THREATEN, as long as they are only announced.
TO_AGREE = frozenset({"CONSULT", "COOPERATE", "AID", "SUPPORT"})
FORCE = frozenset({"ASSAULT", "SANCTION", "COERCE"})


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 types. ``modes`` gives each mode its score; scores run from -10 to 10."""

    name: str
    quad: int
    score: float
    needs_recipient: bool
    modes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ontology:
    """What events can be."""

    types: Mapping[str, EventType]
    contexts: tuple[str, ...]
    sectors: frozenset[str]
    nonstate: frozenset[str]

    def scale(self, event: str, modes: tuple[str, ...]) -> float:
        """The PLOVER score: the mean over the modes, or the type's own without modes."""
        kind = self.types[event]
        scores = [kind.modes[mode] for mode in modes if mode in kind.modes]
        return round(sum(scores) / len(scores), 2) if scores else kind.score

    def with_types(self, added: Mapping[str, Mapping[str, Any]]) -> Ontology:
        """The ontology with types of somebody's own (``labels.toml`` of a training folder)."""
        return replace(self, types={**self.types, **event_types(added)})


def event_types(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, EventType]:
    """Event types as TOML tells them. ``modes`` is a table of scores, or a list of names.

    Raises TableError where a type lacks its quad (1 to 4) or its score (-10 to 10).
    """
    found = {}
    for name, kind in raw.items():
        quad, score = kind.get("quad"), kind.get("score")
        if quad not in QUADS or not isinstance(score, int | float) or abs(score) > HIGHEST:
            raise TableError(f"type {name}: needs quad = 1 to 4 and score = -10 to 10")
        modes = kind.get("modes", {})
        scores = modes if isinstance(modes, Mapping) else dict.fromkeys(modes, score)
        found[name] = EventType(name, quad, score, kind.get("needs_recipient", False), scores)
    return found


def load_ontology() -> Ontology:
    """The ontology that ships."""
    data = toml("ontology/plover.toml")
    return Ontology(
        event_types(data["types"]),
        tuple(data["contexts"]["names"]),
        frozenset(data["sectors"]["names"]),
        frozenset(data["nonstate"]["names"]),
    )
