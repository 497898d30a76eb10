"""Is an archive whole? Every problem with what to do about it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dragoman.store.answers import Engine
from dragoman.store.outcomes import Balance
from dragoman.store.runs import COUNTS, OPEN
from dragoman.store.segments import SEGMENTS, file_sha
from dragoman.store.snapshots import FOLDER, MANIFEST

RESTORE = "restore it from a backup, or ingest its sources into a new archive"


def problems(folder: Path, con: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the files and the books of an archive, one line each."""
    damaged = list(_segments(folder, con))
    yield from damaged
    yield from _runs(con)
    found = con.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        yield f"the manifest is damaged ({found}): {RESTORE}"
    yield from _snapshots(folder)


def _segments(folder: Path, con: sqlite3.Connection) -> Iterator[str]:
    for row in con.execute("SELECT * FROM segments WHERE live = 1 ORDER BY segment"):
        path = folder / SEGMENTS / row["segment"]
        if not path.is_file():
            yield f"{row['segment']} is missing: {RESTORE}"
        elif file_sha(path) != row["sha256"]:
            yield f"{row['segment']} is not what was written (sha256): {RESTORE}"
        else:
            with duckdb.connect() as duck:
                count = duck.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone()
            if count is None or count[0] != row["rows"]:
                yield f"{row['segment']} has {count} rows, the manifest says {row['rows']}"


def _runs(con: sqlite3.Connection) -> Iterator[str]:
    for row in con.execute("SELECT * FROM runs ORDER BY run"):
        try:
            Balance(**{name: row[name] for name in COUNTS}).check()
        except AssertionError as error:
            yield f"run {row['run']} does not add up: {error}"
        if row["state"] == OPEN:
            yield f"run {row['run']} was killed: run the same ingest again, it goes on from there"


def content_problems(engine: Engine) -> Iterator[str]:
    """What does not fit together in the tables."""
    orphans = engine.value(
        "SELECT count(*) FROM stored_events WHERE article_id NOT IN "
        "(SELECT article_id FROM stored_articles)"
    )
    if orphans:
        yield f"{orphans} events have no article: {RESTORE}"
    twice = engine.value(
        "SELECT count(*) FROM (SELECT event_id, coding FROM stored_events GROUP BY ALL "
        "HAVING count(*) > 1)"
    )
    if twice:
        yield f"{twice} events are there twice: please report this"


def _snapshots(folder: Path) -> Iterator[str]:
    for path in sorted((folder / FOLDER).glob(f"*/{MANIFEST}")):
        for name, told in json.loads(path.read_text("utf-8"))["files"].items():
            file = path.parent / name
            if not file.is_file() or file_sha(file) != told["sha256"]:
                yield f"snapshot {path.parent.name}: {name} is not what was frozen: {RESTORE}"
