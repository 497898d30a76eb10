"""Which place a name means: all names of an article are weighed together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dragoman.tables.gazetteer import PLACE_CODES, UNIT_CODES, Entry
from dragoman.tables.places import NAMING, STATE, PlaceTables
from dragoman.text.placenames import place_key

ROUNDS = 3
KEPT = 8  # candidates of a name that are weighed against those of the others
EARTH = 6371.0  # km
MOSTLY = 0.6  # share of the places that makes an article one of a country
DATELINE = 3.0  # names that a dateline says as much as
LEAST = 0.02  # share of a candidate below which it does not count for others


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


@dataclass(frozen=True, slots=True)
class Choice:
    """The place a name means, how surely (0..1), and why.

    No ``entry``: no place of the name is known; ``country`` is then where it seems to lie.
    """

    entry: Entry | None
    country: str | None
    score: float
    why: tuple[str, ...]


@dataclass(slots=True)
class _Candidate:
    entry: Entry
    prior: float
    why: list[str]
    share: float = 0.0
    support: float = 0.0

    @property
    def total(self) -> float:
        return self.prior + self.support


@dataclass(slots=True)
class _Name:
    """One name of the article, however often it stands there."""

    toponym: Toponym
    count: int
    candidates: list[_Candidate] = field(default_factory=list)


def distance(a: Entry, b: Entry) -> float:
    """Kilometres between the middles of two places, along the great circle."""
    lat1, lon1, lat2, lon2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


class Ranking:
    """Weighs the places that the names of one article may mean."""

    def __init__(self, tables: PlaceTables, setting: Setting) -> None:
        self.tables = tables
        self.weights = tables.weights
        self.setting = setting

    def choose(self, toponyms: Sequence[Toponym]) -> list[Choice]:
        """One choice for each name, in order: equal names get the same place.

        Where a name says what it lies in once ("Paris, Texas"), it does so all over the article.
        """
        names = self._names(toponyms)
        for name in names.values():
            name.candidates = self._candidates(name.toponym)
        self._weigh_countries(names.values())
        for _ in range(ROUNDS):
            self._weigh_neighbours(list(names.values()))
        choices = {key: self._choice(name) for key, name in names.items()}
        around = self._around(choices[place_key(t.text)] for t in toponyms)
        found = (choices[place_key(t.text)] for t in toponyms)
        return [c if c.entry or c.country else replace(c, country=around) for c in found]

    def _around(self, choices: Iterable[Choice]) -> str | None:
        """The country that most places of the article lie in, if they mostly lie in one."""
        countries = Counter(c.country for c in choices if c.entry and c.country)
        if not countries:
            return None
        country, count = min(countries.items(), key=lambda item: (-item[1], item[0]))
        return country if count >= MOSTLY * countries.total() else None

    def _names(self, toponyms: Sequence[Toponym]) -> dict[str, _Name]:
        found: dict[str, _Name] = {}
        for toponym in toponyms:
            key = place_key(toponym.text)
            known = found.setdefault(key, _Name(toponym, 0))
            known.count += 1
            if toponym.within and not known.toponym.within:
                known.toponym = toponym
        return found

    def _candidates(self, toponym: Toponym) -> list[_Candidate]:
        holders = [e for name in toponym.within for e in self._meant(name)]
        found = [self._candidate(entry, holders) for entry in self._meant(toponym.text)]
        found.sort(key=lambda c: (-c.prior, c.entry.id or 0))
        return found

    def _meant(self, text: str) -> list[Entry]:
        """All that a name may mean."""
        state = self.tables.state(text)
        if state and state[1] not in NAMING:
            return [state[0]]
        found = [state[0]] if state else []
        short = self.tables.short.get(text)
        people = self.tables.people.get(place_key(text))
        found += [e for e in (short, people) if e]
        found += self.tables.named.get(place_key(text), ())
        if not short:
            found += self.tables.gazetteer.named(text)
        return found

    def _candidate(self, entry: Entry, holders: list[Entry]) -> _Candidate:
        """A candidate with what speaks for it by itself."""
        kind = entry.code if entry.code in PLACE_CODES | UNIT_CODES | {STATE} else "region"
        prior = self.weights[kind] + self.weights["population"] * math.log10(entry.population + 1)
        prior += 0.0 if entry.main else self.weights["other-name"]
        prior += self.weights["preferred"] if entry.id in self.tables.preferred else 0.0
        why = []
        if holders:
            inside = any(_lies_in(entry, holder) for holder in holders)
            prior += self.weights["within" if inside else "elsewhere"]
            why = ["within"] if inside else []
        if self.setting.country and entry.country == self.setting.country:
            prior += self.weights["outlet"]
        return _Candidate(entry, prior, why)

    def _weigh_countries(self, names: Iterable[_Name]) -> None:
        """States and first-level units that the article names vouch for places inside them."""
        told: Counter[str | int] = Counter()
        for name in names:
            for entry in {e.id or e.name: e for e in self._holders(name)}.values():
                told[
                    entry.country if entry.code == STATE and entry.country else entry.id or ""
                ] += name.count
        for name in names:
            for candidate in name.candidates:
                entry = candidate.entry
                own = entry.code == STATE
                country = max(0, told[entry.country or ""] - (name.count if own else 0))
                unit = told[entry.unit1] if entry.unit1 else 0
                candidate.prior += self.weights["country"] * math.log2(1 + country)
                candidate.prior += self.weights["unit"] * math.log2(1 + unit)
                if unit or country:
                    candidate.why.append("unit" if unit else "country")

    def _holders(self, name: _Name) -> list[Entry]:
        """The states and units that a name surely means, and those it is said to lie in."""
        best = name.candidates[0].entry if name.candidates else None
        own = [best] if best and best.code in {STATE, "ADM1"} else []
        return own + [
            e for text in name.toponym.within for e in self._meant(text)[:1]
            if e.code in {STATE, "ADM1"}
        ]  # fmt: skip

    def _weigh_neighbours(self, names: list[_Name]) -> None:
        """Places near to what other names mean gain; all names change at once."""
        for name in names:
            self._share(name.candidates)
        reach = self.weights["reach"]
        votes = self._votes(names)
        gains = [
            [self._support(c, name, names, reach) for c in name.candidates[:KEPT]] for name in names
        ]
        for name, gained in zip(names, gains, strict=True):
            own = self._votes([name])
            for place, candidate in enumerate(name.candidates):
                entry = candidate.entry
                gain = gained[place] if place < KEPT else 0.0
                kin = max(0.0, votes[entry.country] - own[entry.country]) if entry.country else 0.0
                unit = max(0.0, votes[entry.unit1] - own[entry.unit1]) if entry.unit1 else 0.0
                candidate.support = self.weights["near"] * math.log2(1 + gain)
                candidate.support += self.weights["kin"] * math.log2(1 + kin)
                candidate.support += self.weights["kin-unit"] * math.log2(1 + unit)

    def _votes(self, names: Iterable[_Name]) -> Counter[str | int]:
        """How much the names speak for each country and first-level unit."""
        votes: Counter[str | int] = Counter()
        dateline = place_key(self.setting.dateline or "")
        for name in names:
            says = DATELINE if place_key(name.toponym.text) == dateline else 1.0
            for candidate in name.candidates:
                entry = candidate.entry
                if candidate.share < LEAST or entry.code == STATE:
                    continue
                unit = entry.id if entry.code == "ADM1" else entry.unit1
                for key in (entry.country, unit):
                    if key:
                        votes[key] += says * candidate.share
        return votes

    def _share(self, candidates: list[_Candidate]) -> None:
        """How likely each candidate is, by what speaks for it."""
        if not candidates:
            return
        top = max(c.total for c in candidates)
        odds = [math.exp((c.total - top) / self.weights["doubt"]) for c in candidates]
        whole = sum(odds)
        for candidate, odd in zip(candidates, odds, strict=True):
            candidate.share = odd / whole

    def _support(
        self, candidate: _Candidate, name: _Name, names: list[_Name], reach: float
    ) -> float:
        total = 0.0
        for other in names:
            if other is name:
                continue
            best = 0.0
            for theirs in other.candidates[:KEPT]:
                if (
                    theirs.entry.code == STATE
                    or theirs.share < LEAST
                    or theirs.entry.id == candidate.entry.id
                ):
                    continue
                if abs(theirs.entry.lat - candidate.entry.lat) > reach / 28:
                    continue
                far = distance(theirs.entry, candidate.entry)
                best = max(best, theirs.share * math.exp(-far / reach))
            total += best
        return total

    def _choice(self, name: _Name) -> Choice:
        if not name.candidates:
            holders = (self.tables.holder(text) for text in name.toponym.within)
            country = next((holder.country for holder in holders if holder), None)
            return Choice(None, country, 0.0, ("no-match",))
        self._share(name.candidates)
        best = max(name.candidates, key=lambda c: c.total)
        why = [*best.why, *(["near"] if best.support > 0.5 else [])]
        return Choice(best.entry, best.entry.country, round(best.share, 3), tuple(why) or ("size",))


def _lies_in(entry: Entry, holder: Entry) -> bool:
    """Is a place inside a state or unit?"""
    if holder.code == STATE:
        return entry.country == holder.country and entry.code != STATE
    return holder.id is not None and holder.id in {entry.unit1, entry.unit2}
