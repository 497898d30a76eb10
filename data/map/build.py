"""Build the map of the world that ships, src/dragoman/data/map/countries.tsv.

    python data/map/build.py TOPOLOGY [OUT]

TOPOLOGY is countries-110m.json of the npm package world-atlas: Natural Earth's countries as arcs.
Needs the package of data/map/requirements.txt.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pycountry

from dragoman.tables.reading import rows
from dragoman.text.projection import project

OUT = Path(__file__).parents[2] / "src/dragoman/data/map/countries.tsv"
# Outlines that have no number in ISO 3166, and where they go: their own code in the actors tables,
# or that of the state whose code events there have.
UNNUMBERED = {"Kosovo": "KOS", "N. Cyprus": "CYP", "Somaliland": "SOM"}
LEFT_OUT = {"ATA", "ATF"}  # Antarctica, and islands where nobody lives
GRID = 40  # candidates a side for the point of the label

Point = tuple[float, float]
Ring = list[Point]


def main() -> int:
    """Run from the command line."""
    options = argparse.ArgumentParser(description="Build the map of the world.")
    options.add_argument("topology", type=Path, help="countries-110m.json of world-atlas")
    options.add_argument("out", type=Path, nargs="?", default=OUT, help="where to write")
    given = options.parse_args()
    table = list(lines(outlines(json.loads(given.topology.read_text("utf-8")))))
    given.out.write_text("\n".join(table) + "\n", "utf-8")
    sys.stdout.write(f"{len(table) - 1} rows in {given.out}\n")
    return 0


# -- topology -----------------------------------------------------------------------------------


def outlines(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """The rings of each code, longitude and latitude in degrees."""
    arcs = decoded(topology)
    found: dict[str, list[Ring]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [ring(numbers, arcs) for polygon in polygons for numbers in polygon]
        found.setdefault(code_of(shape), []).extend(rings)
    return found


def decoded(topology: dict[str, Any]) -> list[Ring]:
    """The arcs in degrees: each holds a first point and the steps from there, in whole numbers."""
    (wide, high), (west, south) = (topology["transform"][key] for key in ("scale", "translate"))
    return [
        [(x * wide + west, y * high + south) for x, y in accumulate(arc, step)]
        for arc in topology["arcs"]
    ]


def step(point: list[int], by: list[int]) -> list[int]:
    """The point that lies ``by`` further."""
    return [point[0] + by[0], point[1] + by[1]]


def ring(numbers: Iterable[int], arcs: list[Ring]) -> Ring:
    """The arcs of a ring one behind the other; ``~n`` is arc n backwards."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def code_of(shape: dict[str, Any]) -> str:
    """The three-letter code of an outline."""
    if "id" not in shape:
        return UNNUMBERED[shape["properties"]["name"]]
    country = pycountry.countries.get(numeric=shape["id"])
    if country is None:
        raise ValueError(f"no country has the number {shape['id']}")
    return str(country.alpha_3)


# -- the edge of the map ------------------------------------------------------------------------


def cut(points: Ring) -> Iterator[Ring]:
    """The pieces of a ring, each on one side of the antimeridian."""
    whole = unwound(points)
    for turn in (-360, 0, 360):
        piece = [(lon + turn, lat) for lon, lat in whole]
        piece = clipped(clipped(piece, -180, 1), 180, -1)
        if len(piece) > 2:
            yield piece


def unwound(points: Ring) -> Ring:
    """The ring without leaps from one edge of the map to the other."""
    result = points[:1]
    for lon, lat in points[1:]:
        turns = round((result[-1][0] - lon) / 360)
        result.append((lon + 360 * turns, lat))
    return result


def clipped(points: Ring, edge: float, side: int) -> Ring:
    """What of the ring lies east (``side`` 1) or west (-1) of a meridian (Sutherland, Hodgman)."""
    kept: Ring = []
    for here, there in pairwise([*points, *points[:1]]):
        inside = (here[0] - edge) * side >= 0
        if inside:
            kept.append(here)
        if inside != ((there[0] - edge) * side >= 0):
            share = (edge - here[0]) / (there[0] - here[0])
            kept.append((edge, here[1] + share * (there[1] - here[1])))
    return kept


