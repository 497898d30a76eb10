"""Asking an archive: DuckDB over the Parquet segments, with corrections and deletions applied."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dragoman.store.answers import Engine
from dragoman.store.columns import KINDS, key_of
from dragoman.store.corrected import complete_corrected, corrected_table
from dragoman.store.linking import link_views
from dragoman.store.reviewed import reviewed_table
from dragoman.store.segments import SORTED, empty_table, quoted, segment_paths

KEYS = {"actor": "actor_key", "recipient": "recipient_key", "reported_by": "reporter_key"}
CORRECTED = """(SELECT * FROM stored_events ANTI JOIN corrected_events USING (event_id, coding)
    UNION ALL BY NAME FROM corrected_events)"""
LISTS = {"mode": "modes", "context": "contexts", "actor_sector": "actor_sectors",
         "recipient_sector": "recipient_sectors"}  # fmt: skip
EITHER_KEY = "contains(actor_key, ?) OR contains(recipient_key, ?)"
EITHER_SECTOR = "list_contains(actor_sectors, ?) OR list_contains(recipient_sectors, ?)"
PLAIN = {"event": "event", "status": "status", "country": "country", "publication": "publication",
         "quad": "quad_code"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events are wanted. Of several values in one field any will do; ``since`` and
    ``until`` are days of the event, or of publication where the text dates nothing. ``party`` and
    ``sector`` are of actors or recipients alike; ``reviewed``: whether a person has judged it."""

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
    party: Sequence[str] = ()
    sector: Sequence[str] = ()
    reviewed: bool | None = None

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
        if self.reviewed is not None:
            is_in = "IN" if self.reviewed else "NOT IN"
            parts.append(f"event_id {is_in} (SELECT event_id FROM reviewed)")
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
                values += [_barred(code) for code in wanted]
        for wanted, one in ((self.party, EITHER_KEY), (self.sector, EITHER_SECTOR)):
            if wanted:
                parts.append("(" + " OR ".join([one] * len(wanted)) + ")")
                values += [
                    told for w in wanted for told in [_barred(w) if one is EITHER_KEY else w] * 2
                ]


def _barred(code: str) -> str:
    return key_of([code.replace("|", "")])


def open_engine(folder: Path, manifest: sqlite3.Connection, coding: str | None = None) -> Engine:
    """The tables of an archive: ``articles``, ``events`` and ``quotes`` of one version of the coder
    (the present one when none is named), ``all_events`` of every version, ``links``,
    ``incidents``, ``stories`` and ``reviewed``."""
    con = duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False})
    con.execute("SET parquet_metadata_cache = true")
    codings = [coding] if coding else current_codings(manifest)
    _plain_tables(con, manifest)
    for kind in KINDS:
        _stored(con, folder, manifest, kind)
    complete_corrected(manifest, Engine(con))
    reviewed_table(con, manifest)
    stored = "SELECT DISTINCT coding FROM segments WHERE coding <> '' AND live = 1"
    others = {row[0] for row in manifest.execute(stored)} - set(codings)
    corrected = corrected_table(con, manifest)
    _views(con, codings, several=bool(others), corrected=corrected)
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
        listed = quoted(*paths)
        con.execute(f"CREATE VIEW stored_{kind} AS SELECT * FROM read_parquet([{listed}])")
        con.execute(f"CREATE VIEW files_of_{kind} AS SELECT {SORTED[kind]}, filename "
                    f"FROM read_parquet([{listed}], filename=true)")  # fmt: skip
    else:
        con.execute(f"CREATE TABLE stored_{kind} ({empty_table(kind)})")
        con.execute(f"CREATE TABLE files_of_{kind} ({SORTED[kind]} VARCHAR, filename VARCHAR)")


def _plain_tables(con: duckdb.DuckDBPyConnection, manifest: sqlite3.Connection) -> None:
    con.execute("CREATE TABLE deleted (kind VARCHAR, target VARCHAR)")
    gone = manifest.execute("SELECT kind, target FROM deletions WHERE undone IS NULL").fetchall()
    if gone:
        con.executemany("INSERT INTO deleted VALUES (?, ?)", [tuple(row) for row in gone])


def _views(
    con: duckdb.DuckDBPyConnection, codings: list[str], *, several: bool, corrected: bool
) -> None:
    """Views over the segments. Deletions, corrections and ``several`` versions of the coder, of
    which some do not count, cost nothing where there are none."""
    gone = bool(con.execute("SELECT count(*) FROM deleted").fetchone()[0])  # type: ignore[index]
    kept = "article_id NOT IN (SELECT target FROM deleted WHERE kind = 'article')"
    rest = dict.fromkeys(KINDS, f" WHERE {kept}" if gone else " WHERE true")
    if gone:
        rest["events"] += " AND event_id NOT IN (SELECT target FROM deleted WHERE kind = 'event')"
    con.execute(f"CREATE VIEW articles AS SELECT * FROM stored_articles{rest['articles']}")
    told = CORRECTED if corrected else "stored_events"
    con.execute(f"CREATE VIEW all_events AS SELECT * FROM {told}{rest['events']}")
    con.execute("CREATE MACRO events_in(path) AS TABLE "
                f"SELECT * FROM read_parquet(path){rest['events']}")  # fmt: skip
    version = f"coding IN ({quoted(*codings, '')})" if several else "true"
    con.execute(f"CREATE VIEW events AS SELECT * FROM all_events WHERE {version}")
    con.execute(f"CREATE VIEW quotes AS SELECT * FROM stored_quotes{rest['quotes']} AND {version}")

