"""Files, folders and standard input, each to an article or to the reason why not."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from datetime import date as Date
from pathlib import Path

from dragoman.model import Article, InputError
from dragoman.readers.html import read_html
from dragoman.readers.text import MAX_BYTES, Rejected, decode, make_article

TEXT_SUFFIXES = (".txt", ".text")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
STDIN = "-"
_HTML_OPENINGS = ("<!doctype html", "<html")

log = logging.getLogger(__name__)


def read_paths(
    paths: Iterable[str | Path], *, date: Date | None = None, publication: str | None = None
) -> Iterator[Article | Rejected]:
    """An article, or a Rejected, for every file; never raises on what it finds.

    ``-`` is standard input; folders are read with all below them, in order of their names, and
    only their text and HTML files. ``date`` and ``publication`` hold for every article.
    """
    for path in paths:
        if str(path) == STDIN:
            yield read_bytes(
                sys.stdin.buffer.read(), name="stdin", date=date, publication=publication
            )
            continue
        for file in _files(Path(path)):
            yield _read_file(file, date, publication)


def read_bytes(
    data: bytes, *, name: str, date: Date | None = None, publication: str | None = None
) -> Article | Rejected:
    """The article these bytes hold; HTML is known by the suffix of ``name`` or by its start."""
    try:
        decoded = decode(data)
    except InputError as error:
        return Rejected(name, error.code, str(error))
    if decoded.guessed:
        log.warning("%s is not UTF-8; read as Windows-1252", name)
    opening = decoded.text[:200].lstrip("\ufeff \t\r\n").lower()
    if name.lower().endswith(HTML_SUFFIXES) or opening.startswith(_HTML_OPENINGS):
        return read_html(decoded.text, name=name, date=date, publication=publication)
    source = "given" if date else None
    return make_article(
        Article(decoded.text, name, date=date, date_source=source, publication=publication)
    )


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.suffix.lower() in TEXT_SUFFIXES + HTML_SUFFIXES and not file.is_dir():
            yield file


def _read_file(file: Path, date: Date | None, publication: str | None) -> Article | Rejected:
    name = str(file)
    try:
        if not file.is_file():
            if file.exists():
                return Rejected(name, "not-a-file", "neither a file nor a folder")
            return Rejected(name, "missing", "no such file")
        if file.stat().st_size > MAX_BYTES:
            return Rejected(name, "too-long", f"more than {MAX_BYTES:,} bytes; split it up")
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        return Rejected(name, "unreadable", f"cannot be read: {error}")
    return read_bytes(data, name=name, date=date, publication=publication)
