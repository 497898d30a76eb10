"""Where things are: states, regions, seas, sites, short forms of units, and the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dragoman.tables.actors import ActorTables
from dragoman.tables.gazetteer import Entry, Gazetteer
from dragoman.tables.reading import rows, split
from dragoman.tables.words import load_words
from dragoman.text.fold import fold
from dragoman.text.placenames import place_key

STATE = "PCLI"
HOST = re.compile(r"https?://([^/:?#\s]+)")
LARGE = frozenset({"continent", "macroregion", "sea"})
SITES = frozenset({"base", "nuclear", "border", "building", "airport"})
STATES = frozenset({"country", "territory", "former"})
NAMING = frozenset({"name", "short", "abbr"})
PEOPLE = frozenset({"adjective", "demonym", "demonym_plural", "people"})


@dataclass(frozen=True, slots=True)
class PlaceTables:
    """All that names a place.

    ``states`` are by the key of ``ActorTables.countries``; ``named`` (regions, seas, sites) and
    ``short`` (units by their press and postal forms) and ``people`` (adjectives) by place key;
    ``outlets`` (by key of their name) and ``domains`` (ends of web addresses) give countries.
    ``preferred`` are the ids of what news means first by a name, ``world`` of what world news does.
    """

    gazetteer: Gazetteer
    states: Mapping[str, Entry]
    named: Mapping[str, tuple[Entry, ...]]
    short: Mapping[str, Entry]
    people: Mapping[str, Entry]
    outlets: Mapping[str, str]
    domains: Mapping[str, str]
    preferred: frozenset[int]
    world: frozenset[int]
    weights: Mapping[str, float]
    words: Mapping[str, frozenset[str]]
    actors: ActorTables

    def state(self, name: str) -> tuple[Entry, str] | None:
        """The state a name or adjective means, and the kind of name; None where it means none."""
        found = self.actors.names.at(name, fold(name), 0)
        if found is None or found[0] != len(name):
            return None
        for kind in (NAMING, PEOPLE):
            for meaning in found[1]:
                entry = self.states.get(meaning.key) if meaning.kind in kind else None
                if entry is not None:
                    return entry, meaning.kind
        return None

    def home(self, publication: str | None, url: str | None) -> str | None:
        """The country of an outlet, by its name, else by the end of its web address."""
        known = self.outlets.get(outlet_key(publication or ""))
        host = HOST.match(url or "")
        end = host[1].rpartition(".")[2].lower() if host else ""
        return known or self.domains.get(end)

    def holder(self, name: str) -> Entry | None:
        """The state or first-level unit of a name that tells others apart ("Paris, Texas")."""
        state = self.state(name)
        if state and state[1] in NAMING:
            return state[0]
        short = self.short.get(name)
        named = self.gazetteer.named(name) if short is None and name[:1].isupper() else []
        return short or next((e for e in named if e.code == "ADM1" and e.main), None)


def outlet_key(name: str) -> str:
    """A newspaper's name without "the" and marks."""
    return place_key(name).removeprefix("the ")


def load_places(actors: ActorTables) -> PlaceTables:
    """Read the tables of places that ship."""
    gazetteer = Gazetteer()
    states = dict(_states(actors))
    named: dict[str, tuple[Entry, ...]] = {}
    for key, entry in [*_regions(), *_sites()]:
        named[key] = (*named.get(key, ()), entry)
    units = {r["abbreviation"]: _unit(gazetteer, r) for r in rows("places/abbreviations.tsv")}
    people = {place_key(r["adjective"]): _people(gazetteer, named, r)
              for r in rows("places/demonyms.tsv")}  # fmt: skip
    return PlaceTables(
        gazetteer=gazetteer,
        states=states,
        named=named,
        short={short: unit for short, unit in units.items() if unit},
        people={word: place for word, place in people.items() if place},
        outlets={outlet_key(r["name"]): r["country"] for r in rows("places/outlets.tsv")},
        domains={r["tld"]: r["code"] for r in rows("places/countries.tsv") if r["tld"]},
        preferred=_preferred("always"),
        world=_preferred("world"),
        weights={r["feature"]: float(r["weight"]) for r in rows("places/weights.tsv")},
        words=load_words("places/words.tsv"),
        actors=actors,
    )


def _preferred(where: str) -> frozenset[int]:
    known = (row for row in rows("places/preferred.tsv") if row["in"] == where)
    return frozenset(int(row["geonameid"]) for row in known)


def _states(actors: ActorTables) -> Iterator[tuple[str, Entry]]:
    for row in rows("places/countries.tsv"):
        country = actors.countries.get(row["code"])
        if country is None:
            continue
        number = int(row["geonameid"]) if row["geonameid"] else None
        lat, lon = float(row["lat"]), float(row["lon"])
        code = STATE if country.kind in STATES else "region"
        yield country.key, Entry(number, country.name, code, country.code, None, None, lat, lon, 0)


def _regions() -> Iterator[tuple[str, Entry]]:
    for row in rows("places/regions.tsv"):
        countries = split(row["countries"], "|")
        country = countries[0] if len(countries) == 1 else None
        lat, lon, reach = float(row["lat"]), float(row["lon"]), float(row["radius_km"])
        entry = Entry(None, row["name"], row["kind"], country, None, None, lat, lon, 0, True, reach)
        for name in (row["name"], *split(row["aliases"], "|")):
            yield place_key(name), entry


def _sites() -> Iterator[tuple[str, Entry]]:
    for row in rows("places/sites.tsv"):
        lat, lon = float(row["lat"]), float(row["lon"])
        entry = Entry(None, row["name"], row["kind"], row["country"], None, None, lat, lon, 0)
        for name in (row["name"], *split(row["aliases"], "|")):
            yield place_key(name), entry


def _unit(gazetteer: Gazetteer, row: Mapping[str, str]) -> Entry | None:
    """The first-level unit of a row with name and country."""
    found = (e for e in gazetteer.named(row["name"]) if e.country == row["country"])
    return next((entry for entry in found if entry.code == "ADM1"), None)


def _people(
    gazetteer: Gazetteer, named: Mapping[str, tuple[Entry, ...]], row: Mapping[str, str]
) -> Entry | None:
    """The place whose people or things an adjective names."""
    own = named.get(place_key(row["name"]), ())
    known = [*own, *(e for e in gazetteer.named(row["name"]) if e.country == row["country"])]
    return replace(known[0], main=True) if known else None
