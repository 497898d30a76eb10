"""Full-text search over articles, the sentences of events, and quotations (SQLite FTS5)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.model import ArchiveError

SEARCHED = {
    "articles": ("article_id", ("title", "text")),
    "events": ("event_id", ("sentence",)),
    "quotes": ("quote_id", ("text",)),
}
_PLAIN = re.compile(r"[\w\s.'’-]+")


def index_rows(con: sqlite3.Connection, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Make rows findable by their words."""
    for kind, found in rows.items():
        name, fields = SEARCHED[kind]
        for row in found:
            cursor = con.execute("INSERT INTO indexed (kind, ref) VALUES (?, ?)", (kind, row[name]))
            text = "\n".join(row[field] or "" for field in fields)
            con.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (cursor.lastrowid, text))


def search(con: sqlite3.Connection, words: str, kind: str, limit: int) -> list[str]:
    """Ids of the rows that hold the words, the best first.

    Plain words must all be there; FTS5's operators (AND, OR, NOT, NEAR, "a phrase", begin*) may be
    used. Raises ArchiveError for a query that cannot be read.
    """
    query = _quoted(words) if _PLAIN.fullmatch(words) and not _operators(words) else words
    try:
        found = con.execute(
            "SELECT ref FROM words JOIN indexed ON indexed.row = words.rowid "
            "WHERE words MATCH ? AND kind = ? ORDER BY rank, row LIMIT ?", (query, kind, limit),
        )  # fmt: skip
        return list(dict.fromkeys(row[0] for row in found))
    except sqlite3.OperationalError as error:
        raise ArchiveError(f"{words!r} is no search ({error}); put phrases in quotes") from error


def _quoted(words: str) -> str:
    return " ".join(f'"{word}"' for word in words.split())


def _operators(words: str) -> bool:
    return bool({"AND", "OR", "NOT", "NEAR"} & set(words.split()))
