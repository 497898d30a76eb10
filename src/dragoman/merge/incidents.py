"""Which events of different articles are one incident: type, participants, day, place, words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from dragoman.merge.articles import Link
from dragoman.merge.features import forms_of, rarities

LEAST = 0.4  # score from which two events are one incident
KEPT = 0.25  # score from which a pair is remembered
DAYS = 3
OPPOSED = frozenset({frozenset({"planned", "actual"}), frozenset({"negated", "actual"})})
ECHO = 0.15  # cosine of the sentences' words from which acts of any two types are compared
# Types that coders, human ones too, give to the same act as journalists put it differently.
KIN = (
    frozenset({"AGREE", "COOPERATE", "CONSULT", "SUPPORT"}),
    frozenset({"AGREE", "AID", "MOBILIZE", "SUPPORT", "COOPERATE"}),
    frozenset({"AGREE", "CONCEDE", "RETREAT"}),
    frozenset({"AGREE", "THREATEN", "SANCTION", "COERCE"}),
    frozenset({"ACCUSE", "REJECT", "THREATEN", "REQUEST"}),
    frozenset({"COERCE", "ASSAULT", "SANCTION", "PROTEST"}),
    frozenset({"SANCTION", "REJECT", "CONCEDE"}),
    frozenset({"MOBILIZE", "ASSAULT", "THREATEN"}),
    frozenset({"REQUEST", "SUPPORT"}),
)
RELATED = frozenset((a, b) for kin in KIN for a in kin for b in kin if a != b)


@dataclass(frozen=True, slots=True)
class Act:
    """An event as it is compared. ``day`` is None where the text does not date it; ``actors`` and
    ``recipients`` are codes, or names where there is no code; ``names`` are those of the actors."""

    id: str
    article: str
    event: str
    modes: frozenset[str]
    status: str
    day: Date | None
    actors: frozenset[str]
    recipients: frozenset[str]
    names: frozenset[str]
    country: str | None
    place: str | None
    words: Mapping[str, float]
    trigger: frozenset[str]


def act_of(row: Mapping[str, Any]) -> Act:
    """An event of the archive as it is compared; ``row`` has the columns of its table."""
    return Act(
        id=row["event_id"],
        article=row["article_id"],
        event=row["event"],
        modes=frozenset(row["modes"]),
        status=row["status"],
        day=_day(row["date"]),
        actors=_who(row["actors"], row["actor_names"]),
        recipients=_who(row["recipients"], row["recipient_names"]),
        names=frozenset(name.casefold() for name in row["actor_names"]),
        country=row["country"],
        place=row["place"],
        words=weighed(row["sentence"] or ""),
        trigger=frozenset((row["trigger"] or "").lower().split()),
    )


def _who(codes: Sequence[str], names: Sequence[str]) -> frozenset[str]:
    """By what participants are known: code, and name where there is no code."""
    return frozenset(code or name.casefold() for code, name in zip(codes, names, strict=True))


def _day(date: str | None) -> Date | None:
    return Date.fromisoformat(date) if date and len(date) == len("2021-12-21") else None


def weighed(sentence: str) -> dict[str, float]:
    """The words of a sentence by their rarity, as a vector of length 1."""
    rarity, unseen = rarities()
    weights = {w: rarity.get(w, unseen) for w in forms_of(sentence)}
    norm = math.sqrt(sum(v * v for v in weights.values())) or 1.0
    return {w: v / norm for w, v in weights.items()}


def compare(a: Act, b: Act, likeness: float, weights: Mapping[str, float]) -> Link | None:
    """How likely two events are one incident; ``likeness`` is that of their articles, 0..1.

    None for those that cannot be: of one article, of other days, of types that have nothing to do
    with each other, with nothing in common.
    """
    if a.article == b.article or not _may_be_one(a, b):
        return None
    spoken = {name: value * weights.get(name, 0.0) for name, value in traits(a, b, likeness)}
    score = 1 / (1 + math.exp(-weights[""] - sum(spoken.values())))
    if score < KEPT:
        return None
    reasons = [name for name, told in sorted(spoken.items(), key=lambda t: -t[1]) if told > 0][:4]
    first, second = sorted((a.id, b.id))
    return Link(first, second, round(score, 4), " ".join(reasons))


def _may_be_one(a: Act, b: Act) -> bool:
    if a.day and b.day and abs((a.day - b.day).days) > DAYS:
        return False
    if _are_others(a.actors, b.actors) and _are_others(a.recipients, b.recipients):
        return not a.actors.isdisjoint(b.recipients)
    who = not a.actors.isdisjoint(b.actors) or not a.recipients.isdisjoint(b.recipients)
    if a.event != b.event and (a.event, b.event) not in RELATED:
        return who and _wording(a.words, b.words) >= ECHO
    return who or not a.trigger.isdisjoint(b.trigger) or not (a.actors and b.actors)


def _are_others(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Are both sides known, and nobody is on both?"""
    return bool(ours and theirs and ours.isdisjoint(theirs))


def traits(a: Act, b: Act, likeness: float) -> list[tuple[str, float]]:
    """What speaks for and against two events being one, those that are there, each 0..1."""
    found = [("articles", likeness), ("wording", _wording(a.words, b.words))]
    if a.event == b.event:
        found.append(("same-type", 1.0))
    elif (a.event, b.event) in RELATED:
        found.append(("kin-type", 1.0))
    if a.modes and b.modes:
        found.append(("other-mode" if a.modes.isdisjoint(b.modes) else "same-mode", 1.0))
    if a.actors == b.actors == a.recipients | b.recipients:
        found.append(("at-home", 1.0))
    if not a.actors.isdisjoint(b.recipients) and not a.recipients.isdisjoint(b.actors):
        found.append(("swapped", 1.0))
    if frozenset({a.status, b.status}) in OPPOSED:
        found.append(("other-status", 1.0))
    if not a.trigger.isdisjoint(b.trigger):
        found.append(("trigger", 1.0))
    return found + _who_both(a, b) + _when_and_where(a, b)


def _who_both(a: Act, b: Act) -> list[tuple[str, float]]:
    """What is common to the participants of two events."""
    found = []
    for name, ours, theirs in (("actors", a.actors, b.actors), ("names", a.names, b.names),
                               ("recipients", a.recipients, b.recipients)):  # fmt: skip
        if ours and theirs:
            shared = len(ours & theirs) / min(len(ours), len(theirs))
            found.append((name, shared) if shared else (f"other-{name}", 1.0))
    return found


def _wording(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """Cosine of two vectors of words; summed in a fixed order."""
    shared = sorted(ours.keys() & theirs.keys())
    return sum(ours[word] * theirs[word] for word in shared)


def _when_and_where(a: Act, b: Act) -> list[tuple[str, float]]:
    found = []
    if a.day and b.day:
        apart = abs((a.day - b.day).days)
        found.append(("other-day", apart / DAYS) if apart else ("same-day", 1.0))
    if a.country and b.country:
        found.append(("same-country" if a.country == b.country else "other-country", 1.0))
        if a.place and b.place and a.country == b.country:
            found.append(("same-place" if a.place == b.place else "other-place", 1.0))
    return found


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
