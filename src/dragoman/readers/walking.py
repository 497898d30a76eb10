"""The files that a path names: itself, or all below a folder that can hold articles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dragoman.readers.raw import Rejected
from dragoman.readers.streams import SUFFIXES

STDIN = "-"
READ = (".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".csv", ".tsv", ".json",
        ".parquet", ".xml", ".nitf", ".rss", ".atom", ".rtf", ".docx", ".pdf", ".warc", ".zip",
        ".tar", ".tgz", *SUFFIXES)  # fmt: skip


def files(path: str | Path) -> Iterator[Path | Rejected]:
    """The files of a path, folders in order of names. Other files of a folder are passed over;
    links to folders are not followed, so that no walk runs in a circle."""
    path = Path(path)
    try:
        if path.is_dir():
            yield from _below(path)
        elif path.is_file():
            yield path
        else:
            yield _no_file(path)
    except (OSError, ValueError) as error:
        yield Rejected(str(path), "unreadable", f"cannot be read: {error}")


def _below(folder: Path) -> Iterator[Path | Rejected]:
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from files(path)
        elif not entry.name.lower().endswith(READ):
            continue
        elif entry.is_file():
            yield path
        elif not entry.is_dir():  # a folder behind a link is passed over
            yield _no_file(path)


def _no_file(path: Path) -> Rejected:
    if path.exists():
        return Rejected(str(path), "not-a-file", "neither a file nor a folder")
    return Rejected(str(path), "missing", "no such file")
