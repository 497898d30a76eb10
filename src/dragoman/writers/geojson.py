"""GeoJSON (RFC 7946): a FeatureCollection, one Feature an event, written as it streams.

Properties are the flat columns of data/formats/columns.tsv. Events without coordinates (a whole
country, no place) are Features whose geometry is null. All statuses are in it: they have a column.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from dragoman.writers.export import Options, Record, Tally, Written, text_out
from dragoman.writers.flat import columns, flat

ELSEWHERE = frozenset({"lat", "lon"})  # they are the geometry


def write_geojson(records: Iterable[Record], path: Path, _: Options) -> Written:
    """Write records as a FeatureCollection."""
    tally = Tally()
    names = [name for name, _ in columns() if name not in ELSEWHERE]
    with text_out(path) as stream:
        stream.write('{"type": "FeatureCollection", "features": [\n')
        write_items((feature(r, names) for r in tally.every(records)), stream)
        stream.write("\n]}\n")
    return tally.written()


def feature(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """A record as a Feature with the properties of such names."""
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": _point(record["event_loc"] or {}),
        "properties": flat(record, names),
    }


def _point(place: Record) -> dict[str, Any] | None:
    lat, lon = place.get("lat"), place.get("lon")
    return None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}


def write_items(items: Iterator[dict[str, Any]], stream: IO[str]) -> None:
    """Write the items of a JSON list, one a line."""
    for number, item in enumerate(items):
        stream.write((",\n" if number else "") + as_json(item))


def as_json(item: dict[str, Any]) -> str:
    """JSON in one line. "<" is written as an escape: text of an article stays text even where the
    file is put into a web page.

    >>> as_json({"title": "</script>"})
    '{"title": "\\\\u003c/script>"}'
    """
    return json.dumps(item, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
