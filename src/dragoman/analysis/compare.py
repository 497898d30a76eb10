"""Comparing an archive with data of others: ACLED, GDELT, ICEWS, POLECAT, or a second archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from dragoman.analysis.series import PAIRS
from dragoman.model import DragomanError
from dragoman.store.asking import Asking
from dragoman.store.query import Filter
from dragoman.store.segments import quoted
from dragoman.tables.actor_rows import load_countries
from dragoman.tables.reading import rows, split

DYADS = "SELECT day, actor, recipient, quad_code AS quad FROM ({pairs})"
# Of data that tell where, but not which state acts on which.
COUNTRIES = """SELECT day, country AS actor, country AS recipient, quad_code AS quad FROM events
    WHERE {where} AND day IS NOT NULL AND country IS NOT NULL AND quad_code = 4"""
PLACED = frozenset({"acled"})
KNOWN = "acled, gdelt, icews, polecat"
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two sets agree on one kind of key: how many keys each has, how many both, their Jaccard
    index, and the correlation of counts over all keys of either (None where nothing varies)."""

    key: str
    ours: int
    theirs: int
    both: int
    jaccard: float
    correlation: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sets side by side over the days that both cover. ``theirs`` is the name of the format;
    ``rows`` counts of theirs were read, ``used`` fall into those days and have a day and a party;
    ``biggest`` are the dyads with the largest difference in counts."""

    theirs: str
    since: str
    until: str
    ours: int
    rows: int
    used: int
    agreement: tuple[Agreement, ...]
    biggest: tuple[dict[str, Any], ...]


def compare(archive: Asking, path: Path, wanted: Filter | None = None) -> Comparison:
    """Compare the archive's events with a file of another data set, by day, dyad, class (quad) and
    by all of them. The format is known by its columns.

    Raises DragomanError for a file that cannot be read or whose columns nobody knows.
    """
    name, theirs, total = read_foreign(path)
    ours = _ours(archive, wanted, dyads=name not in PLACED)
    days = sorted({row[0] for row in ours}), sorted({row[0] for row in theirs})
    if not all(days):
        raise DragomanError(f"{path}: nothing to compare; no events with a day on one of the sides")
    since, until = max(d[0] for d in days), min(d[-1] for d in days)
    ours, theirs = ([r for r in side if since <= r[0] <= until] for side in (ours, theirs))
    return Comparison(
        name, since, until, len(ours), total, len(theirs),
        tuple(_agreement(key, fields, ours, theirs) for key, fields in KEYS.items()),
        tuple(_biggest(ours, theirs)),
    )  # fmt: skip


def _ours(archive: Asking, wanted: Filter | None, *, dyads: bool) -> list[Key]:
    """The archive's events by day, states and class; what lies within one state only where the
    other side has nothing else."""
    where, values = archive.condition(wanted)
    pairs = DYADS.format(pairs=PAIRS.format(where=where))
    with archive.query_engine() as engine:
        found = engine.rows(pairs if dyads else COUNTRIES.format(where=where), values)
        return [
            (str(r["day"]), r["actor"], r["recipient"], str(r["quad"]))
            for r in found if {r["actor"], r["recipient"]} <= _countries()
        ]  # fmt: skip


KEYS = MappingProxyType({"day": (0,), "dyad": (1, 2), "class": (3,), "dyad and day": (0, 1, 2),
                         "all": (0, 1, 2, 3)})  # fmt: skip


def _agreement(
    key: str, fields: tuple[int, ...], ours: list[Key], theirs: list[Key]
) -> Agreement:
    a, b = (Counter(tuple(row[f] for f in fields) for row in side) for side in (ours, theirs))
    both, either = len(a.keys() & b.keys()), len(a.keys() | b.keys())
    return Agreement(key, len(a), len(b), both, round(both / either, 3) if either else 0.0,
                     _correlation(a, b))  # fmt: skip


def _correlation(a: Counter[Key], b: Counter[Key]) -> float | None:
    keys = sorted(a.keys() | b.keys())
    if not keys:
        return None
    means = [sum(side[key] for key in keys) / len(keys) for side in (a, b)]
    pairs = [(a[key] - means[0], b[key] - means[1]) for key in keys]
    spread = sqrt(sum(x * x for x, _ in pairs) * sum(y * y for _, y in pairs))
    return round(sum(x * y for x, y in pairs) / spread, 3) if spread else None


def _biggest(ours: list[Key], theirs: list[Key], most: int = 15) -> list[dict[str, Any]]:
    a, b = (Counter((row[1], row[2]) for row in side) for side in (ours, theirs))
    keys = sorted(a.keys() | b.keys(), key=lambda k: (-abs(a[k] - b[k]), k))[:most]
    return [{"actor": k[0], "recipient": k[1], "ours": a[k], "theirs": b[k]} for k in keys]


# -- their files ------------------------------------------------------------------------------


def read_foreign(path: Path) -> tuple[str, list[Key], int]:
    """The format of a file, its events as (day, actor, recipient, quad) with ISO codes, and the
    number of its rows. Rows without a day or without a code we know are left out."""
    if not path.is_file():
        raise DragomanError(f"{path}: no such file")
    with duckdb.connect(config={"threads": 1}) as con:
        try:
            name, sql = _query(con, path)
            found = con.execute(sql).fetchall()
        except duckdb.Error as error:
            raise DragomanError(f"{path}: cannot be read as a table: {error}") from error
    told: list[Key] = []
    for day, actor, recipient, kind in found:
        codes = [_code(one) for one in (actor, recipient)]
        if day and all(codes) and (name in PLACED or codes[0] != codes[1]):
            told.append((str(day)[:10], codes[0], codes[1], _quad(name, str(kind))))
    return name, told, len(found)


def _query(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, str]:
    for row in rows("formats/foreign.tsv"):
        table = f"read_csv({quoted(path)}, all_varchar=true, {row['options']})"
        try:
            heads = [d[0] for d in con.execute(f"SELECT * FROM {table} LIMIT 0").description or ()]
        except duckdb.Error:
            continue
        if (row["header"] == "no" and len(heads) == int(row["columns"])) or \
                (row["header"] == "yes" and set(split(row["needs"])) <= set(heads)):  # fmt: skip
            return row["format"], f"SELECT {row['select']} FROM {table}"
    raise DragomanError(f"{path}: the columns are of no format known here ({KNOWN})")


def _quad(name: str, kind: str) -> str:
    if kind in {"1", "2", "3", "4"}:
        return kind
    return _kinds().get((name, kind.lower()), "")


@cache
def _kinds() -> Mapping[tuple[str, str], str]:
    return MappingProxyType(
        {(r["format"], r["value"]): r["quad"] for r in rows("formats/foreign_kinds.tsv")}
    )


def _code(told: str | None) -> str:
    """An ISO code from a code, with roles or without, or a name of a country."""
    plain = (told or "").strip()
    coded = plain.isupper() and len(plain) % 3 == 0 and plain[:3] in _countries()
    if coded and len(plain) == 3:
        return plain
    return _names().get(plain.lower(), plain[:3] if coded else "")


@cache
def _countries() -> frozenset[str]:
    return frozenset(load_countries())


@cache
def _names() -> Mapping[str, str]:
    found = {country.name.lower(): code for code, country in load_countries().items()}
    told = rows("actors/country_names.tsv")
    also = {row["alias"].lower(): row["code"] for row in told if row["code"]}
    return MappingProxyType(also | found)
