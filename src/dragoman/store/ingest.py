"""Ingesting: documents are read in order, coded in shards by workers, committed in order.

What a run has committed is counted by position in its sources. A run that was killed reads its
sources again up to that position, sees by a digest that they are the same, and goes on from there;
shards that were coded but not committed are found by their names.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.readers.raw import Raw, Rejected
from dragoman.store import shards
from dragoman.store.commit import Batch, Committer, entry_of
from dragoman.store.outcomes import Balance, Outcome, outcome_of
from dragoman.store.pool import WorkerLost, Workers
from dragoman.store.runs import Run
from dragoman.store.work import Settings, failure

WORK = "work"
DEAD = "dead"
SEGMENT = 2_048  # documents committed together

Found = Raw | Rejected
Progress = Callable[[Balance], None]


@dataclass(slots=True)
class Shard:
    """Documents in the order in which they came; ``raws`` are those that have to be coded."""

    name: str = ""
    entries: list[Found] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)
    done: Future[None] | None = None

    def is_full(self) -> bool:
        """Is it as large as a shard should be?"""
        size = sum(len(raw.data) for raw in self.raws)
        return len(self.raws) >= shards.DOCUMENTS or size > shards.BYTES or \
            len(self.entries) >= SEGMENT  # fmt: skip


class Ingest:
    """One run over some documents."""

    def __init__(self, folder: Path, run: Run, workers: Workers, settings: Settings) -> None:
        self.folder, self.run, self.workers, self.settings = folder, run, workers, settings
        self.work = folder / WORK
        self.work.mkdir(exist_ok=True)
        self.balance, self.chain = run.balance, run.chain
        self.known: set[str] = set()  # keys of documents that are read but not committed yet
        self.articles: set[str] = set()  # articles of the batch
        self.batch = Batch.empty()
        self.settled = 0  # articles in the batch, beside the ledger
        self.taken: list[Shard] = []  # shards in the batch
        self.committer = Committer(folder, run.con, run.number, run.coding)

    def over(self, documents: Iterable[Found], backlog: int, progress: Progress) -> Balance:
        """Ingest documents; ``progress`` hears the balance after each shard."""
        waiting: deque[Shard] = deque()
        for shard in self._shards(self._ahead(iter(documents))):
            self._submit(shard)
            waiting.append(shard)
            if len(waiting) >= backlog:
                self._take(waiting.popleft(), progress)
        while waiting:
            self._take(waiting.popleft(), progress)
        self._commit()
        return self.balance

    # -- reading ------------------------------------------------------------------------------

    def _ahead(self, documents: Iterator[Found]) -> Iterator[Found]:
        """The documents behind those that the run has committed before."""
        chain = ""
        for _ in range(self.balance.position):
            found = next(documents, None)
            if found is None:
                break
            chain = link(chain, found)
        if chain != self.chain:
            raise SourcesChanged
        return documents

    def _shards(self, documents: Iterator[Found]) -> Iterator[Shard]:
        shard = Shard()
        for found in documents:
            shard.entries.append(found)
            if isinstance(found, Raw) and not self._is_known(found.key):
                self.known.add(found.key)
                shard.raws.append(found)
            if shard.is_full():
                yield shard
                shard = Shard()
        if shard.entries:
            yield shard

    def _is_known(self, key: str) -> bool:
        return key in self.known or self.run.has_document(key)

    # -- coding -------------------------------------------------------------------------------

    def _submit(self, shard: Shard) -> None:
        if not shard.raws:
            return
        shard.name = shards.shard_name(shard.raws, self.run.coding)
        path, out = self._paths(shard.name)
        if not out.exists():
            shards.write_shard(path, shard.raws)
            shard.done = self.workers.submit(path, out, self.settings, len(shard.raws))

    def _paths(self, name: str) -> tuple[Path, Path]:
        return self.work / f"{name}.in", self.work / f"{name}.out"

    def _results(self, shard: Shard) -> dict[str, dict[str, Any]]:
        if not shard.raws:
            return {}
        path, out = self._paths(shard.name)
        if shard.done is not None:
            try:
                shard.done.result()
            except WorkerLost:
                shards.write_results(out, self._one_by_one(shard.raws))
        results = {result["key"]: result for result in shards.read_results(out)}
        path.unlink(missing_ok=True)
        return results

    def _one_by_one(self, raws: list[Raw]) -> Iterator[dict[str, Any]]:
        """Each document of a shard that cost a worker, by itself: the bad one is found so."""
        for raw in raws:
            path, out = self._paths(shards.shard_name([raw], self.run.coding + " alone"))
            shards.write_shard(path, [raw])
            try:
                self.workers.submit(path, out, self.settings, 1).result()
                yield from shards.read_results(out)
            except WorkerLost as lost:
                yield failure(raw, lost.code, str(lost))
            path.unlink(missing_ok=True)
            out.unlink(missing_ok=True)

    # -- committing ---------------------------------------------------------------------------

    def _take(self, shard: Shard, progress: Progress) -> None:
        results = self._results(shard)
        self.taken.append(shard)
        for found in shard.entries:
            self.chain = link(self.chain, found)
            if isinstance(found, Rejected):
                self._rejected(found)
            else:
                self._settle(found, results.pop(found.key, None))
        if len(self.batch.ledger) + self.settled >= SEGMENT:
            self._commit()
        progress(self.balance)

    def _rejected(self, found: Rejected) -> None:
        outcome = outcome_of(found.code)
        if self._is_known(found.key):
            self.balance.count(Outcome.DUPLICATE, None)
            return
        self.known.add(found.key)
        entry = {"key": found.key, "name": found.name, "outcome": outcome.value,
                 "code": found.code, "message": found.message, "article_id": None}  # fmt: skip
        self.batch.ledger.append(entry)
        self.balance.count(outcome, None)

    def _settle(self, raw: Raw, result: dict[str, Any] | None) -> None:
        if result is None:  # seen before, in this run or another
            self.balance.count(Outcome.DUPLICATE, None)
            return
        outcome = Outcome(result["outcome"])
        article = result.get("article")
        if article is not None and self._has_article(article["article_id"]):
            outcome = Outcome.DUPLICATE
        self.batch.ledger.append(entry_of(result, outcome))
        events = 0
        if article is not None and outcome is not Outcome.DUPLICATE:
            self.articles.add(article["article_id"])
            self.batch.rows["articles"].append(article)
            self.batch.rows["events"] += result["events"]
            self.batch.rows["quotes"] += result["quotes"]
            events = len(result["events"])
        if outcome is Outcome.FAILED:
            (self.folder / DEAD).mkdir(exist_ok=True)
            shards.write_shard(self.folder / DEAD / raw.key, [raw])
        self.balance.count(outcome, result["code"], events)

    def _has_article(self, article_id: str) -> bool:
        return article_id in self.articles or self.run.has_article(article_id)

    def _commit(self) -> None:
        self.balance.check()
        self.committer.commit(self.batch, self.balance, self.chain)
        self.known -= {found.key for shard in self.taken for found in shard.entries}
        for shard in self.taken:
            self._paths(shard.name)[1].unlink(missing_ok=True)
        self.batch, self.settled, self.taken = Batch.empty(), 0, []
        self.articles.clear()


class SourcesChanged(Exception):  # noqa: N818  handled where a run is begun
    """The sources of a run are not what they were when it was interrupted."""


def link(chain: str, found: Found) -> str:
    """The digest of all documents so far, in order."""
    return hashlib.sha256(f"{chain}{found.key}".encode()).hexdigest()[:32]
