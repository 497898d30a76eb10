"""Members of zip and tar archives, one after the other; nothing is ever written under the names
that they give themselves."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from dragoman.model import InputError
from dragoman.readers.limits import HARMLESS, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED
from dragoman.readers.raw import Rejected

Member = tuple[str, BinaryIO]
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError,
          NotImplementedError)  # fmt: skip


def zip_members(name: str, stream: BinaryIO) -> Iterator[Member | Rejected]:
    """The files in a zip archive, in their order there. Raises InputError when it is damaged."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise InputError(
            "damaged", f"a zip archive that cannot be opened ({error}); fetch it again"
        ) from error
    with archive:
        for entry in _within(name, archive.infolist()):
            where = f"{name}!{entry.filename}"
            if entry.is_dir():
                continue
            wrong = _wrong(entry)
            if wrong:
                yield Rejected(where, *wrong)
                continue
            try:
                with archive.open(entry) as member:
                    yield where, _safe(member)
            except BROKEN as error:
                yield Rejected(where, "damaged", f"cannot be unpacked ({error})")


def tar_members(name: str, stream: BinaryIO) -> Iterator[Member | Rejected]:
    """The files in a tar archive that is read as a stream. Raises InputError when it ends early."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for count, entry in enumerate(archive):
                if count >= MAX_MEMBERS:
                    raise _too_many(name)
                where = f"{name}!{entry.name}"
                if entry.issym() or entry.islnk():
                    yield Rejected(where, "link", "a link in an archive is not followed")
                elif entry.isfile() and (member := archive.extractfile(entry)) is not None:
                    yield where, _safe(member)
                elif not entry.isdir():
                    yield Rejected(where, "not-a-file", "neither a file nor a folder")
    except tarfile.TarError as error:
        raise InputError(
            "truncated", f"a tar archive that ends early or is damaged ({error}); fetch it again"
        ) from error


class _Member(io.RawIOBase):
    """A member that is read: whatever is wrong with it becomes an InputError."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        try:
            data = self.stream.read(len(view))
        except (EOFError, tarfile.ReadError) as error:
            raise InputError("truncated", f"ends early ({error}); fetch it again") from error
        except BROKEN as error:
            raise InputError("damaged", f"cannot be unpacked ({error})") from error
        view[: len(data)] = data
        return len(data)


def _safe(member: object) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Member(member), 1 << 16))


def _within(name: str, entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    if len(entries) > MAX_MEMBERS:
        raise _too_many(name)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise InputError("bomb", "a zip archive that unpacks beyond all measure: not read")
    return entries


def _too_many(name: str) -> InputError:
    return InputError("bomb", f"{name} has more than {MAX_MEMBERS:,} members: not read on")


def _wrong(entry: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Why a member is not unpacked, if so."""
    if entry.external_attr >> 16 & 0o170000 == 0o120000:
        return "link", "a link in an archive is not followed"
    if entry.flag_bits & 1:
        return "encrypted", "is encrypted; unpack it with its password first"
    dense = entry.file_size > MAX_RATIO * max(1, entry.compress_size)
    if entry.file_size > HARMLESS and dense:
        return "bomb", f"{entry.compress_size:,} bytes unpack to {entry.file_size:,}: not read"
    return None
