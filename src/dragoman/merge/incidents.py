"""Which events of different articles are one incident: type, participants, day, place, words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date

from dragoman.merge.articles import Link
from dragoman.merge.features import forms_of, rarities

LEAST = 0.5  # score from which two events are one incident
KEPT = 0.25  # score from which a pair is remembered
DAYS = 3
OPPOSED = frozenset({frozenset({"planned", "actual"}), frozenset({"negated", "actual"})})
KIN = (
    frozenset({"AGREE", "COOPERATE", "CONSULT"}),
    frozenset({"ACCUSE", "REJECT", "THREATEN"}),
    frozenset({"AID", "SUPPORT", "COOPERATE"}),
    frozenset({"COERCE", "ASSAULT", "SANCTION"}),
    frozenset({"REQUEST", "SUPPORT"}),
    frozenset({"RETREAT", "CONCEDE", "AGREE"}),
    frozenset({"MOBILIZE", "ASSAULT", "THREATEN"}),
)


@dataclass(frozen=True, slots=True)
class Act:
    """An event as it is compared. ``day`` is None where the text does not date it; ``published``
    is the day of the article. ``actors`` and ``recipients`` are codes and names."""

    id: str
    article: str
    event: str
    modes: frozenset[str]
    status: str
    day: Date | None
    published: Date | None
    actors: frozenset[str]
    recipients: frozenset[str]
    country: str | None
    place: str | None
    words: Mapping[str, float]
    trigger: frozenset[str]


def weighed(sentence: str) -> dict[str, float]:
    """The words of a sentence by their rarity, as a vector of length 1."""
    rarity, unseen = rarities()
    weights = {w: rarity.get(w, unseen) for w in forms_of(sentence)}
    norm = math.sqrt(sum(v * v for v in weights.values())) or 1.0
    return {w: v / norm for w, v in weights.items()}


def compare(a: Act, b: Act, likeness: float, weights: Mapping[str, float]) -> Link | None:
    """How likely two events are one incident; ``likeness`` is that of their articles, 0..1.

    None for those that cannot be: of one article, of other days, of types that have nothing to do
    with each other.
    """
    if a.article == b.article or not _may_be_one(a, b):
        return None
    traits = dict(_traits(a, b, likeness))
    total = weights[""] + sum(weights.get(name, 0.0) * value for name, value in traits.items())
    score = 1 / (1 + math.exp(-total))
    if score < KEPT:
        return None
    told = sorted(traits, key=lambda name: -weights.get(name, 0.0) * traits[name])
    reasons = [name for name in told if weights.get(name, 0.0) * traits[name] > 0][:4]
    first, second = sorted((a.id, b.id))
    return Link(first, second, round(score, 4), " ".join(reasons))


def _may_be_one(a: Act, b: Act) -> bool:
    if a.day and b.day and abs((a.day - b.day).days) > DAYS:
        return False
    return a.event == b.event or any({a.event, b.event} <= kin for kin in KIN)


def _traits(a: Act, b: Act, likeness: float) -> Iterator[tuple[str, float]]:
    """What speaks for and against, each 0..1."""
    yield "same-type", float(a.event == b.event)
    yield "same-mode", float(bool(a.modes & b.modes))
    yield "other-mode", float(bool(a.modes and b.modes and not a.modes & b.modes))
    yield "actors", _overlap(a.actors, b.actors)
    yield "other-actors", float(bool(a.actors and b.actors and not a.actors & b.actors))
    yield "recipients", _overlap(a.recipients, b.recipients)
    yield "other-recipients", float(
        bool(a.recipients and b.recipients and not a.recipients & b.recipients)
    )
    yield "swapped", float(bool(a.actors & b.recipients and a.recipients & b.actors))
    yield from _when_and_where(a, b)
    yield "other-status", float(frozenset({a.status, b.status}) in OPPOSED)
    yield "wording", sum(v * b.words.get(w, 0.0) for w, v in sorted(a.words.items()))
    yield "trigger", float(bool(a.trigger & b.trigger))
    yield "articles", likeness


def _when_and_where(a: Act, b: Act) -> Iterator[tuple[str, float]]:
    apart = abs((a.day - b.day).days) if a.day and b.day else None
    yield "same-day", float(apart == 0)
    yield "other-day", 0.0 if apart is None else min(apart, DAYS) / DAYS
    yield "same-country", float(bool(a.country and a.country == b.country))
    yield "other-country", float(bool(a.country and b.country and a.country != b.country))
    yield "same-place", float(bool(a.place and a.place == b.place))
    yield "other-place", float(
        bool(a.place and b.place and a.place != b.place and a.country == b.country)
    )


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def links(
    pairs: Iterable[tuple[list[Act], list[Act], float]], weights: Mapping[str, float]
) -> Iterator[Link]:
    """Links between the events of pairs of articles, each pair with its likeness."""
    for ours, theirs, likeness in pairs:
        for a in ours:
            for b in theirs:
                link = compare(a, b, likeness, weights)
                if link:
                    yield link
