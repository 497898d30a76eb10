"""Bringing links up to date after an ingest."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from dragoman.store.linking import LINKS, MEMBERS, fresh_articles, link_articles, members
from dragoman.store.query import open_engine
from dragoman.store.schema import transaction
from dragoman.store.segments import Segment, publish, write_segment

BATCH = 200_000  # links of a segment


def update_links(folder: Path, manifest: sqlite3.Connection) -> int:
    """Link what is new, and work out anew who belongs together. The number of new links."""
    with closing(open_engine(folder, manifest)) as engine:
        fresh = fresh_articles(engine.con, manifest)
        if not fresh:
            return 0
        batches = list[Segment]()
        waiting = list[dict[str, Any]]()
        for found in link_articles(engine.con, fresh):
            waiting += found
            if len(waiting) >= BATCH:
                batches.append(write_segment(folder, LINKS, waiting))
                waiting = []
    if waiting:
        batches.append(write_segment(folder, LINKS, waiting))
    with transaction(manifest):
        publish(manifest, batches)
        ids = [(id_,) for ids in fresh.values() for id_ in ids]
        manifest.executemany("INSERT OR IGNORE INTO linked VALUES (?)", ids)
    _update_members(folder, manifest)
    return sum(segment.rows for segment in batches)


def _update_members(folder: Path, manifest: sqlite3.Connection) -> None:
    with closing(open_engine(folder, manifest)) as engine:
        whole = write_segment(folder, MEMBERS, list(members(engine.con)))
    with transaction(manifest):
        manifest.execute("UPDATE segments SET live = 0 WHERE kind = ?", (MEMBERS,))
        publish(manifest, [whole])
