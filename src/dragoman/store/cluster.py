"""The same shards on a Dask cluster; all its machines must see the folder of the archive."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from dragoman.model import ArchiveError
from dragoman.store.pool import WorkerLost, one_thread_each
from dragoman.store.work import Settings, code_shard

LOCAL = "local"
MISSING = "Dask is not installed. Run: pip install 'dragoman[dask]'"


class Cluster:
    """Codes shards with the workers of a Dask client."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def submit(self, shard: Path, out: Path, settings: Settings, documents: int) -> Future[None]:
        """Code a shard somewhere; one whose workers die again and again is given back as lost."""
        del documents
        waiting = self.client.submit(
            code_shard, shard.absolute(), out.absolute(), settings, pure=False
        )
        told: Future[None] = Future()
        waiting.add_done_callback(lambda done: _pass_on(done, told))
        return told

    def close(self) -> None:
        """The client is closed by who made it."""


def _pass_on(done: Any, told: Future[None]) -> None:
    from distributed import KilledWorker

    error = done.exception()
    if isinstance(error, KilledWorker):
        error = WorkerLost("worker-died", "the processes that read it died")
    if error is None:
        told.set_result(None)
    else:
        told.set_exception(error)


@contextlib.contextmanager
def cluster(scheduler: str, workers: int) -> Iterator[Cluster]:
    """A cluster by the address of its scheduler; "local" starts one on this machine.

    Raises ArchiveError when Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ArchiveError(MISSING) from error
    with contextlib.ExitStack() as stack:
        if scheduler == LOCAL:
            stack.enter_context(one_thread_each())
            scheduler = stack.enter_context(
                LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
            )
        try:
            client = stack.enter_context(Client(scheduler, timeout="20s"))
        except OSError as error:
            raise ArchiveError(f"no Dask scheduler answers at {scheduler}: {error}") from error
        yield Cluster(client)
