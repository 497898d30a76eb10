"""The parts that come from outside the core: small protocols that engines fulfil."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from dragoman.model.span import Span


class ParsedToken(NamedTuple):
    """A word as a parser gives it: offsets are relative to the text that was parsed."""

    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ner: str
    ner_start: bool
    sentence_start: bool


class Parser(Protocol):
    """Splits text into sentences and words, with syntax and named entities."""

    @property
    def version(self) -> str:
        """Name, version and digest of the model: the same string means the same answers."""
        ...

    def parse(self, texts: Sequence[str]) -> list[list[ParsedToken]]:
        """One list of tokens a text; heads are positions in that list."""
        ...


class Found(NamedTuple):
    """A trigger that a reader sees: where in the sentence, its likeliest type, and how likely
    (0..1) it carries an event at all."""

    span: Span
    type: str
    probability: float


class Answer(Protocol):
    """What a reader says of one trigger; all numbers are probabilities (0..1)."""

    @property
    def types(self) -> Mapping[str, float]:
        """Each type's share; what is left to 1 is "no event"."""
        ...

    @property
    def statuses(self) -> Mapping[str, float]:
        """Each status' share."""
        ...

    def modes(self, kind: str) -> Mapping[str, float]:
        """How likely each mode of a type is."""
        ...

    def contexts(self, threshold: float) -> tuple[str, ...]:
        """Contexts likelier than the threshold."""
        ...

    def roles(self, mention: Span) -> tuple[float, ...]:
        """How likely a mention is actor, recipient, reporter."""
        ...


class Reading(Protocol):
    """A sentence as a reader understands it. Spans are offsets into the sentence."""

    def triggers(self, threshold: float) -> Sequence[Found]:
        """Words that carry an event more likely than the threshold, in text order."""
        ...

    def at(self, trigger: Span) -> Answer | None:
        """The answers for a trigger; None where the sentence was too long to be read so far."""
        ...


class Reader(Protocol):
    """Hears what a sentence reports: a trained network."""

    @property
    def added(self) -> Mapping[str, Mapping[str, Any]]:
        """Event types beside PLOVER's: quad, score and modes by name."""
        ...

    @property
    def version(self) -> str:
        """Name and digest: the same string means the same answers."""
        ...

    def read(self, sentences: Sequence[str]) -> Iterator[Reading]:
        """One reading a sentence; the same sentence always gives the same one. Work begins at
        once, in the background: the answers are waited for when they are asked for."""
        ...
