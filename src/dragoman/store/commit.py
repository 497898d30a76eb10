"""Committing: results become immutable Parquet segments and rows of the manifest, all or none."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dragoman.store.columns import KINDS, columns
from dragoman.store.outcomes import Balance, Outcome
from dragoman.store.search import index_rows

SEGMENTS = "segments"
ROW_GROUP = 8_192  # rows: small enough that one is read fast for one row
SORTED = {"articles": "article_id", "events": "event_id", "quotes": "quote_id"}
MODULUS = 1 << 256


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
            self.con.executemany(
                "INSERT OR REPLACE INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)", segments
            )
            self.con.executemany(
                "INSERT OR REPLACE INTO documents (key, name, outcome, code, message, article_id, "
                "run) VALUES (:key, :name, :outcome, :code, :message, :article_id, :run)",
                [entry | {"run": self.run} for entry in batch.ledger],
            )
            index_rows(self.con, batch.rows)
            told = balance.values() | {"chain": chain}
            sets = ", ".join(f"{name} = :{name}" for name in told)
            self.con.execute(f"UPDATE runs SET {sets} WHERE run = {self.run}", told)

    def _segment(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
        content = content_digest(rows)
        name = f"{kind}-{content[:24]}.parquet"
        path = self.folder / SEGMENTS / name
        write_parquet(kind, rows, path)
        coding = "" if kind == "articles" else self.coding
        size, sha = path.stat().st_size, file_sha(path)
        return name, kind, coding, self.run, len(rows), size, sha, content


def segment_paths(folder: Path, manifest: sqlite3.Connection, kind: str) -> list[str]:
    """The files of a table, in a fixed order."""
    found = manifest.execute(
        "SELECT segment FROM segments WHERE kind = ? AND live = 1 ORDER BY segment", (kind,)
    )
    return [str(folder / SEGMENTS / row[0]) for row in found]


class transaction:  # noqa: N801  used like a function
    """All that is done inside, or nothing of it."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self.con = con

    def __enter__(self) -> sqlite3.Connection:
        self.con.execute("BEGIN IMMEDIATE")
        return self.con

    def __exit__(self, kind: object, *_: object) -> None:
        self.con.execute("COMMIT" if kind is None else "ROLLBACK")


def write_parquet(kind: str, rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write rows of a table to a Parquet file that appears only when it is complete."""
    draft = path.with_name(f".{path.name}.tmp")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        lines.flush()
        shape = "{" + ", ".join(f"'{n}': '{t}'" for n, t in columns(kind).items()) + "}"
        with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as con:
            con.execute(
                f"COPY (SELECT * FROM read_json(?, format='newline_delimited', columns={shape}, "
                f"maximum_object_size=268435456) ORDER BY {SORTED[kind]}) TO '{_quoted(draft)}' "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})",
                [lines.name],
            )
    draft.replace(path)


def content_digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """A digest of rows as a set: their order and grouping do not matter."""
    total = 0
    for row in rows:
        told = json.dumps(row, sort_keys=True, ensure_ascii=True).encode()
        total += int.from_bytes(hashlib.sha256(told).digest())
    return f"{total % MODULUS:064x}"


def added(digests: Iterable[str]) -> str:
    """The digest of several sets together."""
    return f"{sum(int(one, 16) for one in digests) % MODULUS:064x}"


def file_sha(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
