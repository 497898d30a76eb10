"""The archive's tables: columns and types (data/formats/archive.tsv), and rows out of records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date as Date
from functools import cache
from typing import Any

from dragoman.model import Article
from dragoman.tables.reading import rows

KINDS = ("articles", "events", "quotes")
Row = dict[str, Any]
Record = dict[str, Any]


@cache
def columns(kind: str) -> dict[str, str]:
    """Names and DuckDB types of a table's columns, in order."""
    return {r["column"]: r["type"] for r in rows("formats/archive.tsv") if r["table"] == kind}


def article_row(article: Article, key: str, outcome: str, merge: Row) -> Row:
    """An article as a row; ``merge`` holds its signature and its terms."""
    return {
        "article_id": article.id,
        "key": key,
        "name": article.name,
        "url": article.url,
        "title": article.title,
        "publication": article.publication,
        "published": _iso(article.date),
        "published_at": article.published,
        "date_source": article.date_source,
        "language": article.language,
        "section": article.section,
        "authors": list(article.authors),
        "text": article.text,
        "outcome": outcome,
        "words": len(article.text.split()),
        **merge,
    }


def event_row(record: Record, coding: str) -> Row:
    """A PLOVER record as a row."""
    cite, place = record["cite_info"], record["event_loc"] or {}
    return {
        "event_id": record["id"],
        "article_id": cite["article_id"],
        "published": cite["date"],
        "publication": cite["publication"],
        "date": record["date"],
        "day": _first_day(record),
        "event": record["event"][0],
        "modes": record["mode"],
        "contexts": record["context"],
        "status": record["status"],
        "certainty": record["certainty"],
        "quad_code": record["quad_code"],
        "event_scale": record["event_scale"],
        **_side("actors", "actor", record["actor"]),
        **_side("recipients", "recipient", record["recipient"]),
        "reporters": _codes(record["reported_by"]),
        "reporter_names": _names(record["reported_by"]),
        "actor_key": key_of(_codes(record["actor"])),
        "recipient_key": key_of(_codes(record["recipient"])),
        "reporter_key": key_of(_codes(record["reported_by"])),
        "country": place.get("country_code"),
        "province": place.get("province"),
        "place": place.get("resolved_place"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "confidence": record["confidence"],
        "trigger": " … ".join(_evidence(record, "trigger")),
        "sentence": next(iter(_evidence(record, "sentence")), None),
        "coding": coding,
        "record": json.dumps(record, ensure_ascii=False),
    }


def quote_row(record: Record, coding: str) -> Row:
    """A record of a quotation as a row."""
    cite = record["cite_info"]
    return {
        "quote_id": record["id"],
        "article_id": cite["article_id"],
        "published": cite["date"],
        "publication": cite["publication"],
        "kind": record["kind"],
        "speakers": _codes(record["speaker"]),
        "speaker_names": _names(record["speaker"]),
        "about": _codes(record["about"]),
        "text": record["text"],
        "coding": coding,
        "record": json.dumps(record, ensure_ascii=False),
    }


def key_of(codes: Iterable[str]) -> str:
    """Codes as one text in which each stands between bars.

    >>> key_of(["USA", "RUS"])
    '|USA|RUS|'
    """
    return "".join(f"|{code}" for code in codes) + "|"


def _side(plural: str, single: str, entities: Sequence[Record]) -> Row:
    return {
        plural: _codes(entities),
        f"{single}_sectors": [e["sector"] or "" for e in entities],
        f"{single}_names": _names(entities),
    }


def _codes(entities: Iterable[Record]) -> list[str]:
    return [e["code"] or "" for e in entities]


def _names(entities: Iterable[Record]) -> list[str]:
    return [e["entity_name"] or e["entity_text"] or "" for e in entities]


def _evidence(record: Record, role: str) -> list[str]:
    return [e["text"] for e in record["evidence"] if e["role"] == role]


def _first_day(record: Record) -> str | None:
    """The first day of the date; that of publication where there is none, but not for history."""
    date: str | None = record["date"]
    if date:
        return (date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date)[:10]
    return None if record["status"] == "historical" else record["cite_info"]["date"]


def _iso(day: Date | None) -> str | None:
    return day.isoformat() if day else None
