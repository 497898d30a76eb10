"""The archive: a folder that keeps articles, events and quotations, and what became of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from dragoman.model import ArchiveError
from dragoman.readers.sources import Reading
from dragoman.store.answers import Engine
from dragoman.store.commit import SEGMENTS, added, transaction
from dragoman.store.ingest import DEAD, WORK, Found, Ingest, Progress, SourcesChanged
from dragoman.store.outcomes import Balance
from dragoman.store.pool import Workers, make_workers
from dragoman.store.query import Filter, open_engine
from dragoman.store.recode import Recode, compared, stored_documents
from dragoman.store.relink import update_links
from dragoman.store.runs import DONE, INTERRUPTED, Run, begin_run, now, restart
from dragoman.store.schema import connect, lock_writer
from dragoman.store.search import search
from dragoman.store.shards import read_shard
from dragoman.store.snapshots import make_snapshot
from dragoman.store.status import status
from dragoman.store.verify import content_problems, problems
from dragoman.store.work import Settings, code_shard

CLUSTER_BACKLOG = 64  # shards under way on a cluster
CONTENT = ("articles", "events", "quotes")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to store: ``documents`` begins its documents anew each time it is called, and
    ``sources`` tell what they are, so that an interrupted run is known again."""

    kind: str
    sources: Sequence[str]
    documents: Callable[[], Iterable[Found]]
    work: type[Ingest] = Ingest


@dataclass(frozen=True, slots=True)
class Hurry:
    """How many shards may be under way, and who hears of what is done."""

    backlog: int
    progress: Progress


