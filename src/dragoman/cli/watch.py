"""``dragoman watch``: keep an archive up to date with feeds and sitemaps."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.archive_options import ArchiveArgument, WorkersOption, cores, reporting
from dragoman.cli.shared import (
    ActorsOption,
    DebugOption,
    ModelOption,
    ParserOption,
    guarded,
    note,
    packs,
)


@guarded
def watch_command(  # noqa: PLR0913  one parameter an option
    archive: ArchiveArgument,
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="TOML file with [[feed]].")],
    every: Annotated[
        float | None,
        typer.Option("--every", min=1, metavar="MINUTES", help="Look again and again; else once."),
    ] = None,
    workers: WorkersOption = None,
    actors: ActorsOption = None,
    parser: ParserOption = None,
    model: ModelOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Fetch what is new in feeds and sitemaps, and ingest it.

    Pages are fetched one after the other, as robots.txt allows; from the open internet only.
    """
    from dragoman.readers.fetching import Fetcher
    from dragoman.store import Archive, Settings
    from dragoman.store.watch import Watch, load_feeds

    wanted = load_feeds(feeds)
    paths = tuple(str(pack.resolve()) for pack in packs(actors))
    settings = Settings(parser, str(model.resolve()) if model else None, paths)
    count = cores() if workers is None else workers
    with Archive(archive, create=True) as store:
        while True:
            with Fetcher() as fetcher, reporting() as progress:
                balance = Watch(store, fetcher, note).look(
                    wanted, settings=settings, workers=count, progress=progress
                )
            note(f"{balance.line()}; {balance.events:,} events")
            if every is None:
                return
            time.sleep(60 * every)
