"""Relevance: could a text tell of a political event, by its words alone?

A linear model (data/gate, docs/archive.md). It is there to save time, not to decide: it lets pass
whatever looks remotely like politics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dragoman.text.words import words_of

DULL = -2.5  # a sentence below this is not read by the network
SILENT = 0.5  # an article without a sentence above this is not coded
SHORTEST = 4  # words of a sentence
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")


def relevance(sentence: str, gate: Mapping[str, float]) -> float:
    """Logarithm of the odds that a sentence tells of a political event."""
    return gate[""] + sum(gate.get(word, 0.0) for word in sorted(set(words_of(sentence))))


def is_relevant(text: str, gate: Mapping[str, float]) -> bool:
    """Does any sentence of a text look as if it told of an event?"""
    long = (s for s in _SENTENCE.split(text) if len(s.split()) >= SHORTEST)
    return any(relevance(sentence, gate) >= SILENT for sentence in long)
