"""Asking an archive: DuckDB over the Parquet segments, with corrections and deletions applied."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dragoman.store.answers import Engine
from dragoman.store.columns import KINDS, columns, key_of
from dragoman.store.commit import SORTED, segment_paths
from dragoman.store.linking import link_views

CORRECTABLE = ("event", "status", "date", "country")
KEYS = {"actor": "actor_key", "recipient": "recipient_key", "reported_by": "reporter_key"}
LISTS = {"mode": "modes", "context": "contexts", "actor_sector": "actor_sectors",
         "recipient_sector": "recipient_sectors"}  # fmt: skip
PLAIN = {"event": "event", "status": "status", "country": "country", "publication": "publication",
         "quad": "quad_code"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events are wanted. Of several values in one field any will do; ``since`` and
    ``until`` are days of the event, or of publication where the text dates nothing."""

    actor: Sequence[str] = ()
    recipient: Sequence[str] = ()
    event: Sequence[str] = ()
    mode: Sequence[str] = ()
    context: Sequence[str] = ()
    status: Sequence[str] = ()
    reported_by: Sequence[str] = ()
    actor_sector: Sequence[str] = ()
    recipient_sector: Sequence[str] = ()
    country: Sequence[str] = ()
    publication: Sequence[str] = ()
    quad: Sequence[int] = ()
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0
    ids: Sequence[str] | None = None

    def where(self) -> tuple[str, list[Any]]:
        """The condition in SQL, with its parameters."""
        parts, values = ["true"], list[Any]()
        self._plain(parts, values)
        for name, column in LISTS.items():
            wanted = getattr(self, name)
            if len(wanted) == 1:
                parts.append(f"list_contains({column}, ?)")
                values += wanted
            elif wanted:
                parts.append(f"list_has_any({column}, ?)")
                values.append(list(wanted))
        for bound, sign in ((self.since, ">="), (self.until, "<=")):
            if bound:
                parts.append(f"day {sign} CAST(? AS DATE)")
                values.append(bound)
        if self.min_confidence > 0:
            parts.append("confidence >= ?")
            values.append(self.min_confidence)
        if self.ids is not None:
            parts.append("list_contains(?, event_id)")
            values.append(list(self.ids))
        return " AND ".join(parts), values

    def _plain(self, parts: list[str], values: list[Any]) -> None:
        """Conditions on single values and on codes; first, since they spare the others most."""
        for name, column in PLAIN.items():
            wanted = getattr(self, name)
            if wanted:
                parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
                values += wanted
        for name, column in KEYS.items():
            wanted = getattr(self, name)
            if wanted:
                parts.append("(" + " OR ".join([f"contains({column}, ?)"] * len(wanted)) + ")")
                values += [key_of([code.replace("|", "")]) for code in wanted]


def open_engine(folder: Path, manifest: sqlite3.Connection, coding: str | None = None) -> Engine:
    """The tables of an archive: ``articles``, ``events`` and ``quotes`` of one version of the coder
    (the present one when none is named), ``all_events`` of every version, ``documents`` (the
    ledger), ``incidents`` and ``stories``."""
    con = duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False})
    con.execute("SET parquet_metadata_cache = true")
    codings = [coding] if coding else current_codings(manifest)
    _plain_tables(con, manifest)
    for kind in KINDS:
        _stored(con, folder, manifest, kind)
    stored = "SELECT DISTINCT coding FROM segments WHERE coding <> '' AND live = 1"
    others = {row[0] for row in manifest.execute(stored)} - set(codings)
    _views(con, codings, several=bool(others))
    link_views(con, folder, manifest)
    return Engine(con, tuple(codings))


def current_codings(manifest: sqlite3.Connection) -> list[str]:
    """The versions of the coder whose events count: several, where articles were ingested by
    different ones, and one alone after a recoding."""
    found = manifest.execute("SELECT coding FROM codings WHERE current = 1 ORDER BY coding")
    return [row[0] for row in found]


