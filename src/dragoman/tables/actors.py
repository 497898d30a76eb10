"""Who is who: countries, organisations, persons with dated offices, agent nouns and titles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from dragoman.tables.names import Name, NameIndex
from dragoman.tables.ontology import Ontology
from dragoman.tables.packs import Codes, Row, overlay, read_packs
from dragoman.tables.reading import rows, split
from dragoman.text.fold import fold, skeleton

# A bare adjective or people's name means the people; these kinds mean the state or a place in it.
STATE_KINDS = frozenset({"name", "short", "abbr", "capital", "building"})
# Cities that stand for a body ("Brussels") lead here.
BODIES = {"EUR": "European Union", "UNO": "United Nations", "IGO": "international organisation"}
PEOPLE_KINDS = frozenset({"demonym", "demonym_plural", "people"})
PLACE_KINDS = frozenset({"city", "province", "region_of"})
COUNTRY_KINDS = STATE_KINDS | PEOPLE_KINDS | PLACE_KINDS | {"adjective"}
SHORT = 5  # letters of a skeleton that many names share
COMMON = 2  # persons of the tables who make a word a first name
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
    """A body with a canonical name; one spell for each time its code or sector changed."""

    id: str
    name: str
    kind: str
    spells: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person and the offices held."""

    id: str
    name: str
    gender: str
    spells: tuple[Spell, ...]


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
    spellings: Mapping[str, str]

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


def load_actors(ontology: Ontology, packs: Sequence[Path] = ()) -> ActorTables:
    """The tables that ship (data/actors), and users' packs laid over them.

    Raises TableError where a row is malformed.
    """
    countries = load_countries()
    countries |= {code: Country(code, code, name, "body") for code, name in BODIES.items()}
    pack = read_packs(packs, known_codes(countries.values(), ontology))
    organisations, organisation_names = _organisations(pack.bodies)
    persons, person_names = _persons(pack.persons)
    own = pack.names()
    names = [n for n in (*organisation_names, *person_names) if n.own or fold(n.text) not in own]
    buildings: dict[str, tuple[str, ...]] = {}
    places = [n for n in _country_names(buildings) if fold(n.text) not in own]
    regions = [Name(r["alias"], "region", r["name"]) for r in rows("actors/regions.tsv")]
    return ActorTables(
        countries, organisations, persons, _agents(pack.agents), _offices(), buildings,
        NameIndex([*places, *names, *regions]), _given_names(persons.values(), places),
        tuple((r["words"], r["office"]) for r in rows("coref/offices.tsv")),
        _spellings(persons.values()),
    )  # fmt: skip


def _spellings(persons: Iterable[Person]) -> dict[str, str]:
    """Persons by the skeleton of their full names, where it is long enough and one person's."""
    found: dict[str, set[str]] = defaultdict(set)
    for person in persons:
        found[skeleton(person.name)].add(person.id)
    sure = ((bones, ids) for bones, ids in found.items() if len(bones) > SHORT and " " in bones)
    return {bones: min(ids) for bones, ids in sure if len(ids) == 1}


def _given_names(persons: Iterable[Person], places: Iterable[Name]) -> frozenset[str]:
    """First names, folded, that several persons of the tables bear and no place does."""
    firsts = Counter(fold(person.name).split()[0] for person in persons if " " in person.name)
    taken = {fold(place.text) for place in places}
    return frozenset(name for name, n in firsts.items() if n >= COMMON and name not in taken)


def load_countries() -> dict[str, Country]:
    """States, territories and regions by key."""
    return {r["code"]: _country(r) for r in rows("actors/countries.tsv")}


def known_codes(countries: Iterable[Country], ontology: Ontology) -> Codes:
    """The codes an actor may have: countries, PLOVER's bodies, and its sectors."""
    states = frozenset(c.code for c in countries if c.code)
    return Codes(states | ontology.nonstate, ontology.sectors)


