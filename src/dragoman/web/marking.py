"""Text with marks: which words stand for what, however marks overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters from ``start`` to ``end`` that play a part; ``about`` is what a reader is told."""

    start: int
    end: int
    kind: str
    about: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with the same marks throughout; ``anchor`` is the id that a link may lead to."""

    text: str
    kinds: tuple[str, ...] = ()
    about: str = ""
    refs: tuple[str, ...] = ()
    anchor: str = ""


def pieces(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[Piece]:
    """Part of a text cut at the edges of its marks. The first piece of each mark with a ``ref`` is
    an anchor of that name."""
    end = len(text) if end is None else min(end, len(text))
    found = [m for m in marks if m.start < end and m.end > start and m.end > m.start]
    cuts = sorted({start, end, *(min(max(c, start), end) for m in found for c in (m.start, m.end))})
    told: list[Piece] = []
    for a, b in pairwise(cuts):
        over = [m for m in found if m.start <= a and m.end >= b]
        anchor = next((m.ref for m in over if m.ref and max(m.start, start) == a), "")
        told.append(_piece(text[a:b], over, anchor))
    return told


def _piece(text: str, over: Sequence[Mark], anchor: str) -> Piece:
    return Piece(
        text,
        tuple(dict.fromkeys(m.kind for m in over)),
        "; ".join(dict.fromkeys(m.about for m in over if m.about)),
        tuple(dict.fromkeys(m.ref for m in over if m.ref)),
        anchor,
    )
