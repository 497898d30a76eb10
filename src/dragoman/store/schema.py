"""The archive's manifest: what segments there are, what became of every document, who changed
what. SQLite, written by one process at a time, read by any number beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from dragoman.model import ArchiveError
from dragoman.store.migrations import MIGRATIONS

FILE = "manifest.sqlite"
LOCK = "writer.sqlite"
VERSION = len(MIGRATIONS)
PATIENCE = 30.0  # seconds to wait for another process to finish a transaction


def connect(folder: Path, *, create: bool = False, shared: bool = False) -> sqlite3.Connection:
    """The manifest of an archive, brought to the present version.

    A ``shared`` one may go from thread to thread, one at a time. Raises ArchiveError when there is
    no archive, or a newer dragoman made it.
    """
    path = folder / FILE
    if not create and not path.is_file():
        raise ArchiveError(f"{folder} is no archive; make one with: dragoman ingest {folder} FILE")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        con = sqlite3.connect(
            path, timeout=PATIENCE, isolation_level=None, check_same_thread=not shared
        )
        con.execute("PRAGMA journal_mode=WAL")
        con.execute("PRAGMA synchronous=FULL")
        con.execute("PRAGMA foreign_keys=ON")
        migrate(con, path)
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path} cannot be opened: {error}") from error
    con.row_factory = sqlite3.Row
    return con


def migrate(con: sqlite3.Connection, path: Path) -> None:
    """Bring a manifest to the present version, all steps or none."""
    found = con.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise ArchiveError(
            f"{path} was made by a newer dragoman (format {found}, this one knows {VERSION}): "
            "update dragoman"
        )
    if found == VERSION:
        return
    con.execute("BEGIN IMMEDIATE")
    try:
        found = con.execute("PRAGMA user_version").fetchone()[0]
        for step in MIGRATIONS[found:]:
            for statement in step:
                con.execute(statement)
        con.execute(f"PRAGMA user_version={VERSION}")
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def lock_writer(folder: Path) -> sqlite3.Connection:
    """The right to write, held as long as the connection is open, and lost with its process.

    Raises ArchiveError when another process holds it.
    """
    con = sqlite3.connect(folder / LOCK, timeout=0.2, isolation_level=None)
    try:
        con.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        con.close()
        raise ArchiveError(
            f"{folder} is being written by another process; wait for it, or stop it"
        ) from error
    return con


class transaction:  # noqa: N801  used like a function
    """All that is done inside, or nothing of it."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self.con = con

    def __enter__(self) -> sqlite3.Connection:
        self.con.execute("BEGIN IMMEDIATE")
        return self.con

    def __exit__(self, kind: object, *_: object) -> None:
        self.con.execute("COMMIT" if kind is None else "ROLLBACK")
