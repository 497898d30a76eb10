"""Words that tell who says what: verbs and nouns of speech, belief and claim (data/quotes)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.tables.reading import rows, split


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """Stub."""


def load_quote_words() -> QuoteWords:
    """Stub."""
    return QuoteWords()
