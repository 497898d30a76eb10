"""Clusters out of links between pairs. They follow from the set of links alone: the order in which
these were found does not matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

LARGEST = 300  # members of a component; a larger one is looked at with stronger links alone
RAISED = 0.15  # of what is missing to 1, by which links must then be stronger
SAME = 0.97  # links this strong are never cut: copies of one text
Pair = tuple[str, str]


def components(pairs: Iterable[Pair]) -> list[list[str]]:
    """Sets of things that are linked, directly or through others; all sorted.

    >>> components([("a", "b"), ("c", "b"), ("x", "y")])
    [['a', 'b', 'c'], ['x', 'y']]
    """
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    found: dict[str, list[str]] = defaultdict(list)
    for one in parent:
        found[root(one)].append(one)
    return sorted(sorted(members) for members in found.values())


def clusters(scores: Mapping[Pair, float], least: float) -> Iterator[list[str]]:
    """Clusters by average linkage: two parts are joined as long as the mean score of all pairs
    between them is at least ``least``; a pair without a score counts as 0."""
    strong = {pair: score for pair, score in scores.items() if score >= least}
    for members in _small(strong, least):
        if 2 < len(members) <= LARGEST:
            yield from _average(members, scores, least)
        else:
            yield members


def _small(scores: Mapping[Pair, float], least: float) -> Iterator[list[str]]:
    """Components by links of at least ``least``; those that are too large by stronger links."""
    within: dict[str, int] = {}
    found = components(scores)
    for number, members in enumerate(found):
        within |= dict.fromkeys(members, number)
    large = {number for number, members in enumerate(found) if len(members) > LARGEST}
    yield from (members for number, members in enumerate(found) if number not in large)
    if not large:
        return
    higher = least + (1 - least) * RAISED
    inside = {pair: score for pair, score in scores.items() if within[pair[0]] in large}
    stronger = {pair: score for pair, score in inside.items() if score >= higher}
    if higher > SAME:
        yield from (found[number] for number in sorted(large))
    else:
        yield from _small(stronger, higher)


def _average(
    members: Sequence[str], scores: Mapping[Pair, float], least: float
) -> list[list[str]]:
    groups: dict[int, list[str]] = {n: [one] for n, one in enumerate(members)}
    sums: dict[tuple[int, int], float] = {}
    for n, a in enumerate(members):
        for m in range(n + 1, len(members)):
            score = scores.get((a, members[m]))
            if score:
                sums[n, m] = score
    while sums:
        best = max(sums, key=lambda pair: (_mean(sums, groups, pair), (-pair[0], -pair[1])))
        if _mean(sums, groups, best) < least:
            break
        _join(groups, sums, best)
    return [sorted(group) for group in groups.values()]


def _mean(
    sums: Mapping[tuple[int, int], float], groups: Mapping[int, list[str]], pair: tuple[int, int]
) -> float:
    return round(sums[pair] / (len(groups[pair[0]]) * len(groups[pair[1]])), 9)


def _join(
    groups: dict[int, list[str]], sums: dict[tuple[int, int], float], pair: tuple[int, int]
) -> None:
    kept, gone = pair
    groups[kept] += groups.pop(gone)
    for other in groups:
        if other == kept:
            continue
        moved = sums.pop((min(other, gone), max(other, gone)), 0.0)
        if moved:
            key = (min(other, kept), max(other, kept))
            sums[key] = sums.get(key, 0.0) + moved
    sums.pop(pair, None)
