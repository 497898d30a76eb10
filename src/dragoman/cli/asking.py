"""``dragoman status``, ``query``, ``search``, ``snapshot``, ``verify``, ``withdraw``:
what looks at an archive."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli import archive_options as options
from dragoman.cli.answers import Answer, AnswerOption, answer, show_rows
from dragoman.cli.archive_options import ArchiveArgument, filtered
from dragoman.cli.shared import (
    FAILED,
    DebugOption,
    guarded,
    note,
)

if TYPE_CHECKING:
    from dragoman.store import Filter

SHOWN = 50  # rows of a table on the terminal
COLUMNS = ("day", "actors", "event", "modes", "recipients", "status", "country", "publication",
           "sentence")  # fmt: skip


class Searched(StrEnum):
    """What can be searched by words."""

    ARTICLES = "articles"
    EVENTS = "events"
    QUOTES = "quotes"


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
            show_rows(letters, ("name", "outcome", "code", "message"), as_json=as_json)
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
                answer(list(engine.rows(sql)), None, form)
            return
        most = limit or (SHOWN if form is Answer.TABLE else None)
        found = list(store.events(wanted, words=words, limit=most))
        answer(found, COLUMNS if form is Answer.TABLE else None, form)
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
    answer(found, shown if form is Answer.TABLE else None, form)


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
