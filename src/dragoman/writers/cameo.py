"""CAMEO codes of PLOVER events (data/formats/cameo.tsv).

The table inverts CAMEO -> PLOVER by judgement: one best code for each type and mode, finer ones
where a context or the words of the trigger decide. The numbering is that of CAMEO 1.1b3. Goldstein
values are those that GDELT and Phoenix use, looked up by meaning, as their table keeps numbers of
an older CAMEO in places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.tables.reading import rows, split
from dragoman.writers.export import Record

ANY = "*"  # in the column mode: any mode or none; an empty cell means events without a mode


@dataclass(frozen=True, slots=True)
class Cameo:
    """A CAMEO code with those above it, as text: "0871", "087" and "08"."""

    code: str
    base: str
    root: str
    label: str
    goldstein: float


@dataclass(frozen=True, slots=True)
class CameoRow:
    """A row of the table."""

    mode: str
    context: str
    trigger: re.Pattern[str] | None
    cameo: Cameo


def cameo_of(record: Record) -> Cameo:
    """The CAMEO code of a record: of all rows that fit, the most specific; a trigger says more
    than a context and a context more than a mode. Among equals the record's first mode decides,
    then the order of the table."""
    words = " | ".join(record["event_text"]).lower()
    fitting = [r for r in cameo_rows()[record["event"][0]] if _fits(r, record, words)]
    return max(fitting, key=lambda row: _weight(row, record["mode"])).cameo


def _fits(row: CameoRow, record: Record, words: str) -> bool:
    modes, contexts = record["mode"], record["context"]
    return (
        (row.mode in ("", ANY) or row.mode in modes)
        # Rows of the bare type are the last resort of all; finer ones ask for no mode at all.
        and not (row.mode == "" and modes and (row.context or row.trigger))
        and (not row.context or row.context in contexts)
        and (row.trigger is None or bool(row.trigger.search(words)))
    )


def _weight(row: CameoRow, modes: Sequence[str]) -> tuple[bool, bool, bool, int]:
    named = row.mode in modes
    return (
        row.trigger is not None,
        bool(row.context),
        named,
        -modes.index(row.mode) if named else 0,
    )


@cache
def cameo_rows() -> Mapping[str, tuple[CameoRow, ...]]:
    """The rows of the table by PLOVER type, in order."""
    found: dict[str, list[CameoRow]] = {}
    for cells in rows("formats/cameo.tsv"):
        found.setdefault(cells["type"], []).append(_row(cells))
    return {kind: tuple(several) for kind, several in found.items()}


def _row(cells: Mapping[str, str]) -> CameoRow:
    code = cells["code"]
    cameo = Cameo(code, code[:3], code[:2], cells["label"], float(cells["goldstein"]))
    return CameoRow(cells["mode"], cells["context"], _stems(cells["trigger"]), cameo)


def _stems(cell: str) -> re.Pattern[str] | None:
    """Beginnings of words as a pattern; None for an empty cell."""
    stems = "|".join(re.escape(stem) for stem in split(cell))
    return re.compile(rf"\b(?:{stems})") if stems else None
