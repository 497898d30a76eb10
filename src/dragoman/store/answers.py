"""Answers of DuckDB, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dragoman.model import ArchiveError
from dragoman.store.columns import columns

BATCH = 1_000


@dataclass(slots=True)
class Engine:
    """A DuckDB connection with the archive's tables as views; reads what was committed when it
    was opened, and never waits for a writer."""

    con: duckdb.DuckDBPyConnection
    coding: str | None = None

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """The answer to a query, row by row. Raises ArchiveError when it is no good."""
        try:
            found = self.con.execute(sql, list(values))
        except duckdb.Error as error:
            raise ArchiveError(f"the query failed: {error}") from error
        names = [column[0] for column in found.description or ()]
        while batch := found.fetchmany(BATCH):
            yield from (dict(zip(names, row, strict=True)) for row in batch)

    def counts(self, column: str, where: str, values: Sequence[Any]) -> dict[str, int]:
        """How often each value of a column of ``events`` stands in the rows that pass.

        Raises ArchiveError for an unknown column.
        """
        if column not in columns("events"):
            raise ArchiveError(f"no column {column!r} in events")
        one = f"unnest({column})" if columns("events")[column].endswith("[]") else column
        sql = (
            f"SELECT CAST({one} AS VARCHAR) AS v, count(*) AS n FROM events WHERE {where} "
            "GROUP BY 1 ORDER BY n DESC, v"
        )
        return {row["v"]: row["n"] for row in self.rows(sql, values) if row["v"]}

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first cell of the answer."""
        found = next(self.rows(sql, values), None)
        return next(iter(found.values())) if found else None

    def close(self) -> None:
        """Let go of all files."""
        self.con.close()