def _stored(
    con: duckdb.DuckDBPyConnection, folder: Path, manifest: sqlite3.Connection, kind: str
) -> None:
    paths = segment_paths(folder, manifest, kind)
    if paths:
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        con.execute(f"CREATE VIEW stored_{kind} AS SELECT * FROM read_parquet([{listed}])")
        con.execute(f"CREATE VIEW files_of_{kind} AS SELECT {SORTED[kind]}, filename "
                    f"FROM read_parquet([{listed}], filename=true)")  # fmt: skip
    else:
        shape = ", ".join(f"{name} {type_}" for name, type_ in columns(kind).items())
        con.execute(f"CREATE TABLE stored_{kind} ({shape})")
        con.execute(f"CREATE TABLE files_of_{kind} ({SORTED[kind]} VARCHAR, filename VARCHAR)")


def _plain_tables(con: duckdb.DuckDBPyConnection, manifest: sqlite3.Connection) -> None:
    con.execute("CREATE TABLE deleted (kind VARCHAR, target VARCHAR)")
    gone = manifest.execute("SELECT kind, target FROM deletions WHERE undone IS NULL").fetchall()
    if gone:
        con.executemany("INSERT INTO deleted VALUES (?, ?)", [tuple(row) for row in gone])
    con.execute("CREATE TABLE corrected (event_id VARCHAR, field VARCHAR, value VARCHAR)")
    told = manifest.execute(
        "SELECT event_id, field, new FROM corrections AS c WHERE correction = (SELECT "
        "max(correction) FROM corrections WHERE event_id = c.event_id AND field = c.field)"
    ).fetchall()
    if told:
        con.executemany("INSERT INTO corrected VALUES (?, ?, ?)", [tuple(row) for row in told])


def _views(con: duckdb.DuckDBPyConnection, codings: list[str], *, several: bool) -> None:
    """Views over the segments. Deletions, corrections and ``several`` versions of the coder, of
    which some do not count, cost nothing where there are none."""
    gone = bool(con.execute("SELECT count(*) FROM deleted").fetchone()[0])  # type: ignore[index]
    kept = "article_id NOT IN (SELECT target FROM deleted WHERE kind = 'article')"
    rest = dict.fromkeys(KINDS, f" WHERE {kept}" if gone else " WHERE true")
    if gone:
        rest["events"] += " AND event_id NOT IN (SELECT target FROM deleted WHERE kind = 'event')"
    con.execute(f"CREATE VIEW articles AS SELECT * FROM stored_articles{rest['articles']}")
    chosen = f"SELECT {_corrected(con)} FROM {{}}{rest['events']}"
    con.execute("CREATE VIEW all_events AS " + chosen.format("stored_events"))
    one = chosen.format("read_parquet(path) AS stored_events")
    con.execute(f"CREATE MACRO events_in(path) AS TABLE {one}")
    listed = ", ".join("'" + coding.replace("'", "''") + "'" for coding in [*codings, ""])
    version = f"coding IN ({listed})" if several else "true"
    con.execute(f"CREATE VIEW events AS SELECT * FROM all_events WHERE {version}")
    con.execute(f"CREATE VIEW quotes AS SELECT * FROM stored_quotes{rest['quotes']} AND {version}")


def _corrected(con: duckdb.DuckDBPyConnection) -> str:
    """The columns of events, with what was corrected put in."""
    fields = {row[0] for row in con.execute("SELECT DISTINCT field FROM corrected").fetchall()}
    told = []
    for name in columns("events"):
        if name in fields:
            new = (f"(SELECT value FROM corrected AS c WHERE c.event_id = stored_events.event_id "
                   f"AND c.field = '{name}')")  # fmt: skip
            told.append(f"coalesce({new}, {name}) AS {name}")
        else:
            told.append(name)
    return ", ".join(told)