def _country(cells: dict[str, str]) -> Country:
    own = cells["code"].isupper() and len(cells["code"]) == 3 and cells["kind"] != "former"
    code = cells["code"] if own else cells["sovereign"]
    return Country(cells["code"], code, cells["name"], cells["kind"])


def _country_names(buildings: dict[str, tuple[str, ...]]) -> Iterator[Name]:
    for cells in rows("actors/country_names.tsv"):
        kind, note = cells["kind"], cells["note"]
        if kind == "building":
            sectors = next((part[7:] for part in note.split() if part.startswith("sector=")), "GOV")
            buildings[cells["alias"].lower()] = split(sectors.rstrip(";"), ",")
        ambiguous = "ambiguous" in note and "ambiguous-default" not in note
        yield Name(
            cells["alias"], kind, cells["code"], cells["case"] == "exact", ambiguous=ambiguous
        )


def _spell(cells: dict[str, str]) -> Spell:
    others = split(cells["other_sectors"].replace(";", ","), ",")
    return Spell(
        cells["code"],
        cells["sector"],
        others,
        cells.get("office", ""),
        cells["start"],
        cells["end"],
        cells.get("verified_until", ""),
    )


def _organisations(own: Sequence[Row]) -> tuple[dict[str, Organisation], list[Name]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for cells in overlay(rows("actors/organisations.tsv"), own):
        grouped[cells["name"]].append(cells)
    found: dict[str, Organisation] = {}
    names: dict[Name, None] = {}
    for name, group in grouped.items():
        key = group[0]["id"]
        found[key] = Organisation(key, name, group[0]["kind"], tuple(_spell(c) for c in group))
        aliases = {a for c in group for a in split(c["aliases"])}
        for alias in (name, *sorted(aliases)):
            short = alias.rstrip("!")
            exact = len(short) <= 5 and short.upper() == short
            risky = f"{short}!" in aliases
            names[Name(short, "org", key, exact, risky, own=_is_own(group))] = None
    return found, list(names)


def _is_own(group: Sequence[Row]) -> bool:
    """Does a row of a pack stand among the rows? Rows that ship have no mode."""
    return any("mode" in cells for cells in group)


def _persons(own: Sequence[Row]) -> tuple[dict[str, Person], list[Name]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    shipped = chain(rows("actors/persons.tsv"), rows("actors/persons_more.tsv"))
    for cells in overlay(shipped, own):
        grouped[cells["id"]].append(cells)
    found: dict[str, Person] = {}
    names: dict[Name, None] = {}
    for key, group in grouped.items():
        first = group[0]
        found[key] = Person(key, first["name"], first["gender"], tuple(_spell(c) for c in group))
        for alias in (first["name"], *(a for c in group for a in split(c["aliases"]))):
            bare = alias.startswith("~")
            kind = "surname" if bare else "person"
            names[Name(alias.lstrip("~"), kind, key, risky=bare, own=_is_own(group))] = None
    return found, list(names)


def _agents(own: Sequence[Row]) -> dict[str, Agent]:
    found: dict[str, Agent] = {}
    dropped = {row["name"].lower() for row in own if row["mode"] == "delete"}
    added = ({**row, "term": row["name"].lower()} for row in own if row["mode"] != "delete")
    for cells in chain(added, rows("actors/agents.tsv")):
        if cells["term"] in dropped:
            continue
        others = split(cells["other_sectors"].replace(";", ","), ",")
        for form, plural in ((cells["term"], False), (cells["plural"], True)):
            if form and form not in found:
                inherit = cells["inherit"] == "yes"
                found[form] = Agent(form, cells["sector"], others, cells["kind"], inherit, plural)
    return found


def _offices() -> dict[str, Office]:
    found: dict[str, Office] = {}
    for cells in rows("actors/offices.tsv"):
        others = split(cells["other_sectors"].replace(";", ","), ",")
        only = split(cells["only_code"].replace(";", ","), ",")
        found[cells["title"]] = Office(cells["title"], cells["sector"], others, only)
    return found
