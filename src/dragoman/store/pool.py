"""Who does the work: processes of this machine. A worker that dies or hangs takes no document
with it but the one that killed it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from dragoman.store.work import Settings

Task = Callable[[Path, Path, Settings], None]
LOADING = 120.0  # seconds until a worker has loaded the coder
SLOWEST = 300.0  # seconds of one document
USUAL = 20.0  # seconds of one among many, at most
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class WorkerLost(Exception):  # noqa: N818  an event rather than an error
    """A worker died, or was stopped because it took too long."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Workers(Protocol):
    """Something that codes shards."""

    def submit(self, shard: Path, out: Path, settings: Settings, documents: int) -> Future[None]:
        """Code a shard. The result raises WorkerLost when the worker was lost."""
        ...

    def close(self) -> None:
        """Stop all work."""
        ...


class Inline:
    """This process itself, for small jobs: nothing to start, no protection."""

    def __init__(self, task: Task) -> None:
        self.task = task

    def submit(self, shard: Path, out: Path, settings: Settings, documents: int) -> Future[None]:
        """Code a shard before returning."""
        del documents
        done: Future[None] = Future()
        self.task(shard, out, settings)
        done.set_result(None)
        return done

    def close(self) -> None:
        """Nothing runs."""


class Local:
    """A pool of processes on this machine; each loads the coder once."""

    def __init__(self, task: Task, workers: int) -> None:
        from pebble import ProcessPool

        self.task = task
        self.environment = ExitStack()
        self.environment.enter_context(one_thread_each())
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPool(max_workers=workers, context=context)

    def submit(self, shard: Path, out: Path, settings: Settings, documents: int) -> Future[None]:
        """Code a shard in one of the processes."""
        limit = LOADING + SLOWEST + USUAL * documents
        waiting = self.pool.schedule(self.task, args=(shard, out, settings), timeout=limit)
        told: Future[None] = Future()
        waiting.add_done_callback(lambda done: _pass_on(done, told))
        return told

    def close(self) -> None:
        """Stop the processes, whatever they do."""
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()
        self.environment.close()


def make_workers(task: Task, workers: int) -> Workers:
    """Processes of this machine; none for 0: then this process works itself."""
    return Local(task, workers) if workers else Inline(task)


def _pass_on(done: Any, told: Future[None]) -> None:
    """The outcome of pebble's future in ours."""
    from pebble import ProcessExpired

    error = done.exception() if not done.cancelled() else None
    if isinstance(error, ProcessExpired):
        error = WorkerLost("worker-died", f"the process that read it died ({error.exitcode})")
    elif isinstance(error, TimeoutError):
        error = WorkerLost("too-slow", "took too long and was stopped")
    if done.cancelled():
        told.cancel()
    elif error is not None:
        told.set_exception(error)
    else:
        told.set_result(None)


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes that are started inside use one core each: libraries must not share theirs out."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
