"""The Natural Earth projection: where a point of the earth stands on the map that ships."""

from __future__ import annotations

import math

WIDTH, HEIGHT = 1000.0, 520.0
"""Size of the map; the whole earth fills it."""

_SCALE = WIDTH / (2 * math.pi * 0.8707)


def project(lat: float, lon: float) -> tuple[float, float]:
    """The point ``x`` from the left and ``y`` from the top of a map of WIDTH by HEIGHT.

    Latitude and longitude in degrees; north and east are positive. The polynomial is that of
    Tom Patterson and Bojan Šavrič (Natural Earth projection, 2011).

    >>> project(0, 0)
    (500.0, 260.0)
    >>> x, y = project(48.85, 2.35)
    >>> round(x, 1), round(y, 1)
    (505.8, 102.9)
    """
    east, north = math.radians(lon), math.radians(lat)
    two = north * north
    four = two * two
    along = 0.8707 - 0.131979 * two + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four))
    up = 1.007226 + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four))
    return WIDTH / 2 + _SCALE * east * along, HEIGHT / 2 - _SCALE * north * up
