"""Reading the data files: tab-separated tables with one header line, and TOML."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from dragoman.model import TableError


def text_of(path: str) -> str:
    """The text of a file under ``dragoman/data``."""
    return resources.files("dragoman").joinpath("data", path).read_text("utf-8")


def rows(path: str) -> Iterator[dict[str, str]]:
    """The rows of a table as dicts by column name.

    Raises TableError with file and line when a row has too few or too many cells.
    """
    lines = text_of(path).split("\n")
    header = lines[0].rstrip("\r").split("\t")
    for number, line in enumerate(lines[1:], 2):
        cells = line.rstrip("\r").split("\t")
        if cells == [""]:
            continue
        if len(cells) != len(header):
            raise TableError(
                f"data/{path}:{number}: {len(cells)} cells, the header has {len(header)}"
            )
        yield dict(zip(header, cells, strict=True))


def toml(path: str) -> dict[str, Any]:
    """A TOML file under ``dragoman/data``."""
    return tomllib.loads(text_of(path))


def split(cell: str, by: str = ";") -> tuple[str, ...]:
    """The parts of a cell that holds a list.

    >>> split("UN;U.N.")
    ('UN', 'U.N.')
    """
    return tuple(part for part in cell.split(by) if part) if cell else ()


def files(folder: str, suffix: str) -> list[str]:
    """Paths of the files in a folder under ``dragoman/data``, sorted."""
    entries = resources.files("dragoman").joinpath("data", folder).iterdir()
    return sorted(f"{folder}/{entry.name}" for entry in entries if entry.name.endswith(suffix))


def digest(folders: tuple[str, ...], packs: Sequence[Path] = ()) -> str:
    """sha256 over all tables of the folders and packs: events name the tables that coded them."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in files(folder, ".tsv") + files(folder, ".toml"):
            whole.update(path.encode())
            whole.update(text_of(path).encode())
    for pack in packs:
        whole.update(pack.read_bytes())
    return whole.hexdigest()
