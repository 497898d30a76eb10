"""Times and places of an article as records and as flat rows (docs/times.md, docs/places.md)."""

from __future__ import annotations

from typing import Any

from dragoman.model import Document, Place, TimeExpression
from dragoman.tables import Tables
from dragoman.tables.reading import rows
from dragoman.writers.flat import cite_cells
from dragoman.writers.plover import cite_info, coder_version, location


def to_times(doc: Document, tables: Tables) -> list[dict[str, Any]]:
    """One JSON-ready dict a time expression, in text order. Unknown stays None."""
    about = {"cite_info": cite_info(doc), "coder": coder_version(doc, tables)}
    return [_time(doc, time) | about for time in doc.times or ()]


def _time(doc: Document, time: TimeExpression) -> dict[str, Any]:
    return {
        "text": time.span.of(doc.text),
        "start": time.span.start,
        "end": time.span.end,
        "type": time.kind,
        "value": time.value,
        "value_end": time.end,
        "granularity": time.granularity.value if time.granularity else None,
        "anchor": time.anchor,
        "why": time.why,
        "rule": time.rule,
    }


def to_places(doc: Document, tables: Tables) -> list[dict[str, Any]]:
    """One JSON-ready dict a name of a place, in text order. Unknown stays None."""
    about = {"cite_info": cite_info(doc), "coder": coder_version(doc, tables)}
    return [_place(doc, place, tables) | about for place in doc.places or ()]


def _place(doc: Document, place: Place, tables: Tables) -> dict[str, Any]:
    own = {
        "text": place.span.of(doc.text),
        "start": place.span.start,
        "end": place.span.end,
        "people": place.people,
        "no_match": place.code is None,
    }
    found = {k: v for k, v in location(doc, place, tables).items() if k != "extracted_place"}
    return own | found | {"why": place.rule}


# -- flat rows ------------------------------------------------------------------------------------


def listed(name: str) -> tuple[str, ...]:
    """The columns of a flat listing: "time" or "place"."""
    return tuple(row["column"] for row in rows(f"formats/{name}_columns.tsv"))


def flat_listing(record: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """A record of a time or place as one row."""
    row = record | cite_cells(record["cite_info"])
    return {name: row[name] for name in names}
