"""Political event data from news text, with the words of the article as evidence.

Who did what to whom, when, where, how surely, and who says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman._version import __version__
from dragoman.model import Article, Document, DragomanError, Event, Issue, Quote

if TYPE_CHECKING:
    from dragoman.api import Coded, Coder, code

__all__ = [
    "Article",
    "Coded",
    "Coder",
    "Document",
    "DragomanError",
    "Event",
    "Issue",
    "Quote",
    "__version__",
    "code",
]


def __getattr__(name: str) -> Any:
    """Load the heavy parts on first use, so that ``import dragoman`` and ``--help`` stay quick."""
    if name in {"Coded", "Coder", "code"}:
        from dragoman import api

        return getattr(api, name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
