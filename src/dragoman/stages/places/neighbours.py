"""What the other names of an article tell of a name: states named, places near, one country."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dragoman.stages.places.candidates import Candidate, Meanings, Name
from dragoman.tables.gazetteer import Entry
from dragoman.tables.places import STATE
from dragoman.text.earth import kilometres
from dragoman.text.placenames import place_key

ROUNDS = 3
HEARD = 60  # names, the most frequent, that others are weighed against: lists of places are long
KEPT = 8  # candidates of a name that are weighed against those of the others
DEGREE = 111.0  # km between two degrees of latitude
FAR = 4.0  # times the reach: what lies farther counts for nothing
DATELINE = 3.0  # names that a dateline says as much as
STATE_SIZE = 8.0  # powers of ten that a state counts for in world news
WORLD = 2  # states that make an article one of world news
LEAST = 0.02  # share of a candidate below which it does not count for others


class Neighbours:
    """Weighs the candidates of all names of one article against each other."""

    def __init__(self, meanings: Meanings) -> None:
        self.meanings = meanings
        self.weights = meanings.weights
        self.dateline = place_key(meanings.setting.dateline or "")

    def weigh(self, names: Sequence[Name]) -> None:
        """Fill in what the names add to each other's candidates, and the shares."""
        self._weigh_holders(names)
        for _ in range(ROUNDS):
            for name in names:
                self.share(name.candidates)
            self._weigh_neighbours(names)
        for name in names:
            self.share(name.candidates)

    def share(self, candidates: Sequence[Candidate]) -> None:
        """How likely each candidate is, by what speaks for it."""
        top = max((c.total for c in candidates), default=0.0)
        odds = [math.exp((c.total - top) / self.weights["doubt"]) for c in candidates]
        whole = sum(odds)
        for candidate, odd in zip(candidates, odds, strict=True):
            candidate.share = odd / whole

    def _weigh_holders(self, names: Sequence[Name]) -> None:
        """States and first-level units that the article names vouch for places inside them.

        Where it names several states it is no local news, and means the known place of a name.
        """
        told: Counter[str | int] = Counter()
        for name in names:
            for key in {_key(entry) for entry in self._holders(name)}:
                told[key] += name.count
        states = sum(isinstance(key, str) for key in told)
        for name in names:
            for candidate in name.candidates:
                self._vouch(candidate, name, told)
                if states >= WORLD:
                    self._know(candidate)

    def _vouch(self, candidate: Candidate, name: Name, told: Mapping[str | int, int]) -> None:
        entry = candidate.entry
        own = name.count if entry.code == STATE else 0
        country = max(0, told.get(entry.country or "", 0) - own)
        unit = told.get(entry.unit1, 0) if entry.unit1 else 0
        candidate.prior += self.weights["country"] * math.log2(1 + country)
        candidate.prior += self.weights["unit"] * math.log2(1 + unit)
        if unit or country:
            candidate.why.append("unit" if unit else "country")

    def _know(self, candidate: Candidate) -> None:
        """Large places, and those that the world means by a name, gain in world news."""
        people = math.log10(candidate.entry.population + 1)
        size = STATE_SIZE if candidate.entry.code == STATE else people
        candidate.prior += self.weights["world"] * size
        if candidate.entry.id in self.meanings.tables.world:
            candidate.prior += self.weights["preferred"]

    def _holders(self, name: Name) -> list[Entry]:
        """The states and units that a name itself seems to mean, and those it is said to lie in."""
        best = [c.entry for c in name.candidates[:1]]
        found = [*best, *self.meanings.holders(name.toponym)]
        return [entry for entry in found if entry.code in {STATE, "ADM1"}]

    def _weigh_neighbours(self, names: Sequence[Name]) -> None:
        """Places near to what other names mean gain; all names change at once."""
        votes = self._votes(names)
        heard = sorted(names, key=lambda name: -name.count)[:HEARD]
        gains = [[self._near(c, name, heard) for c in name.candidates[:KEPT]] for name in names]
        for name, near in zip(names, gains, strict=True):
            own = self._votes([name])
            near += [0.0] * (len(name.candidates) - len(near))
            for candidate, gain in zip(name.candidates, near, strict=True):
                entry = candidate.entry
                candidate.support = self._gain("near", gain)
                for feature, key in (("kin", entry.country), ("kin-unit", entry.unit1)):
                    if key:
                        others = votes.get(key, 0.0) - own.get(key, 0.0)
                        candidate.support += self._gain(feature, max(0.0, others))

    def _gain(self, feature: str, amount: float) -> float:
        return self.weights[feature] * math.log2(1 + amount)

    def _votes(self, names: Iterable[Name]) -> Mapping[str | int, float]:
        """How much the names speak for each country and first-level unit."""
        votes: dict[str | int, float] = defaultdict(float)
        for name in names:
            says = DATELINE if place_key(name.toponym.text) == self.dateline else 1.0
            for candidate in name.candidates:
                entry = candidate.entry
                if candidate.share < LEAST or entry.code == STATE:
                    continue
                unit = entry.id if entry.code == "ADM1" else entry.unit1
                for key in (entry.country, unit):
                    if key:
                        votes[key] += says * candidate.share
        return votes

    def _near(self, candidate: Candidate, name: Name, names: Sequence[Name]) -> float:
        """How many of the other names likely mean a place near by."""
        return sum(self._nearest(candidate.entry, other) for other in names if other is not name)

    def _nearest(self, entry: Entry, other: Name) -> float:
        reach = self.weights["reach"]
        best = 0.0
        for candidate in other.candidates[:KEPT]:
            theirs = candidate.entry
            if theirs.code == STATE or candidate.share < LEAST or theirs.id == entry.id:
                continue
            if abs(theirs.lat - entry.lat) * DEGREE < FAR * reach:
                near = candidate.share * math.exp(-kilometres(theirs.point, entry.point) / reach)
                best = max(best, near)
        return best


def _key(entry: Entry) -> str | int:
    """A state by its code, a unit by its number."""
    return (entry.country or "") if entry.code == STATE else (entry.id or "")
