"""Small word classes that stages look up (data/*/words.tsv)."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.tables.reading import rows


def load_words(path: str) -> Mapping[str, frozenset[str]]:
    """Classes of lemmas by name."""
    return {cells["class"]: frozenset(cells["lemmas"].split()) for cells in rows(path)}
