"""The map of the world that ships: its codes, its points, and the projection."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from dragoman.tables.reading import rows
from dragoman.text.projection import HEIGHT, WIDTH, project

MAP = list(rows("map/countries.tsv"))
PIECE = re.compile(r"M(-?[\d.]+,-?[\d.]+)(L-?[\d.]+,-?[\d.]+){2,}Z")
LARGE_STEP = 60  # no coast or border of the map is drawn by a straight line of this length


def points(path: str) -> list[list[tuple[float, float]]]:
    """The rings of SVG path data."""
    rings = [re.findall(r"([\d.-]+),([\d.-]+)", ring) for ring in path.split("Z") if ring]
    return [[(float(x), float(y)) for x, y in ring] for ring in rings]


def test_codes_are_those_of_the_actors() -> None:
    names = {row["code"]: row["name"] for row in rows("actors/countries.tsv")}
    assert [row["code"] for row in MAP] == sorted({row["code"] for row in MAP})
    assert all(names[row["code"]] == row["name"] for row in MAP)
    countries = {r["code"] for r in rows("actors/countries.tsv") if r["kind"] == "country"}
    assert countries <= {row["code"] for row in MAP}


@pytest.mark.parametrize("row", MAP, ids=lambda row: row["code"])
def test_every_row_lies_on_the_map(row: dict[str, str]) -> None:
    assert PIECE.sub("", row["path"]) == ""
    rings = points(row["path"])
    for x, y in [*(p for ring in rings for p in ring), (float(row["x"]), float(row["y"]))]:
        assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT
    sides = [abs(a[0] - b[0]) for ring in rings for a, b in pairwise([*ring, ring[0]])]
    assert max(sides, default=0) < LARGE_STEP, "a line across the map"


def test_the_projection() -> None:
    assert project(0, 0) == (WIDTH / 2, HEIGHT / 2)
    assert project(0, 180) == pytest.approx((WIDTH, HEIGHT / 2))
    assert project(90, 0) == pytest.approx((WIDTH / 2, 0), abs=0.01)
    west, east = project(-35, -70), project(-35, 70)
    assert west[0] + east[0] == pytest.approx(WIDTH) and west[1] == east[1]
