"""What several commands need: options, one way to report errors, one article to look at."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sys
from collections.abc import Callable
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec

import typer

from dragoman.model import Article, DragomanError, ModelError, Status, TableError

if TYPE_CHECKING:
    from dragoman.api import Coded, Coder

P = ParamSpec("P")
FAILED, USAGE, INTERRUPTED = 1, 2, 130
WIDE = 150  # columns


def iso_day(value: str | Date) -> Date:
    """A day in ISO form; anything else is an error of usage."""
    if isinstance(value, Date):
        return value
    try:
        return Date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no day; write YYYY-MM-DD") from None


DateOption = Annotated[
    Date | None,
    typer.Option("--date", parser=iso_day, metavar="YYYY-MM-DD",
                 help="Day of publication: what \"on Tuesday\" is counted from."),
]  # fmt: skip
PublicationOption = Annotated[
    str | None, typer.Option("--publication", help="Name of the newspaper or agency.")
]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")
]
ParserOption = Annotated[
    str | None,
    typer.Option("--parser", metavar="NAME", help="spaCy pipeline, or the folder of one."),
]
ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="FOLDER", help="Event network: what dragoman train wrote."),
]
ActorsOption = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="CSV pack of your own actors; may be repeated."),
]
StatusOption = Annotated[
    list[Status] | None,
    typer.Option("--status", help="Only events of this status; may be repeated."),
]
ReporterOption = Annotated[
    str | None,
    typer.Option("--reported-by", metavar="WHO",
                 help='Only events that WHO tells of: code, name or words; "article": those that '
                      'the article vouches for, "anybody": all others.'),
]  # fmt: skip
DebugOption = Annotated[bool, typer.Option("--debug", help="Show where an error came from.")]


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """The command with errors reported in one line, and quiet ends for Ctrl-C and closed pipes."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except DragomanError as error:
            if kwargs.get("debug"):
                raise
            fail(str(error), USAGE if isinstance(error, ModelError | TableError) else FAILED)
        except OSError as error:
            if kwargs.get("debug"):
                raise
            fail(str(error))

    return run


def _drop_output() -> NoReturn:
    """Whoever read our output has left: say nothing more, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(0)


def fail(message: str, status: int = FAILED) -> NoReturn:
    """End with a message of one line."""
    note(f"error: {message}")
    raise typer.Exit(status)


def note(message: str) -> None:
    """A line on standard error; what came from outside cannot act on the terminal."""
    from dragoman.writers.rows import clean

    typer.echo(clean(message), err=True)


def read_one(path: str, date: Date | None = None) -> Article:
    """The one article of a path. Ends with an error when there is none."""
    from dragoman.readers import Rejected, read_paths

    if path != "-" and not Path(path).is_file():
        fail(f"{path}: no such file", USAGE)
    article = next(read_paths([path], date=date), None)
    if article is None:
        fail(f"{path}: no article in it")
    if isinstance(article, Rejected):
        fail(f"{article.name}: {article.message}")
    return article


def packs(actors: list[Path] | None) -> list[Path]:
    """The packs to use: those of the variable DRAGOMAN_ACTORS, then those of the command."""
    usual = os.environ.get("DRAGOMAN_ACTORS", "")
    return [*(Path(p) for p in usual.split(os.pathsep) if p), *(actors or ())]


def loading(what: str) -> contextlib.AbstractContextManager[object]:
    """A spinner on a terminal while something loads."""
    if not sys.stderr.isatty():
        return contextlib.nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(f"Loading {what} ...")


def make_coder(
    parser: str | None,
    model: Path | None = None,
    min_confidence: float = 0.0,
    actors: list[Path] | None = None,
) -> Coder:
    """A coder with the parser, network and packs of the options."""
    from dragoman.api import Coder

    with loading("the parser, the network and the tables"):
        return Coder(parser, model, min_confidence=min_confidence, actors=packs(actors))


def code_one(path: str, date: Date | None, coder: Callable[[], Coder]) -> Coded:
    """One article, read and coded; the coder is made when the article is there."""
    article = read_one(path, date)
    return coder().code(article)


def undated(coded: Coded) -> list[str]:
    """The article's words for times that nobody can resolve without its date."""
    issues = [i for i in coded.issues if i.code == "no-anchor" and i.span is not None]
    found = [i.span.of(coded.document.text) for i in issues if i.span is not None]
    return list(dict.fromkeys(" ".join(words.split()) for words in found))


def tell_undated(name: str, words: list[str]) -> None:
    """Say why dates are missing, and what would help."""
    others = f" and {len(words) - 1} more" if len(words) > 1 else ""
    note(
        f'{name}: "{words[0]}"{others} cannot be dated: the article\'s date is not known; '
        "give --date YYYY-MM-DD"
    )


def print_wide(*things: Any) -> None:
    """Print with rich; into a file or pipe at a width that does not break the tables."""
    from rich.console import Console

    Console(width=output_width(), highlight=False).print(*things)


def output_width() -> int:
    """Columns of the terminal; enough for all columns of a table where there is no terminal."""
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        return shutil.get_terminal_size((WIDE, 24)).columns
    return WIDE
