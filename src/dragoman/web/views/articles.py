"""An article: its blocks, its events with their words, its quotations, its story."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from dragoman.api import Coder
from dragoman.model import Article as Text
from dragoman.model import Document
from dragoman.stages.blocks import segment_blocks
from dragoman.store import Archive
from dragoman.tables.block_cues import BlockCues, load_block_cues
from dragoman.tables.reasons import Reasons, load_reasons
from dragoman.web.shapes import Article, EventRow, Issues
from dragoman.web.views.events import ROW, article_of

EVENTS = f"SELECT {ROW}, record FROM events WHERE article_id = ? ORDER BY event_id"
QUOTES = "SELECT quote_id, kind, record FROM quotes WHERE article_id = ? ORDER BY quote_id"
STORY = """SELECT a.article_id, a.title, a.publication, a.published, s.score, s.reason
    FROM stories AS s JOIN articles AS a USING (article_id)
    WHERE s.story = (SELECT story FROM stories WHERE article_id = ?) AND a.article_id <> ?
    ORDER BY a.published NULLS LAST, a.article_id LIMIT 50"""


def article(archive: Archive, article_id: str) -> Article | None:
    """An article with all that is known of it; None when there is none."""
    found = article_of(archive, article_id)
    if found is None:
        return None
    text = found.pop("text")
    with archive.query_engine() as engine:
        rows = list(engine.rows(EVENTS, [article_id]))
        said = [json.loads(row["record"]) for row in engine.rows(QUOTES, [article_id])]
        clustered = engine.value(
            "SELECT count(*) FROM members WHERE kind = 'article' AND id = ?", [article_id]
        )
        story = list(engine.rows(STORY, [article_id, article_id])) if clustered else []
    evidence = {row["event_id"]: json.loads(row.pop("record"))["evidence"] for row in rows}
    events = sorted(
        (EventRow(**row) for row in rows), key=lambda e: _first(evidence[e.event_id])
    )
    return Article(
        article=found, text=text, blocks=blocks(text, found["title"]), events=events,
        evidence=evidence, quotes=sorted(said, key=_said_at), story=story,
    )  # fmt: skip


def blocks(text: str, title: str | None) -> list[dict[str, Any]]:
    """The paragraphs of a text with their kinds, and why one is not coded."""
    doc = segment_blocks(Document(Text(text=text, title=title)), _cues())
    return [
        {"start": block.span.start, "end": block.span.end, "kind": block.kind.value,
         "reason": _reasons().tell("block", block.reason)}
        for block in doc.blocks or ()
    ]  # fmt: skip


def issues(found: dict[str, Any], coder: Coder) -> Issues:
    """Code an article of the archive again, for what could not be decided in it."""
    told = Text(
        text=found["text"], date=found["published"], publication=found["publication"],
        title=found["title"], url=found["url"], date_source=found["date_source"],
    )  # fmt: skip
    coded = coder.code(told)
    return Issues(
        article_id=found["article_id"], events=len(coded.events),
        issues=[
            {"stage": one.stage, "code": one.code, "message": one.message,
             "text": one.span.of(found["text"]) if one.span else None}
            for one in coded.issues
        ],
    )  # fmt: skip


def _first(evidence: list[dict[str, Any]]) -> int:
    return min((one["start"] for one in evidence if one["role"] == "trigger"), default=0)


def _said_at(quote: dict[str, Any]) -> int:
    return min((span["start"] for span in quote["content"]), default=0)


@cache
def _cues() -> BlockCues:
    return load_block_cues()


@cache
def _reasons() -> Reasons:
    return load_reasons()
