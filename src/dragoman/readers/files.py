"""The short way: paths to articles, read and extracted one after the other."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date as Date
from pathlib import Path

from dragoman.model import Article
from dragoman.readers.columns import Columns
from dragoman.readers.extract import extract
from dragoman.readers.raw import About, Raw, Rejected
from dragoman.readers.sources import Reading


def read_paths(
    paths: Iterable[str | Path],
    *,
    date: Date | None = None,
    publication: str | None = None,
    columns: Columns | None = None,
) -> Iterator[Article | Rejected]:
    """An article, or a Rejected, for every document; never raises on what it finds.

    ``-`` is standard input; folders are read with all below them, in order of their names.
    ``date`` and ``publication`` hold for every article; ``columns`` name those of tables.
    """
    about = About(date, "given" if date else None, publication=publication)
    return map(_article, Reading(columns or Columns(), about).documents(paths))


def read_bytes(
    data: bytes, *, name: str, date: Date | None = None, publication: str | None = None
) -> Article | Rejected:
    """The one article these bytes hold; its format is known by ``name`` and by its start."""
    about = About(date, "given" if date else None, publication=publication)
    found = Reading(about=about).stream(name, io.BytesIO(data))
    first = next(found, None)
    if first is None:
        return Rejected(name, "empty", "holds no text")
    if next(found, None) is not None:
        return Rejected(name, "many", "holds more than one article; use read_paths")
    return _article(first)


def _article(found: Raw | Rejected) -> Article | Rejected:
    return found if isinstance(found, Rejected) else extract(found)
