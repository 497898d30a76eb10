"""Commands that list something of each article: quotations, times, places."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Date
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.output import complete_file, show_table, table_width, text_file, write_lines
from dragoman.cli.running import Run, Tally, check_paths, progress
from dragoman.model import Article, Document

if TYPE_CHECKING:
    from rich.table import Table

Records = list[dict[str, Any]]


class ListFormat(StrEnum):
    """The formats of a listing."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


ListFormatOption = Annotated[
    ListFormat | None,
    typer.Option("--format", "-f", help="Default: by the suffix of FILE, else a table."),
]
SUFFIXES = {".jsonl": ListFormat.JSONL, ".csv": ListFormat.CSV}


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed: how articles are read, the records, and how these are shown.

    ``words`` name documents that have some and that have none. ``wide`` is the column of the table
    that may take half its width.
    """

    words: tuple[str, str]
    run: Run[Document, Records]
    keep: Callable[[dict[str, Any]], bool]
    heads: Sequence[str]
    cells: Callable[[dict[str, Any]], Sequence[str]]
    columns: Sequence[str]
    flat: Callable[[dict[str, Any]], dict[str, Any]]
    wide: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asks for: which articles, in which form, where to."""

    paths: list[str]
    date: Date | None
    publication: str | None
    form: ListFormat | None
    output: Path | None

    @property
    def chosen(self) -> ListFormat:
        """The format asked for, else that of the file's name, else a table."""
        by_name = SUFFIXES.get(self.output.suffix.lower()) if self.output else None
        return self.form or by_name or ListFormat.TABLE


def list_all(wanted: Wanted, make: Callable[[], Listing]) -> None:
    """Read the articles one by one and write what each has. ``make`` loads what is needed, once
    the paths are known to be good."""
    check_paths(wanted.paths, wanted.output)
    from dragoman.readers import read_paths

    listing, form = make(), wanted.chosen
    tally = Tally(listing.words)
    documents = read_paths(wanted.paths, date=wanted.date, publication=wanted.publication)
    shown = form is ListFormat.TABLE and wanted.output is None
    with _sink(listing, form, wanted.output) as write, progress(wanted.paths, shown=shown) as step:
        for article, records in listing.run.over(documents, tally, step):
            kept = [record for record in records if listing.keep(record)]
            tally.count(kept)
            write(article, kept)
    tally.report()


@contextmanager
def _sink(listing: Listing, form: ListFormat, output: Path | None) -> Iterator[Any]:
    """Takes an article and its records; on a file that appears only when complete."""
    if output is None:
        yield _writer(listing, form, sys.stdout, to_file=False)
        return
    with complete_file(output) as path, text_file(path) as stream:
        yield _writer(listing, form, stream, to_file=True)


def _writer(listing: Listing, form: ListFormat, stream: IO[str], *, to_file: bool) -> Any:
    if form is ListFormat.JSONL:
        return lambda _, records: write_lines(records, stream)
    if form is ListFormat.CSV:
        from dragoman.writers.flat import CsvRows

        writer = CsvRows(stream, listing.columns)
        return lambda _, records: writer.write(map(listing.flat, records))
    target = stream if to_file else None
    return lambda article, records: _show(listing, article, records, target)


def _show(listing: Listing, article: Article, records: Records, stream: IO[str] | None) -> None:
    if records:
        show_table(_table(listing, article, records, table_width(stream)), stream)


def _table(listing: Listing, article: Article, records: Records, width: int) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from dragoman.writers.rows import clean

    title = Text(clean(article.name))
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("#", *listing.heads):
        most = width // 2 if name == listing.wide else None
        table.add_column(name, overflow="fold", max_width=most)
    for n, record in enumerate(records, 1):
        table.add_row(*(Text(cell) for cell in (str(n), *listing.cells(record))))
    return table
