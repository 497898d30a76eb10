"""Flat tables for spreadsheets and data frames: one row an event (data/formats/columns.tsv)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, Any

from dragoman.model import DragomanError
from dragoman.tables.reading import rows

# What a spreadsheet takes for the start of a formula or of a control sequence.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Endings of the columns of a participant, and what of the record stands in them.
ENTITY_CELLS = (("", "entity_text"), ("_name", "entity_name"), ("_code", "code"),
                ("_sector", "sector"))  # fmt: skip
ROW_GROUP = 10_000  # events that a Parquet file takes at a time
NO_PYARROW = "Parquet needs pyarrow. Run: pip install 'dragoman[parquet]'"


def columns() -> tuple[tuple[str, str], ...]:
    """Names and types (text, whole, number) of the columns, in order."""
    return tuple((row["column"], row["type"]) for row in rows("formats/columns.tsv"))


def flat(record: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """A PLOVER record as one flat row of named columns; lists become text separated by ``;``."""
    info, place = record["text_info"], record["event_loc"] or {}
    evidence = record["evidence"]
    row = {
        **cite_cells(record["cite_info"]),
        "trigger": joined(e["text"] for e in evidence if e["role"] == "trigger"),
        "sentence": next((e["text"] for e in evidence if e["role"] == "sentence"), None),
        "place": place.get("extracted_place"),
        "place_name": place.get("resolved_place"),
        "place_country": place.get("country_code"),
        "place_province": place.get("province"),
        "place_resolution": place.get("resolution"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "start": info["start"],
        "end": info["end"],
        **_sides(record),
    }
    return {name: row[name] if name in row else _cell(record[name]) for name in names}


def _sides(record: dict[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for role in ("actor", "recipient", "reported_by"):
        cells |= entity_cells(role, record[role])
    cells["reported_by_stance"] = joined(entity["stance"] for entity in record["reported_by"])
    return cells


def entity_cells(role: str, entities: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The columns that tell the participants of a role: words, names, codes and sectors."""
    found = list(entities)
    return {role + suffix: joined(e[key] for e in found) for suffix, key in ENTITY_CELLS}


def _cell(value: Any) -> Any:
    return joined(value) if isinstance(value, list) else value


def cite_cells(cite: dict[str, Any]) -> dict[str, Any]:
    """The columns that tell the article."""
    return {
        "article": cite["corpus"],
        "article_id": cite["article_id"],
        "article_date": cite["date"],
        "publication": cite["publication"],
        "title": cite["title"],
        "url": cite["url"],
    }


def joined(values: Iterable[Any]) -> str:
    """Values separated by ``;``: one place for each, empty where unknown."""
    parts = ["" if v is None else str(v).replace(";", ",") for v in values]
    return ";".join(parts) if any(parts) else ""


class CsvRows:
    """Writes rows of named columns to a text stream as CSV (RFC 4180) with a header line."""

    def __init__(self, stream: IO[str], names: Sequence[str]) -> None:
        self._out = csv.DictWriter(stream, names, lineterminator="\r\n")
        self._out.writeheader()

    def write(self, rows_: Iterable[dict[str, Any]]) -> None:
        """Append some rows."""
        for row in rows_:
            self._out.writerow({k: harmless(v) for k, v in row.items()})


class CsvWriter:
    """Writes PLOVER records to a text stream as CSV, one row an event."""

    def __init__(self, stream: IO[str]) -> None:
        self._names = [name for name, _ in columns()]
        self._rows = CsvRows(stream, self._names)

    def write(self, records: Iterable[dict[str, Any]]) -> None:
        """Append one row a record."""
        self._rows.write(flat(record, self._names) for record in records)


def harmless(cell: Any) -> Any:
    """A text cell that no spreadsheet takes for a formula; numbers stay as they are.

    >>> harmless("=HYPERLINK(A1)"), harmless(-3.5)
    ("'=HYPERLINK(A1)", -3.5)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def need_pyarrow() -> None:
    """Raises DragomanError when pyarrow is not installed: better before the work than after."""
    if find_spec("pyarrow") is None:
        raise DragomanError(NO_PYARROW)


def write_parquet(records: Iterable[dict[str, Any]], path: Path) -> None:
    """Write records to a Parquet file. Raises DragomanError when pyarrow is not installed."""
    need_pyarrow()
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns()])
    cells = (_encodable(flat(record, schema.names)) for record in records)
    with pq.ParquetWriter(path, schema) as out:
        while group := list(islice(cells, ROW_GROUP)):
            out.write_table(pa.Table.from_pylist(group, schema=schema))


def _encodable(row: dict[str, Any]) -> dict[str, Any]:
    """A row without halves of character pairs, which UTF-8 has not: they become "?"."""
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }
