"""The gazetteer: populated places and units of the world by name, read from a small database."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from dragoman.model import TableError
from dragoman.text.placenames import place_key

FILE = "gazetteer.sqlite"
BY_KEY = """
    SELECT p.id, p.name, p.code, p.country, p.unit1, p.unit2, p.lat, p.lon, p.population, n.main
    FROM name n JOIN place p ON p.id = n.id WHERE n.key = ?
    ORDER BY p.population DESC, p.id LIMIT ?
"""
BY_ID = """
    SELECT id, name, code, country, unit1, unit2, lat, lon, population, 1 FROM place WHERE id = ?
"""
MOST = 60  # "San José" names hundreds: the smallest ones are never meant without a hint
PLACE_CODES = frozenset({"PPL", "PPLC"})
UNIT_CODES = frozenset({"ADM1", "ADM2"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on the map.

    ``code`` is GeoNames' feature code (PPLC capital, PPL, ADM1, ADM2, PCLI state) or a kind of the
    tables of regions and sites; ``country`` ISO 3166 alpha-3, None for seas and the like; ``lat``
    and ``lon`` are degrees; ``radius`` says how far, in km, the place reaches around them, where
    it is no point. ``main`` tells whether the name looked up is what it is usually called.
    """

    id: int | None
    name: str
    code: str
    country: str | None
    unit1: int | None
    unit2: int | None
    lat: float
    lon: float
    population: int
    main: bool = True
    radius: float = 0.0

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude of its middle, in degrees."""
        return self.lat, self.lon


class Gazetteer:
    """Looks up places by name. Opens the database when first asked, anew after a fork."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or Path(str(resources.files("dragoman") / "data" / "places" / FILE))
        self._base: sqlite3.Connection | None = None
        self._process = 0

    def __getstate__(self) -> Path:
        return self.path

    def __setstate__(self, path: Path) -> None:
        self.__init__(path)  # type: ignore[misc]

    def __del__(self) -> None:
        if self._base is not None:
            self._base.close()

    def named(self, name: str) -> list[Entry]:
        """All places of a name, in whatever spelling, the most populous first."""
        return [_entry(row) for row in self._ask(BY_KEY, place_key(name), MOST)]

    def entry(self, number: int | None) -> Entry | None:
        """The place of a GeoNames id."""
        found = self._ask(BY_ID, number) if number is not None else []
        return _entry(found[0]) if found else None

    def _ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        if self._base is None or self._process != os.getpid():
            self._base, self._process = self._opened(), os.getpid()
        try:
            return self._base.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise TableError(
                f"{self.path}: no gazetteer ({error}); install dragoman anew"
            ) from error

    def _opened(self) -> sqlite3.Connection:
        """Read-only, and by several threads: SQLite itself lets one in at a time."""
        place = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            return sqlite3.connect(place, uri=True, check_same_thread=False)
        except sqlite3.DatabaseError as error:
            raise TableError(f"{self.path}: cannot be opened ({error})") from error


def _entry(row: tuple[Any, ...]) -> Entry:
    number, name, code, country, unit1, unit2, lat, lon, population, main = row
    return Entry(number, name, code, country, unit1, unit2, lat, lon, population, main=bool(main))
