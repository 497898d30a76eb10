"""Who is who: countries, organisations, persons with dated offices, agent nouns and titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.tables.names import NameIndex
from dragoman.text.fold import skeleton

# A bare adjective or people's name means the people; these kinds mean the state or a place in it.
STATE_KINDS = frozenset({"name", "short", "abbr", "capital", "building"})
PEOPLE_KINDS = frozenset({"demonym", "demonym_plural", "people"})
PLACE_KINDS = frozenset({"city", "province", "region_of"})
COUNTRY_KINDS = STATE_KINDS | PEOPLE_KINDS | PLACE_KINDS | {"adjective"}
SHORT = 5  # letters of a skeleton that many names share
# Names of persons: those the parser finds, and those of the tables.
PERSON_KINDS = frozenset({"ner:PERSON", "person", "surname"})


@dataclass(frozen=True, slots=True)
class Country:
    """A state, territory or region; ``code`` is what events get."""

    key: str
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Spell:
    """What an organisation or person is from ``start`` to ``end``.

    Both are ISO dates, as long as is known ("2019", "2019-05"); an open end is "". A spell is known
    to hold until ``verified_until`` ("": not told); after that an open one is a guess.
    """

    code: str
    sector: str
    other_sectors: tuple[str, ...]
    office: str
    start: str
    end: str
    verified_until: str = ""
    body: str = ""

    def stale(self, day: str) -> bool:
        """Does nobody know whether the spell, still open, holds on an ISO day?"""
        known = self.verified_until
        return not self.end and bool(known) and day[: len(known)] > known

    def covers(self, day: str) -> bool:
        """Does the spell hold on an ISO day?"""
        after = not self.start or self.start <= day[: len(self.start)]
        return after and (not self.end or day[: len(self.end)] <= self.end)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body with a canonical name; one spell for each time its code or sector changed.

    ``dated_names`` are folded names it bore in some of its spells only.
    """

    id: str
    name: str
    kind: str
    spells: tuple[Spell, ...]
    dated_names: Mapping[str, tuple[Spell, ...]]

    def is_called(self, name: str, day: str) -> bool:
        """Does a folded name mean the body on an ISO day? Some names are those of some spells."""
        spells = self.dated_names.get(name)
        return spells is None or any(spell.covers(day) for spell in spells)


@dataclass(frozen=True, slots=True)
class Person:
    """A person and the offices held."""

    id: str
    name: str
    gender: str
    spells: tuple[Spell, ...]
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A common noun for a participant ("police", "lawmakers")."""

    term: str
    sector: str
    other_sectors: tuple[str, ...]
    kind: str
    inherit: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class Office:
    """A title that stands before or after a name."""

    title: str
    sector: str
    other_sectors: tuple[str, ...]
    only_code: tuple[str, ...]


class Spellings:
    """Persons by the skeleton of their full names, where it is long enough and one person's.

    They are gathered when first asked for: few articles spell a name in a way of their own.
    """

    __slots__ = ("_ids", "_persons")

    def __init__(self, persons: Mapping[str, Person]) -> None:
        self._persons = persons
        self._ids: dict[str, str] | None = None

    def get(self, bones: str) -> str | None:
        """The id of the one person whose name has a skeleton."""
        if self._ids is None:
            self._ids = self._gathered()
        return self._ids.get(bones)

    def _gathered(self) -> dict[str, str]:
        found: dict[str, set[str]] = defaultdict(set)
        for person in self._persons.values():
            found[skeleton(person.name)].add(person.id)
        sure = ((b, ids) for b, ids in found.items() if len(b) > SHORT and " " in b)
        return {bones: min(ids) for bones, ids in sure if len(ids) == 1}


@dataclass(frozen=True, slots=True)
class ActorTables:
    """All tables of who is who, and the index of their names."""

    countries: Mapping[str, Country]
    organisations: Mapping[str, Organisation]
    persons: Mapping[str, Person]
    agents: Mapping[str, Agent]
    offices: Mapping[str, Office]
    building_sectors: Mapping[str, tuple[str, ...]]
    names: NameIndex
    given_names: frozenset[str]
    synonyms: tuple[tuple[str, str], ...]
    spellings: Spellings

    def term(self, words: Sequence[str], lemma: str) -> str | None:
        """The longest agent noun or office that ends a phrase ("aid workers", "foreign minister").

        ``words`` are the phrase's words in lower case up to its head, ``lemma`` the head's lemma.
        """
        words = words[-4:]
        for n in range(len(words), 0, -1):
            for last in (words[-1], lemma):
                key = " ".join([*words[-n:-1], last])
                if key in self.agents or key in self.offices:
                    return key
        return None
