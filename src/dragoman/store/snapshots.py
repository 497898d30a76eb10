"""Snapshots: the archive's answers frozen under a name, complete in themselves, to be cited."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from dragoman._version import __version__
from dragoman.model import ArchiveError
from dragoman.store.answers import Engine
from dragoman.store.runs import now
from dragoman.store.schema import VERSION, transaction
from dragoman.store.segments import file_sha, quoted

FOLDER = "snapshots"
MANIFEST = "manifest.json"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
TABLES = {
    "events": "SELECT * FROM events ORDER BY event_id",
    "quotes": "SELECT * FROM quotes ORDER BY quote_id",
    "incidents": "SELECT * FROM incidents ORDER BY event_id",
    "stories": "SELECT * FROM stories ORDER BY article_id",
}
NO_TEXTS = "SELECT * EXCLUDE (text, minhash, terms, weights) FROM articles ORDER BY article_id"
TEXTS = "SELECT * FROM articles ORDER BY article_id"


def make_snapshot(
    folder: Path, con: sqlite3.Connection, engine: Engine, name: str, *, digest: str, texts: bool
) -> dict[str, Any]:
    """Write the tables as Parquet files and a manifest that names and sums them up.

    The articles' texts, which belong to their publishers, only with ``texts``. Raises ArchiveError
    when the name is taken or no good for a folder.
    """
    target = folder / FOLDER / name
    if not NAME.fullmatch(name):
        raise ArchiveError(f"{name!r} is no name for a snapshot; use letters, digits, . _ and -")
    if target.exists():
        raise ArchiveError(f"there is a snapshot {name!r} already; snapshots never change")
    draft = target.with_name(f".{name}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for table, sql in {**TABLES, "articles": TEXTS if texts else NO_TEXTS}.items():
        path = quoted(draft / f"{table}.parquet")
        engine.con.execute(f"COPY ({sql}) TO {path} (FORMAT parquet, COMPRESSION zstd)")
    told = _manifest(con, engine, name, digest, draft)
    (draft / MANIFEST).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    draft.rename(target)
    with transaction(con):
        con.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)",
                    (name, told["made"], digest, told["counts"]["events"]))  # fmt: skip
    return told


def _manifest(
    con: sqlite3.Connection, engine: Engine, name: str, digest: str, draft: Path
) -> dict[str, Any]:
    coders = con.execute("SELECT coding, coder FROM codings WHERE current = 1 ORDER BY coding")
    tables = ("articles", "events", "quotes")
    counts = {table: engine.value(f"SELECT count(*) FROM {table}") for table in tables}
    counts["incidents"] = engine.value("SELECT count(DISTINCT incident) FROM incidents")
    first, last = next(iter(engine.con.execute(
        "SELECT min(published), max(published) FROM articles").fetchall()))  # fmt: skip
    made = now()
    return {
        "snapshot": name,
        "made": made,
        "program": f"dragoman {__version__}",
        "archive_format": VERSION,
        "coders": dict(tuple(row) for row in coders),
        "counts": counts,
        "published": [str(first) if first else None, str(last) if last else None],
        "corrections": con.execute("SELECT count(*) FROM corrections").fetchone()[0],
        "deletions": con.execute(
            "SELECT count(*) FROM deletions WHERE undone IS NULL").fetchone()[0],
        "digest": digest,
        "files": {
            path.name: {"bytes": path.stat().st_size, "sha256": file_sha(path)}
            for path in sorted(draft.glob("*.parquet"))
        },
        "citation": f"Snapshot {name!r}, {counts['events']:,} events of {counts['articles']:,} "
        f"articles, coded with dragoman {__version__}, {made[:10]}, sha256 {digest[:16]}.",
    }  # fmt: skip
