"""The whole of a training: read the corpus, fit, score what was kept aside, write the model."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import torch
from transformers.utils import logging as transformers_logging

from dragoman.engines.encoder import find_encoder
from dragoman.engines.onnx_reader import load_reader
from dragoman.engines.reading import Head
from dragoman.engines.spacy_parser import word_vectors
from dragoman.engines.wordpieces import Cutter
from dragoman.training.corpus import CorpusError, Sample, numbered_lines, read_folder
from dragoman.training.examples import Encoder
from dragoman.training.export import export
from dragoman.training.fit import fit
from dragoman.training.labels import Labels, head_of
from dragoman.training.lessons import Lessons, Material, lessons, taught_lessons
from dragoman.training.network import EventNetwork
from dragoman.training.plan import Plan, Settings, TeacherPlan
from dragoman.training.rewording import load_rewording
from dragoman.training.scoring import Scores, score
from dragoman.training.teacher import Teacher

Report = Callable[[str], None]


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
    count = len(epochs(random.Random(plan.settings.seed)))
    network = _fitted(base, head, epochs, count, plan.settings, tell)
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
    plain = [line for path in plan.teacher.plain for _, line in numbered_lines(path)]
    rewording = load_rewording((sample.text for sample in used), word_vectors())
    teacher = _teacher(used, larger, head, plan.teacher, tell)
    count = len(used) * (1 + 2 * plan.teacher.copies) + len(plain)
    tell(f"the teacher reads {count} sentences, about {count // 70 // 60 + 1} min")
    material = Material(used, plain, rewording, plan.teacher.copies)
    return taught_lessons(material, encoder, teacher, random.Random(plan.settings.seed))


def _teacher(
    used: Sequence[Sample], larger: Path, head: Head, plan: TeacherPlan, tell: Report
) -> Teacher:
    encoder = Encoder(Cutter(larger / "tokenizer.json", plan.settings.longest), head)
    tell("first the teacher")
    epochs = lessons(used, encoder, plan.settings.swap_names)
    return Teacher(
        _fitted(larger, head, epochs, len(used), plan.settings, tell), encoder, plan.share
    )


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
        "teacher": _told_of(plan.teacher),
    }


def _told_of(teacher: TeacherPlan | None) -> Mapping[str, Any] | None:
    if teacher is None:
        return None
    return {**asdict(teacher), "plain": [path.name for path in teacher.plain]}
