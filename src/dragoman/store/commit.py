"""Committing: results become immutable Parquet segments and rows of the manifest, all or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.store.columns import KINDS
from dragoman.store.outcomes import Balance, Outcome
from dragoman.store.schema import transaction
from dragoman.store.search import index_rows
from dragoman.store.segments import SEGMENTS, Segment, publish, write_segment


@dataclass(slots=True)
class Batch:
    """What is committed together: rows by table, and the ledger's entries."""

    rows: dict[str, list[dict[str, Any]]]
    ledger: list[dict[str, Any]]

    @classmethod
    def empty(cls) -> Batch:
        """A batch without anything."""
        return cls({kind: [] for kind in KINDS}, [])


class Committer:
    """Writes batches of one run. Only one process writes at a time."""

    def __init__(self, folder: Path, con: sqlite3.Connection, run: int, coding: str) -> None:
        self.folder, self.con, self.run, self.coding = folder, con, run, coding
        (folder / SEGMENTS).mkdir(exist_ok=True)

    def commit(self, batch: Batch, balance: Balance, chain: str) -> None:
        """Publish a batch: first the files, then, in one transaction, that they are there."""
        segments = [self._segment(kind, rows) for kind, rows in batch.rows.items() if rows]
        with transaction(self.con):
            publish(self.con, segments)
            self.con.executemany(
                "INSERT OR REPLACE INTO documents (key, name, outcome, code, message, article_id, "
                "run) VALUES (:key, :name, :outcome, :code, :message, :article_id, :run)",
                [entry | {"run": self.run} for entry in batch.ledger],
            )
            index_rows(self.con, batch.rows)
            told = balance.values() | {"chain": chain}
            sets = ", ".join(f"{name} = :{name}" for name in told)
            self.con.execute(f"UPDATE runs SET {sets} WHERE run = {self.run}", told)

    def _segment(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> Segment:
        coding = "" if kind == "articles" else self.coding
        return write_segment(self.folder, kind, rows, coding=coding, run=self.run)


def entry_of(result: Mapping[str, Any], outcome: Outcome) -> dict[str, Any]:
    """The ledger's entry of a result."""
    article = result.get("article")
    return {
        "key": result["key"],
        "name": result["name"],
        "outcome": outcome.value,
        "code": result["code"],
        "message": result["message"],
        "article_id": article["article_id"] if article else None,
    }
