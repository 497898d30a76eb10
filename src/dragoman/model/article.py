"""Article: what was received from a reader, untouched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date as Date


@dataclass(frozen=True, slots=True)
class Article:
    """One article as received.

    ``date`` is the day of publication, the anchor of "on Tuesday"; None where it is not known
    (it is never taken from the clock). ``date_source`` tells where it came from. ``published`` is
    the moment with its zone, ISO 8601, where the source tells it; ``candidates`` are all days that
    the source offers, as pairs of where and what; ``notes`` what went less well in reading, as
    pairs of code and words.
    """

    text: str
    name: str = "text"
    date: Date | None = None
    date_source: str | None = None
    publication: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = field(default=())
    published: str | None = None
    section: str | None = None
    candidates: tuple[tuple[str, str], ...] = field(default=())
    notes: tuple[tuple[str, str], ...] = field(default=())

    @property
    def id(self) -> str:
        """Content hash: the same text and date always give the same id."""
        stamp = self.date.isoformat() if self.date else ""
        content = f"{stamp}\0{self.publication or ''}\0{self.text}"
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
