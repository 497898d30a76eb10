"""Asking an archive: what needs no right to write."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date as Date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dragoman.store.answers import Engine
from dragoman.store.columns import event_row
from dragoman.store.commit import added, content_digest
from dragoman.store.query import Filter, open_engine
from dragoman.store.schema import connect
from dragoman.store.search import search
from dragoman.store.snapshots import make_snapshot
from dragoman.store.status import status
from dragoman.store.verify import content_problems, problems

FACETS = ("event", "status", "country", "publication")
CONTENT = ("articles", "events", "quotes")
# Whatever changes what questions are answered from.
STATE = """SELECT (SELECT count(*) || '/' || total(live) || '/' || max(segment) FROM segments),
    (SELECT count(*) FROM corrections), (SELECT count(*) || '/' || count(undone) FROM deletions),
    (SELECT group_concat(coding) FROM codings WHERE current = 1)"""


class Asking:
    """The part of an archive that only reads."""

    def __init__(self, folder: str | Path, *, create: bool = False) -> None:
        self.folder = Path(folder)
        self.con: sqlite3.Connection = connect(self.folder, create=create)
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

    def query_engine(self, coding: str | None = None) -> _Closing:
        """DuckDB with the archive's tables, as of now; use it in a ``with``. It stays open behind
        the scenes, and is made anew when something was written."""
        state = (coding, *self.con.execute(STATE).fetchone())
        if self._open is None or self._open[0] != state:
            if self._open:
                self._open[1].close()
            self._open = state, open_engine(self.folder, self.con, coding)
        whole = self._open[1]
        return _Closing(Engine(whole.con.cursor(), whole.codings))

    def events(
        self, wanted: Filter | None = None, *, words: str | None = None, limit: int | None = None
    ) -> Iterator[dict[str, Any]]:
        """Rows of events that pass a filter, by day; ``words`` must stand in their sentences."""
        wanted = wanted or Filter()
        where, values = wanted.where()
        if words:
            ids = search(self.con, words, "events", 100_000)
            where, values = f"{where} AND list_contains(?, event_id)", [*values, ids]
        bound = f" LIMIT {int(limit)}" if limit is not None else ""
        with self.query_engine() as engine:
            yield from engine.rows(
                f"SELECT * FROM events WHERE {where} ORDER BY day, event_id{bound}", values
            )

    def count(self, wanted: Filter | None = None) -> int:
        """How many events pass a filter."""
        where, values = (wanted or Filter()).where()
        with self.query_engine() as engine:
            return int(engine.value(f"SELECT count(*) FROM events WHERE {where}", values))

    def facets(
        self, wanted: Filter | None = None, names: Sequence[str] = FACETS
    ) -> dict[str, dict[str, int]]:
        """For each of some columns, how many events that pass a filter have which value, the most
        frequent first; of columns that hold lists, each value of the list counts."""
        where, values = (wanted or Filter()).where()
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
                    return self._corrected(event_row(json.loads(row["record"]), row["coding"]))
        return None

    def _corrected(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row of one event with its days as days, and with what was corrected in it."""
        told = self.con.execute(
            "SELECT field, new FROM corrections WHERE event_id = ? ORDER BY correction",
            (row["event_id"],),
        )
        row |= {change["field"]: change["new"] for change in told}
        days = {name: Date.fromisoformat(row[name]) for name in ("published", "day") if row[name]}
        return row | days

    def records(
        self, wanted: Filter | None = None, *, words: str | None = None, limit: int | None = None
    ) -> Iterator[dict[str, Any]]:
        """The records (docs/record.md) of events that pass a filter, by day."""
        for row in self.events(wanted, words=words, limit=limit):
            record: dict[str, Any] = json.loads(row["record"])
            for field in ("status", "date"):
                record[field] = row[field]
            record["event"] = [row["event"]]
            yield record

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


class _Closing:
    """An engine that closes itself."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Engine:
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.close()
