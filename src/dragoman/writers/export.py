"""What all export writers share: options, counts of what was left out, days, cells of text tables.

Formats of rows carry facts only: they have no column that says that an act was merely planned or
denied. Their writers leave such events out, unless told otherwise, and count them by reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from dragoman.tables.reading import rows
from dragoman.text.calendar import bounds
from dragoman.writers.flat import harmless
from dragoman.writers.rows import CONTROLS

Record = dict[str, Any]

# What PETRARCH writes where an actor is missing. It is no formula.
MISSING = "---"
# Days of what is dated no more closely than these would only look exact.
VAGUE = frozenset({"quarter", "year", "decade"})
NO_DAY = "no day"
VAGUE_DAY = "date vaguer than a month"
NO_RECIPIENT = "no recipient"
REPEATED = "said again in the article"


@dataclass(frozen=True, slots=True)
class Options:
    """How to export. ``statuses`` are those that formats without a column for the status take;
    ``added`` is the moment YYYYMMDDHHMMSS that GDELT's tables tell as that of their making, by
    default midnight of the day of publication: the clock decides nothing."""

    statuses: frozenset[str] = frozenset({"actual"})
    added: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a file: rows, events, events (or repeated rows) left out by reason, and the
    versions of the coder that made the events."""

    rows: int
    events: int
    left_out: dict[str, int]
    coders: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts while a file is written."""

    rows: int = 0
    events: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    coders: set[str] = field(default_factory=set)

    def written(self) -> Written:
        """The counts, reasons in alphabetical order."""
        reasons = dict(sorted(self.left_out.items()))
        return Written(self.rows, self.events, reasons, tuple(sorted(self.coders)))

    def every(self, records: Iterable[Record]) -> Iterator[Record]:
        """All records, each counted as an event of one row."""
        for record in records:
            self.coders.add(record["coder"])
            self.events += 1
            self.rows += 1
            yield record

    def told(self, records: Iterable[Record], options: Options) -> Iterator[Record]:
        """The records whose status the format can carry; the others are counted."""
        for record in records:
            self.coders.add(record["coder"])
            if record["status"] in options.statuses:
                yield record
            else:
                self.left_out[f"status {record['status']}"] += 1

    def every_told(self, records: Iterable[Record], options: Options) -> Iterator[Record]:
        """The records of such a status, each counted as an event of one row."""
        return self.every(self.told(records, options))

    def dated(self, records: Iterable[Record], options: Options) -> Iterator[tuple[Record, date]]:
        """The records of such a status that have a day, with that day; the others are counted."""
        for record in self.told(records, options):
            day = day_of(record)
            if day is None:
                self.left_out[NO_DAY] += 1
            elif record["date"] and record["date_granularity"] in VAGUE:
                self.left_out[VAGUE_DAY] += 1
            else:
                yield record, day


def day_of(record: Record) -> date | None:
    """The first day of the event; that of publication where the text dates nothing, but not for
    history.

    >>> day_of({"date": "2021-W51"})
    datetime.date(2021, 12, 20)
    """
    value = record["date"]
    if value is None and record["status"] != "historical":
        value = record["cite_info"]["date"]
    found = bounds(value) if value else None
    return found[0] if found else None


def name_of(entity: Record) -> str:
    """The canonical name of a participant, or the article's words."""
    name: str = entity["entity_name"] or entity["entity_text"]
    return name


def number_of(event: str, dyad: int) -> int:
    """A number for a dyad of an event, the same in every run and every file. It has 53 bits, so
    that programs that keep numbers as floating-point ones keep it whole."""
    digest = hashlib.sha256(f"{event}|{dyad}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 11


def quoted(record: Record, role: str) -> list[Record]:
    """The evidence of a role, in text order of the record."""
    return [e for e in record["evidence"] if e["role"] == role]


# -- text tables ----------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Text in one line without control characters.

    >>> plain("one\\ttwo\\nthree")
    'one two three'
    """
    return " ".join(text.translate(CONTROLS).split())


def cell(value: Any, empty: str = "") -> str:
    """A value as a cell of a text table without quoting, whatever its text holds: one line, no
    tab, no double quote that would swallow further cells, nothing a spreadsheet calculates.

    >>> cell('=HYPERLINK("x")'), cell(None, "None"), cell(-9.5)
    ("'=HYPERLINK('x')", 'None', '-9.5')
    """
    if not isinstance(value, str):
        return empty if value is None else str(value)
    text = plain(value).replace('"', "'")
    return (text if text == MISSING else str(harmless(text))) or empty


class TsvRows:
    """Writes rows of cells to a text stream, separated by tabs and ended by line feeds."""

    def __init__(self, stream: IO[str], empty: str = "") -> None:
        self._stream = stream
        self._empty = empty

    def write(self, values: Iterable[Any]) -> None:
        """Append one row."""
        self._stream.write("\t".join(cell(v, self._empty) for v in values) + "\n")


@contextmanager
def text_out(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file to write; halves of character pairs, which UTF-8 has not, become "?"."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        yield stream


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of a format of rows, in order (data/formats/export_columns.tsv)."""
    table = rows("formats/export_columns.tsv")
    return tuple(row["column"] for row in table if row["format"] == name)
