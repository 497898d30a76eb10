"""``dragoman show``: a page that shows the article and what was found in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.output import complete_file
from dragoman.cli.shared import (
    ActorsOption,
    DateOption,
    DebugOption,
    ModelOption,
    ParserOption,
    code_one,
    guarded,
    make_coder,
    note,
    tell_undated,
    undated,
)


@guarded
def show_command(  # noqa: PLR0913  one parameter an option
    path: Annotated[str, typer.Argument(metavar="PATH", help="A text or HTML file, - for stdin.")],
    html: Annotated[Path, typer.Option("--html", metavar="FILE", help="Where the page goes.")],
    date: DateOption = None,
    parser: ParserOption = None,
    model: ModelOption = None,
    actors: ActorsOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Write a page with the text, its blocks, events, quotations and issues."""
    from dragoman.writers.html import page

    coded = code_one(path, date, lambda: make_coder(parser, model, actors=actors))
    with complete_file(html) as temporary:
        temporary.write_text(page(coded.document, coded.tables), encoding="utf-8")
    words = undated(coded)
    if words:
        tell_undated(coded.document.article.name, words)
    note(f"{html}: {len(coded.events)} events; open it in a browser")
