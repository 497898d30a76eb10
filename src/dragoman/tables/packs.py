"""Packs: users' own actors, as CSV or TSV, laid over the tables that ship.

Only ``name`` and ``code`` (for agent nouns ``name`` and ``sector``) must be there; docs/actors.md
shows all columns. A later row wins over an earlier one of the same actor, office and start.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.model import TableError
from dragoman.text.fold import fold

COLUMNS = (
    "name", "code", "sector", "other_sectors", "kind", "aliases", "office", "gender", "start",
    "end", "verified_until", "source", "id", "plural", "inherit", "mode",
)  # fmt: skip
# What `dragoman actors gaps` tells beside a name; rows without a code are then passed over.
GAP_COLUMNS = ("articles", "mentions", "context")
DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
SLUG = re.compile(r"[^a-z0-9]+")
PERSON, AGENT, BODY = "person", "agent", "body"
MODES = ("", "set", "delete")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Codes:
    """What a pack may use: PLOVER's countries and bodies, and its sectors."""

    countries: frozenset[str]
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pack:
    """The rows of a pack by what they describe; cells are stripped, what was left out is ""."""

    persons: tuple[Row, ...]
    bodies: tuple[Row, ...]
    agents: tuple[Row, ...]

    def names(self) -> frozenset[str]:
        """All forms the pack gives a meaning, folded: older meanings of them are void."""
        rows = [r for r in (*self.persons, *self.bodies) if r["mode"] != "delete"]
        forms = (form for r in rows for form in (r["name"], *r["aliases"].split(";")))
        return frozenset(fold(form.strip("~! ")) for form in forms if form.strip("~! "))


def read_packs(paths: Sequence[Path], codes: Codes) -> Pack:
    """The packs as one, in their order. Raises TableError at the first row that is wrong."""
    found: dict[str, list[Row]] = {PERSON: [], AGENT: [], BODY: []}
    for path in paths:
        for number, row in read_rows(path):
            problem = problem_of(row, codes)
            if problem:
                raise TableError(f"{path}:{number}: {problem}")
            complete(row)
            found[row["kind"] if row["kind"] in found else BODY].append(row)
    return Pack(tuple(found[PERSON]), tuple(found[BODY]), tuple(found[AGENT]))


def read_rows(path: Path) -> list[tuple[int, Row]]:
    """Line numbers and rows of a pack. Raises TableError when it is no table with known columns."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: not UTF-8 ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise TableError(f"{path}: {error.strerror}; give a CSV file of actors") from error
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter, restkey="more", restval="")
    unknown = sorted(set(reader.fieldnames or ()) - {*COLUMNS, *GAP_COLUMNS})
    if unknown or "name" not in (reader.fieldnames or ()):
        what = f"unknown column {unknown[0]!r}" if unknown else "no column 'name'"
        raise TableError(f"{path}:1: {what}; columns are {', '.join(COLUMNS)}")
    rows = []
    for cells in reader:
        if "more" in cells:
            raise TableError(f"{path}:{reader.line_num}: more cells than the header has")
        row = {c: (cells.get(c) or "").strip() for c in COLUMNS}
        if row["code"] or not cells.get("mentions"):
            rows.append((reader.line_num, row))
    return rows


def problem_of(row: Mapping[str, str], codes: Codes) -> str:
    """What is wrong with a row, and how to mend it; "" when all is well."""
    sectors = [s for s in (row["sector"], *row["other_sectors"].split(";")) if s.strip()]
    strange = [s for s in sectors if s.strip() not in codes.sectors]
    days = [row[c] for c in ("start", "end", "verified_until") if row[c]]
    wrong = [day for day in days if not DAY.fullmatch(day)]
    checks = (
        (not row["name"], "no name; fill the column 'name'"),
        (row["mode"] not in MODES, f"mode {row['mode']!r}; write set or delete"),
        (bool(strange), f"sector {' '.join(strange)} is none; choose of {_some(codes.sectors)}"),
        (bool(wrong), f"{', '.join(wrong)} is no date; write YYYY, YYYY-MM or YYYY-MM-DD"),
        (_reversed(row), f"ends {row['end']} before it starts {row['start']}; swap the two"),
        (_uncoded(row, codes), f"code {row['code']!r} is no country or body; write ISO alpha-3"),
    )  # fmt: skip
    return next((told for is_wrong, told in checks if is_wrong), "")


def _some(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _reversed(row: Mapping[str, str]) -> bool:
    start, end = row["start"], row["end"]
    return bool(start and end) and end < start[: len(end)]


def _uncoded(row: Mapping[str, str], codes: Codes) -> bool:
    needed = row["mode"] != "delete" and row["kind"] != AGENT
    return (needed or bool(row["code"])) and row["code"] not in codes.countries


def complete(row: Row) -> None:
    """Fill in what a row may leave out: kind and id."""
    row["kind"] = row["kind"] or (PERSON if row["office"] or row["gender"] else BODY)
    row["id"] = row["id"] or slug(row["name"])
    row["plural"] = row["plural"] or f"{row['name']}s"


def slug(name: str) -> str:
    """The id of a name: lower case letters and digits, hyphens between.

    >>> slug("Sergei Shoigu")
    'sergei-shoigu'
    """
    return SLUG.sub("-", fold(name)).strip("-")


def overlay(rows: Iterable[Row], changes: Sequence[Row]) -> list[Row]:
    """Table rows with the rows of a pack laid over them.

    A row replaces those of the same actor (by id or name) that agree in the office and start it
    tells, and keeps their aliases where it tells none; ``mode=delete`` only takes them away.
    """
    merged = list(rows)
    if not changes:
        return merged
    groups: dict[str, list[Row]] = defaultdict(list)
    named: dict[str, set[str]] = defaultdict(set)
    for row in (*merged, *changes):
        named[fold(row["name"])].add(row["id"])
    for row in merged:
        groups[row["id"]].append(row)
    for change in changes:
        aliases = change["aliases"]
        for key in sorted(named[fold(change["name"])] | {change["id"]}):
            gone = [row for row in groups[key] if _replaced(row, change)]
            groups[key] = [row for row in groups[key] if row not in gone]
            aliases = aliases or next((row["aliases"] for row in gone), "")
        if change["mode"] != "delete":
            groups[change["id"]].append({**change, "aliases": aliases})
    return [row for group in groups.values() for row in group]


def _replaced(row: Row, change: Row) -> bool:
    """Is it a row that a change speaks of? What the change leaves out may be anything."""
    told = [c for c in ("office", "start") if change[c]]
    return all(row.get(c, "") == change[c] for c in told)
