"""Answers of DuckDB, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Timer
from typing import Any

import duckdb

from dragoman.model import ArchiveError
from dragoman.store.columns import columns

BATCH = 1_000
KEYS = {"actors": "actor_key", "recipients": "recipient_key", "reporters": "reporter_key"}
# The number of incidents among rows of events that are joined with ``clusters``: far cheaper than
# to count distinct ids of all events.
INCIDENTS = "count(*) FILTER (cluster IS NULL) + count(DISTINCT cluster)"
# Of ids that are given as one text: thousands of parameters in a list take DuckDB far longer.
AMONG = "IN (SELECT unnest(string_split(?, ',')))"


def listed(ids: Iterable[str]) -> str:
    """Ids as the parameter of AMONG."""
    return ",".join(ids)


@dataclass(slots=True)
class Engine:
    """A DuckDB connection with the archive's tables as views; reads what was committed when it
    was opened, and never waits for a writer. After ``seconds`` it is stopped in what it does."""

    con: duckdb.DuckDBPyConnection
    codings: tuple[str, ...] = ()
    seconds: float | None = None
    _bell: Timer | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.seconds is not None:
            self._bell = Timer(self.seconds, self.con.interrupt)
            self._bell.daemon = True
            self._bell.start()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """The answer to a query, row by row. Raises ArchiveError when it is no good."""
        try:
            found = self.con.execute(sql, list(values))
            names = [column[0] for column in found.description or ()]
            while batch := found.fetchmany(BATCH):
                yield from (dict(zip(names, row, strict=True)) for row in batch)
        except duckdb.InterruptException as error:
            raise ArchiveError(
                f"the question took longer than {self.seconds:g} seconds; narrow it down"
            ) from error
        except duckdb.Error as error:
            raise ArchiveError(f"the query failed: {error}") from error

    def counts(
        self, names: Sequence[str], where: str, values: Sequence[Any]
    ) -> dict[str, dict[str, int]]:
        """How often each value of some columns of ``events`` stands in the rows that pass; one
        pass for all single values, one for each column of lists.

        Raises ArchiveError for an unknown column.
        """
        kinds = columns("events")
        unknown = [name for name in names if name not in kinds]
        if unknown:
            raise ArchiveError(f"no column {unknown[0]!r} in events")
        found: dict[str, dict[str, int]] = {name: {} for name in names}
        single = [name for name in names if not kinds[name].endswith("[]")]
        for name, sql in self._counting(single, [n for n in names if n not in single], where):
            for row in self.rows(sql, values):
                column = name or next((n for n in single if row[f"is_{n}"] == 0), "")
                value = row[column] if column else None
                if value not in (None, ""):
                    found[column][str(value)] = row["n"]
        return found

    def _counting(
        self, single: Sequence[str], lists: Sequence[str], where: str
    ) -> Iterator[tuple[str, str]]:
        """Questions that count, each with the column it is about; "" for the one about many."""
        if single:
            told = ", ".join([*single, *(f"grouping({n}) AS is_{n}" for n in single)])
            sets = ", ".join(f"({name})" for name in single)
            order = ", ".join(["n DESC", *single])
            yield "", (f"SELECT count(*) AS n, {told} FROM events WHERE {where} "
                       f"GROUP BY GROUPING SETS ({sets}) ORDER BY {order}")  # fmt: skip
        for name in lists:
            # Few lists differ: they are counted whole before they are taken apart. Codes stand
            # once more in a column of text, which is counted faster.
            key = KEYS.get(name)
            parts = f"string_split({key}, '|')" if key else name
            whole = f"SELECT {key or name}, count(*) AS n FROM events WHERE {where} GROUP BY 1"
            yield name, (f"SELECT {name}, CAST(sum(n) AS BIGINT) AS n FROM (SELECT unnest({parts}) "
                         f"AS {name}, n FROM ({whole})) GROUP BY 1 ORDER BY n DESC, {name}")

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first cell of the answer."""
        found = next(self.rows(sql, values), None)
        return next(iter(found.values())) if found else None

    def close(self) -> None:
        """Let go of all files."""
        if self._bell is not None:
            self._bell.cancel()
        self.con.close()
