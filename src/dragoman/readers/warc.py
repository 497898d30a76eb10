"""Web archives (WARC 1.0 and 1.1, as of Common Crawl and CC-NEWS), by FastWARC.

FastWARC ends silently where a file ends too early, and stops at a damaged record. Here the first
is told, and reading goes on behind the second.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.readers.limits import MAX_BYTES
from dragoman.readers.raw import About, Raw, Rejected, kind_of

GZIP = b"\x1f\x8b\x08"
START = re.compile(rb"WARC/1\.[01]\r\n")
CHUNK = 1 << 20
OK = 200


def warc_records(name: str, stream: BinaryIO) -> Iterator[Raw | Rejected]:
    """The pages of a web archive; ``stream`` can be sought in. A part that is damaged or missing
    is told as one Rejected, with the number of the record that it follows."""
    reading = _Reading(name, stream)
    at: int | None = 0
    held: tuple[int, Raw | Rejected] | None = None  # the last one may turn out to be half a page
    while at is not None:
        for found in reading.records(at):
            if held:
                yield held[1]
            held = reading.last, found
        at = reading.resume
    cut = reading.cut()
    if held and held[0] != cut:
        yield held[1]
    if cut is not None:
        whole = reading.count - (cut == reading.last)
        yield Rejected(
            f"{name}#{whole + 1}", "truncated",
            f"the archive ends amid a record, after record {whole:,}; fetch it again",
        )  # fmt: skip


class _Reading:
    """How far an archive has been read."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.name, self.stream = name, stream
        self.count = 0  # whole records so far
        self.last = 0  # where the last of them begins
        self.told = -1  # the record behind which damage was told last
        self.resume: int | None = None

    def records(self, start: int) -> Iterator[Raw | Rejected]:
        """The records from a place on, up to the end or to a damaged one."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        self.resume = None
        self.stream.seek(start)
        try:
            records = ArchiveIterator(
                self.stream, record_types=WarcRecordType.any_type, parse_http=True,
                auto_decode="all",
            )  # fmt: skip
            for record in records:
                self.count += 1
                self.last = start + record.stream_pos
                if record.record_type in (WarcRecordType.response, WarcRecordType.conversion):
                    yield self._page(record)
        except (OSError, ValueError, EOFError) as error:
            self.resume = self._next(max(self.last, start) + 1)
            if self.told != self.count:
                yield Rejected(
                    f"{self.name}#{self.count + 1}", "damaged",
                    f"the record behind record {self.count:,} is damaged and left out ({error})",
                )  # fmt: skip
            self.told = self.count

    def _page(self, record: Any) -> Raw | Rejected:
        where = f"{self.name}#{self.count}"
        url = record.headers.get("WARC-Target-URI")
        status = record.http_headers.status_code if record.is_http_parsed else OK
        kind = (record.http_content_type or "text/plain").lower()
        if status is not None and status != OK:
            return Rejected(where, "http-status", f"{url}: the answer was {status}, no article")
        wanted = kind_of(kind)
        if wanted is None:
            return Rejected(where, "not-text", f"{url}: {kind} is neither a web page nor text")
        data = record.reader.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return Rejected(where, "too-long", f"{url}: more than {MAX_BYTES:,} bytes")
        return Raw(where, data, wanted, About(url=url))

    def _next(self, start: int) -> int | None:
        """Where the next record begins that can be read, if there is one."""
        self.stream.seek(start)
        tail = b""
        while chunk := self.stream.read(CHUNK):
            window = tail + chunk
            base = self.stream.tell() - len(window)
            for found in re.finditer(re.escape(GZIP) + rb"|" + START.pattern, window):
                if self._opens(window[found.start() : found.start() + 4096]):
                    return base + found.start()
            tail = window[-4096:]
            if len(window) <= len(tail):
                tail = b""
        return None

    def _opens(self, data: bytes) -> bool:
        """Does a record begin with these bytes?"""
        if not data.startswith(GZIP):
            return True
        try:
            return bool(START.match(zlib.decompressobj(31).decompress(data, 64)))
        except zlib.error:
            return False

    def cut(self) -> int | None:
        """Where a record begins, the last one read or one behind it, that is not there as a whole;
        None when the archive ends as it should."""
        self.stream.seek(0)
        if self.stream.read(3) != GZIP:
            return self._cut_plain()
        self.stream.seek(self.last)
        inflating, start, begun = zlib.decompressobj(31), self.last, False
        while chunk := self.stream.read(CHUNK):
            while chunk:
                begun = True
                try:
                    inflating.decompress(chunk)
                except zlib.error:
                    return None  # damaged: told where it was met
                chunk = inflating.unused_data
                if inflating.eof:
                    inflating, begun = zlib.decompressobj(31), False
                    start = self.stream.tell() - len(chunk)
        return start if begun else None

    def _cut_plain(self) -> int | None:
        self.stream.seek(self.last)
        head = self.stream.read(1 << 16)
        length = re.search(rb"\r\nContent-Length: *(\d+)", head, re.IGNORECASE)
        body = head.find(b"\r\n\r\n")
        if length is None or body < 0:
            return self.last if head.strip() else None
        end = self.last + body + 4 + int(length[1])
        size = self.stream.seek(0, 2)
        if size < end:
            return self.last
        self.stream.seek(end)
        return end if self.stream.read(CHUNK).strip() else None
