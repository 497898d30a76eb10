"""The words of an article as pages show them: evidence, quotations and residue marked."""

from __future__ import annotations

from typing import Any

from dragoman.web.marking import Mark, Piece, pieces
from dragoman.web.shapes import Article, EventDetail

AROUND = 700  # characters shown before and behind the evidence of an event
CODED = frozenset({"body", "tweet"})


def event_words(found: EventDetail) -> list[Piece]:
    """The part of the article that tells an event, with the evidence of each field marked."""
    text = found.article["text"] if found.article else ""
    told = found.coded["evidence"]
    if not text or not told:
        return []
    start = max(0, min(one["start"] for one in told) - AROUND)
    end = max(one["end"] for one in told) + AROUND
    start = text.rfind("\n", 0, start) + 1 if start else 0
    marks = [
        Mark(one["start"], one["end"], one["role"], f"{one['role']} of this event", one["role"])
        for one in told
    ]
    return pieces(text, marks, start, end)


def article_words(found: Article) -> list[dict[str, Any]]:
    """The blocks of an article, each with its kind and its marked words."""
    marks = [
        Mark(one["start"], one["end"], "trigger", event.event, f"e-{event.event_id}")
        for event in found.events
        for one in found.evidence[event.event_id] if one["role"] == "trigger"
    ]  # fmt: skip
    marks += [
        Mark(span["start"], span["end"], "quote", _speaker(quote))
        for quote in found.quotes for span in quote["content"]
    ]  # fmt: skip
    return [
        {**block, "coded": block["kind"] in CODED,
         "pieces": pieces(found.text, marks, block["start"], block["end"])}
        for block in found.blocks
    ]  # fmt: skip


def _speaker(quote: dict[str, Any]) -> str:
    names = [one["entity_name"] or one["entity_text"] for one in quote["speaker"]]
    return f"{quote['kind']} speech of {', '.join(names) or 'somebody not found'}"
