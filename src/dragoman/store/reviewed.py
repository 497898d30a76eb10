"""What people have judged, as a table to ask about."""

from __future__ import annotations

import sqlite3

import duckdb

JUDGED = """SELECT event_id, verdict, who, at FROM reviews AS r WHERE review = (SELECT max(review)
    FROM reviews WHERE event_id = r.event_id AND state = 'applied')"""


def reviewed_table(con: duckdb.DuckDBPyConnection, manifest: sqlite3.Connection) -> None:
    """``reviewed``: one row an event that a person has judged, with the verdict that counts."""
    con.execute("CREATE TABLE reviewed (event_id VARCHAR, verdict VARCHAR, reviewer VARCHAR, "
                "reviewed_at VARCHAR)")  # fmt: skip
    found = [tuple(row) for row in manifest.execute(JUDGED)]
    if found:
        columns = [list(column) for column in zip(*found, strict=True)]
        con.execute("INSERT INTO reviewed SELECT unnest(?), unnest(?), unnest(?), unnest(?)",
                    columns)  # fmt: skip
