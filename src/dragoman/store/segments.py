"""Segments: immutable Parquet files, each named by what is in it."""

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

from dragoman.store.columns import columns

SEGMENTS = "segments"
ROW_GROUP = 8_192  # rows: small enough that one is read fast for one row
SORTED = {"articles": "article_id", "events": "event_id", "quotes": "quote_id",
          "links": "kind, a, b, reason", "members": "kind, id"}  # fmt: skip
MODULUS = 1 << 256
PUBLISH = """INSERT OR REPLACE INTO segments
    (segment, kind, coding, run, rows, bytes, sha256, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Segment:
    """A file that is written, and what the manifest has to know of it."""

    name: str
    kind: str
    coding: str
    run: int
    rows: int
    size: int
    sha256: str
    content: str


def write_segment(
    folder: Path, kind: str, rows: Rows, *, coding: str = "", run: int = 0
) -> Segment:
    """Write rows of a table as a segment of an archive; nobody reads it before it is published."""
    content = content_digest(rows)
    path = folder / SEGMENTS / f"{kind}-{content[:24]}.parquet"
    write_parquet(kind, rows, path)
    size, sha = path.stat().st_size, file_sha(path)
    return Segment(path.name, kind, coding, run, len(rows), size, sha, content)


def publish(manifest: sqlite3.Connection, segments: Iterable[Segment]) -> None:
    """Tell the manifest of segments; part of the caller's transaction."""
    manifest.executemany(
        PUBLISH,
        [(s.name, s.kind, s.coding, s.run, s.rows, s.size, s.sha256, s.content) for s in segments],
    )


def segment_paths(folder: Path, manifest: sqlite3.Connection, kind: str) -> list[str]:
    """The files of a table, in a fixed order."""
    found = manifest.execute(
        "SELECT segment FROM segments WHERE kind = ? AND live = 1 ORDER BY segment", (kind,)
    )
    return [str(folder / SEGMENTS / row[0]) for row in found]


def write_parquet(kind: str, rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write rows of a table to a Parquet file that appears only when it is complete."""
    draft = path.with_name(f".{path.name}.tmp")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        lines.flush()
        shape = "{" + ", ".join(f"'{n}': '{t}'" for n, t in columns(kind).items()) + "}"
        with duckdb.connect(config={"threads": 1}) as con:
            con.execute(
                f"COPY (SELECT * FROM read_json(?, format='newline_delimited', columns={shape}, "
                f"maximum_object_size=268435456) ORDER BY {SORTED[kind]}) TO {quoted(draft)} "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})",
                [lines.name],
            )
    draft.replace(path)


def empty_table(kind: str) -> str:
    """The columns of a table in SQL, for where no segment is."""
    return ", ".join(f"{name} {type_}" for name, type_ in columns(kind).items())


def quoted(*texts: object) -> str:
    """Texts as literals of SQL, for where no parameter may stand.

    >>> quoted("it's", "b")
    "'it''s', 'b'"
    """
    return ", ".join("'" + str(text).replace("'", "''") + "'" for text in texts)


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
