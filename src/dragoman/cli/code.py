"""``dragoman code``: code articles, count them all, say which could not be coded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.output import Format, open_sink
from dragoman.cli.running import Run, Tally, check_paths, progress
from dragoman.cli.shared import (
    USAGE,
    ActorsOption,
    DateOption,
    DebugOption,
    ModelOption,
    OutputOption,
    ParserOption,
    PublicationOption,
    ReporterOption,
    StatusOption,
    fail,
    guarded,
    make_coder,
    undated,
)

SUFFIXES = {".jsonl": Format.JSONL, ".csv": Format.CSV, ".parquet": Format.PARQUET}


@guarded
def code_command(  # noqa: PLR0913  one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files of any kind, folders, - for stdin."),
    ],
    date: DateOption = None,
    publication: PublicationOption = None,
    kind: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: by the suffix of FILE, else a table."),
    ] = None,
    output: OutputOption = None,
    min_confidence: Annotated[
        float,
        typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out less sure events."),
    ] = 0.0,
    status: StatusOption = None,
    reported_by: ReporterOption = None,
    parser: ParserOption = None,
    model: ModelOption = None,
    actors: ActorsOption = None,
    debug: DebugOption = False,
) -> None:
    """Code articles: who did what to whom, when, how surely, and who says so.

    Exit status: 0 all documents were coded, 1 some were rejected or failed, 2 wrong usage.
    """
    form = _format(kind, output)
    check_paths(paths, output)
    from dragoman.readers import read_paths

    tally = Tally(("coded", "without events"))
    documents = read_paths(paths, date=date, publication=publication)
    coder = make_coder(parser, model, min_confidence, actors)
    run = Run(coder.begin, coder.finish, debug)
    shown = form is Format.TABLE and output is None
    with open_sink(form, output) as sink, progress(paths, shown=shown) as advance:
        for article, coded in run.over(documents, tally, advance):
            chosen = coded.filtered(status=status, reported_by=reported_by)
            sink.write(chosen)
            tally.count(chosen.events)
            words = undated(coded)
            tally.undated += [(article.name, words)] if words else []
    tally.report()


def _format(kind: Format | None, output: Path | None) -> Format:
    if kind is None:
        kind = SUFFIXES.get(output.suffix.lower(), Format.TABLE) if output else Format.TABLE
    if kind is Format.PARQUET and output is None:
        fail("a Parquet file needs a name: add -o FILE.parquet", USAGE)
    return kind
