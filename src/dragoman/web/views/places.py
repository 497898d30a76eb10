"""The map: countries by events, places where the text names one."""

from __future__ import annotations

from functools import cache
from typing import Any

from dragoman.store import Archive
from dragoman.tables.reading import rows
from dragoman.text.projection import project
from dragoman.web.params import Asked
from dragoman.web.shapes import Map, MapPlace
from dragoman.web.views.parties import label

MOST = 800  # places on the map
COUNTRIES = """SELECT country AS code, count(*) AS events, avg(event_scale) AS mean FROM events
    WHERE {where} AND country IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"""
PLACES = """SELECT place, any_value(country) AS country, any_value(province) AS province, lat, lon,
           count(*) AS events, avg(event_scale) AS mean
    FROM events WHERE {where} AND lat IS NOT NULL AND place IS NOT NULL
    GROUP BY place, lat, lon ORDER BY events DESC, place, lat LIMIT {most}"""


def world(archive: Archive, asked: Asked) -> Map:
    """Where the events that pass happened, as far as the words tell."""
    where, values = archive.condition(asked.filter(), asked.words)
    sql = PLACES.format(where=where, most=MOST)
    with archive.query_engine() as engine:
        counted = list(engine.rows(COUNTRIES.format(where=where), values))
        places = [one for row in engine.rows(sql, values) if (one := _placed(row))]
    return Map(
        total=archive.count(asked.filter(), words=asked.words),
        located=sum(row["events"] for row in counted),
        countries=counted, places=places,
    )  # fmt: skip


def _placed(row: dict[str, Any]) -> MapPlace | None:
    """A place as the map shows it. Of a whole country the shading tells enough: a point in its
    middle would invent where; a unit of one is drawn as such."""
    province = row.pop("province")
    if row["place"] == label(row["country"] or ""):
        return None
    return MapPlace(**row, precise=row["place"] != province)


def shaded(found: Map) -> list[dict[str, Any]]:
    """The outlines of the map with the number of events and its shade, 0 to 5."""
    counts = {row["code"]: row for row in found.countries}
    most = max((row["events"] for row in found.countries), default=0)
    return [
        {**shape, "events": counts.get(shape["code"], {}).get("events", 0),
         "mean": counts.get(shape["code"], {}).get("mean"),
         "shade": _shade(counts.get(shape["code"], {}).get("events", 0), most)}
        for shape in shapes()
    ]  # fmt: skip


def _shade(count: int, most: int) -> int:
    """By powers: a few countries hold most events, and the rest should still be told apart."""
    if not count:
        return 0
    return 1 + sum(count >= most * share for share in (0.02, 0.08, 0.25, 0.6))


def points(found: Map) -> list[dict[str, Any]]:
    """The places as circles on the map, the largest first so that small ones lie on top."""
    told = []
    for place in found.places:
        x, y = project(place.lat, place.lon)
        size = round(min(9.0, 1.6 + place.events**0.5 / 2), 1)
        told.append({"x": round(x, 1), "y": round(y, 1), "r": size, "place": place})
    return sorted(told, key=lambda one: -one["r"])


@cache
def shapes() -> tuple[dict[str, Any], ...]:
    """The countries of the map."""
    return tuple(
        {"code": r["code"], "name": r["name"], "path": r["path"], "x": r["x"], "y": r["y"]}
        for r in rows("map/countries.tsv")
    )
