"""The whole of a training: read the corpus, fit, score what was kept aside, write the model."""

from __future__ import annotations

import hashlib
import random
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import torch
from transformers.utils import logging as transformers_logging

from dragoman.engines.encoder import find_encoder
from dragoman.engines.onnx_reader import load_reader
from dragoman.engines.reading import Head
from dragoman.engines.wordpieces import Cutter
from dragoman.training.corpus import CorpusError, Sample, read_folder
from dragoman.training.examples import Encoder
from dragoman.training.export import export
from dragoman.training.fit import Settings, fit
from dragoman.training.labels import Labels, head_of
from dragoman.training.lessons import Lessons, lessons, taught_lessons
from dragoman.training.network import EventNetwork
from dragoman.training.scoring import Scores, score
from dragoman.training.teacher import Teacher

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TeacherPlan:
    """How to train a teacher. Files that match ``unseen`` it does not learn from, so that it
    judges them afresh; its word has the weight ``share`` in the labels; ``copies`` of each sentence
    with other names are made."""

    share: float = 0.5
    copies: int = 1
    unseen: tuple[str, ...] = ()
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
    _only(path, raw, {"share", "copies", "unseen", "settings"})
    share, copies = raw.get("share", TeacherPlan().share), raw.get("copies", TeacherPlan().copies)
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise CorpusError(f"{path}: share = {share!r} should be a number from 0 to 1")
    if not isinstance(copies, int) or copies < 0:
        raise CorpusError(f"{path}: copies = {copies!r} should be a whole number of 0 or more")
    return TeacherPlan(share, copies, _patterns(path, raw, "unseen"), _settings(path, raw))


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
        raise CorpusError(f"{path}: {key} should be a list of file names or patterns")
    return tuple(map(str, found))


def _only(path: Path, raw: Mapping[str, Any], known: set[str]) -> None:
    for key in sorted(raw.keys() - known):
        raise CorpusError(f"{path}: unknown key {key!r}; known are {', '.join(sorted(known))}")


def train(
    folders: Sequence[Path],
    out: Path,
    plan: Plan,
    labels: Labels,
    tell: Report,
    larger: Path | None = None,
) -> Scores:
    """Trains on the folders' sentences and writes a model folder.

    ``larger`` is the encoder of the teacher, where the plan has one. Returns the scores of the
    finished int8 model on the sentences kept aside.
    """
    transformers_logging.set_verbosity_error()  # it tells of weights that are left out on purpose
    transformers_logging.disable_progress_bar()
    base = find_encoder()
    samples = [s for folder in folders for s in read_folder(folder, labels)]
    held = [s for s in samples if _matches(s, plan.held)]
    used = [s for s in samples if not _matches(s, plan.held)]
    if not used:
        raise CorpusError("no sentence is left to train on: all are kept aside")
    out.mkdir(parents=True, exist_ok=True)
    tell(f"{len(used)} sentences to train on, {len(held)} kept aside")
    head = head_of(labels)
    epochs = _lessons(used, base, head, plan, tell, larger)
    network = _fitted(base, head, epochs, len(used), plan.settings, tell)
    about = {**_about(plan, used), "added": labels.added}
    export(network, out, head=head, longest=plan.settings.longest, about=about,
           tokenizer=base / "tokenizer.json")  # fmt: skip
    reader = load_reader(out)
    return score(held, lambda text: next(reader.read([text])))


def _lessons(
    used: Sequence[Sample],
    base: Path,
    head: Head,
    plan: Plan,
    tell: Report,
    larger: Path | None,
) -> Lessons:
    """What the network reads in an epoch; with a teacher, after training that."""
    encoder = Encoder(Cutter(base / "tokenizer.json", plan.settings.longest), head)
    if plan.teacher is None:
        return lessons(used, encoder, plan.settings.swap_names)
    if larger is None:
        raise CorpusError("the plan has a teacher: say where its encoder is, with --teacher FOLDER")
    teacher = _teacher(used, larger, head, plan.teacher, tell)
    tell(f"the teacher reads every sentence {1 + plan.teacher.copies} times")
    dice = random.Random(plan.settings.seed)
    return taught_lessons(
        used, encoder, plan.settings.swap_names, teacher, plan.teacher.copies, dice
    )


def _teacher(
    used: Sequence[Sample], larger: Path, head: Head, plan: TeacherPlan, tell: Report
) -> Teacher:
    encoder = Encoder(Cutter(larger / "tokenizer.json", plan.settings.longest), head)
    known = [sample for sample in used if not _matches(sample, plan.unseen)]
    tell(f"teacher: {len(known)} sentences to train on")
    epochs = lessons(known, encoder, plan.settings.swap_names)
    network = _fitted(larger, head, epochs, len(known), plan.settings, tell)
    return Teacher(network, encoder, plan.share)


def _fitted(
    base: Path, head: Head, epochs: Lessons, count: int, settings: Settings, tell: Report
) -> EventNetwork:
    torch.manual_seed(settings.seed)
    network = EventNetwork(str(base), head, settings.dropout)
    fit(network, epochs, count, settings, _clock(settings, tell))
    return network


def _matches(sample: Sample, patterns: Sequence[str]) -> bool:
    return any(fnmatch(sample.key.rpartition(":")[0], pattern) for pattern in patterns)


def _clock(settings: Settings, tell: Report) -> Callable[[int, float], None]:
    begun = time.monotonic()

    def report(epoch: int, loss: float) -> None:
        minutes = (time.monotonic() - begun) / 60
        left = minutes / epoch * (settings.epochs - epoch)
        tell(f"epoch {epoch} of {settings.epochs}: loss {loss:.3f}, {left:.0f} min left")

    return report


def _about(plan: Plan, used: Sequence[Sample]) -> Mapping[str, Any]:
    """What model.json tells of how the model came to be."""
    digest = hashlib.sha256()
    for sample in used:
        digest.update(repr(sample).encode())
    return {
        "name": plan.name,
        "sentences": len(used),
        "events": sum(len(s.events) for s in used),
        "corpus": digest.hexdigest(),
        "settings": asdict(plan.settings),
        "teacher": asdict(plan.teacher) if plan.teacher else None,
    }
