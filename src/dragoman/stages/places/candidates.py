"""What a name of a place may mean, and what speaks for each meaning by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.tables.gazetteer import PLACE_CODES, UNIT_CODES, Entry
from dragoman.tables.places import NAMING, STATE, PlaceTables
from dragoman.text.placenames import place_key

MUCH = 0.25  # share of a unit's people that makes a place what its name means


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place as the text has it; ``within`` are the names of what it is said to lie in.

    ``people`` tells that the words are an adjective or a people's name ("Iraqi", "Texans").
    """

    text: str
    within: tuple[str, ...] = ()
    people: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What else tells where an article is set: the country of the outlet, the dateline's place."""

    country: str | None = None
    dateline: str | None = None


@dataclass(slots=True)
class Candidate:
    """A place a name may mean. ``prior`` is what speaks for it by itself, ``support`` what the
    other names of the article add; ``share`` (0..1) how likely it is among all of the name."""

    entry: Entry
    prior: float
    why: list[str]
    share: float = 0.0
    support: float = 0.0

    @property
    def total(self) -> float:
        """All that speaks for it."""
        return self.prior + self.support


@dataclass(slots=True)
class Name:
    """One name of the article, however often it stands there; the likeliest candidate first."""

    toponym: Toponym
    count: int
    candidates: list[Candidate] = field(default_factory=list)


class Meanings:
    """Looks up what names may mean."""

    def __init__(self, tables: PlaceTables, setting: Setting) -> None:
        self.tables = tables
        self.weights = tables.weights
        self.setting = setting

    def names(self, toponyms: Sequence[Toponym]) -> dict[str, Name]:
        """The different names by key, with their candidates.

        Where a name says what it lies in once ("Paris, Texas"), it does so all over the article.
        """
        found: dict[str, Name] = {}
        for toponym in toponyms:
            known = found.setdefault(place_key(toponym.text), Name(toponym, 0))
            known.count += 1
            if toponym.within and not known.toponym.within:
                known.toponym = toponym
        for name in found.values():
            name.candidates = self._candidates(name.toponym)
        return found

    def holders(self, toponym: Toponym) -> list[Entry]:
        """The states and units that a name is said to lie in; states lie in no state."""
        found = [entry for text in toponym.within if (entry := self.tables.holder(text))]
        state = self.tables.state(toponym.text)
        return [e for e in found if e.code != STATE] if state else found

    def _candidates(self, toponym: Toponym) -> list[Candidate]:
        holders = self.holders(toponym)
        meant = _without_own_units(self._meant(toponym.text))
        found = [self._candidate(entry, holders) for entry in meant]
        return sorted(found, key=lambda c: (-c.prior, c.entry.id or 0, c.entry.name))

    def _meant(self, text: str) -> list[Entry]:
        """All that a name may mean."""
        tables, key = self.tables, place_key(text)
        if key in tables.people:
            return [tables.people[key]]
        state = tables.state(text)
        if state and state[1] not in NAMING:
            return [state[0]]
        found = [state[0]] if state else []
        short = tables.short.get(text)
        found += [short] if short else []
        found += tables.named.get(key, ())
        return found if short else found + tables.gazetteer.named(text)

    def _candidate(self, entry: Entry, holders: Iterable[Entry]) -> Candidate:
        """A candidate with what speaks for it by itself."""
        known = {*PLACE_CODES, *UNIT_CODES, STATE}
        prior = self.weights[entry.code if entry.code in known else "region"]
        prior += self.weights["population"] * math.log10(entry.population + 1)
        prior += 0.0 if entry.main else self.weights["other-name"]
        prior += self.weights["preferred"] if entry.id in self.tables.preferred else 0.0
        if self.setting.country and entry.country == self.setting.country:
            prior += self.weights["outlet"]
        told = list(holders)
        if not told:
            return Candidate(entry, prior, [])
        inside = any(lies_in(entry, holder) for holder in told)
        prior += self.weights["within" if inside else "elsewhere"]
        return Candidate(entry, prior, ["within"] if inside else [])


def _without_own_units(entries: Sequence[Entry]) -> list[Entry]:
    """Without units named after a place that is their capital or holds much of their people.

    "In Kharkiv" is in the city; who means the region says so.
    """
    seats = [e for e in entries if e.code == "PPLC" or (e.code in PLACE_CODES and e.main)]
    return [unit for unit in entries if not any(_is_seat(seat, unit) for seat in seats)]


def _is_seat(place: Entry, unit: Entry) -> bool:
    if unit.code not in UNIT_CODES:
        return False
    if place.code == "PPLC":
        return unit.country == place.country
    inside = unit.id in {place.unit1, place.unit2}
    return inside and place.population >= MUCH * unit.population


def lies_in(entry: Entry, holder: Entry) -> bool:
    """Is a place inside a state or unit?"""
    if holder.code == STATE:
        return entry.country == holder.country and entry.code != STATE
    return holder.id is not None and holder.id in {entry.unit1, entry.unit2}
