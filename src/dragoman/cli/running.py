"""Running over many documents: each is counted once, and one bad one never stops the others."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import typer

from dragoman.cli.shared import FAILED, USAGE, fail, note, tell_undated
from dragoman.model import Article

if TYPE_CHECKING:
    from dragoman.readers import Rejected

    Document = Article | Rejected

P = TypeVar("P")
R = TypeVar("R")
Half = TypeVar("Half")

SHOWN_UNDATED = 3


@dataclass(slots=True)
class Tally:
    """What became of the documents of a run: every one is counted exactly once.

    ``filled`` documents have what was looked for, ``empty`` ones have none; ``words`` name the two.
    """

    words: tuple[str, str]
    read: int = 0
    filled: int = 0
    empty: int = 0
    rejected: int = 0
    failed: int = 0
    undated: list[tuple[str, list[str]]] = field(default_factory=list)

    def count(self, found: object) -> None:
        """A document that went well: has it what was looked for?"""
        self.filled += bool(found)
        self.empty += not found

    def line(self) -> str:
        """The balance of the run."""
        assert self.read == self.filled + self.empty + self.rejected + self.failed
        filled, empty = self.words
        return (
            f"documents in {self.read} = {filled} {self.filled} + {empty} {self.empty} "
            f"+ rejected {self.rejected} + failed {self.failed}"
        )

    def report(self) -> None:
        """Print the balance; ends with an error when something was rejected or failed."""
        for name, words in self.undated[:SHOWN_UNDATED]:
            tell_undated(name, words)
        if len(self.undated) > SHOWN_UNDATED:
            note(f"... and {len(self.undated) - SHOWN_UNDATED} more articles without a date")
        note(self.line())
        if not self.read:
            fail("no file was found that can be read")
        if self.rejected or self.failed:
            raise typer.Exit(FAILED)


@dataclass(frozen=True, slots=True)
class Run(Generic[Half, R]):
    """What is done with each article: begun, then finished while the next one is begun."""

    begin: Callable[[Article], Half]
    finish: Callable[[Half], R]
    debug: bool = False

    def over(
        self, documents: Iterable[Document], tally: Tally, advance: Callable[[], None]
    ) -> Iterator[tuple[Article, R]]:
        """The articles that went well, in their order; the others are told and counted.
        ``advance`` is called behind each of them all."""
        from dragoman.api import one_ahead

        for document, result in one_ahead(documents, self._start, self._end):
            tally.read += 1
            if not isinstance(document, Article):
                tally.rejected += 1
                note(f"rejected {document.name}: {document.message} [{document.code}]")
            elif isinstance(result, Exception) or result is None:
                tally.failed += 1
                note(f"failed {document.name}: {type(result).__name__}: {result}")
                if self.debug and isinstance(result, Exception):
                    traceback.print_exception(result)
            else:
                yield document, result
            advance()

    def _start(self, document: Document) -> tuple[Document, Half | Exception | None]:
        if not isinstance(document, Article):
            return document, None
        return document, _attempt(self.begin, document)

    def _end(
        self, waiting: tuple[Document, Half | Exception | None]
    ) -> tuple[Document, R | Exception | None]:
        document, begun = waiting
        if begun is None or isinstance(begun, Exception):
            return document, begun
        return document, _attempt(self.finish, begun)


def _attempt(step: Callable[[P], R], what: P) -> R | Exception:
    try:
        return step(what)
    except Exception as error:  # noqa: BLE001  told with the document's name
        return error


def check_paths(paths: list[str], output: Path | None) -> None:
    """Ends with an error of usage when nothing can be read or nothing written."""
    if not any(path == "-" or Path(path).exists() for path in paths):
        fail(f"{paths[0]}: no such file or folder", USAGE)
    if output is not None and not output.absolute().parent.is_dir():
        fail(f"{output.parent}: no such folder", USAGE)
    if output is not None and output.is_dir():
        fail(f"{output} is a folder; name a file", USAGE)


@contextlib.contextmanager
def progress(paths: list[str], *, shown: bool) -> Iterator[Callable[[], None]]:
    """A bar on a terminal's standard error, unless what is ``shown`` there tells how far we are."""
    many = len(paths) > 1 or any(Path(path).is_dir() for path in paths)
    if not many or (shown and sys.stdout.isatty()) or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = ("coding", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    total = None if any(Path(path).is_dir() for path in paths) else len(paths)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=total)
        yield lambda: bar.advance(task)
