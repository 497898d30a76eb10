"""ICEWS event files: 20 tab-separated columns with a header, one row a dyad, CAMEO codes.

Source of the shape: the headers of the published files (doi 10.7910/DVN/28075). The place is that
of the event. Event IDs are numbers, as loaders expect; here they are unique. Records know no
number of the sentence: that cell stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.writers.cameo import Cameo, cameo_of
from dragoman.writers.codes import place_words, sector_words
from dragoman.writers.dyads import Dyad, dyads
from dragoman.writers.export import (
    Options,
    Record,
    Tally,
    TsvRows,
    Written,
    columns_of,
    name_of,
    number_of,
    text_out,
)

NAME = "icews"


def write_icews(records: Iterable[Record], path: Path, options: Options) -> Written:
    """Write records as an ICEWS file."""
    tally, names = Tally(), columns_of(NAME)
    with text_out(path) as stream:
        out = TsvRows(stream)
        out.write(names)
        for record, day in tally.dated(records, options):
            tally.events += 1
            for dyad in dyads(record):
                row = icews_row(record, day, dyad, cameo_of(record))
                out.write(row[name] for name in names)
                tally.rows += 1
    return tally.written()


def icews_row(record: Record, day: date, dyad: Dyad, cameo: Cameo) -> dict[str, Any]:
    """A dyad as a row by column name."""
    place, cite = record["event_loc"] or {}, record["cite_info"]
    return {
        "Event ID": number_of(record["id"], dyad.number),
        "Event Date": day.isoformat(),
        **_side("Source", dyad.actor),
        "Event Text": cameo.label,
        "CAMEO Code": cameo.code,
        "Intensity": cameo.goldstein,
        **_side("Target", dyad.recipient),
        "Story ID": cite["article_id"],
        "Sentence Number": None,
        "Publisher": cite["publication"],
        "City": place.get("city"),
        "District": place.get("district"),
        "Province": place.get("province"),
        "Country": place.get("country"),
        "Latitude": place.get("lat"),
        "Longitude": place.get("lon"),
    }


def _side(role: str, entity: Record | None) -> dict[str, str | None]:
    return {
        f"{role} Name": name_of(entity) if entity else None,
        f"{role} Sectors": ",".join(sector_words(entity)) if entity else None,
        f"{role} Country": place_words(entity["code"]) if entity else None,
    }
