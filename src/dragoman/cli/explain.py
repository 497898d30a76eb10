"""``dragoman explain``: why this event, and why no event here?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.shared import (
    USAGE,
    ActorsOption,
    DateOption,
    DebugOption,
    ModelOption,
    ParserOption,
    code_one,
    fail,
    guarded,
    make_coder,
    print_wide,
    tell_undated,
    undated,
)

if TYPE_CHECKING:
    from dragoman.api import Coded


@guarded
def explain_command(  # noqa: PLR0913  one parameter an option
    path: Annotated[str, typer.Argument(metavar="PATH", help="A text or HTML file, - for stdin.")],
    event: Annotated[
        str | None, typer.Option("--event", metavar="ID", help="Number or id: why this event?")
    ] = None,
    sentence: Annotated[
        int | None, typer.Option("--sentence", metavar="N", help="What was found in sentence N?")
    ] = None,
    date: DateOption = None,
    parser: ParserOption = None,
    model: ModelOption = None,
    actors: ActorsOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Why this event, and why no event here? Without options: the sentences with their numbers."""
    if event is not None and sentence is not None:
        fail("give --event or --sentence, not both", USAGE)
    coded = code_one(path, date, lambda: make_coder(parser, model, actors=actors))
    if event is not None:
        _event(coded, event)
    elif sentence is not None:
        _sentence(coded, sentence)
    else:
        _list(coded)


def _list(coded: Coded) -> None:
    from dragoman.cli.render import passage_table
    from dragoman.explain import passages

    print_wide(passage_table(coded.document, passages(coded.document)))
    words = undated(coded)
    if words:
        tell_undated(coded.document.article.name, words)


def _event(coded: Coded, wanted: str) -> None:
    from dragoman.cli.render import event_lines
    from dragoman.explain import explain_event

    print_wide(event_lines(coded.document, explain_event(coded.document, coded.tables, wanted)))


def _sentence(coded: Coded, number: int) -> None:
    from dragoman.cli.render import passage_lines
    from dragoman.explain import explain_passage

    report = explain_passage(coded.document, coded.tables, number)
    print_wide(passage_lines(coded.document, report))
