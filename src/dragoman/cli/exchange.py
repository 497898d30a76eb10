"""``dragoman export``, ``import``, ``compare``: events in the field's formats, out and in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli import archive_options as options
from dragoman.cli.answers import Answer, AnswerOption, answer
from dragoman.cli.archive_options import ArchiveArgument, filtered
from dragoman.cli.output import complete_file
from dragoman.cli.shared import FAILED, USAGE, DebugOption, fail, guarded, note

if TYPE_CHECKING:
    from dragoman.store import Archive, Filter
    from dragoman.writers.export import Written

HTML = "html"


@guarded
@filtered
def export_command(  # noqa: PLR0913  one parameter an option
    archive: ArchiveArgument,
    wanted: Filter,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    kind: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="NAME",
                     help="Default: by the suffix of FILE; see --list."),
    ] = None,
    words: options.WordsOption = None,
    every_status: Annotated[
        bool, typer.Option("--every-status",
                           help="Not actual events alone, in formats that tell no status."),
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the formats and stop.")] = False,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Write events that pass a filter in a format of the field, with a manifest beside the file."""
    from dragoman.store import Archive
    from dragoman.writers.kinds import exports, write_manifest

    if listed:
        for one in exports().values():
            typer.echo(f"{one.name:15s} {one.suffix:14s} {one.about}")
        typer.echo(f"{HTML:15s} {'.html':14s} one page to read, print or send, all statuses")
        return
    if output is None:
        fail("where to? Give a file: --output FILE", USAGE)
    name = _format(kind, output)
    asked = {key: value for key, value in asdict(wanted).items() if value} | \
        ({"words": words} if words else {})  # fmt: skip
    with Archive(archive) as store, complete_file(output) as path:
        written = _write(store, wanted, words, name, path, every_status)
    manifest = write_manifest(output, name, written, asked)
    note(f"{written.events:,} events written to {output} ({written.rows:,} rows), {manifest.name}")
    for reason, count in sorted(written.left_out.items()):
        note(f"{count:,} left out: {reason}")


def _write(
    store: Archive, wanted: Filter, words: str | None, name: str, path: Path, every: bool
) -> Written:
    from dragoman.model import Status
    from dragoman.writers.export import Options
    from dragoman.writers.kinds import exports

    if name == HTML:
        from dragoman.web.brief import write_events_page

        return write_events_page(store, wanted, words, path)
    statuses = frozenset(s.value for s in Status) if every else frozenset({"actual"})
    records = store.records(wanted, words=words)
    return exports()[name].write(records, path, Options(statuses=statuses))


def _format(kind: str | None, output: Path) -> str:
    """The format by its name, else by the suffix where only one format has it."""
    from dragoman.writers.kinds import exports

    known = {one.name: one.suffix for one in exports().values()} | {HTML: ".html"}
    if kind is not None and kind not in known:
        fail(f"{kind}: no such format; use one of {', '.join(known)}", USAGE)
    if kind is not None:
        return kind
    fitting = [name for name, suffix in known.items() if output.name.endswith(suffix)]
    if len(fitting) != 1:
        names = ", ".join(fitting or known)
        fail(f"{output}: the suffix does not tell the format; add --format with {names}", USAGE)
    return fitting[0]


@guarded
def import_command(
    archive: ArchiveArgument,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="PLOVER records, one a line.")],
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Bring PLOVER records into an archive, of dragoman or others; their articles have no text."""
    from dragoman.store import Archive
    from dragoman.store.imports import import_records

    with Archive(archive, create=True) as store:
        balance = import_records(store, path)
    note(f"records in {balance.position:,} = new {balance.coded:,} + there already "
         f"{balance.duplicates:,} + rejected {balance.rejected:,}")  # fmt: skip
    if balance.rejected:
        note(f"see why: dragoman status {archive} --dead")
        raise typer.Exit(FAILED)


@guarded
@filtered
def compare_command(
    archive: ArchiveArgument,
    wanted: Filter,
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="ACLED, GDELT 2.0, ICEWS or POLECAT.")
    ],
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """How an archive agrees with a file of another data set: by day, by dyad, by class."""
    from dragoman.analysis import compare
    from dragoman.store import Archive

    with Archive(archive) as store:
        told = compare(store, path, wanted)
    if form is Answer.TABLE:
        note(f"{told.theirs}: {told.rows:,} rows, {told.used:,} of them between {told.since} and "
             f"{told.until} with a day and codes; {told.ours:,} of ours")  # fmt: skip
    rows: list[dict[str, Any]] = [asdict(one) for one in told.agreement]
    answer(rows, None, form)
    if form is Answer.TABLE:
        note("dyads with the largest difference:")
        answer(list(told.biggest), None, form)
