"""Shards: the unit of work. One file goes in, one comes out, under its final name only when it is
complete; the name is the digest of what went in and of the coder, so that what is done is known."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.readers.raw import Kind, Raw, from_json, to_json

DOCUMENTS = 32  # of a shard: half a minute of work or less
BYTES = 8_000_000


def shard_name(raws: Sequence[Raw], coding: str) -> str:
    """What a shard is called: a digest of its documents, their names and the coder."""
    digest = hashlib.sha256(coding.encode())
    for raw in raws:
        digest.update(f"{raw.key}\0{raw.name}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def write_shard(path: Path, raws: Iterable[Raw]) -> None:
    """Write documents to a shard: each a line of JSON, then its bytes."""
    with _complete(path) as stream:
        for raw in raws:
            told = {"name": raw.name, "kind": raw.kind, "about": to_json(raw.about),
                    "size": len(raw.data)}  # fmt: skip
            stream.write(json.dumps(told).encode() + b"\n" + raw.data)


def read_shard(path: Path) -> Iterator[Raw]:
    """The documents of a shard."""
    with path.open("rb") as stream:
        while line := stream.readline():
            told = json.loads(line)
            data = stream.read(told["size"])
            yield Raw(told["name"], data, Kind(told["kind"]), from_json(told["about"]))


def write_results(path: Path, results: Iterable[dict[str, Any]]) -> None:
    """Write what became of documents, one line of JSON each."""
    with _complete(path) as stream:
        for result in results:
            stream.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")


def read_results(path: Path) -> Iterator[dict[str, Any]]:
    """What became of the documents of a shard, in their order."""
    with path.open("rb") as stream:
        for line in stream:
            yield json.loads(line)


class _complete:  # noqa: N801  used like a function
    """A file that takes its name when it is complete and on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")

    def __enter__(self) -> BinaryIO:
        self.stream = self.draft.open("wb")
        return self.stream

    def __exit__(self, kind: object, *_: object) -> None:
        self.stream.close()
        if kind is None:
            self.draft.replace(self.path)
        else:
            self.draft.unlink(missing_ok=True)
