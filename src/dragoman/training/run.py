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
from dragoman.training.examples import Encoder, Example
from dragoman.training.export import export
from dragoman.training.fit import Settings, fit
from dragoman.training.labels import Labels, head_of
from dragoman.training.names import load_swapper
from dragoman.training.network import EventNetwork
from dragoman.training.scoring import Scores, score

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train: a name for the model, which files to keep aside, and the settings."""

    name: str = "model"
    held: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)


def read_plan(path: Path) -> Plan:
    """A plan from TOML (see training/config.toml). Raises CorpusError naming what is wrong."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise CorpusError(f"{path}: {fault}") from fault
    _only(path, raw, {"name", "held", "settings"})
    settings, held = raw.get("settings", {}), raw.get("held", [])
    known = {one.name: type(one.default) for one in fields(Settings)}
    _only(path, settings, set(known))
    for name, value in settings.items():
        if (
            not isinstance(value, int | float)
            or value < 0
            or (known[name] is int and value != int(value))
        ):
            raise CorpusError(f"{path}: {name} = {value!r} should be a number of 0 or more")
    if not isinstance(held, list):
        raise CorpusError(f"{path}: held should be a list of file names or patterns")
    plan = Plan(str(raw.get("name", "model")), tuple(map(str, held)), Settings(**settings))
    if not plan.settings.batch or not plan.settings.epochs:
        raise CorpusError(f"{path}: batch and epochs should be 1 or more")
    return plan


def _only(path: Path, raw: Mapping[str, Any], known: set[str]) -> None:
    for key in sorted(raw.keys() - known):
        raise CorpusError(f"{path}: unknown key {key!r}; known are {', '.join(sorted(known))}")


def train(folders: Sequence[Path], out: Path, plan: Plan, labels: Labels, tell: Report) -> Scores:
    """Trains on the folders' sentences and writes a model folder.

    Returns the scores of the finished int8 model on the sentences kept aside.
    """
    transformers_logging.set_verbosity_error()  # it tells of weights that are left out on purpose
    transformers_logging.disable_progress_bar()
    base = find_encoder()
    samples = [s for folder in folders for s in read_folder(folder, labels)]
    held = [s for s in samples if _kept_aside(s, plan.held)]
    used = [s for s in samples if not _kept_aside(s, plan.held)]
    if not used:
        raise CorpusError("no sentence is left to train on: all are kept aside")
    out.mkdir(parents=True, exist_ok=True)
    tell(f"{len(used)} sentences to train on, {len(held)} kept aside")
    head = head_of(labels)
    torch.manual_seed(plan.settings.seed)
    network = EventNetwork(str(base), head, plan.settings.dropout)
    examples_of = _examples(used, base, head, plan.settings)
    fit(network, examples_of, len(used), plan.settings, _clock(plan, tell))
    about = {**_about(plan, used), "added": labels.added}
    export(network, out, head=head, longest=plan.settings.longest, about=about,
           tokenizer=base / "tokenizer.json")  # fmt: skip
    reader = load_reader(out)
    return score(held, lambda text: next(reader.read([text])))


def _kept_aside(sample: Sample, patterns: Sequence[str]) -> bool:
    return any(fnmatch(sample.key.rpartition(":")[0], pattern) for pattern in patterns)


def _examples(
    samples: Sequence[Sample], base: Path, head: Head, settings: Settings
) -> Callable[[random.Random], list[Example]]:
    """A function that gives an epoch's examples, some with other names in them."""
    encoder = Encoder(Cutter(base / "tokenizer.json", settings.longest), head)
    swapper = load_swapper()

    def epoch(dice: random.Random) -> list[Example]:
        swapped = (
            swapper.swap(s, dice) if dice.random() < settings.swap_names else s for s in samples
        )
        return [encoder.example(s) for s in swapped]

    return epoch


def _clock(plan: Plan, tell: Report) -> Callable[[int, float], None]:
    begun = time.monotonic()

    def report(epoch: int, loss: float) -> None:
        minutes = (time.monotonic() - begun) / 60
        left = minutes / epoch * (plan.settings.epochs - epoch)
        tell(f"epoch {epoch} of {plan.settings.epochs}: loss {loss:.3f}, {left:.0f} min left")

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
    }
