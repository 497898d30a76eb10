"""Bringing links up to date after an ingest."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from dragoman.store.commit import transaction
from dragoman.store.linking import LINKS, fresh_articles, link_articles, members, write_links
from dragoman.store.query import open_engine

BATCH = 200_000  # links of a segment


def update_links(folder: Path, manifest: sqlite3.Connection) -> int:
    """Link what is new, and work out anew who belongs together. The number of new links."""
    engine = open_engine(folder, manifest)
    segments, batch = [], list[dict[str, Any]]()
    for found in link_articles(engine.con, manifest):
        batch += found
        if len(batch) >= BATCH:
            segments.append(write_links(folder, LINKS, batch))
            batch = []
    if batch:
        segments.append(write_links(folder, LINKS, batch))
    fresh = [id_ for ids in fresh_articles(engine.con, manifest).values() for id_ in ids]
    engine.close()
    if not fresh:
        return 0
    with transaction(manifest):
        manifest.executemany("INSERT OR REPLACE INTO segments VALUES (?,?,?,?,?,?,?,?,1)", segments)
        manifest.executemany("INSERT OR IGNORE INTO linked VALUES (?)", [(one,) for one in fresh])
    engine = open_engine(folder, manifest)
    whole = write_links(folder, "members", list(members(engine.con)))
    engine.close()
    with transaction(manifest):
        manifest.execute("UPDATE segments SET live = 0 WHERE kind = 'members'")
        manifest.execute("INSERT OR REPLACE INTO segments VALUES (?,?,?,?,?,?,?,?,1)", whole)
    return sum(segment[4] for segment in segments)
