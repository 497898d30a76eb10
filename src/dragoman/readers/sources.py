"""Whatever a source is, the documents in it: files, folders, archives in archives, one by one."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from dragoman.model import InputError
from dragoman.readers import exports, markup, packed, rows
from dragoman.readers.columns import Columns
from dragoman.readers.limits import MAX_BYTES, MAX_DEPTH
from dragoman.readers.office import docx_text, rtf_text
from dragoman.readers.raw import About, Kind, Raw, Rejected, text_raw
from dragoman.readers.streams import PEEK, compression, decompress, unpacked_name
from dragoman.readers.text import decode
from dragoman.readers.walking import STDIN, files

_ZIP, _PARQUET, _PDF, _RTF = b"PK\x03\x04", b"PAR1", b"%PDF", b"{\\rtf"
_TAR = b"ustar"
_PAGES = (".html", ".htm", ".xhtml")
_OPENINGS = (b"<!doctype html", b"<html")
_LINES = (".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read: the columns of tables, and what is known of all documents."""

    columns: Columns = field(default_factory=Columns)
    about: About = field(default_factory=About)

    def documents(self, paths: Iterable[str | Path]) -> Iterator[Raw | Rejected]:
        """The documents of files and folders in a fixed order; ``-`` is standard input.

        Never raises on what it finds: what cannot be read is a Rejected.
        """
        for path in paths:
            if str(path) == STDIN:
                yield from self._told(_item("stdin", cast(BinaryIO, sys.stdin.buffer), self, 0))
                continue
            if "://" in str(path):
                yield from self._told(_remote(str(path), self))
                continue
            for file in files(path):
                if isinstance(file, Rejected):
                    yield file
                else:
                    yield from self._told(_file(file, self))

    def stream(self, name: str, stream: BinaryIO) -> Iterator[Raw | Rejected]:
        """The documents of an open stream of bytes."""
        return self._told(_item(name, stream, self, 0))

    def _told(self, found: Iterator[Raw | Rejected]) -> Iterator[Raw | Rejected]:
        for one in found:
            known = isinstance(one, Raw) and self.about != About()
            yield replace(one, about=self.about.over(one.about)) if known else one  # type: ignore


def _file(path: Path, reading: Reading) -> Iterator[Raw | Rejected]:
    try:
        with path.open("rb") as stream:
            yield from _item(str(path), stream, reading, 0)
    except (OSError, ValueError) as error:
        yield Rejected(str(path), "unreadable", f"cannot be read: {error}")


def _remote(address: str, reading: Reading) -> Iterator[Raw | Rejected]:
    """A file on an object store, by fsspec. Pages of the web are for ``dragoman watch``, which
    checks where it connects to."""
    if address.startswith(("http:", "https:", "file:")):
        yield Rejected(address, "remote", "no object store; save the file first, or watch a feed")
        return
    try:
        import fsspec

        with fsspec.open(address, "rb") as stream:
            yield from _item(address, cast(BinaryIO, stream), reading, 0)
    except ImportError as error:
        yield Rejected(
            address, "remote", f"needs more ({error}). Run: pip install 'dragoman[remote]'"
        )
    except (OSError, ValueError) as error:
        yield Rejected(address, "unreadable", f"cannot be read: {error}")


def _item(
    name: str, stream: BinaryIO, reading: Reading, depth: int
) -> Iterator[Raw | Rejected]:
    """The documents of one stream, by its first bytes and its name; errors become a Rejected."""
    try:
        yield from _opened(name, stream, reading, depth)
    except InputError as error:
        yield Rejected(name, error.code, str(error))


def _opened(
    name: str, stream: BinaryIO, reading: Reading, depth: int
) -> Iterator[Raw | Rejected]:
    stream = _peekable(stream)
    head: bytes = stream.peek(PEEK)  # type: ignore[attr-defined]
    plain, how = unpacked_name(name), compression(head)
    if depth > MAX_DEPTH:
        raise InputError("bomb", f"more than {MAX_DEPTH} archives in one another: not read on")
    if ".warc" in name.lower():
        yield from _warc(name, stream, how)
    elif how:
        yield from _item(plain, decompress(stream, how), reading, depth + 1)
    elif head.startswith(_ZIP):
        yield from _zip(name, stream, reading, depth)
    elif head[257:262] == _TAR:
        yield from _members(packed.tar_members(name, stream), reading, depth)
    elif head.startswith(_PARQUET):
        with _on_disk(stream) as path:
            yield from rows.documents(rows.parquet_rows(name, path), reading.columns)
    else:
        yield from _plain(name, stream, head, reading)


