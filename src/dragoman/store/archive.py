"""The archive: a folder that keeps articles, events and quotations, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.model import ArchiveError
from dragoman.readers.sources import Reading
from dragoman.store.asking import Asking
from dragoman.store.changes import Differences, differences
from dragoman.store.corrected import (
    changes_of,
    corrected_rows,
    keep_corrected,
    write_corrections,
)
from dragoman.store.ingest import DEAD, WORK, Found, Ingest, Progress, SourcesChanged
from dragoman.store.outcomes import Balance
from dragoman.store.pool import Workers, make_workers
from dragoman.store.query import current_codings
from dragoman.store.recode import Recode, compared, stored_documents
from dragoman.store.relink import update_links
from dragoman.store.runs import DONE, INTERRUPTED, RECODE, Run, begin_run, now, restart
from dragoman.store.schema import lock_writer, transaction
from dragoman.store.segments import SEGMENTS
from dragoman.store.shards import read_shard
from dragoman.store.work import Settings, code_shard

CLUSTER_BACKLOG = 64  # shards under way on a cluster


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


class Archive(Asking):
    """An archive that is open for reading, and for writing one process at a time.

    Raises ArchiveError when there is none in the folder, or a newer dragoman made it. With
    ``create`` an empty one is made where there is none.
    """

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
        with closing(lock_writer(self.folder)):
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
        def work() -> Balance:
            ingest = job.work(self.folder, run, pool, settings)
            return ingest.over(job.documents(), hurry.backlog, hurry.progress)

        try:
            try:
                balance = work()
            except SourcesChanged:
                run = restart(run, job.kind, job.sources)
                balance = work()
            update_links(self.folder, self.con)
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
        before = current_codings(self.con)
        new, _ = settings.coding()
        if before in ([], [new]):
            raise ArchiveError("the archive is coded with this very version of the coder")

        def documents() -> Iterator[Found]:
            with self.query_engine() as engine:
                yield from stored_documents(engine)

        job = Job(RECODE, [*before, new], documents, Recode)
        balance = self.store(job, settings=settings, workers=workers, progress=progress)
        with closing(lock_writer(self.folder)):
            self.con.execute("UPDATE codings SET current = (coding = ?)", (new,))
            with self.query_engine() as engine, transaction(self.con):
                keep_corrected(self.con, corrected_rows(engine, changes_of(self.con)))
            self.con.execute("DELETE FROM linked")  # the new version's events have no links yet
            update_links(self.folder, self.con)
        with self.query_engine() as engine:
            return balance, compared(engine, [one for one in before if one != new], new)

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
        self.correct_fields(event_id, {field: value}, who=who, note=note)

    def correct_fields(
        self, event_id: str, values: Mapping[str, str | None], *, who: str, note: str | None = None
    ) -> Differences:
        """Correct several fields at once; by field, what was there and what is there now. A value
        that is there already changes nothing."""
        told = differences(self.record(event_id), values)
        if told:
            rows = self.rows_with(event_id, told)
            with transaction(self.con):
                write_corrections(self.con, event_id, told, who=who, note=note)
                keep_corrected(self.con, rows)
        return told

    def _must_exist(self, kind: str, target: str) -> None:
        table = "stored_events" if kind == "event" else "stored_articles"
        with self.query_engine() as engine:
            sql = f"SELECT count(*) FROM {table} WHERE {kind}_id = ?"
            if not engine.value(sql, [target]):
                raise ArchiveError(f"no {kind} {target!r} in this archive")

    def retry(
        self, *, settings: Settings | None = None, workers: int | Workers = 1,
        progress: Progress = lambda _: None,
    ) -> Balance:  # fmt: skip
        """Code the documents anew that failed; those that go well replace their dead letters."""
        paths = sorted((self.folder / DEAD).glob("[0-9a-f]*"))
        keys = [path.name for path in paths]
        raws = [raw for path in paths for raw in read_shard(path)]
        with closing(lock_writer(self.folder)), transaction(self.con):
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

