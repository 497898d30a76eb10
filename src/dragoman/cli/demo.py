"""``dragoman demo``: the way from text to events, on an article that comes with the program."""

from __future__ import annotations

from collections import Counter
from datetime import date as Date
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.output import events_as_table
from dragoman.cli.shared import (
    DebugOption,
    ParserOption,
    guarded,
    make_coder,
    output_width,
    print_wide,
)
from dragoman.model import STORY, Article, BlockKind

if TYPE_CHECKING:
    from dragoman.api import Coded

INTRO = """An article as it comes from a web page: picture texts that stand twice, links to other
stories, quotations whose speaker is named elsewhere, claims, threats and demands. The article, its
persons and its events are invented.
"""
NEXT = """Next steps
  dragoman demo --text > article.txt             the article itself
  dragoman explain article.txt --date {day}    its sentences with numbers
  dragoman explain article.txt --event 1         why this event?
  dragoman explain article.txt --sentence {skipped:<3}    why nothing here?
  dragoman show article.txt --date {day} --html article.html
  dragoman code FOLDER -o events.jsonl           your own articles"""


@guarded
def demo_command(
    text: Annotated[bool, typer.Option("--text", help="Print the article only.")] = False,
    parser: ParserOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Code an example article; needs no files and no network."""
    article = demo_article()
    if text:
        typer.echo(article.text, nl=False)
        return
    coded = make_coder(parser).code(article)
    typer.echo(INTRO)
    print_wide(events_as_table(coded, output_width()))
    typer.echo(_skipped(coded))
    typer.echo()
    typer.echo(NEXT.format(day=article.date, skipped=_skipped_number(coded)))


def demo_article() -> Article:
    """The article that ships, with its day of publication."""
    from dragoman.tables.reading import rows, text_of

    meta = {row["key"]: row["value"] for row in rows("demo/meta.tsv")}
    day = Date.fromisoformat(meta["date"])
    return Article(text_of("demo/article.txt"), meta["name"], day, "given", meta["publication"])


def _skipped(coded: Coded) -> str:
    """How many blocks were set aside, by kind: labelled, never deleted."""
    blocks = coded.document.blocks or ()
    kinds = Counter(b.kind.value for b in blocks if b.kind not in STORY)
    told = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    count = len(coded.events)
    return f"{count} events. Blocks set aside, no events coded from them: {told or 'none'}."


def _skipped_number(coded: Coded) -> int:
    from dragoman.explain import passages

    aside = (BlockKind.CAPTION, BlockKind.TEASER)
    return next((p.number for p in passages(coded.document) if p.kind in aside), 1)
