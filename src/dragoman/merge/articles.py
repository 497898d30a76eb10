"""Which articles belong together: copies of a text, updates of a page, tellings of a story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date

COPY = 0.7  # share of equal MinHash values from which two texts are one
STORY = 0.14  # cosine of the terms from which two articles tell one story
NEAR = 0.04  # cosine from which their events are compared
DAYS = 4  # of publication between two tellings, at most
REPRINT = 28  # days between two copies, or two versions of a page, at most
KEYS = 20  # of an article's terms: those by which others are found
SHARED = 2  # of them must be shared
CROWD = 2_000  # articles with a key: then it finds nothing


@dataclass(frozen=True, slots=True)
class Told:
    """An article as it is compared."""

    id: str
    day: Date | None
    url: str | None
    minhash: tuple[int, ...]
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Link:
    """Two things that may be one, the smaller id first; ``reason`` tells by what."""

    a: str
    b: str
    score: float
    reason: str


def likeness(a: Told, b: Told) -> float:
    """Cosine of the terms of two articles, 0..1."""
    few, many = sorted((a.terms, b.terms), key=len)
    return sum(weight * many.get(term, 0.0) for term, weight in sorted(few.items()))


def copied(a: Told, b: Told) -> float:
    """Share of equal MinHash values, about the share of equal passages, 0..1."""
    if not a.minhash or len(a.minhash) != len(b.minhash):
        return 0.0
    return sum(x == y for x, y in zip(a.minhash, b.minhash, strict=True)) / len(a.minhash)


def may_belong(a: Told, b: Told) -> bool:
    """Can two articles have to do with each other by their days? One without a day belongs to
    others without alone: nobody knows where else."""
    if a.day is None or b.day is None:
        return a.day is b.day
    return abs((a.day - b.day).days) <= REPRINT


def are_near(a: Told, b: Told) -> bool:
    """May two articles tell the same by their days? Of one without a day nobody knows."""
    return a.day is not None and b.day is not None and abs((a.day - b.day).days) <= DAYS


def compare(a: Told, b: Told) -> Link | None:
    """What two articles have to do with each other; None for nothing."""
    if not may_belong(a, b):
        return None
    first, second = sorted((a.id, b.id))
    same = copied(a, b)
    if same >= COPY:
        return Link(first, second, round(same, 4), "copy")
    if a.url and a.url == b.url:
        return Link(first, second, 1.0, "update")
    close = likeness(a, b) if are_near(a, b) else 0.0
    if close < NEAR:
        return None
    return Link(first, second, round(close, 4), "story" if close >= STORY else "near")


def links(articles: Iterable[Told], new: Collection[str] | None = None) -> Iterator[Link]:
    """Links between articles; only those with one of the ``new`` where these are told. What is
    found between two articles depends on nothing but the two."""
    ordered = sorted(articles, key=lambda one: one.id)
    for a, b in _candidates(ordered):
        link = compare(a, b) if _wanted(a, b, new) else None
        if link:
            yield link


def _wanted(a: Told, b: Told, new: Collection[str] | None) -> bool:
    return new is None or a.id in new or b.id in new


def _candidates(articles: list[Told]) -> Iterator[tuple[Told, Told]]:
    """Pairs that share some of their most telling words, or their address; each once."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(articles):
        for key in [*list(one.terms)[:KEYS], *([f"\0{one.url}"] if one.url else [])]:
            found[key].append(number)
    for number, one in enumerate(articles):
        shared: dict[int, int] = defaultdict(int)
        for key in list(one.terms)[:KEYS]:
            if len(found[key]) <= CROWD:
                for other in found[key]:
                    shared[other] += 1
        for other in found.get(f"\0{one.url}", ()):
            shared[other] += SHARED
        for other in sorted(shared):
            if other > number and shared[other] >= SHARED:
                yield one, articles[other]
