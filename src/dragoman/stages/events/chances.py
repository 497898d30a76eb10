"""Choosing among candidates by the weights of their traits."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chosen:
    """The position of the winner among the candidates, and how likely its value is (0..1)."""

    index: int
    chance: float


def likeliest(
    traits: Sequence[Iterable[str]], values: Sequence[Hashable], weights: Mapping[str, float]
) -> Chosen:
    """The candidate whose value is the likeliest; of several with that value, the likeliest.

    Each candidate's odds are the exponential of the sum of its traits' weights; candidates of one
    value share their chances.
    """
    sums = [sum(weights.get(trait, 0.0) for trait in own) for own in traits]
    top = max(sums)
    odds = [math.exp(one - top) for one in sums]
    shares: dict[Hashable, float] = defaultdict(float)
    for value, odd in zip(values, odds, strict=True):
        shares[value] += odd
    best = max(shares, key=lambda value: shares[value])
    same = [i for i, value in enumerate(values) if value == best]
    return Chosen(max(same, key=lambda i: odds[i]), shares[best] / sum(odds))
