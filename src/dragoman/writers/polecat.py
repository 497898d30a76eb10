"""POLECAT's weekly and yearly files: 40 tab-separated columns with a header, one row an event.

Source of the shape: the headers of the published files (doi 10.7910/DVN/AJGVIT). ``None`` stands
for empty, lists are separated by ``;`` and keep one place for each participant. What our records
do not hold stays ``None``: pages of Wikipedia, the names of the whole story.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dragoman.writers.codes import country, sectors
from dragoman.writers.export import (
    Options,
    Record,
    Tally,
    TsvRows,
    Written,
    columns_of,
    day_of,
    text_out,
)
from dragoman.writers.flat import joined
from dragoman.writers.html import QUADS

NAME = "polecat"
EMPTY = "None"


def write_polecat(records: Iterable[Record], path: Path, options: Options) -> Written:
    """Write records as a POLECAT file; only events of the statuses of the options are facts."""
    tally, names = Tally(), columns_of(NAME)
    with text_out(path) as stream:
        out = TsvRows(stream, EMPTY)
        out.write(names)
        for record in tally.every_told(records, options):
            row = polecat_row(record)
            out.write(row[name] for name in names)
    return tally.written()


def polecat_row(record: Record) -> dict[str, Any]:
    """A record as a row by column name."""
    day, cite = day_of(record), record["cite_info"]
    return {
        "Event ID": record["id"],
        "Event Date": day.isoformat() if day else None,
        "Event Type": record["event"][0],
        "Event Mode": joined(record["mode"]),
        "Event Intensity": record["event_scale"],
        "Quad Code": QUADS[record["quad_code"]].upper(),
        "Contexts": joined(record["context"]),
        **_side("Actor", record["actor"]),
        **_side("Recipient", record["recipient"]),
        **_place(record["event_loc"] or {}),
        "Source": cite["publication"],
        "Publication Date": cite["date"],
        "Story People": None,
        "Story Organizations": None,
        "Story Locations": None,
        "Language": cite.get("language"),
        "Version": record["coder"],
    }


def _side(role: str, entities: list[Record]) -> dict[str, str | None]:
    return {
        f"{role} Name": joined(e["entity_name"] for e in entities),
        f"{role} Country": joined(e["code"] for e in entities),
        f"{role} COW": joined(country(e["code"], "cow") for e in entities),
        f"Primary {role} Sector": joined(e["sector"] for e in entities),
        f"{role} Sectors": joined(s for e in entities for s in sectors(e)),
        f"{role} Title": joined(e["office"] for e in entities),
        f"{role} Name Raw": joined(e["entity_text"] for e in entities),
        f"Wikipedia {role} ID": None,
    }


def _place(place: Record) -> dict[str, Any]:
    return {
        "Placename": place.get("resolved_place"),
        "City": place.get("city"),
        "District": place.get("district"),
        "Province": place.get("province"),
        "Country": place.get("country_code"),
        "Latitude": place.get("lat"),
        "Longitude": place.get("lon"),
        "GeoNames ID": place.get("geonameid"),
        "Raw Placename": place.get("extracted_place"),
        "Feature Type": place.get("feature_code"),
    }
