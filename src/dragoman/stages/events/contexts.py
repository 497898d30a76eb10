"""PLOVER contexts of an event, from cue words in the sentences around it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from dragoman.text.words import words_of


def contexts_of(passage: str, cues: Iterable[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    """Contexts whose cue words stand in the passage, in the ontology's order."""
    words = words_of(passage)
    grams = {*words, *(" ".join(pair) for pair in pairwise(words))}
    return tuple(name for name, cue in cues if cue & grams)
