"""Tables of articles: CSV and TSV, JSON lines, Parquet. One row is one document."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.model import InputError
from dragoman.readers.columns import Columns, row_about, row_text
from dragoman.readers.limits import MAX_BYTES, MAX_COLUMNS
from dragoman.readers.raw import Raw, Rejected, text_raw
from dragoman.readers.text import decode

SAMPLE = 50  # rows to guess the columns by
BATCH = 256
Row = Mapping[str, Any]


def csv_rows(name: str, stream: BinaryIO) -> Iterator[Row | Rejected]:
    """Rows of a CSV or TSV file with a header line; the separator is told by it."""
    lines = _lines(name, stream)
    first = next(lines, None)
    if first is None:
        return
    if isinstance(first, Rejected):
        yield first
        return
    separator = max("\t,;|", key=first.count)
    csv.field_size_limit(MAX_BYTES)
    broken: list[Rejected] = []
    reader = csv.reader(_plain(itertools.chain([first], lines), broken), delimiter=separator)
    try:
        header = [cell.strip("\ufeff \t") for cell in next(reader)]
        if len(header) > MAX_COLUMNS:
            raise InputError("too-many-columns", f"{len(header):,} columns; keep those you need")
        for cells in reader:
            if cells:
                yield _row(f"{name}:{reader.line_num}", header, cells)
    except csv.Error as error:
        yield Rejected(f"{name}:{reader.line_num}", "damaged", f"no CSV from here on ({error})")
    yield from broken


def _row(where: str, header: list[str], cells: list[str]) -> Row | Rejected:
    if len(cells) > len(header) and any(cells[len(header) :]):
        return Rejected(
            where, "ragged", f"{len(cells)} cells under {len(header)} headings: a stray separator?"
        )
    return dict(zip(header, cells, strict=False)) | {"": where}


def json_rows(name: str, stream: BinaryIO) -> Iterator[Row | Rejected]:
    """Objects of a file of JSON lines."""
    for number, line in enumerate(_lines(name, stream), 1):
        where = f"{name}:{number}"
        if isinstance(line, Rejected):
            yield line
        elif line.strip():
            yield _object(where, line)


def _object(where: str, line: str) -> Row | Rejected:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejected(where, "damaged", f"no JSON ({error})")
    if not isinstance(row, dict):
        return Rejected(where, "damaged", "no JSON object; one article a line is wanted")
    return row | {"": where}


def parquet_rows(name: str, path: Path) -> Iterator[Row | Rejected]:
    """Rows of a Parquet file. Raises InputError when it is none."""
    import duckdb

    with duckdb.connect() as con:
        try:
            found = con.execute("SELECT * FROM read_parquet(?)", [str(path)])
        except duckdb.Error as error:
            raise InputError("damaged", f"no Parquet file ({str(error)[:200]})") from error
        names = [column[0] for column in found.description or ()]
        count = 0
        while batch := found.fetchmany(BATCH):
            for cells in batch:
                count += 1
                yield dict(zip(names, cells, strict=True)) | {"": f"{name}:{count}"}


def documents(
    found: Iterator[Row | Rejected], columns: Columns
) -> Iterator[Raw | Rejected]:
    """The rows as documents; columns that are not told are guessed by the first rows."""
    first = list(itertools.islice(found, SAMPLE))
    sample = [row for row in first if not isinstance(row, Rejected)]
    if sample:
        columns = columns.guessed([_told(row) for row in sample])
    for row in itertools.chain(first, found):
        yield row if isinstance(row, Rejected) else _document(row, columns)


def _told(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != ""}


def _document(row: Row, columns: Columns) -> Raw | Rejected:
    where = row[""]
    if columns.id and row.get(columns.id):
        where = f"{where}#{row[columns.id]}"
    text = row_text(row, columns)
    if len(text) > MAX_BYTES:
        return Rejected(where, "too-long", f"more than {MAX_BYTES:,} characters")
    return text_raw(where, text, row_about(row, columns))


def _lines(name: str, stream: BinaryIO) -> Iterator[str | Rejected]:
    """Lines of bounded length, decoded; the part that cannot be read is told at the end."""
    number = 0
    try:
        while data := stream.readline(MAX_BYTES + 1):
            number += 1
            if len(data) > MAX_BYTES:
                yield Rejected(f"{name}:{number}", "too-long", f"a line over {MAX_BYTES:,} bytes")
                _skip_line(stream)
                continue
            if number == 1 and data.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield from io.StringIO(decode(data + stream.read(MAX_BYTES)).text)
                return
            yield _characters(f"{name}:{number}", data)
    except InputError as error:
        yield Rejected(f"{name}:{number + 1}", error.code, str(error))


def _skip_line(stream: BinaryIO) -> None:
    while (data := stream.readline(MAX_BYTES)) and not data.endswith(b"\n"):
        pass


def _characters(where: str, data: bytes) -> str | Rejected:
    try:
        return decode(data).text
    except InputError as error:
        return Rejected(where, error.code, str(error))


def _plain(lines: Iterator[str | Rejected], broken: list[Rejected]) -> Iterator[str]:
    """The lines that could be read; the others are put aside."""
    for line in lines:
        if isinstance(line, Rejected):
            broken.append(line)
        else:
            yield line.replace("\0", " ")
