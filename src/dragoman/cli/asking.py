"""``dragoman status``, ``query``, ``search``, ``export``, ``snapshot``, ``verify``, ``withdraw``:
what looks at an archive."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli import archive_options as options
from dragoman.cli.archive_options import ArchiveArgument, filtered
from dragoman.cli.output import Format, complete_file
from dragoman.cli.shared import (
    FAILED,
    USAGE,
    DebugOption,
    fail,
    guarded,
    note,
    print_wide,
)

if TYPE_CHECKING:
    from dragoman.store import Filter

SHOWN = 50  # rows of a table on the terminal
COLUMNS = ("day", "actors", "event", "modes", "recipients", "status", "country", "publication",
           "sentence")  # fmt: skip


class Answer(StrEnum):
    """The formats of an answer."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


class Searched(StrEnum):
    """What can be searched by words."""

    ARTICLES = "articles"
    EVENTS = "events"
    QUOTES = "quotes"


AnswerOption = Annotated[
    Answer, typer.Option("--format", "-f", help="How the answer is printed.")
]


@guarded
def status_command(
    archive: ArchiveArgument,
    dead: Annotated[
        bool, typer.Option("--dead", help="List what was rejected or failed, with the reason.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """What is in an archive: documents, articles, events, incidents, runs, dead letters."""
    from dragoman.store import Archive

    with Archive(archive) as store:
        if dead:
            letters = store.dead_letters()
            _show(letters, ("name", "outcome", "code", "message"), as_json=as_json)
            return
        told = store.status()
    if as_json:
        typer.echo(json.dumps(told, indent=1, default=str))
        return
    for line in _status_lines(told):
        typer.echo(line)


def _status_lines(told: dict[str, Any]) -> Iterable[str]:
    first, last = told["published"]
    outlets, stories = told["outlets"], told["stories"]
    yield f"articles   {told['articles']:,} from {outlets:,} outlets, {stories:,} stories"
    yield f"published  {first or '?'} to {last or '?'}"
    yield f"events     {told['events']:,} in {told['incidents']:,} incidents"
    yield f"quotes     {told['quotes']:,}"
    yield f"size       {told['bytes'] / 1e6:,.1f} MB"
    for row in told["documents"]:
        reason = f" ({row['code']})" if row["code"] else ""
        yield f"documents  {row['outcome']}{reason}: {row['n']:,}"
    for row in told["codings"]:
        yield f"coder      {row['coding']}{' (in use)' if row['current'] else ''}: {row['coder']}"
    for row in told["runs"]:
        yield f"run {row['run']}      {row['kind']}, {row['state']}, {row['position']:,} documents"


@guarded
@filtered
def query_command(  # noqa: PLR0913  one parameter an option
    archive: ArchiveArgument,
    wanted: Filter,
    sql: Annotated[
        str | None, typer.Argument(metavar="[SQL]", help="A question in SQL (DuckDB's).")
    ] = None,
    words: options.WordsOption = None,
    limit: options.LimitOption = None,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Events that pass a filter, or the answer to a question in SQL."""
    from dragoman.store import Archive

    with Archive(archive) as store:
        if sql is not None:
            with store.query_engine() as engine:
                _answer(list(engine.rows(sql)), None, form)
            return
        most = limit or (SHOWN if form is Answer.TABLE else None)
        found = list(store.events(wanted, words=words, limit=most))
        _answer(found, COLUMNS if form is Answer.TABLE else None, form)
        if limit is None and len(found) == SHOWN and form is Answer.TABLE:
            note(f"the first {SHOWN}; see more with --limit, or all with --format jsonl")


@guarded
def search_command(
    archive: ArchiveArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help='Words, or "a phrase".')],
    kind: Annotated[Searched, typer.Option("--in", help="Where to look.")] = Searched.ARTICLES,
    limit: options.LimitOption = 20,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Articles, events or quotations by their words, the best first."""
    from dragoman.store import Archive

    shown = {
        Searched.ARTICLES: ("published", "publication", "title", "url"),
        Searched.EVENTS: ("day", "actors", "event", "recipients", "sentence"),
        Searched.QUOTES: ("published", "speaker_names", "text"),
    }[kind]
    with Archive(archive) as store:
        found = store.search(words, kind.value, limit or 20)
    _answer(found, shown if form is Answer.TABLE else None, form)


@guarded
@filtered
def export_command(
    archive: ArchiveArgument,
    wanted: Filter,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help=".jsonl, .csv or .parquet.")
    ],
    words: options.WordsOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Write the records of events that pass a filter to a file, as dragoman code does."""
    from dragoman.store import Archive

    kinds = {".jsonl": Format.JSONL, ".csv": Format.CSV, ".parquet": Format.PARQUET}
    kind = kinds.get(output.suffix.lower())
    if kind is None:
        fail(f"{output}: the suffix tells the format; use .jsonl, .csv or .parquet", USAGE)
    with Archive(archive) as store:
        count = _write(store.records(wanted, words=words), kind, output)
    note(f"{count:,} events written to {output}")


def _write(records: Iterable[dict[str, Any]], kind: Format, output: Path) -> int:
    """Write records to a file that appears when it is complete; how many there were."""
    from dragoman.cli.output import text_file, write_lines
    from dragoman.writers.flat import CsvWriter, write_parquet

    count = 0

    def counted() -> Iterable[dict[str, Any]]:
        nonlocal count
        for record in records:
            count += 1
            yield record

    with complete_file(output) as path:
        if kind is Format.PARQUET:
            write_parquet(counted(), path)
            return count
        with text_file(path) as stream:
            if kind is Format.CSV:
                CsvWriter(stream).write(counted())
            else:
                write_lines(counted(), stream)
    return count


@guarded
def snapshot_command(
    archive: ArchiveArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Letters, digits, . _ and -")],
    texts: Annotated[
        bool, typer.Option("--texts", help="With the articles' texts: mind the publishers' rights.")
    ] = False,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Freeze the archive's tables under a name, with a manifest, to be cited."""
    from dragoman.store import Archive

    with Archive(archive) as store:
        told = store.snapshot(name, texts=texts)
    typer.echo(told["citation"])
    note(f"written to {archive / 'snapshots' / name}")


@guarded
def verify_command(
    archive: ArchiveArgument,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Check files, digests and books of an archive. Exit status 1 when something is wrong."""
    from dragoman.store import Archive

    with Archive(archive) as store:
        found = store.verify()
        digest = store.digest()
    for problem in found:
        note(problem)
    if found:
        raise typer.Exit(FAILED)
    typer.echo(f"the archive is whole; its content has the digest {digest}")


@guarded
def withdraw_command(
    archive: ArchiveArgument,
    target: Annotated[str, typer.Argument(metavar="ID", help="Of an article or an event.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")],
    who: Annotated[str, typer.Option("--who", help="Who says so.")],
    kind: Annotated[str, typer.Option("--kind", help="article or event.")] = "article",
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Take an article (retracted, say) or an event out of all answers; the files keep it."""
    from dragoman.store import Archive

    with Archive(archive) as store:
        store.delete(kind, target, reason=reason, who=who)
    note(f"{kind} {target} is withdrawn")


def _show(rows: list[dict[str, Any]], names: tuple[str, ...], *, as_json: bool) -> None:
    _answer(rows, None if as_json else names, Answer.JSONL if as_json else Answer.TABLE)


def _answer(rows: list[dict[str, Any]], names: tuple[str, ...] | None, form: Answer) -> None:
    """Print rows; a table shows the named columns, or all."""
    from rich.table import Table

    from dragoman.writers.flat import CsvRows

    if form is Answer.JSONL:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False, default=str))
        return
    heads = names or tuple(rows[0] if rows else ())
    if form is Answer.CSV:
        CsvRows(sys.stdout, heads).write(
            {name: _cell(row[name]) for name in heads} for row in rows
        )
        return
    table = Table(*heads)
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in heads))
    print_wide(table)


def _cell(value: Any) -> str:
    from dragoman.writers.rows import clean

    if isinstance(value, list):
        return clean("; ".join(str(one) for one in value))
    return "" if value is None else clean(str(value))


