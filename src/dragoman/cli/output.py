"""Where events go: a table for people, or a stream or file for programs."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from dragoman.cli.shared import WIDE, output_width, print_wide

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from dragoman.api import Coded


NARROW = 110  # columns
WORDS_WIDTH = 24  # the widest column gives way first: keep it readable


class Format(StrEnum):
    """The formats of ``dragoman code``."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class Sink(Protocol):
    """Takes coded articles one after the other."""

    def write(self, coded: Coded) -> None:
        """Take one coded article."""
        ...

    def close(self) -> None:
        """Finish: nothing more will come."""
        ...


class TableSink:
    """A table for each article."""

    def __init__(self, stream: IO[str] | None) -> None:
        self.stream = stream

    def write(self, coded: Coded) -> None:
        """Print the article's name and its events."""
        if not coded.events:
            return
        show_table(events_as_table(coded, table_width(self.stream)), self.stream)

    def close(self) -> None:
        """Nothing is held back."""


class JsonlSink:
    """One PLOVER record a line."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, coded: Coded) -> None:
        """Append the article's records in text order."""
        write_lines(coded.to_plover(), self.stream)

    def close(self) -> None:
        """Nothing is held back."""


class CsvSink:
    """One flat row an event (data/formats/columns.tsv)."""

    def __init__(self, stream: IO[str]) -> None:
        from dragoman.writers.flat import CsvWriter

        self.writer = CsvWriter(stream)

    def write(self, coded: Coded) -> None:
        """Append the article's rows."""
        self.writer.write(coded.to_plover())

    def close(self) -> None:
        """Nothing is held back."""


class ParquetSink:
    """Flat rows in a Parquet file, written at the end."""

    def __init__(self, path: Path) -> None:
        from dragoman.writers.flat import need_pyarrow

        need_pyarrow()
        self.path = path
        self.records: list[dict[str, Any]] = []

    def write(self, coded: Coded) -> None:
        """Keep the article's records."""
        self.records.extend(coded.to_plover())

    def close(self) -> None:
        """Write the file."""
        from dragoman.writers.flat import write_parquet

        write_parquet(self.records, self.path)


@contextlib.contextmanager
def open_sink(kind: Format, output: Path | None) -> Iterator[Sink]:
    """The sink for a format, on standard output or on a file that appears only when complete."""
    if output is None:
        sink = _stream_sink(kind, sys.stdout, to_file=False)
        yield sink
        sink.close()
        return
    with complete_file(output) as path:
        if kind is Format.PARQUET:
            whole = ParquetSink(path)
            yield whole
            whole.close()
        else:
            with text_file(path) as stream:
                yield _stream_sink(kind, stream, to_file=True)


def _stream_sink(kind: Format, stream: IO[str], *, to_file: bool) -> Sink:
    if kind is Format.TABLE:
        return TableSink(stream if to_file else None)
    return JsonlSink(stream) if kind is Format.JSONL else CsvSink(stream)


def table_width(stream: IO[str] | None) -> int:
    """Columns for a table on a file, or on standard output where there is none."""
    return WIDE if stream else output_width()


def show_table(table: Table, stream: IO[str] | None) -> None:
    """Print a table to a file, or to standard output where there is none."""
    if stream is None:
        print_wide(table)
        return
    from rich.console import Console

    Console(file=stream, width=WIDE, highlight=False).print(table)


def write_lines(records: Iterable[dict[str, Any]], stream: IO[str]) -> None:
    """Append records as JSON lines."""
    stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def text_file(path: Path) -> IO[str]:
    """A text file to write: UTF-8, line ends as given."""
    return path.open("w", encoding="utf-8", newline="")


@contextlib.contextmanager
def complete_file(output: Path) -> Iterator[Path]:
    """A temporary file beside ``output`` that takes its name when all went well."""
    handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
    os.close(handle)
    path = Path(name)
    try:
        yield path
        path.chmod(0o666 & ~_umask())
        path.replace(output)
    finally:
        path.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def events_as_table(coded: Coded, width: int) -> Table:
    """The events of an article as a table; a narrow one goes without the article's words."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from dragoman.writers.rows import COLUMNS, clean, event_rows

    article = coded.document.article
    day = article.date.isoformat() if article.date else "date not known"
    title = Text(f"{clean(article.name)} ({day})")
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    with_words = width >= NARROW
    for name in COLUMNS if with_words else COLUMNS[:-1]:
        table.add_column(name, min_width=WORDS_WIDTH if name == "words" else None, overflow="fold")
    for row in event_rows(coded.document):
        plain = (row.who, row.what, row.whom, row.when, row.status, row.says)
        cells: list[Text] = [Text(str(row.number)), *(Text(cell) for cell in plain)]
        table.add_row(*cells, *([_words(row.words)] if with_words else []))
    return table


def _words(words: tuple[str, str, str]) -> Text:
    from rich.text import Text

    before, trigger, after = words
    return Text.assemble(before, (trigger, "bold"), after)
