"""The parts that come from outside the core: small protocols that engines fulfil."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


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
