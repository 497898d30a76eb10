"""The whole of a training: read the corpus, fit, score what was kept aside, write the model."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
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
A_MINUTE = 4000  # sentences that a teacher reads


def train(
    folders: Sequence[Path],
    out: Path,
    plan: Plan,
    labels: Labels,
    tell: Report,
    larger: Path | None = None,
) -> Scores:
    """Trains on the folders' sentences and writes a model folder.

    ``larger`` is the teacher's encoder, needed where the plan has one. Returns the scores of the
    finished int8 model on the sentences kept aside.
    """
    transformers_logging.set_verbosity_error()  # it tells of weights that are left out on purpose
    transformers_logging.disable_progress_bar()
    samples = [s for folder in folders for s in read_folder(folder, labels)]
    held = [s for s in samples if _matches(s, plan.held)]
    used = [s for s in samples if not _matches(s, plan.held)]
    if not used:
        raise CorpusError("no sentence is left to train on: all are kept aside")
    out.mkdir(parents=True, exist_ok=True)
    tell(f"{len(used)} sentences to train on, {len(held)} kept aside")
    _Run(used, labels, head_of(labels), plan, tell).whole(find_encoder(), out, larger)
    reader = load_reader(out)
    return score(held, lambda text: next(reader.read([text])))


@dataclass(frozen=True, slots=True)
class _Run:
    """One training: the sentences, the labels and the plan."""

    used: Sequence[Sample]
    labels: Labels
    head: Head
    plan: Plan
    tell: Report

    def whole(self, base: Path, out: Path, larger: Path | None) -> None:
        """Trains the network, after a teacher where the plan has one, and writes the model."""
        encoder = self._encoder(base)
        if self.plan.teacher is None:
            course = lessons(self.used, encoder, self.plan.settings.swap_names)
        else:
            course = self._taught(encoder, self.plan.teacher, larger)
        network = self._fitted(base, course, self.plan.settings)
        self._export(network, base, out)

    def _taught(self, encoder: Encoder, plan: TeacherPlan, larger: Path | None) -> Lessons:
        """What the network reads in an epoch, after training the teacher."""
        if larger is None:
            raise CorpusError(
                "the plan has a teacher: say where its encoder is, with --teacher FOLDER"
            )
        plain = [line for path in plan.plain for _, line in numbered_lines(path)]
        rewording = load_rewording((sample.text for sample in self.used), word_vectors())
        teacher = self._teacher(plan, larger)
        count = len(self.used) * (1 + 2 * plan.copies) + len(plain)
        self.tell(f"the teacher reads {count} sentences, about {count // A_MINUTE + 1} min")
        material = Material(self.used, plain, rewording, plan.copies)
        return taught_lessons(material, encoder, teacher, random.Random(self.plan.settings.seed))

    def _teacher(self, plan: TeacherPlan, larger: Path) -> Teacher:
        self.tell("first the teacher")
        encoder = self._encoder(larger)
        course = lessons(self.used, encoder, plan.settings.swap_names)
        network = self._fitted(larger, course, plan.settings)
        return Teacher(network, encoder, plan.share)

    def _encoder(self, base: Path) -> Encoder:
        return Encoder(Cutter(base / "tokenizer.json", self.plan.settings.longest), self.head)

    def _fitted(self, base: Path, course: Lessons, settings: Settings) -> EventNetwork:
        torch.manual_seed(settings.seed)
        network = EventNetwork(str(base), self.head, settings.dropout)
        fit(network, course.epoch, course.count, settings, _clock(settings, self.tell))
        return network

    def _export(self, network: EventNetwork, base: Path, out: Path) -> None:
        about = {**_about(self.plan, self.used), "added": self.labels.added}
        export(network, out, head=self.head, longest=self.plan.settings.longest, about=about,
               tokenizer=base / "tokenizer.json")  # fmt: skip


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
