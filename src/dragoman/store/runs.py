"""Runs: what was asked for, how far it is, what became of the documents."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dragoman.store.outcomes import Balance
from dragoman.store.schema import transaction

OPEN, DONE, INTERRUPTED = "open", "done", "interrupted"
RECODE = "recode"
COUNTS = tuple(Balance.__dataclass_fields__)


@dataclass(slots=True)
class Run:
    """A run as the manifest has it."""

    con: sqlite3.Connection
    number: int
    coding: str
    balance: Balance
    chain: str

    def has_document(self, key: str) -> bool:
        """Is this document in the archive?"""
        return _is_there(self.con, "SELECT 1 FROM documents WHERE key = ?", key)

    def has_article(self, article_id: str) -> bool:
        """Is this article in the archive, from whatever document?"""
        return _is_there(
            self.con,
            "SELECT 1 FROM documents WHERE article_id = ? AND outcome IN ('coded', 'without')",
            article_id,
        )

    def finish(self, state: str) -> None:
        """Write down that the run has ended."""
        with transaction(self.con):
            self.con.execute(
                "UPDATE runs SET state = ?, ended = ? WHERE run = ?", (state, now(), self.number)
            )


def begin_run(
    con: sqlite3.Connection, kind: str, sources: Sequence[str], coding: tuple[str, str]
) -> Run:
    """A new run, or the one of the same sources that was interrupted."""
    name, coder = coding
    job = job_of(kind, sources, name)
    with transaction(con):
        # A recoding counts when it is complete; what is ingested counts at once.
        known = "INSERT INTO codings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET current = "
        con.execute(known + "max(current, excluded.current)", (name, coder, kind != RECODE))
        old = con.execute(
            "SELECT * FROM runs WHERE job = ? AND state <> 'done' ORDER BY run DESC", (job,)
        ).fetchone()
        if old is not None:
            con.execute("UPDATE runs SET state = ? WHERE run = ?", (OPEN, old["run"]))
            counts = Balance(**{count: old[count] for count in COUNTS})
            return Run(con, old["run"], name, counts, old["chain"])
        return _new_run(con, kind, job, sources, name)


def restart(run: Run, kind: str, sources: Sequence[str]) -> Run:
    """A new run in place of one whose sources have changed."""
    run.finish(INTERRUPTED)
    with transaction(run.con):
        # Nothing will go on with the old one: its documents are not to be had any more.
        run.con.execute("UPDATE runs SET job = '' WHERE run = ?", (run.number,))
        return _new_run(run.con, kind, job_of(kind, sources, run.coding), sources, run.coding)


def job_of(kind: str, sources: Sequence[str], coding: str) -> str:
    """By what a run is known again: a digest of what was asked for."""
    return hashlib.sha256(json.dumps([kind, list(sources), coding]).encode()).hexdigest()[:32]


def _new_run(
    con: sqlite3.Connection, kind: str, job: str, sources: Sequence[str], coding: str
) -> Run:
    cursor = con.execute(
        "INSERT INTO runs (kind, job, sources, coding, state, begun) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, job, json.dumps(list(sources)), coding, OPEN, now()),
    )
    return Run(con, int(cursor.lastrowid or 0), coding, Balance(), "")


def now() -> str:
    """The present moment, for the diary of runs alone: no event depends on it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _is_there(con: sqlite3.Connection, query: str, value: str) -> bool:
    return con.execute(query, (value,)).fetchone() is not None
