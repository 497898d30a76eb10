"""Compressed streams: gzip, bzip2, xz and Zstandard, with bounds on what comes out of them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from dragoman.model import InputError
from dragoman.readers.limits import HARMLESS, MAX_RATIO, MAX_UNPACKED

PEEK = 4096
MAGIC = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\x00", "zstd": b"\x28\xb5\x2f\xfd"}
SUFFIXES = (".gz", ".bz2", ".xz", ".zst")


def compression(head: bytes) -> str | None:
    """How a stream that begins with these bytes is compressed.

    >>> compression(bytes([0x1f, 0x8b, 8]))
    'gzip'
    """
    return next((name for name, magic in MAGIC.items() if head.startswith(magic)), None)


def unpacked_name(name: str) -> str:
    """The name without the suffix of the compression.

    >>> unpacked_name("news.jsonl.gz")
    'news.jsonl'
    """
    stem = name[: name.rfind(".")] if name.lower().endswith(SUFFIXES) else name
    return stem + ".tar" if name.lower().endswith(".tgz") else stem


def decompress(stream: BinaryIO, how: str) -> BinaryIO:
    """What a compressed stream holds. Reading from it raises InputError where the data end early,
    are damaged, or grow beyond all measure."""
    counted = _Counted(stream)
    return cast(BinaryIO, io.BufferedReader(_Bounded(_opened(counted, how), counted), 1 << 16))


def _opened(stream: _Counted, how: str) -> BinaryIO:
    openers: dict[str, Callable[[BinaryIO], object]] = {
        "gzip": lambda raw: gzip.GzipFile(fileobj=raw),
        "bzip2": bz2.BZ2File,
        "xz": lzma.LZMAFile,
        "zstd": _zstd,
    }
    return cast(BinaryIO, openers[how](cast(BinaryIO, stream)))


def _zstd(stream: BinaryIO) -> object:
    return io.BufferedReader(_Frames(stream), 1 << 17)


class _Frames(io.RawIOBase):
    """Zstandard frames one behind the other. The library's own reader takes a stream that ends
    amid a frame for a whole one."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.ready, self.rest = stream, b"", b""
        self.frame: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        import zstandard

        view = memoryview(cast(bytearray, buffer))
        while not self.ready:
            data = self.rest or self.stream.read(1 << 14)
            self.rest = b""
            if not data:
                if self.frame is not None:
                    raise EOFError
                return 0
            if self.frame is None:
                self.frame = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
            self.ready = self.frame.decompress(data)
            if self.frame.eof:
                self.rest, self.frame = self.frame.unused_data, None
        size = min(len(view), len(self.ready))
        view[:size], self.ready = self.ready[:size], self.ready[size:]
        return size


class _Counted(io.RawIOBase):
    """Counts the bytes that are read from a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.count, self.ended = stream, 0, False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.count += len(data)
        self.ended = self.ended or not data
        return data

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


class _Bounded(io.RawIOBase):
    """The decompressed side: turns each library's errors into ours, and stops bombs."""

    def __init__(self, stream: BinaryIO, packed: _Counted) -> None:
        self.stream, self.packed, self.count = stream, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        try:
            data = self.stream.read(len(view))
        except EOFError:
            raise InputError("truncated", self._told("ends early")) from None
        except (OSError, zlib.error, lzma.LZMAError) as error:
            raise InputError("damaged", self._told(f"is damaged ({error})")) from error
        except Exception as error:
            if type(error).__module__.partition(".")[0] != "zstandard":
                raise
            raise InputError("damaged", self._told(f"is damaged ({error})")) from error
        self._check(len(data))
        view[: len(data)] = data
        return len(data)

    def _check(self, more: int) -> None:
        self.count += more
        too_dense = self.count > HARMLESS and self.count > MAX_RATIO * max(1, self.packed.count)
        if too_dense or self.count > MAX_UNPACKED:
            raise InputError(
                "bomb", f"{self.packed.count:,} bytes unpack to more than {self.count:,}: "
                "not read on; unpack it yourself if it is what you think",
            )  # fmt: skip

    def _told(self, what: str) -> str:
        return f"the compressed data {what} at byte {self.packed.count:,}, " \
               f"after {self.count:,} unpacked bytes; fetch it again"  # fmt: skip
