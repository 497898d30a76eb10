"""Distances on the earth."""

from __future__ import annotations

import math

RADIUS = 6371.0  # km


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two points (latitude, longitude in degrees), along the great circle.

    >>> round(kilometres((48.85, 2.35), (51.51, -0.13)))
    344
    """
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))
