"""Asking an archive: what needs no right to write."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date as Date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dragoman.model import ArchiveError
from dragoman.store.answers import AMONG, Engine, listed
from dragoman.store.changes import Differences, with_changes
from dragoman.store.columns import event_row
from dragoman.store.corrected import Kept, changes_of, corrected_row, corrected_rows
from dragoman.store.query import Filter, open_engine
from dragoman.store.schema import connect
from dragoman.store.search import search
from dragoman.store.segments import added, content_digest
from dragoman.store.snapshots import make_snapshot
from dragoman.store.status import status
from dragoman.store.verify import content_problems, problems

FACETS = ("event", "status", "country", "publication")
MOST_FOUND = 100_000  # events that words may find
CONTENT = ("articles", "events", "quotes")
# Whatever changes what questions are answered from.
STATE = """SELECT (SELECT count(*) || '/' || total(live) || '/' || max(segment) FROM segments),
    (SELECT count(*) FROM corrections), (SELECT count(*) FROM reviews),
    (SELECT count(*) || '/' || count(undone) FROM deletions),
    (SELECT group_concat(coding) FROM codings WHERE current = 1)"""


class Asking:
    """The part of an archive that only reads. ``seconds`` bounds what one question may take
    (None: no bound); a ``shared`` archive may go from thread to thread, one at a time."""

    def __init__(
        self, folder: str | Path, *, create: bool = False, shared: bool = False
    ) -> None:
        self.folder = Path(folder)
        self.seconds: float | None = None
        self.con: sqlite3.Connection = connect(self.folder, create=create, shared=shared)
        self._open: tuple[tuple[object, ...], Engine] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        if self._open:
            self._open[1].close()
        self.con.close()

    def query_engine(self, coding: str | None = None) -> closing[Engine]:
        """DuckDB with the archive's tables, as of now; use it in a ``with``. It stays open behind
        the scenes, and is made anew when something was written."""
        state = (coding, *self.con.execute(STATE).fetchone())
        if self._open is None or self._open[0] != state:
            if self._open:
                self._open[1].close()
            self._open = state, open_engine(self.folder, self.con, coding)
        whole = self._open[1]
        return closing(Engine(whole.con.cursor(), whole.codings, self.seconds))

    def events(
        self, wanted: Filter | None = None, *, words: str | None = None, limit: int | None = None
    ) -> Iterator[dict[str, Any]]:
        """Rows of events that pass a filter, by day; ``words`` must stand in their sentences."""
        where, values = self.condition(wanted, words)
        bound = f" LIMIT {int(limit)}" if limit is not None else ""
        with self.query_engine() as engine:
            yield from engine.rows(
                f"SELECT * FROM events WHERE {where} ORDER BY day, event_id{bound}", values
            )

    def condition(self, wanted: Filter | None, words: str | None = None) -> tuple[str, list[Any]]:
        """A filter as SQL over ``events``, with its parameters."""
        where, values = (wanted or Filter()).where()
        if not words:
            return where, values
        ids = search(self.con, words, "events", MOST_FOUND)
        return f"{where} AND event_id {AMONG}", [*values, listed(ids)]

    def count(self, wanted: Filter | None = None, *, words: str | None = None) -> int:
        """How many events pass a filter."""
        where, values = self.condition(wanted, words)
        with self.query_engine() as engine:
            return int(engine.value(f"SELECT count(*) FROM events WHERE {where}", values))

    def facets(
        self, wanted: Filter | None = None, names: Sequence[str] = FACETS, *,
        words: str | None = None,
    ) -> dict[str, dict[str, int]]:  # fmt: skip
        """For each of some columns, how many events that pass a filter have which value, the most
        frequent first; of columns that hold lists, each value of the list counts."""
        where, values = self.condition(wanted, words)
        with self.query_engine() as engine:
            return engine.counts(names, where, values)

    def event(self, event_id: str) -> dict[str, Any] | None:
        """The row of an event, or None when there is none of this id."""
        with self.query_engine() as engine:
            # First the file, by its smallest column; then one column of that file alone.
            files = "SELECT filename FROM files_of_events WHERE event_id = ?"
            inside = (
                "SELECT record, coding FROM events_in(?) WHERE event_id = ? AND "
                "list_contains(?, coding)"
            )
            for file in [row["filename"] for row in engine.rows(files, [event_id])]:
                for row in engine.rows(inside, [file, event_id, list(engine.codings)]):
                    told = corrected_row(self.con, event_id, row["coding"])
                    return _with_days(told or event_row(json.loads(row["record"]), row["coding"]))
        return None

    def records(
        self, wanted: Filter | None = None, *, words: str | None = None, limit: int | None = None
    ) -> Iterator[dict[str, Any]]:
        """The records (docs/record.md) of events that pass a filter, by day, as corrected."""
        changes = changes_of(self.con)
        for row in self.events(wanted, words=words, limit=limit):
            told = changes.get(row["event_id"])
            record = json.loads(row["record"])
            yield with_changes(record, told) if told else record

    def record(
        self, event_id: str, instead: Mapping[str, str | None] | None = None
    ) -> dict[str, Any]:
        """The record of one event as corrected, withdrawn or not; some fields with other values
        ``instead``. Raises ArchiveError when there is none of this id."""
        files = "SELECT filename FROM files_of_events WHERE event_id = ?"
        inside = "SELECT record, coding FROM read_parquet(?) WHERE event_id = ? ORDER BY coding"
        with self.query_engine() as engine:
            within = [row["filename"] for row in engine.rows(files, [event_id])]
            found = [row for file in within for row in engine.rows(inside, [file, event_id])]
            counting = [row for row in found if row["coding"] in engine.codings]
        if not found:
            raise ArchiveError(f"no event {event_id!r} in this archive")
        changes = changes_of(self.con, event_id).get(event_id, {})
        told = json.loads((counting or found)[0]["record"])
        return with_changes(told, changes | dict(instead or {}))

    def rows_with(self, event_id: str, told: Differences) -> list[Kept]:
        """The event's rows as they are to be kept when more of it has been corrected."""
        changes = changes_of(self.con, event_id).get(event_id, {})
        new = {field: value for field, (_, value) in told.items()}
        with self.query_engine() as engine:
            return corrected_rows(engine, {event_id: changes | new})

    def search(self, words: str, kind: str = "articles", limit: int = 20) -> list[dict[str, Any]]:
        """Rows of articles, events or quotes by their words, the best first."""
        ids = search(self.con, words, kind, limit)
        id_ = {"articles": "article_id", "events": "event_id", "quotes": "quote_id"}[kind]
        with self.query_engine() as engine:
            found = {
                row[id_]: row
                for row in engine.rows(
                    f"SELECT * FROM {kind} WHERE list_contains(?, {id_})", [ids]
                )
            }
        return [found[one] for one in ids if one in found]

    def digest(self) -> str:
        """A digest of all that the archive holds: the same for the same documents and coder, in
        whatever pieces and by however many workers they came in."""
        parts = [
            row[0]
            for row in self.con.execute(
                f"SELECT content FROM segments WHERE kind IN ({','.join('?' * len(CONTENT))})",
                CONTENT,
            )
        ]
        ledger = self.con.execute("SELECT key, outcome, code, article_id FROM documents")
        return added([*parts, content_digest(dict(row) for row in ledger)])

    def snapshot(self, name: str, *, texts: bool = False) -> dict[str, Any]:
        """Freeze the archive's tables under a name; see ``make_snapshot``."""
        with self.query_engine() as engine:
            return make_snapshot(
                self.folder, self.con, engine, name, digest=self.digest(), texts=texts
            )

    def verify(self) -> list[str]:
        """What is wrong with the archive, with what to do about it; nothing when it is whole."""
        found = list(problems(self.folder, self.con))
        if not found:
            with self.query_engine() as engine:
                found = list(content_problems(engine))
        return found

    def status(self) -> dict[str, Any]:
        """What is in the archive, in numbers."""
        with self.query_engine() as engine:
            return status(self.folder, self.con, engine)

    def dead_letters(self) -> list[dict[str, Any]]:
        """Documents that failed or were rejected, with reason."""
        found = self.con.execute(
            "SELECT key, name, outcome, code, message, run FROM documents "
            "WHERE outcome IN ('failed', 'rejected') ORDER BY name, key"
        )
        return [dict(row) for row in found]


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its days as days."""
    days = {name: Date.fromisoformat(row[name]) for name in ("published", "day") if row[name]}
    return row | days