def _plain(
    name: str, stream: BinaryIO, head: bytes, reading: Reading
) -> Iterator[Raw | Rejected]:
    low = name.lower()
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if low.endswith(_LINES):
        yield from rows.documents(rows.json_rows(name, stream), reading.columns)
    elif low.endswith(_TABLES):
        yield from rows.documents(rows.csv_rows(name, stream), reading.columns)
    else:
        yield from _whole(name, low, opening, _all(stream), reading)


def _whole(
    name: str, low: str, opening: bytes, data: bytes, reading: Reading
) -> Iterator[Raw | Rejected]:
    """The documents of a file that is read as a whole."""
    if low.endswith(_PAGES) or opening.startswith(_OPENINGS):
        yield from _page(name, data)
    elif data.startswith(_PDF):
        yield Raw(name, data, Kind.PDF)
    elif opening.startswith(_RTF):
        yield from _texts(name, rtf_text(data))
    elif low.endswith(".json"):
        yield from _json(name, data, reading)
    elif low.endswith((".xml", ".nitf", ".rss", ".atom")) or opening.startswith(b"<?xml"):
        yield from markup.xml_documents(name, data)
    else:
        export = exports.find_export(_characters(data))
        yield from exports.export_documents(name, export) if export else [Raw(name, data)]


def _page(name: str, data: bytes) -> Iterator[Raw | Rejected]:
    if b"End of Document" in data or b"LOAD-DATE" in data:  # an export saved as one page
        export = exports.find_export(markup.html_lines(decode(data, html=True).text))
        if export:
            yield from exports.export_documents(name, export)
            return
    yield Raw(name, data, Kind.HTML)


def _texts(name: str, text: str) -> Iterator[Raw | Rejected]:
    export = exports.find_export(text)
    if export:
        yield from exports.export_documents(name, export)
    else:
        yield text_raw(name, text, About())


def _json(name: str, data: bytes, reading: Reading) -> Iterator[Raw | Rejected]:
    found = list(markup.json_documents(name, data))
    table = [one for one in found if not isinstance(one, Raw | Rejected)]
    yield from (one for one in found if isinstance(one, Raw | Rejected))
    yield from rows.documents(iter(table), reading.columns)


def _zip(
    name: str, stream: BinaryIO, reading: Reading, depth: int
) -> Iterator[Raw | Rejected]:
    with _on_disk(stream) as path, path.open("rb") as file:
        if name.lower().endswith(".docx"):
            yield from _texts(name, docx_text(_all(file)))
        else:
            yield from _members(packed.zip_members(name, file), reading, depth)


def _members(
    members: Iterator[packed.Member | Rejected], reading: Reading, depth: int
) -> Iterator[Raw | Rejected]:
    for member in members:
        if isinstance(member, Rejected):
            yield member
        else:
            yield from _item(*member, reading, depth + 1)


def _warc(name: str, stream: BinaryIO, how: str | None) -> Iterator[Raw | Rejected]:
    from dragoman.readers.warc import warc_records

    if how and how != "gzip":
        stream = decompress(stream, how)
    with _on_disk(stream) as path, path.open("rb") as file:
        yield from warc_records(name, file)


class _on_disk:  # noqa: N801  used like a function
    """A path for what can only be read by jumping about: that of the stream itself, or of a copy
    in a temporary file."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.copy: Any = None

    def __enter__(self) -> Path:
        raw = getattr(self.stream, "raw", self.stream)
        name = getattr(raw, "name", None)
        if isinstance(raw, io.FileIO) and isinstance(name, str) and raw.seekable():
            return Path(name)
        self.copy = tempfile.NamedTemporaryFile(prefix="dragoman-")
        while chunk := self.stream.read(1 << 20):
            self.copy.write(chunk)
        self.copy.flush()
        return Path(self.copy.name)

    def __exit__(self, *_: object) -> None:
        if self.copy is not None:
            self.copy.close()


def _peekable(stream: BinaryIO) -> BinaryIO:
    if hasattr(stream, "peek"):
        return stream
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream)))


def _all(stream: BinaryIO) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError("too-long", f"more than {MAX_BYTES:,} bytes; split it into its articles")
    return data


def _characters(data: bytes) -> str:
    """What the bytes say as far as marks of an export go; the encoding is judged later."""
    return data.decode("utf-8", "replace") if b"\0" not in data[:PEEK] else ""
