"""Small statistics: agreement between coders, and how sure a share is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import permutations
from math import sqrt

Z = 1.959964  # of a normal distribution, 95 % lie within


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal data (Content Analysis, 2nd ed., 11.3); a unit is the list
    of values that coders gave to one thing. None where there is nothing to compare, or no value
    varies.

    >>> round(krippendorff_alpha([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]]), 3)
    0.533
    """
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    totals: defaultdict[str, float] = defaultdict(float)
    for values in units:
        for a, b in permutations(values, 2):
            weights[a, b] += 1 / (len(values) - 1)
            totals[a] += 1 / (len(values) - 1)
    n = sum(totals.values())
    apart = n * n - sum(count * count for count in totals.values())
    if n < 2 or apart == 0:
        return None
    differing = sum(weight for (a, b), weight in weights.items() if a != b)
    return 1 - (n - 1) * differing / apart


def wilson(count: int, of: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a share (Wilson 1927); none of nothing.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    if of == 0:
        return None, None
    share = count / of
    middle = share + Z * Z / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
