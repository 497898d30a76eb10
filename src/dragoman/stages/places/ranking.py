"""Which place a name means: all names of an article are weighed together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.stages.places.candidates import Meanings, Name, Setting, Toponym
from dragoman.stages.places.neighbours import Neighbours
from dragoman.tables.gazetteer import Entry
from dragoman.tables.places import PlaceTables
from dragoman.text.placenames import place_key

MOSTLY = 0.6  # share of the places that makes an article one of a country
NEAR = 0.5  # support that is worth telling


@dataclass(frozen=True, slots=True)
class Choice:
    """The place a name means, how surely (0..1), and why.

    No ``entry``: no place of the name is known; ``country`` is then where it seems to lie.
    """

    entry: Entry | None
    country: str | None
    score: float
    why: tuple[str, ...]


def choose_places(
    toponyms: Sequence[Toponym], tables: PlaceTables, setting: Setting
) -> list[Choice]:
    """One choice for each name of an article, in order: equal names get the same place."""
    meanings = Meanings(tables, setting)
    names = meanings.names(toponyms)
    Neighbours(meanings).weigh(list(names.values()))
    by_name = {key: _choice(name, meanings) for key, name in names.items()}
    choices = [by_name[place_key(toponym.text)] for toponym in toponyms]
    around = _around(choices)
    return [c if c.entry or c.country else replace(c, country=around) for c in choices]


def _choice(name: Name, meanings: Meanings) -> Choice:
    if not name.candidates:
        holder = next(iter(meanings.holders(name.toponym)), None)
        return Choice(None, holder.country if holder else None, 0.0, ("no-match",))
    best = max(name.candidates, key=lambda c: c.total)
    why = [*best.why, *(["near"] if best.support > NEAR else [])]
    return Choice(best.entry, best.entry.country, round(best.share, 3), tuple(why) or ("size",))


def _around(choices: Iterable[Choice]) -> str | None:
    """The country that most places of the article lie in, if they mostly lie in one."""
    countries = Counter(c.country for c in choices if c.entry and c.country)
    if not countries:
        return None
    country, count = min(countries.items(), key=lambda item: (-item[1], item[0]))
    return country if count >= MOSTLY * countries.total() else None
