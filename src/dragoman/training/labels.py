"""What can be said of an event: the labels that a corpus may use."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.engines.reading import Head
from dragoman.model import Status, TableError
from dragoman.tables.ontology import event_types, load_ontology

STATUSES = tuple(status.value for status in Status)
# What a sentence without events may be about.
KINDS = (
    "sport", "business", "weather", "science", "entertainment", "metaphor", "history", "forecast",
    "opinion", "neutral", "crime", "disaster", "daily",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """Types with their modes, contexts, statuses, kinds of sentences without events.

    ``added`` holds the types beside PLOVER's as ``labels.toml`` tells them.
    """

    types: Mapping[str, tuple[str, ...]]
    contexts: tuple[str, ...]
    added: Mapping[str, Any] = field(default_factory=dict)
    statuses: tuple[str, ...] = STATUSES
    kinds: tuple[str, ...] = KINDS


def labels_of(folders: Sequence[Path] = ()) -> Labels:
    """PLOVER's labels and those that a ``labels.toml`` in one of the folders adds.

    Raises TableError when such a file is malformed, or names a type that is there already.
    """
    ontology = load_ontology()
    contexts = list(ontology.contexts)
    added: dict[str, Any] = {}
    for path in (folder / "labels.toml" for folder in folders):
        if path.exists():
            types, more = _added(path)
            for name in sorted(types.keys() & (ontology.types.keys() | added.keys())):
                raise TableError(f"{path}: type {name} is there already")
            added |= types
            contexts += more
    whole = ontology.with_types(added).types
    modes = {name: tuple(kind.modes) for name, kind in whole.items()}
    return Labels(modes, tuple(dict.fromkeys(contexts)), added)


def _added(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Types and contexts of a file, checked."""
    raw = _toml(path)
    types, contexts = raw.get("types", {}), raw.get("contexts", [])
    if not isinstance(types, dict) or not all(isinstance(kind, dict) for kind in types.values()):
        raise TableError(f"{path}: types should be tables: [types.NAME]")
    if not _is_list(contexts) or not all(
        _is_list(kind.get("modes", [])) for kind in types.values()
    ):
        raise TableError(f"{path}: contexts and modes should be lists of names")
    try:
        event_types(types)
    except TableError as fault:
        raise TableError(f"{path}: {fault}") from fault
    return types, contexts


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise TableError(f"{path}: {fault}") from fault


def head_of(labels: Labels) -> Head:
    """The order of the labels."""
    modes = tuple((kind, mode) for kind, modes in labels.types.items() for mode in modes)
    return Head(tuple(labels.types), modes, labels.statuses, labels.contexts)
