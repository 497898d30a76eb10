"""The actor tables from their rows: those that ship, and users' packs laid over them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from dragoman.tables.actors import (
    ActorTables,
    Agent,
    Country,
    Office,
    Organisation,
    Person,
    Spell,
    Spellings,
)
from dragoman.tables.names import Name, NameIndex
from dragoman.tables.ontology import Ontology
from dragoman.tables.packs import Codes, Row, overlay, read_packs
from dragoman.tables.reading import rows, split
from dragoman.text.fold import fold

NAMELESS = frozenset({"IGO", "NGO", "IMG", "ISM", "MNC"})  # codes that name no one body
COMMON = 2  # persons of the tables who make a word a first name
# Cities that stand for a body ("Brussels") lead here.
BODIES = {"EUR": "European Union", "UNO": "United Nations", "IGO": "international organisation"}


def load_actors(ontology: Ontology, packs: Sequence[Path] = ()) -> ActorTables:
    """The tables that ship (data/actors), and users' packs laid over them.

    Raises TableError where a row is malformed.
    """
    countries = load_countries()
    countries |= {code: Country(code, code, name, "body") for code, name in BODIES.items()}
    pack = read_packs(packs, known_codes(countries.values(), ontology))
    organisations, organisation_names = _organisations(pack.bodies)
    persons, person_names = _persons(pack.persons, _bodies(organisation_names, organisations))
    own = pack.names()
    names = [n for n in (*organisation_names, *person_names) if n.own or fold(n.text) not in own]
    buildings: dict[str, tuple[str, ...]] = {}
    places = [n for n in _country_names(buildings) if fold(n.text) not in own]
    regions = [Name(r["alias"], "region", r["name"]) for r in rows("actors/regions.tsv")]
    return ActorTables(
        countries, organisations, persons, _agents(pack.agents), _offices(), buildings,
        NameIndex([*places, *names, *regions]), _given_names(persons.values(), places),
        tuple((r["words"], r["office"]) for r in rows("coref/offices.tsv")),
        Spellings(persons),
    )  # fmt: skip


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
            told = (part.removeprefix("sector=") for part in note.split(";") if "sector=" in part)
            buildings[cells["alias"].lower()] = split(next(told, "GOV"), ",")
        ambiguous = "ambiguous" in note and "ambiguous-default" not in note
        yield Name(
            cells["alias"], kind, cells["code"], cells["case"] == "exact", ambiguous=ambiguous
        )


def _spell(cells: dict[str, str], body: str = "") -> Spell:
    others = split(cells["other_sectors"].replace(";", ","), ",")
    return Spell(
        cells["code"],
        cells["sector"],
        others,
        cells.get("office", ""),
        cells["start"],
        cells["end"],
        cells.get("verified_until", ""),
        body,
    )


def _organisations(own: Sequence[Row]) -> tuple[dict[str, Organisation], list[Name]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for cells in overlay(rows("actors/organisations.tsv"), own):
        grouped[cells["name"]].append(cells)
    found: dict[str, Organisation] = {}
    names: dict[Name, None] = {}
    for name, group in grouped.items():
        key = group[0]["id"]
        spells = tuple(_spell(c) for c in group)
        found[key] = Organisation(key, name, group[0]["kind"], spells, _dated_names(group, spells))
        aliases = {a for c in group for a in split(c["aliases"])}
        for alias in (name, *sorted(aliases)):
            short = alias.rstrip("!")
            exact = len(short) <= 5 and short.upper() == short
            risky = f"{short}!" in aliases
            names[Name(short, "org", key, exact, risky, own=_is_own(group))] = None
    return found, list(names)


def _dated_names(group: Sequence[Row], spells: Sequence[Spell]) -> dict[str, tuple[Spell, ...]]:
    """Names that only some rows of a body have, with the spells of these."""
    bearing: dict[str, list[Spell]] = defaultdict(list)
    for cells, spell in zip(group, spells, strict=True):
        for alias in split(cells["aliases"]):
            bearing[fold(alias.rstrip("!"))].append(spell)
    return {name: tuple(own) for name, own in bearing.items() if len(own) < len(spells)}


def _is_own(group: Sequence[Row]) -> bool:
    """Does a row of a pack stand among the rows? Rows that ship have no mode."""
    return any("mode" in cells for cells in group)


def _bodies(names: Iterable[Name], organisations: Mapping[str, Organisation]) -> dict[str, str]:
    """The canonical names of international bodies by all their forms."""
    return {
        name.text: organisations[name.key].name
        for name in names
        if organisations[name.key].spells[-1].code in NAMELESS and len(name.text) > 1
    }


def _body_of(cells: Row, bodies: Mapping[str, str]) -> str:
    """The body of an office ("NATO secretary-general"), where its code names none."""
    if cells["code"] not in NAMELESS:
        return ""
    office = f" {cells['office']} "
    inside = (form for form in bodies if f" {form} " in office)
    return bodies.get(max(inside, key=len, default=""), "")


def _persons(own: Sequence[Row], bodies: Mapping[str, str]) -> tuple[dict[str, Person], list[Name]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    shipped = chain(rows("actors/persons.tsv"), rows("actors/persons_more.tsv"))
    for cells in overlay(shipped, own):
        grouped[cells["id"]].append(cells)
    found: dict[str, Person] = {}
    names: dict[Name, None] = {}
    for key, group in grouped.items():
        first = group[0]
        spells = tuple(_spell(c, _body_of(c, bodies)) for c in group)
        identifier = first.get("wikidata", "")
        found[key] = Person(key, first["name"], first["gender"], spells, identifier)
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
