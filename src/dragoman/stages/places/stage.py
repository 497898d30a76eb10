"""The places stage: finds the names of places and resolves them against the gazetteer."""

from __future__ import annotations

from dragoman.model import Document, Place, Step
from dragoman.stages.places.candidates import Setting
from dragoman.stages.places.ranking import Choice, choose_places
from dragoman.stages.places.toponyms import Finder, Found
from dragoman.tables.gazetteer import Entry
from dragoman.tables.places import LARGE, SITES, STATE, PlaceTables

STEP = Step("places", "2")
# Mordecai's scale: see ``Place``.
RESOLUTION = {STATE: 1, "ADM1": 2, "ADM2": 3, "PPLC": 4, "PPL": 4}
# Decimals that the kind of place warrants: a city is somewhere within a kilometre or two.
SMALLEST = 5  # a place that no table knows is likely a village, a quarter or a street
DECIMALS = {2: 1, 3: 1, 4: 2, 5: 2, 0: 0}


def resolve_places(doc: Document, tables: PlaceTables) -> Document:
    """Adds the layer ``places``: every name of a place, resolved where a place of it is known."""
    found = Finder(doc, tables).all()
    choices = choose_places([one.toponym for one in found], tables, _setting(doc, tables))
    places = tuple(_place(f, c, tables) for f, c in zip(found, choices, strict=True))
    return doc.add(STEP, places=places)


def _setting(doc: Document, tables: PlaceTables) -> Setting:
    """What dateline and outlet tell of where an article is set."""
    dateline = next((d.place for d in doc.dateline or () if d.place), None)
    home = tables.home(doc.article.publication, doc.article.url)
    return Setting(home, dateline.of(doc.text) if dateline else None)


def _place(found: Found, choice: Choice, tables: PlaceTables) -> Place:
    entry, people = choice.entry, found.toponym.people
    why = ",".join(choice.why)
    if entry is None:
        return Place(found.span, found.toponym.text, choice.country, SMALLEST, why)
    level = resolution(entry)
    return Place(
        found.span,
        entry.name,
        entry.country,
        level,
        why,
        entry.code,
        entry.id,
        _cut(entry.lat, level),
        _cut(entry.lon, level),
        _unit(tables, entry.unit1 if entry.code != "ADM1" else entry.id),
        _unit(tables, entry.unit2 if entry.code != "ADM2" else entry.id),
        choice.score,
        people,
    )


def resolution(entry: Entry) -> int:
    """Mordecai's scale."""
    if entry.code in RESOLUTION:
        return RESOLUTION[entry.code]
    if entry.code in SITES:
        return 5
    return 0 if entry.code in LARGE or entry.country is None else 2


def _cut(degrees: float, level: int) -> float | None:
    return round(degrees, DECIMALS[level]) if level in DECIMALS else None


def _unit(tables: PlaceTables, number: int | None) -> str | None:
    entry = tables.gazetteer.entry(number)
    return entry.name if entry else None
