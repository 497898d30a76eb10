"""What is in an archive, in numbers."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from dragoman.store.answers import Engine
from dragoman.store.schema import VERSION


def status(folder: Path, con: sqlite3.Connection, engine: Engine, runs: int = 5) -> dict[str, Any]:
    """Counts of documents by outcome and reason, of articles, events and incidents, of versions of
    the coder, the last runs, and the size on disk."""
    outcomes = con.execute(
        "SELECT outcome, code, count(*) AS n FROM documents GROUP BY 1, 2 ORDER BY 1, n DESC"
    )
    codings = con.execute("SELECT coding, coder, current FROM codings ORDER BY coding")
    last = con.execute("SELECT * FROM runs ORDER BY run DESC LIMIT ?", (runs,))
    return {
        "archive": str(folder),
        "format": VERSION,
        "documents": [dict(row) for row in outcomes],
        "articles": engine.value("SELECT count(*) FROM articles"),
        "outlets": engine.value("SELECT count(DISTINCT publication) FROM articles"),
        "stories": engine.value("SELECT count(DISTINCT story) FROM stories"),
        "events": engine.value("SELECT count(*) FROM events"),
        "incidents": engine.value("SELECT count(DISTINCT incident) FROM incidents"),
        "quotes": engine.value("SELECT count(*) FROM quotes"),
        "published": [
            str(engine.value(f"SELECT {which}(published) FROM articles") or "") or None
            for which in ("min", "max")
        ],
        "codings": [dict(row) for row in codings],
        "runs": [dict(row) for row in last],
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
    }
