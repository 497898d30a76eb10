"""Quotations as records and as flat rows (docs/quotes.md, data/formats/quote_columns.tsv)."""

from __future__ import annotations

import hashlib
from typing import Any

from dragoman.model import Document, Quote, Span
from dragoman.said import Said, quotations
from dragoman.tables import Tables
from dragoman.tables.reading import rows
from dragoman.writers.flat import cite_cells, entity_cells, joined
from dragoman.writers.plover import cite_info, coder_version, entity, reporter_record


def to_quotes(doc: Document, tables: Tables) -> list[dict[str, Any]]:
    """One JSON-ready dict a quotation, in text order. Unknown stays None."""
    coder = coder_version(doc, tables)
    found = quotations(doc, tables)
    ids = [_id(doc, said.quote) for said in found]
    return [_record(doc, said, ids, n, coder) for n, said in enumerate(found)]


def _record(doc: Document, said: Said, ids: list[str], n: int, coder: str) -> dict[str, Any]:
    quote = said.quote
    texts = [c.of(doc.text) for c in quote.content]
    cue = quote.cue
    return {
        "id": ids[n],
        "kind": quote.kind.value,
        "text": " … ".join(texts),
        "content": [_piece(span, text) for span, text in zip(quote.content, texts, strict=True)],
        "speaker": [reporter_record(s) for s in said.speakers],
        "speaker_text": quote.speaker.of(doc.text) if quote.speaker else None,
        "cue": _piece(cue, cue.of(doc.text)) if cue else None,
        "about": [entity(p) for p in said.about],
        "depth": said.depth,
        "within": None if said.within is None else ids[said.within],
        "rule": quote.rule,
        "cite_info": cite_info(doc),
        "coder": coder,
    }


def _piece(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": text}


def _id(doc: Document, quote: Quote) -> str:
    """A content hash: the same article and version give the same id."""
    speaker = "" if quote.speaker is None else str(quote.speaker.start)
    spans = ",".join(f"{c.start}-{c.end}" for c in quote.content)
    parts = (doc.article.id, quote.rule, spans, speaker)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


# -- flat rows ------------------------------------------------------------------------------------


def quote_columns() -> tuple[str, ...]:
    """Names of the columns, in order."""
    return tuple(row["column"] for row in rows("formats/quote_columns.tsv"))


def flat_quote(record: dict[str, Any]) -> dict[str, Any]:
    """A record of a quotation as one row; lists become text separated by ``;``."""
    content, speakers = record["content"], record["speaker"]
    row = cite_cells(record["cite_info"])
    row |= {name: record[name] for name in ("id", "kind", "text", "depth", "within", "rule",
                                            "coder")}  # fmt: skip
    row |= {
        "cue": record["cue"]["text"] if record["cue"] else None,
        "start": content[0]["start"],
        "end": content[-1]["end"],
        "stance": joined(s["stance"] for s in speakers),
        "anonymous": joined("yes" if s["anonymous"] else "no" for s in speakers),
    }
    for role in ("speaker", "about"):
        row |= entity_cells(role, record[role])
    return {name: row[name] for name in quote_columns()}
