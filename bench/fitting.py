"""Fitting the weights of traits by which the coder chooses among candidates.

Candidates of one act compete: the weights maximise the likelihood that a right one wins (maximum
entropy, with a ridge).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dragoman.stages.events.chances import likeliest

RIDGE = 3.0  # keeps weights small where a trait is rare
LEAST = 5  # times a trait of a candidate must have been seen
SMALL = 0.05  # weights below this are left out

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A record: the traits of its candidates, their values, which are right, has gold any."""

    traits: list[list[str]]
    values: list[Hashable]
    right: list[bool]
    has: bool


def fit(found: list[Case], none: float = 1.0, ridge: float = RIDGE) -> dict[str, float]:
    """Weights by trait; ``none`` is how much a case counts whose gold record has nothing,
    ``ridge`` how strongly weights are held down."""
    usable = [case for case in found if any(case.right)]
    seen = Counter(name for case in found for one in case.traits for name in set(one))
    names = sorted(name for name, count in seen.items() if count >= LEAST)
    column = {name: i for i, name in enumerate(names)}
    rows = [[column[n] for n in one if n in column] for case in usable for one in case.traits]
    flat = np.array([i for row in rows for i in row])
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    group = np.repeat(np.arange(len(usable)), [len(case.traits) for case in usable])
    right = np.array([float(r) for case in usable for r in case.right])
    counts = np.array([1.0 if case.has else none for case in usable])

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = np.bincount(owner, weights[flat], minlength=len(rows))
        top = np.full(len(usable), -np.inf)
        np.maximum.at(top, group, sums)
        odds = np.exp(sums - top[group])
        chance = odds / np.bincount(group, odds)[group]
        good = np.bincount(group, chance * right)
        slope = (chance - chance * right / good[group]) * counts[group]
        value = -(counts * np.log(good)).sum() + ridge / 2 * (weights @ weights)
        return value, np.bincount(flat, slope[owner], minlength=len(names)) + ridge * weights

    best = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    return dict(zip(names, map(float, best.x), strict=True))


def measure(found: list[Case], weights: Mapping[str, float]) -> dict[str, float]:
    """The share of records with one that are right, and of those without that get none."""
    right: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    for case in found:
        total[case.has] += 1
        right[case.has] += case.right[likeliest(case.traits, case.values, weights).index]
    names = {True: "right", False: "none"}
    return {names[has]: right[has] / max(total[has], 1) for has in names}


def write(path: Path, weights: Mapping[str, float]) -> None:
    """The table of weights, without those that hardly matter."""
    lines = [f"{name}\t{weight:.2f}" for name, weight in sorted(weights.items())
             if abs(weight) >= SMALL]  # fmt: skip
    path.write_text("\n".join(["trait\tweight", *lines]) + "\n", "utf-8")
