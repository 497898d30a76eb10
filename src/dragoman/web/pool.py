"""Open archives for threads that answer: each serves one question at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from dragoman.model import ArchiveError
from dragoman.store import Archive

PATIENCE = 20.0  # seconds that a question waits for its turn
OPEN = 4  # at most: two cores answer no faster with more
PAUSE = 0.005  # seconds


class Archives:
    """Archives that are open already, the warmest first."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds = folder, seconds
        # What cannot be opened is told now, and the first visitor need not wait.
        self._free: deque[Archive | None] = deque([*[None] * (OPEN - 1), self._opened()])

    @asynccontextmanager
    async def borrow(self) -> AsyncIterator[Archive]:
        """An archive for one question; the next one waits where all are in use, without a thread:
        those that have an archive need one to answer."""
        archive = await self._next()
        try:
            if archive is None:
                archive = await run_in_threadpool(self._opened)
            yield archive
        finally:
            self._free.append(archive)

    async def _next(self) -> Archive | None:
        for _ in range(int(PATIENCE / PAUSE)):
            with suppress(IndexError):
                return self._free.pop()
            await asyncio.sleep(PAUSE)
        raise ArchiveError("too many questions at once; try again")

    def _opened(self) -> Archive:
        archive = Archive(self.folder, shared=True)
        archive.seconds = self.seconds
        return archive

    def close(self) -> None:
        """Let go of all files; who asks again opens them again."""
        for _ in range(len(self._free)):
            archive = self._free.popleft()
            if archive is not None:
                archive.close()
            self._free.append(None)
