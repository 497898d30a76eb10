"""Plans: what to train and how, read from a TOML file (training/config.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dragoman.training.corpus import CorpusError


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train a network. ``frozen`` layers of its encoder, and with them the embeddings, stay
    as they are."""

    seed: int = 0
    epochs: int = 8
    batch: int = 16
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warmup: float = 0.1
    dropout: float = 0.1
    smoothing: float = 0.05
    longest: int = 160
    frozen: int = 0
    swap_names: float = 0.3
    threads: int = 1
    mode_weight: float = 1.0
    status_weight: float = 0.5
    context_weight: float = 1.0
    role_weight: float = 6.0


@dataclass(frozen=True, slots=True)
class TeacherPlan:
    """How to train a teacher and what it prepares. Its word has the weight ``share`` in the labels.

    ``copies`` of each sentence with other names, and as many in other words, are made; ``plain``
    are files of sentences without labels, one a line, that it labels.
    """

    share: float = 0.5
    copies: int = 1
    plain: tuple[Path, ...] = ()
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train: a name for the model, which files to keep aside, settings, a teacher or
    none."""

    name: str = "model"
    held: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)
    teacher: TeacherPlan | None = None


def read_plan(path: Path) -> Plan:
    """A plan from TOML (see training/config.toml). Raises CorpusError naming what is wrong."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise CorpusError(f"{path}: {fault}") from fault
    _only(path, raw, {"name", "held", "settings", "teacher"})
    teacher = _teacher_plan(path, raw["teacher"]) if "teacher" in raw else None
    held = _patterns(path, raw, "held")
    return Plan(str(raw.get("name", "model")), held, _settings(path, raw), teacher)


def _teacher_plan(path: Path, raw: Any) -> TeacherPlan:
    if not isinstance(raw, dict):
        raise CorpusError(f"{path}: teacher should be a table")
    _only(path, raw, {"share", "copies", "plain", "settings"})
    share, copies = raw.get("share", TeacherPlan().share), raw.get("copies", TeacherPlan().copies)
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise CorpusError(f"{path}: share = {share!r} should be a number from 0 to 1")
    if not isinstance(copies, int) or copies < 0:
        raise CorpusError(f"{path}: copies = {copies!r} should be a whole number of 0 or more")
    plain = tuple(path.parent / name for name in _patterns(path, raw, "plain"))
    return TeacherPlan(share, copies, plain, _settings(path, raw))


def _settings(path: Path, raw: Mapping[str, Any]) -> Settings:
    settings = raw.get("settings", {})
    known = {one.name: type(one.default) for one in fields(Settings)}
    _only(path, settings, set(known))
    for name, value in settings.items():
        if (
            not isinstance(value, int | float)
            or value < 0
            or (known[name] is int and value != int(value))
        ):
            raise CorpusError(f"{path}: {name} = {value!r} should be a number of 0 or more")
    made = Settings(**settings)
    if not made.batch or not made.epochs:
        raise CorpusError(f"{path}: batch and epochs should be 1 or more")
    return made


def _patterns(path: Path, raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = raw.get(key, [])
    if not isinstance(found, list):
        raise CorpusError(f"{path}: {key} should be a list of files")
    return tuple(map(str, found))


def _only(path: Path, raw: Mapping[str, Any], known: set[str]) -> None:
    for key in sorted(raw.keys() - known):
        raise CorpusError(f"{path}: unknown key {key!r}; known are {', '.join(sorted(known))}")
