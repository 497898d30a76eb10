"""Reading labelled sentences: JSON lines as described in data/corpus/README.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.engines.reading import ROLES
from dragoman.model import DragomanError, Span
from dragoman.text.occurrences import find_mark
from dragoman.training.labels import Labels

KEYS = frozenset({"text", "events", "kind", "bystanders", "note"})
EVENT_KEYS = frozenset(
    {
        "trigger",
        "type",
        "mode",
        "actor",
        "recipient",
        "reporter",
        "status",
        "context",
        "nominal",
        "record",
    }
)


class CorpusError(DragomanError):
    """A line of the corpus that does not say what it should: file, line, fault."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An event of a labelled sentence; spans are offsets into its text."""

    trigger: Span
    type: str
    modes: tuple[str, ...]
    status: str
    contexts: tuple[str, ...]
    roles: Mapping[str, tuple[Span, ...]]
    nominal: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled sentence. ``bystanders`` take part in none of its events."""

    key: str
    text: str
    events: tuple[Labelled, ...]
    bystanders: tuple[Span, ...] = ()
    kind: str | None = None


def read_folder(folder: Path, labels: Labels) -> Iterator[Sample]:
    """The samples of all ``*.jsonl`` files below a folder, by name and line.

    Raises CorpusError naming file, line and fault at the first line that is wrong.
    """
    for path in corpus_files(folder):
        yield from read_file(path, labels)


def corpus_files(folder: Path) -> list[Path]:
    """The files of a folder, sorted; CorpusError where there is none."""
    paths = sorted(folder.rglob("*.jsonl"))
    if not paths:
        raise CorpusError(f"{folder}: no *.jsonl file in it; format: data/corpus/README.md")
    return paths


def read_file(path: Path, labels: Labels) -> Iterator[Sample]:
    """The samples of one file; raises CorpusError at the first line that is wrong."""
    for number, line in numbered_lines(path):
        yield read_line(path, number, line, labels)


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not blank; raises CorpusError when it is no UTF-8."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as fault:
        raise CorpusError(f"{path}: not UTF-8: {fault}") from fault
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def read_line(path: Path, number: int, line: str, labels: Labels) -> Sample:
    """One line as a sample; raises CorpusError with file, line and fault."""
    try:
        return sample(f"{path.stem}:{number}", json.loads(line), labels)
    except (ValueError, CorpusError) as fault:
        raise CorpusError(f"{path}:{number}: {fault}") from fault


def sample(key: str, raw: Any, labels: Labels) -> Sample:
    """One line as a sample; raises CorpusError saying what is wrong with it."""
    _known(raw, KEYS, "a line")
    text = raw.get("text")
    if not isinstance(text, str) or not text or text != " ".join(text.split()):
        raise CorpusError("'text' is missing or has line breaks or doubled blanks")
    events = raw.get("events", [])
    if not isinstance(events, list):
        raise CorpusError("'events' should be a list")
    found = tuple(_event(text, one, labels) for one in events)
    if not found and raw.get("kind") not in labels.kinds:
        raise CorpusError(f"a line without events needs a 'kind': {' '.join(labels.kinds)}")
    return Sample(key, text, found, _spans(text, raw, "bystanders"), raw.get("kind"))


def _event(text: str, raw: Any, labels: Labels) -> Labelled:
    _known(raw, EVENT_KEYS, "an event")
    kind = str(raw.get("type"))
    if kind not in labels.types:
        raise CorpusError(f"type {kind!r} is none of {' '.join(labels.types)}")
    modes, contexts = _texts(raw, "mode"), _texts(raw, "context")
    for mode in modes:
        if mode not in labels.types[kind]:
            raise CorpusError(f"{kind} has no mode {mode!r}; it has {' '.join(labels.types[kind])}")
    for context in contexts:
        if context not in labels.contexts:
            raise CorpusError(f"no such context: {context!r}")
    status = str(raw.get("status", "actual"))
    if status not in labels.statuses:
        raise CorpusError(f"status {status!r} is none of {' '.join(labels.statuses)}")
    roles = {role: _spans(text, raw, role) for role in ROLES}
    trigger = _span(text, str(raw.get("trigger", "")))
    return Labelled(trigger, kind, modes, status, contexts, roles, bool(raw.get("nominal")))


def _known(raw: Any, keys: frozenset[str], what: str) -> None:
    if not isinstance(raw, dict):
        raise CorpusError(f"{what} should be an object with keys, not {raw!r}")
    for key in sorted(raw.keys() - keys):
        raise CorpusError(f"unknown key {key!r} in {what}; known are {', '.join(sorted(keys))}")


def _texts(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts; left out, there are none."""
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise CorpusError(f"{key!r} should be a list of texts, not {found!r}")
    return tuple(found)


def _spans(text: str, raw: Mapping[str, Any], key: str) -> tuple[Span, ...]:
    return tuple(_span(text, mark) for mark in _texts(raw, key))


def _span(text: str, mark: str) -> Span:
    found = find_mark(text, mark)
    if isinstance(found, str):
        raise CorpusError(found)
    return found
