"""``dragoman ingest``, ``recode`` and ``retry``: what changes an archive."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.archive_options import (
    ArchiveArgument,
    DaskOption,
    DateColOption,
    IdColOption,
    PublicationColOption,
    TextColOption,
    TitleColOption,
    UrlColOption,
    WorkersOption,
    columns_of,
    cores,
    reporting,
)
from dragoman.cli.shared import (
    FAILED,
    USAGE,
    ActorsOption,
    DateOption,
    DebugOption,
    ModelOption,
    ParserOption,
    PublicationOption,
    fail,
    guarded,
    note,
    packs,
)

if TYPE_CHECKING:
    from dragoman.store import Balance, Settings

NoGateOption = Annotated[
    bool,
    typer.Option("--no-gate", help="Code what looks like no politics too, which takes longer."),
]


@guarded
def ingest_command(  # noqa: PLR0913  one parameter an option
    archive: ArchiveArgument,
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Files of any kind, folders, - for stdin."),
    ],
    workers: WorkersOption = None,
    dask: DaskOption = None,
    date: DateOption = None,
    publication: PublicationOption = None,
    text_col: TextColOption = None,
    date_col: DateColOption = None,
    title_col: TitleColOption = None,
    publication_col: PublicationColOption = None,
    url_col: UrlColOption = None,
    id_col: IdColOption = None,
    no_gate: NoGateOption = False,
    actors: ActorsOption = None,
    parser: ParserOption = None,
    model: ModelOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Read, code and store articles; a run that was interrupted goes on where it stopped.

    Exit status: 0 all documents are accounted for, 1 some were rejected or failed, 2 wrong usage.
    """
    _check_sources(sources)
    from dragoman.readers import About, Reading
    from dragoman.store import Archive

    columns = columns_of(text=text_col, date=date_col, title=title_col, url=url_col,
                         publication=publication_col, id=id_col)  # fmt: skip
    reading = Reading(columns, About(date, "given" if date else None, publication=publication))
    settings = _settings(parser, model, actors, gate=not no_gate)
    with Archive(archive, create=True) as store, _workers(workers, dask) as hands, \
            reporting() as progress:  # fmt: skip
        balance = store.ingest(
            sources, reading=reading, settings=settings, workers=hands, progress=progress
        )
    _report(balance, archive)


@guarded
def recode_command(  # noqa: PLR0913  one parameter an option
    archive: ArchiveArgument,
    workers: WorkersOption = None,
    dask: DaskOption = None,
    no_gate: NoGateOption = False,
    actors: ActorsOption = None,
    parser: ParserOption = None,
    model: ModelOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Code all articles of an archive again with this version of the coder; keep and compare both.

    Later questions are answered by the new version.
    """
    from rich.table import Table

    from dragoman.cli.shared import print_wide
    from dragoman.store import Archive

    settings = _settings(parser, model, actors, gate=not no_gate)
    with Archive(archive) as store, _workers(workers, dask) as hands, reporting() as progress:
        balance, compared = store.recode(settings=settings, workers=hands, progress=progress)
    table = Table("type", "kept", "gained", "lost")
    for row in compared:
        table.add_row(*(str(row[name]) for name in ("event", "kept", "gained", "lost")))
    print_wide(table)
    _report(balance, archive)


@guarded
def retry_command(
    archive: ArchiveArgument,
    workers: WorkersOption = None,
    actors: ActorsOption = None,
    parser: ParserOption = None,
    model: ModelOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Code the documents again that failed: those that go well leave the dead letters."""
    from dragoman.store import Archive

    settings = _settings(parser, model, actors, gate=True)
    with Archive(archive) as store, _workers(workers, None) as hands, reporting() as progress:
        balance = store.retry(settings=settings, workers=hands, progress=progress)
    _report(balance, archive)


def _check_sources(sources: list[str]) -> None:
    for source in sources:
        if source != "-" and "://" not in source and not Path(source).exists():
            fail(f"{source}: no such file or folder", USAGE)


def _settings(
    parser: str | None, model: Path | None, actors: list[Path] | None, *, gate: bool
) -> Settings:
    from dragoman.store import Settings

    paths = tuple(str(pack.resolve()) for pack in packs(actors))
    return Settings(parser, str(model.resolve()) if model else None, paths, gate)


@contextlib.contextmanager
def _workers(count: int | None, dask: str | None) -> Iterator[Any]:
    """Processes of this machine, or a cluster."""
    if dask is None:
        yield cores() if count is None else count
        return
    from dragoman.store.cluster import cluster

    with cluster(dask, count or cores()) as hands:
        yield hands


def _report(balance: Balance, archive: Path) -> None:
    note(f"{balance.line()}; {balance.events:,} events")
    if balance.rejected or balance.failed:
        note(f"see why: dragoman status {archive} --dead")
        raise typer.Exit(FAILED)
