"""Open archives for threads that answer: each serves one question at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue

from dragoman.store import Archive

OPEN = 4  # at most: two cores answer no faster with more


class Archives:
    """Archives that are open already, the warmest first."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds = folder, seconds
        self._free: LifoQueue[Archive | None] = LifoQueue()
        for _ in range(OPEN):
            self._free.put(None)
        with self.borrow():
            pass  # what cannot be opened is told now, and the first visitor need not wait

    @contextmanager
    def borrow(self) -> Iterator[Archive]:
        """An archive for one question; the next one waits where all are in use."""
        archive = self._free.get()
        try:
            if archive is None:
                archive = Archive(self.folder, shared=True)
                archive.seconds = self.seconds
            yield archive
        finally:
            self._free.put(archive)

    def close(self) -> None:
        """Let go of all files."""
        while not self._free.empty():
            archive = self._free.get()
            if archive is not None:
                archive.close()
