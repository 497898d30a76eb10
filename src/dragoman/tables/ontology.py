"""PLOVER: event types with quads, scores and modes; contexts; sectors (ontology/plover.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.tables.reading import toml

# What is rejected was said all the same: "Kyiv rejected Minsk's accusations".
SPOKEN = frozenset({"ACCUSE", "REQUEST", "THREATEN", "AGREE"})


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


def load_ontology() -> Ontology:
    """The ontology that ships."""
    data = toml("ontology/plover.toml")
    types = {
        name: EventType(name, kind["quad"], kind["score"], kind["needs_recipient"], kind["modes"])
        for name, kind in data["types"].items()
    }
    return Ontology(
        types,
        tuple(data["contexts"]["names"]),
        frozenset(data["sectors"]["names"]),
        frozenset(data["nonstate"]["names"]),
    )