class Archive:
    """An archive that is open for reading, and for writing one process at a time.

    Raises ArchiveError when there is none in the folder, or a newer dragoman made it. With
    ``create`` an empty one is made where there is none.
    """

    def __init__(self, folder: str | Path, *, create: bool = False) -> None:
        self.folder = Path(folder)
        self.con: sqlite3.Connection = connect(self.folder, create=create)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self.con.close()

    # -- writing --------------------------------------------------------------------------------

    def ingest(
        self,
        sources: Sequence[str | Path],
        *,
        reading: Reading | None = None,
        settings: Settings | None = None,
        workers: int | Workers = 1,
        progress: Progress = lambda _: None,
    ) -> Balance:
        """Read, code and store the documents of some sources; what is there already is not stored
        again. A run of the same sources that was interrupted goes on where it stopped.

        ``workers`` is a number of processes (0: this one), or something that codes shards. Raises
        ArchiveError when another process writes.
        """
        reading = reading or Reading()
        names = [str(Path(s).resolve()) if Path(s).exists() else str(s) for s in sources]
        told = [*names, repr(reading)]
        job = Job("ingest", told, lambda: reading.documents(sources))
        return self.store(job, settings=settings, workers=workers, progress=progress)

    def store(
        self,
        job: Job,
        *,
        settings: Settings | None = None,
        workers: int | Workers = 1,
        progress: Progress = lambda _: None,
    ) -> Balance:
        """Code and store the documents of a job; arguments as of ``ingest``."""
        settings = settings or Settings()
        with _Writer(self.folder):
            self._tidy()
            run = begin_run(self.con, job.kind, job.sources, settings.coding())
            pool = make_workers(code_shard, workers) if isinstance(workers, int) else workers
            backlog = max(4, 4 * workers) if isinstance(workers, int) else CLUSTER_BACKLOG
            try:
                balance = self._over(job, run, pool, settings, Hurry(backlog, progress))
            finally:
                if isinstance(workers, int):
                    pool.close()
            return balance

    def _over(
        self, job: Job, run: Run, pool: Workers, settings: Settings, hurry: Hurry
    ) -> Balance:
        try:
            try:
                ingest = job.work(self.folder, run, pool, settings)
                balance = ingest.over(job.documents(), hurry.backlog, hurry.progress)
            except SourcesChanged:
                run = restart(run, job.kind, job.sources)
                ingest = job.work(self.folder, run, pool, settings)
                balance = ingest.over(job.documents(), hurry.backlog, hurry.progress)
            update_links(self.folder, self.con, run.coding)
        except BaseException:
            run.finish(INTERRUPTED)
            raise
        run.finish(DONE)
        return balance

    def recode(
        self, *, settings: Settings | None = None, workers: int | Workers = 1,
        progress: Progress = lambda _: None,
    ) -> tuple[Balance, list[dict[str, Any]]]:  # fmt: skip
        """Code all articles again with the present coder. What earlier versions coded stays; the
        events of both are compared by type."""
        settings = settings or Settings()
        before = self.con.execute("SELECT coding FROM codings WHERE current = 1").fetchone()
        new, _ = settings.coding()
        if before is None or before[0] == new:
            raise ArchiveError("the archive is coded with this very version of the coder")

        def documents() -> Iterator[Found]:
            with self.query_engine() as engine:
                yield from stored_documents(engine)

        job = Job("recode", ["recode", before[0], new], documents, Recode)
        balance = self.store(job, settings=settings, workers=workers, progress=progress)
        with self.query_engine() as engine:
            return balance, compared(engine, before[0], new)

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

    def delete(self, kind: str, target: str, *, reason: str, who: str) -> None:
        """Take an ``article`` or an ``event`` out of all answers. It stays in the files, and the
        row that tells of it can be undone."""
        if kind not in {"article", "event"}:
            raise ArchiveError(f"{kind!r} cannot be deleted; article and event can")
        self._must_exist(kind, target)
        with transaction(self.con):
            self.con.execute(
                "INSERT INTO deletions (kind, target, reason, who, at) VALUES (?, ?, ?, ?, ?)",
                (kind, target, reason, who, now()),
            )

    def correct(
        self, event_id: str, field: str, value: str | None, *, who: str, note: str | None = None
    ) -> None:
        """Put another value in a field of an event, as a row of its own; the event stays as it
        was coded. Raises ArchiveError for an unknown event or field."""
        from dragoman.store.query import CORRECTABLE

        if field not in CORRECTABLE:
            raise ArchiveError(f"{field!r} cannot be corrected; {', '.join(CORRECTABLE)} can")
        self._must_exist("event", event_id)
        with self.query_engine() as engine:
            old = engine.value(f"SELECT {field} FROM all_events WHERE event_id = ?", [event_id])
        with transaction(self.con):
            self.con.execute(
                "INSERT INTO corrections (event_id, field, old, new, who, at, note) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)", (event_id, field, old, value, who, now(), note),
            )  # fmt: skip

    def _must_exist(self, kind: str, target: str) -> None:
        table = "stored_events" if kind == "event" else "stored_articles"
        with self.query_engine() as engine:
            sql = f"SELECT count(*) FROM {table} WHERE {kind}_id = ?"
            if not engine.value(sql, [target]):
                raise ArchiveError(f"no {kind} {target!r} in this archive")

    def dead_letters(self) -> list[dict[str, Any]]:
        """Documents that failed or were rejected, with reason."""
        found = self.con.execute(
            "SELECT key, name, outcome, code, message, run FROM documents "
            "WHERE outcome IN ('failed', 'rejected') ORDER BY name, key"
        )
        return [dict(row) for row in found]

    def retry(
        self, *, settings: Settings | None = None, workers: int | Workers = 1,
        progress: Progress = lambda _: None,
    ) -> Balance:  # fmt: skip
        """Code the documents anew that failed; those that go well replace their dead letters."""
        paths = sorted((self.folder / DEAD).glob("[0-9a-f]*"))
        keys = [path.name for path in paths]
        raws = [raw for path in paths for raw in read_shard(path)]
        with _Writer(self.folder), transaction(self.con):
            self.con.executemany(
                "DELETE FROM documents WHERE key = ? AND outcome = 'failed'", [(k,) for k in keys]
            )
        for path in paths:
            path.unlink()
        job = Job("retry", [now(), *keys], lambda: raws)
        return self.store(job, settings=settings, workers=workers, progress=progress)

    def _tidy(self) -> None:
        """Remove what a killed process left: drafts, and segments that were never published."""
        known = {row[0] for row in self.con.execute("SELECT segment FROM segments")}
        for path in (self.folder / SEGMENTS).glob("*"):
            if path.name not in known:
                path.unlink()
        for path in (self.folder / WORK).glob(".*.tmp"):
            path.unlink()

    # -- reading --------------------------------------------------------------------------------

    def query_engine(self, coding: str | None = None) -> _Closing:
        """DuckDB with the archive's tables, as of now; use it in a ``with``."""
        return _Closing(open_engine(self.folder, self.con, coding))

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
        from dragoman.store.commit import content_digest

        return added([*parts, content_digest(dict(row) for row in ledger)])


class _Closing:
    """An engine that closes itself."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Engine:
        return self.engine

    def __exit__(self, *_: object) -> None:
        self.engine.close()


class _Writer:
    """The right to write, as long as the block lasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        self.lock = lock_writer(self.folder)

    def __exit__(self, *_: object) -> None:
        self.lock.close()
