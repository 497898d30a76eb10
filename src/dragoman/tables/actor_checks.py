"""Lints of the actor tables: dates, codes, names with two meanings, gaps among the leaders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, pairwise
from pathlib import Path

from dragoman.tables.actor_rows import known_codes, load_countries
from dragoman.tables.ontology import load_ontology
from dragoman.tables.packs import COLUMNS, Codes, Row, complete, problem_of, read_rows
from dragoman.tables.reading import rows, split
from dragoman.text.fold import fold

PERSONS = ("actors/persons.tsv", "actors/persons_more.tsv")
BODIES = "actors/organisations.tsv"
FIRST_DAY = date(1990, 1, 1)
VERIFIED = date(2026, 4, 30)  # the last day the tables claim to know all leaders of
LONGEST_GAP = 31  # days between two leaders that are nobody's fault
FOREVER = "9999"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a table: where, what, and how to mend it."""

    where: str
    what: str
    fix: str


def check_tables() -> list[Problem]:
    """All problems of the tables that ship."""
    codes = known_codes(load_countries().values(), load_ontology())
    persons = [row for path in PERSONS for row in rows(path)]
    bodies = list(rows(BODIES))
    found = chain(
        _cells("persons", persons, codes), _cells("organisations", bodies, codes),
        _twice(persons), _persons_agree(persons), _two_meanings("persons", _person_names(persons)),
        _two_meanings("organisations", _body_names(bodies)), _leader_gaps(persons),
    )  # fmt: skip
    return list(found)


def check_pack(path: Path) -> list[Problem]:
    """All problems of a pack by itself. Raises TableError when it is no table."""
    codes = known_codes(load_countries().values(), load_ontology())
    found: list[Problem] = []
    persons: list[Row] = []
    for number, row in read_rows(path):
        problem = problem_of(row, codes)
        if problem:
            what, _, fix = problem.rpartition("; ")
            found.append(Problem(f"{path}:{number}", what or problem, fix))
        complete(row)
        if row["kind"] == "person" and row["mode"] != "delete":
            persons.append(row)
    found.extend(_twice(persons))
    found.extend(_two_meanings(str(path), _person_names(persons)))
    return found


# -- one row ----------------------------------------------------------------------------------


def _cells(table: str, table_rows: Iterable[Row], codes: Codes) -> Iterator[Problem]:
    """Codes, sectors and dates of each row."""
    for row in table_rows:
        cells = dict.fromkeys(COLUMNS, "") | row
        problem = problem_of(cells, codes)
        if problem:
            what, _, fix = problem.rpartition("; ")
            yield Problem(f"{table}: {row['id']} {row['start']}", what, fix)


def _twice(persons: Iterable[Row]) -> Iterator[Problem]:
    """Two rows for the same person, office, code and start; spells that overlap."""
    spells: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in persons:
        spells[row["id"], row["office"], row["code"]].append(row)
    for (person, office, code), group in spells.items():
        ordered = sorted(group, key=lambda row: row["start"])
        for earlier, later in pairwise(ordered):
            end = earlier["end"] or FOREVER
            if later["start"][: len(end)] < end[: len(later["start"])]:
                yield Problem(
                    f"persons: {person}",
                    f"two spells as {office} of {code} overlap from {later['start']}",
                    "close the earlier one or join the two",
                )


def _persons_agree(persons: Iterable[Row]) -> Iterator[Problem]:
    """All rows of a person tell the same name and gender."""
    known: dict[str, Row] = {}
    for row in persons:
        first = known.setdefault(row["id"], row)
        for column in ("name", "gender"):
            if row[column] != first[column]:
                what = f"{column} is {row[column]!r} here and {first[column]!r} elsewhere"
                yield Problem(f"persons: {row['id']} {row['start']}", what, "make them one")


# -- names ------------------------------------------------------------------------------------


def _person_names(persons: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    for row in persons:
        for name in (row["name"], *split(row["aliases"])):
            if not name.startswith("~"):
                yield fold(name), row


def _body_names(bodies: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    for row in bodies:
        aliases = split(row["aliases"])
        for name in (row["name"], *aliases):
            if not name.endswith("!") and f"{name}!" not in aliases:
                yield name if len(name) <= len("NATO!") else fold(name), row


def _two_meanings(table: str, names: Iterable[tuple[str, Row]]) -> Iterator[Problem]:
    """A full name that means two actors on one day, without a rule to tell them apart."""
    meanings: dict[str, list[Row]] = defaultdict(list)
    for name, row in names:
        meanings[name].append(row)
    for name, group in meanings.items():
        clashes = (p for p in combinations(group, 2) if _differ(*p) and _meet(*p))
        for one, other in clashes:
            yield Problem(
                f"{table}: {name}",
                f"means {one['id']} and {other['id']} on the same day",
                "mark the weaker one (~ a surname, ! a short form) or date the rows",
            )
            break


def _differ(one: Row, other: Row) -> bool:
    return one["id"] != other["id"]


def _meet(one: Row, other: Row) -> bool:
    """Do two spells share a day?"""
    return _starts(one) <= _ends(other) and _starts(other) <= _ends(one)


def _starts(row: Row) -> str:
    return row["start"]


def _ends(row: Row) -> str:
    return (row["end"] or FOREVER) + "~"  # "2019" reaches to the end of 2019


# -- leaders ----------------------------------------------------------------------------------


def _leader_gaps(persons: Sequence[Row]) -> Iterator[Problem]:
    """Days since 1990 on which a state had nobody at its head, as far as the tables know."""
    offices = {row["office"] for row in rows("actors/leaders.tsv")}
    excused = {(r["code"], r["start"]) for r in rows("actors/interregna.tsv")}
    spells: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in persons:
        if row["office"] in offices and row["start"]:
            spells[row["code"]].append((first_day(row["start"]), last_day(row["end"])))
    for cells in rows("actors/countries.tsv"):
        if cells["kind"] != "country":
            continue
        for start, end in _gaps(cells, spells[cells["code"]]):
            if (cells["code"], start.isoformat()) not in excused:
                yield Problem(
                    f"persons: {cells['code']} {cells['name']}",
                    f"no head of state or government from {start} to {end}",
                    "add the spell to persons_more.tsv, or the reason to interregna.tsv",
                )


def _gaps(
    country: Mapping[str, str], spells: Iterable[tuple[date, date]]
) -> Iterator[tuple[date, date]]:
    reached = max(FIRST_DAY, first_day(country["start"] or "1990"))
    for start, end in sorted(spells):
        if (start - reached).days > LONGEST_GAP:
            yield reached, start - timedelta(1)
        reached = max(reached, min(end, date(9999, 1, 1)) + timedelta(1))
    if (VERIFIED - reached).days > LONGEST_GAP:
        yield reached, VERIFIED


def first_day(day: str) -> date:
    """The first day of a year, month or day.

    >>> first_day("2019-05")
    datetime.date(2019, 5, 1)
    """
    year, month, number = (*day.split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(number))


def last_day(day: str) -> date:
    """The last day of a year, month or day; the end of time for "".

    >>> last_day("2020-02")
    datetime.date(2020, 2, 29)
    """
    if not day:
        return date.max
    parts = [int(part) for part in day.split("-")]
    if len(parts) == len(("year", "month", "day")):
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
