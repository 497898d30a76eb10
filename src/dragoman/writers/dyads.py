"""Records as dyads: the directed pairs of one actor and one recipient that CAMEO's formats list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations, product

from dragoman.tables.reading import rows
from dragoman.writers.export import Record


@dataclass(frozen=True, slots=True)
class Dyad:
    """One pair. ``number`` counts the pairs of a record from 1. A side that nobody is said to
    stand on is None."""

    number: int
    actor: Record | None
    recipient: Record | None


def dyads(record: Record) -> Iterator[Dyad]:
    """The pairs of a record: each actor with each recipient. Acts that all sides share, which have
    several actors and no recipient, become pairs both ways; other sides that are empty keep None.
    """
    pairs: Iterator[tuple[Record | None, Record | None]]
    actors, recipients = record["actor"] or (None,), record["recipient"]
    if recipients:
        pairs = product(actors, recipients)
    elif len(actors) > 1 and _mutual(record):
        pairs = permutations(actors, 2)
    else:
        pairs = product(actors, (None,))
    for number, (actor, recipient) in enumerate(pairs, 1):
        yield Dyad(number, actor, recipient)


def _mutual(record: Record) -> bool:
    kind = record["event"][0]
    return any((kind, mode) in mutual_acts() for mode in ("", *record["mode"]))


@cache
def mutual_acts() -> frozenset[tuple[str, str]]:
    """The types, and types with modes, whose acts all sides share when nobody is named as
    recipient (data/formats/mutual.tsv); several actors of others stand side by side."""
    return frozenset((row["type"], row["mode"]) for row in rows("formats/mutual.tsv"))
