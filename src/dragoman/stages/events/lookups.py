"""What the stage looks up in the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.tables.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class EventTables:
    """What the stage looks up. ``weights`` are those of data/confidence/weights.tsv,
    ``dating``, ``placing`` and ``sides`` those of data/dating/weights.tsv and so on."""

    lexicon: Lexicon
    context_cues: tuple[tuple[str, frozenset[str]], ...]
    weights: Mapping[str, float]
    dating: Mapping[str, float]
    placing: Mapping[str, float]
    sides: Mapping[str, float]
    dating_words: Mapping[str, frozenset[str]]
