"""``dragoman code``: code articles, count them all, say which could not be coded."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from dragoman.cli.output import Format, Sink, open_sink
from dragoman.cli.shared import (
    FAILED,
    USAGE,
    ActorsOption,
    DateOption,
    DebugOption,
    ModelOption,
    ParserOption,
    fail,
    guarded,
    make_coder,
    note,
    tell_undated,
    undated,
)
from dragoman.model import Article

if TYPE_CHECKING:
    from dragoman.api import Coded, Coder
    from dragoman.pipeline import Begun
    from dragoman.readers import Rejected

    Document = Article | Rejected
    Result = tuple[Document, Coded | Exception | None]

P = TypeVar("P")
R = TypeVar("R")

SHOWN_UNDATED = 3
SUFFIXES = {".jsonl": Format.JSONL, ".csv": Format.CSV, ".parquet": Format.PARQUET}


@dataclass(slots=True)
class Tally:
    """What became of the documents of a run: every one is counted exactly once."""

    read: int = 0
    coded: int = 0
    without: int = 0
    rejected: int = 0
    failed: int = 0
    undated: list[tuple[str, list[str]]] = field(default_factory=list)

    def line(self) -> str:
        """The balance of the run."""
        assert self.read == self.coded + self.without + self.rejected + self.failed
        return (
            f"documents in {self.read} = coded {self.coded} + without events {self.without} "
            f"+ rejected {self.rejected} + failed {self.failed}"
        )


@guarded
def code_command(  # noqa: PLR0913  one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Text or HTML files, folders, - for stdin."),
    ],
    date: DateOption = None,
    publication: Annotated[
        str | None, typer.Option("--publication", help="Name of the newspaper or agency.")
    ] = None,
    kind: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: by the suffix of FILE, else a table."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out less sure events."),
    ] = 0.0,
    parser: ParserOption = None,
    model: ModelOption = None,
    actors: ActorsOption = None,
    debug: DebugOption = False,
) -> None:
    """Code articles: who did what to whom, when, how surely, and who says so.

    Exit status: 0 all documents were coded, 1 some were rejected or failed, 2 wrong usage.
    """
    form = _format(kind, output)
    _check_paths(paths, output)
    from dragoman.readers import read_paths

    tally = Tally()
    documents = read_paths(paths, date=date, publication=publication)
    coder = make_coder(parser, model, min_confidence, actors)
    with open_sink(form, output) as sink, _progress(paths, form, output) as advance:
        for result in _results(documents, coder):
            _take(result, sink, tally, debug=debug)
            advance()
    _report(tally)


def _format(kind: Format | None, output: Path | None) -> Format:
    if kind is None:
        kind = SUFFIXES.get(output.suffix.lower(), Format.TABLE) if output else Format.TABLE
    if kind is Format.PARQUET and output is None:
        fail("a Parquet file needs a name: add -o FILE.parquet", USAGE)
    return kind


def _check_paths(paths: list[str], output: Path | None) -> None:
    if not any(path == "-" or Path(path).exists() for path in paths):
        fail(f"{paths[0]}: no such file or folder", USAGE)
    if output is not None and not output.absolute().parent.is_dir():
        fail(f"{output.parent}: no such folder", USAGE)
    if output is not None and output.is_dir():
        fail(f"{output} is a folder; name a file", USAGE)


def _results(documents: Iterable[Document], coder: Coder) -> Iterator[Result]:
    """What becomes of each document, in their order. While the network reads one, the next is
    parsed. One bad document never stops a run of thousands."""
    from dragoman.api import one_ahead

    def start(document: Document) -> tuple[Document, Begun | Exception | None]:
        if not isinstance(document, Article):
            return document, None
        return document, _attempt(coder.begin, document)

    def end(waiting: tuple[Document, Begun | Exception | None]) -> Result:
        document, begun = waiting
        if begun is None or isinstance(begun, Exception):
            return document, begun
        return document, _attempt(coder.finish, begun)

    return one_ahead(documents, start, end)


def _attempt(step: Callable[[P], R], what: P) -> R | Exception:
    try:
        return step(what)
    except Exception as error:  # noqa: BLE001  told with the document's name
        return error


def _take(result: Result, sink: Sink, tally: Tally, *, debug: bool) -> None:
    """One document: coded, without events, rejected or failed."""
    document, coded = result
    tally.read += 1
    if not isinstance(document, Article):
        tally.rejected += 1
        note(f"rejected {document.name}: {document.message} [{document.code}]")
    elif coded is None or isinstance(coded, Exception):
        tally.failed += 1
        note(f"failed {document.name}: {type(coded).__name__}: {coded}")
        if debug and coded is not None:
            traceback.print_exception(coded)
    else:
        sink.write(coded)
        tally.coded += bool(coded.events)
        tally.without += not coded.events
        words = undated(coded)
        tally.undated += [(document.name, words)] if words else []


def _report(tally: Tally) -> None:
    for name, words in tally.undated[:SHOWN_UNDATED]:
        tell_undated(name, words)
    if len(tally.undated) > SHOWN_UNDATED:
        note(f"... and {len(tally.undated) - SHOWN_UNDATED} more articles without a date")
    note(tally.line())
    if not tally.read:
        fail("no text or HTML file was found")
    if tally.rejected or tally.failed:
        raise typer.Exit(FAILED)


@contextlib.contextmanager
def _progress(paths: list[str], form: Format, output: Path | None) -> Iterator[Callable[[], None]]:
    """A bar on a terminal's standard error, unless the table itself shows how far we are."""
    many = len(paths) > 1 or any(Path(path).is_dir() for path in paths)
    shown = form is Format.TABLE and output is None and sys.stdout.isatty()
    if not many or shown or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = ("coding", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    total = None if any(Path(path).is_dir() for path in paths) else len(paths)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=total)
        yield lambda: bar.advance(task)
