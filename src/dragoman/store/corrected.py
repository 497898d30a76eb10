"""Events as people corrected them: worked out when they correct, kept in the manifest, and put in
the place of what was coded whenever the archive answers."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from dragoman.store.answers import AMONG, Engine, listed
from dragoman.store.changes import Differences, with_changes
from dragoman.store.columns import columns, event_row
from dragoman.store.runs import now
from dragoman.store.schema import transaction

CHANGES = """SELECT event_id, field, new FROM corrections AS c WHERE correction = (SELECT
    max(correction) FROM corrections WHERE event_id = c.event_id AND field = c.field)"""
MISSING = "SELECT DISTINCT event_id FROM corrections EXCEPT SELECT event_id FROM corrected"


def changes_of(
    manifest: sqlite3.Connection, event_id: str | None = None
) -> dict[str, dict[str, str | None]]:
    """By event, the fields that were corrected last, with what; of one event or of all."""
    found: dict[str, dict[str, str | None]] = {}
    one = (" AND event_id = ?", (event_id,)) if event_id else ("", ())
    for event_id, field, value in manifest.execute(CHANGES + one[0], one[1]):
        found.setdefault(event_id, {})[field] = value
    return found


Changes = Mapping[str, Mapping[str, str | None]]  # by event, then by field
Kept = tuple[str, str, str]  # a row of the table ``corrected``


def corrected_rows(engine: Engine, changes: Changes) -> list[Kept]:
    """Rows of events with their corrections, for each version of the coder that found them."""
    sql = f"SELECT event_id, coding, record FROM stored_events WHERE event_id {AMONG}"
    rows = []
    for row in engine.rows(sql, [listed(changes)]):
        told = with_changes(json.loads(row["record"]), changes[row["event_id"]])
        # What was coded stays in the record: corrected and coded can be told apart.
        new = event_row(told, row["coding"]) | {"record": row["record"]}
        rows.append((row["event_id"], row["coding"], json.dumps(new, ensure_ascii=False)))
    return rows


def keep_corrected(manifest: sqlite3.Connection, rows: Iterable[Kept]) -> None:
    """Keep corrected rows; part of the caller's transaction."""
    manifest.executemany("INSERT OR REPLACE INTO corrected VALUES (?, ?, ?)", rows)


def write_corrections(
    manifest: sqlite3.Connection, event_id: str, told: Differences, *, who: str, note: str | None
) -> None:
    """Write down who changed what into what; part of the caller's transaction."""
    manifest.executemany(
        "INSERT INTO corrections (event_id, field, old, new, who, at, note) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(event_id, field, old, new, who, now(), note) for field, (old, new) in told.items()],
    )


def complete_corrected(manifest: sqlite3.Connection, engine: Engine) -> None:
    """Work out the rows that are missing: of an archive that an older dragoman wrote."""
    missing = {row[0] for row in manifest.execute(MISSING)}
    if missing:
        changes = {id_: told for id_, told in changes_of(manifest).items() if id_ in missing}
        with transaction(manifest):
            keep_corrected(manifest, corrected_rows(engine, changes))


def corrected_row(
    manifest: sqlite3.Connection, event_id: str, coding: str
) -> dict[str, Any] | None:
    """The row of one event as corrected; None for one that was not."""
    found = manifest.execute(
        "SELECT row FROM corrected WHERE event_id = ? AND coding = ?", (event_id, coding)
    ).fetchone()
    told: dict[str, Any] | None = json.loads(found[0]) if found else None
    return told


def corrected_table(con: duckdb.DuckDBPyConnection, manifest: sqlite3.Connection) -> bool:
    """Make the table ``corrected_events``, if anything was corrected at all."""
    found = manifest.execute("SELECT row FROM corrected ORDER BY event_id, coding").fetchall()
    if not found:
        return False
    shape = "{" + ", ".join(f"'{n}': '{t}'" for n, t in columns("events").items()) + "}"
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as lines:
        lines.writelines(row[0] + "\n" for row in found)
        lines.flush()
        con.execute("CREATE TABLE corrected_events AS SELECT * FROM read_json(?, "
                    f"format='newline_delimited', columns={shape})", [lines.name])  # fmt: skip
    return True
