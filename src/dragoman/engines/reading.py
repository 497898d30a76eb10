"""What the network answers about one sentence, asked by pieces of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dragoman.model import Found, Span
from dragoman.text.pieces import Word, covered

Floats = NDArray[np.float32]
ROLES = ("actor", "recipient", "reporter")


@dataclass(frozen=True, slots=True)
class Head:
    """The labels in the order in which the network answers; stored beside its weights."""

    types: tuple[str, ...]
    modes: tuple[tuple[str, str], ...]
    statuses: tuple[str, ...]
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logits:
    """Raw answers for L pieces: [L, 1 + types], [L, modes], ..., roles [role, trigger, piece]."""

    types: Floats
    modes: Floats
    statuses: Floats
    contexts: Floats
    roles: Floats


class Reading:
    """A sentence as the network reads it. Spans are offsets into the sentence; all
    probabilities are 0..1."""

    def __init__(
        self, head: Head, words: list[Word], owner: Sequence[int | None], logits: Logits
    ) -> None:
        self.head = head
        self._words = words
        self._logits = logits
        self._pieces: list[list[int]] = [[] for _ in words]
        for piece, word in enumerate(owner):
            if word is not None:
                self._pieces[word].append(piece)
        self._types = softmax(logits.types)

    def triggers(self, threshold: float) -> list[Found]:
        """Words that carry an event more likely than the threshold; neighbours of one type
        together."""
        found: list[Found] = []
        for word, kind, share in self._carriers(threshold):
            last = found[-1] if found else None
            if last and last.type == kind and word.start - last.span.end <= 1:
                span = Span(last.span.start, word.end)
                found[-1] = Found(span, kind, max(last.probability, share))
            else:
                found.append(Found(Span(word.start, word.end), kind, share))
        return found

    def _carriers(self, threshold: float) -> Iterator[tuple[Word, str, float]]:
        likely = (self._types[:, 0] < 1 - threshold).tolist()
        for word, pieces in zip(self._words, self._pieces, strict=True):
            if not any(likely[piece] for piece in pieces):  # nor is their mean
                continue
            shares = self._types[pieces].mean(0)
            event = 1 - float(shares[0])
            if event > threshold:
                yield word, self.head.types[int(shares[1:].argmax())], event

    def at(self, trigger: Span) -> Answer | None:
        """The answers for a trigger; None when it lies behind the longest length."""
        pieces = self._at(trigger)
        return Answer(self, pieces) if pieces else None

    def _at(self, span: Span) -> list[int]:
        return [p for w in covered(self._words, span.start, span.end) for p in self._pieces[w]]


class Answer:
    """What is said of one trigger."""

    def __init__(self, reading: Reading, pieces: list[int]) -> None:
        self._reading = reading
        self._pieces = pieces

    @property
    def types(self) -> dict[str, float]:
        """Each type's probability; what is left to 1 is "no event"."""
        shares = self._reading._types[self._pieces].mean(0)
        return dict(zip(self._reading.head.types, map(float, shares[1:]), strict=True))

    @property
    def type(self) -> str:
        """The likeliest type."""
        types = self.types
        return max(types, key=lambda name: types[name])

    @property
    def statuses(self) -> dict[str, float]:
        """Each status' probability."""
        shares = softmax(self._reading._logits.statuses[self._pieces].mean(0))
        return dict(zip(self._reading.head.statuses, map(float, shares), strict=True))

    @property
    def status(self) -> str:
        """The likeliest status."""
        statuses = self.statuses
        return max(statuses, key=lambda name: statuses[name])

    def modes(self, kind: str) -> dict[str, float]:
        """How likely each mode of a type is; they do not exclude one another."""
        shares = sigmoid(self._reading._logits.modes[self._pieces].mean(0))
        pairs = zip(self._reading.head.modes, map(float, shares), strict=True)
        return {mode: share for (owner, mode), share in pairs if owner == kind}

    def contexts(self, threshold: float) -> tuple[str, ...]:
        """Contexts more likely than the threshold."""
        shares = sigmoid(self._reading._logits.contexts[self._pieces].mean(0))
        pairs = zip(self._reading.head.contexts, shares, strict=True)
        return tuple(name for name, share in pairs if share > threshold)

    def roles(self, mention: Span) -> tuple[float, ...]:
        """How likely a mention is actor, recipient, reporter of the trigger."""
        pieces = self._reading._at(mention)
        if not pieces:
            return (0.0,) * len(ROLES)
        return tuple(sum(shares[p] for p in pieces) / len(pieces) for shares in self._shares)

    @cached_property
    def _shares(self) -> list[list[float]]:
        """For each role the share of each piece of the sentence."""
        logits = self._reading._logits.roles[:, self._pieces].mean(1)
        shares: list[list[float]] = sigmoid(logits).tolist()
        return shares


def softmax(logits: Floats) -> Floats:
    """Shares that add up to 1 along the last axis."""
    shares = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(shares / shares.sum(-1, keepdims=True), np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Probabilities of answers that do not exclude one another."""
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)
