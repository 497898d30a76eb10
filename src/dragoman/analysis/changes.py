"""Change points: when the level of a series shifted (ruptures, PELT
with a linear kernel, which is least squares)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from math import log, sqrt

from dragoman.analysis.series import Point
from dragoman.model import DragomanError

MISSING = "Change points need ruptures. Run: pip install 'dragoman[analysis]'"
LEAST = 3  # points between two changes
TYPICAL = 0.6745 * sqrt(2)  # median of the absolute difference of two normal variables
PENALTY = 3.0  # times the logarithm of the length: the usual choice for one variance known


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """From ``start`` on the level is another: mean incidents a period before and after."""

    start: Date
    before: float
    after: float


def change_points(points: Sequence[Point]) -> list[ChangePoint]:
    """When the number of incidents of a filled series shifted.

    Counts vary the more the larger they are; Anscombe's root evens that out, so that least squares
    fit. What they vary from one period to the next, by the median, is the noise that a shift has to
    exceed. Raises DragomanError when ruptures is not installed.
    """
    if len(points) < 2 * LEAST:
        return []
    try:
        import numpy as np
        import ruptures
    except ImportError as error:
        raise DragomanError(MISSING) from error
    counts = [point.incidents for point in points]
    signal = np.array([2 * sqrt(count + 3 / 8) for count in counts])
    noise = max(1.0, float(np.median(np.abs(np.diff(signal)))) / TYPICAL)
    found = ruptures.KernelCPD(kernel="linear", min_size=LEAST).fit(signal)
    ends = found.predict(pen=PENALTY * noise**2 * log(len(points)))
    bounds = [0, *ends]
    means = [sum(counts[a:b]) / (b - a) for a, b in zip(bounds, ends, strict=False)]
    return [
        ChangePoint(points[end].start, round(means[n], 2), round(means[n + 1], 2))
        for n, end in enumerate(ends[:-1])
    ]