# -- drawing ------------------------------------------------------------------------------------


def drawn(points: Ring) -> Ring:
    """The ring on the map, to a tenth, without equal neighbours and without its end."""
    marks = [rounded(project(lat, lon)) for lon, lat in points]
    return [mark for mark, after in pairwise([*marks, *marks[:1]]) if mark != after]


def rounded(point: Point) -> Point:
    """The point to a tenth."""
    return round(point[0], 1), round(point[1], 1)


def area(points: Ring) -> float:
    """What the ring encloses."""
    turns = ((ax * by - bx * ay) for (ax, ay), (bx, by) in pairwise([*points, points[0]]))
    return abs(sum(turns)) / 2


def path(rings: Iterable[Ring]) -> str:
    """SVG path data."""
    return "".join(
        f"M{'L'.join(f'{x:g},{y:g}' for x, y in points)}Z" for points in rings if len(points) > 2
    )


# -- labels -------------------------------------------------------------------------------------


def label(points: Ring) -> Point:
    """The point of a grid that lies inside the ring and farthest from its line."""
    xs, ys = zip(*points, strict=True)
    grid = [(x, y) for x in spread(min(xs), max(xs)) for y in spread(min(ys), max(ys))]
    inside = [point for point in grid if holds(points, point)]
    return rounded(max(inside, key=lambda point: distance(points, point)))


def spread(low: float, high: float) -> list[float]:
    """GRID numbers between two."""
    return [low + (high - low) * (i + 0.5) / GRID for i in range(GRID)]


def holds(points: Ring, point: Point) -> bool:
    """Does the point lie in the ring? A line from it to the right crosses the ring an odd number
    of times."""
    x, y = point
    crossed = False
    for (ax, ay), (bx, by) in pairwise([*points, points[0]]):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            crossed = not crossed
    return crossed


def distance(points: Ring, point: Point) -> float:
    """From the point to the nearest side of the ring."""
    return min(to_side(point, one, other) for one, other in pairwise([*points, points[0]]))


def to_side(point: Point, one: Point, other: Point) -> float:
    """From a point to the line between two."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    share = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / (dx * dx + dy * dy)
    share = min(1.0, max(0.0, share))
    return math.dist(point, (one[0] + share * dx, one[1] + share * dy))


# -- the table ----------------------------------------------------------------------------------


def lines(shapes: dict[str, list[Ring]]) -> Iterator[str]:
    """The table: states and territories with a three-letter code that exist today."""
    middles = {row["code"]: row for row in rows("places/countries.tsv")}
    known = [row for row in rows("actors/countries.tsv") if is_shown(row)]
    missing = shapes.keys() - {row["code"] for row in known} - LEFT_OUT
    if missing:
        raise ValueError(f"no such rows in the actors tables: {sorted(missing)}")
    yield "code\tname\tpath\tx\ty"
    for row in known:
        rings = [drawn(piece) for points in shapes.get(row["code"], ()) for piece in cut(points)]
        rings = [points for points in rings if len(points) > 2]
        x, y = label(max(rings, key=area)) if rings else middle(middles[row["code"]])
        yield f"{row['code']}\t{row['name']}\t{path(rings)}\t{x:g}\t{y:g}"


def is_shown(row: dict[str, str]) -> bool:
    """Has it a place on the map? Former states and parts of states have none."""
    return row["code"].isupper() and row["kind"] != "former" and row["code"] not in LEFT_OUT


def middle(row: dict[str, str]) -> Point:
    """The middle of a country that is too small to have an outline."""
    return rounded(project(float(row["lat"]), float(row["lon"])))


if __name__ == "__main__":
    sys.exit(main())
