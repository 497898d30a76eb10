"""From labelled sentences to numbers: what the network reads and what it should answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.engines.reading import ROLES, Head
from dragoman.engines.wordpieces import Cutter
from dragoman.model import Span
from dragoman.text.pieces import Word, covered
from dragoman.training.corpus import Labelled, Sample

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Act:
    """An event as numbers: which pieces carry it and what is to be said of them. ``status`` is a
    distribution; of modes only those count that ``mode_mask`` lets through."""

    pieces: tuple[int, ...]
    modes: Floats
    mode_mask: Floats
    status: Floats
    contexts: Floats
    roles: Floats  # [roles, pieces of the sentence]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as numbers. ``types`` is a distribution for each piece, 0 being no event."""

    ids: tuple[int, ...]
    types: Floats
    weights: Floats
    acts: tuple[Act, ...]


class Encoder:
    """Turns samples into examples for one set of labels."""

    def __init__(self, cutter: Cutter, head: Head) -> None:
        self.cutter = cutter
        self.head = head

    def example(self, sample: Sample) -> Example:
        """One sentence; what lies behind the longest length is cut off with its labels."""
        words, ids, owner = self.cutter.cut(sample.text)
        pieces = _Pieces(words, owner)
        acts = [(e, pieces.of(e.trigger)) for e in sample.events]
        acts = [(e, found) for e, found in acts if found]
        types = self._types(len(owner), acts)
        return Example(
            tuple(ids), types, weights_of(owner), tuple(self._act(e, p, pieces) for e, p in acts)
        )

    def _types(self, length: int, acts: Sequence[tuple[Labelled, list[int]]]) -> Floats:
        types = np.zeros((length, len(self.head.types) + 1), np.float32)
        for event, found in acts:
            for piece in found:
                types[piece, 1 + self.head.types.index(event.type)] = 1
        types[types.sum(1) == 0, 0] = 1
        normal: Floats = types / types.sum(1, keepdims=True)
        return normal

    def _act(self, event: Labelled, found: list[int], pieces: _Pieces) -> Act:
        head = self.head
        modes = np.array([m in {(event.type, x) for x in event.modes} for m in head.modes])
        roles = np.zeros((len(ROLES), len(pieces.owner)), np.float32)
        for r, role in enumerate(ROLES):
            for span in event.roles[role]:
                roles[r, pieces.of(span)] = 1
        return Act(
            tuple(found),
            modes.astype(np.float32),
            mode_mask(head, event.type),
            np.array([s == event.status for s in head.statuses], np.float32),
            np.array([c in event.contexts for c in head.contexts], np.float32),
            roles,
        )


def weights_of(owner: Sequence[int | None]) -> Floats:
    """1 for each piece of a word, 0 for the signs around the sentence."""
    return np.array([word is not None for word in owner], np.float32)


def mode_mask(head: Head, kind: str) -> Floats:
    """1 for each mode of a type, 0 for those of others."""
    return np.array([of == kind for of, _ in head.modes], np.float32)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Which word each piece belongs to; None for the signs around the sentence."""

    words: list[Word]
    owner: list[int | None]

    def of(self, span: Span) -> list[int]:
        inside = covered(self.words, span.start, span.end)
        return [p for p, word in enumerate(self.owner) if word is not None and word in inside]
