"""The event network at work: int8 ONNX, one sentence at a time, no network and no torch."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

from dragoman.engines.models import file_digest
from dragoman.engines.reading import Head, Logits, Reading
from dragoman.engines.wordpieces import Cutter
from dragoman.model import ModelError

FORMAT = 1
FILES = ("model.onnx", "tokenizer.json")
KEYS = frozenset({"name", "longest", "labels", "digests"})
LABELS = frozenset({"types", "modes", "statuses", "contexts"})
AHEAD = 256  # sentences: more than an article has, and a bound for endless ones
HINT = "reinstall dragoman, or give the folder that `dragoman train` wrote"


class OnnxReader:
    """Reads sentences with the network of a model folder; fulfils ``dragoman.model.Reader``.

    ``added`` are the event types it knows beside PLOVER's. Sentences are read one by one: scores
    of an int8 network depend a little on what else is in a batch, and the same sentence must get
    the same events anywhere. Can be pickled, and used on after a fork. With ``background`` a
    thread reads ahead; without, each sentence is read when its reading is asked for, which is
    better where every core has a process of its own.
    """

    def __init__(self, folder: Path, *, background: bool = True) -> None:
        import onnxruntime

        about = _about(folder)
        self.version = _version(about)
        self.head = head_from(about["labels"])
        self.added: Mapping[str, Mapping[str, Any]] = about.get("added", {})
        self._folder = folder
        self._background = background
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._cutter = Cutter(folder / "tokenizer.json", about["longest"])
        self._worker: ThreadPoolExecutor | None = None
        self._process = -1

    def __reduce__(self) -> tuple[Callable[..., OnnxReader], tuple[Path, bool]]:
        return load_reader, (self._folder, self._background)

    def read(self, sentences: Sequence[str]) -> Iterator[Reading]:
        """One reading a sentence; what lies behind the longest length is not read.

        Work begins at once in a thread, beside which the caller can go on, and runs at most AHEAD
        sentences ahead.
        """
        if not self._background:
            return map(self._read, sentences)
        rest = iter(sentences)
        ahead = deque(self._submit(sentence) for sentence in islice(rest, AHEAD))
        return self._answers(ahead, rest)

    def _answers(self, ahead: deque[Future[Reading]], rest: Iterator[str]) -> Iterator[Reading]:
        try:
            while ahead:
                reading = ahead.popleft().result()
                ahead.extend(self._submit(sentence) for sentence in islice(rest, 1))
                yield reading
        finally:
            for waiting in ahead:
                waiting.cancel()

    def _submit(self, sentence: str) -> Future[Reading]:
        """To the one thread of this process: a forked process has none of its parent's."""
        if self._worker is None or self._process != os.getpid():
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="dragoman-reader")
            self._process = os.getpid()
        return self._worker.submit(self._read, sentence)

    def _read(self, sentence: str) -> Reading:
        words, ids, owner = self._cutter.cut(sentence)
        answers = self._session.run(None, {"ids": [ids]})
        return Reading(self.head, words, owner, Logits(*(answer[0] for answer in answers)))


def head_from(labels: Mapping[str, Any]) -> Head:
    """The labels as a model folder stores them."""
    modes = tuple((kind, mode) for kind, mode in labels["modes"])
    return Head(tuple(labels["types"]), modes, tuple(labels["statuses"]), tuple(labels["contexts"]))


def load_reader(folder: str | Path | None = None, background: bool = True) -> OnnxReader:
    """The network of a model folder, or the one that ships; ``background`` as of OnnxReader.

    Raises ModelError when a file of it is missing or not what it was when it was trained.
    """
    return OnnxReader(_folder(folder), background=background)


def reader_version(folder: str | Path | None = None) -> str:
    """What ``load_reader(folder).version`` would say, without loading the network."""
    return _version(_about(_folder(folder)))


def _folder(given: str | Path | None) -> Path:
    shipped = resources.files("dragoman").joinpath("data", "network")
    return Path(given) if given is not None else Path(str(shipped))


def _version(about: Mapping[str, Any]) -> str:
    return f"{about['name']} {about['digests']['model.onnx'][:12]}"


def _about(folder: Path) -> dict[str, Any]:
    """What model.json says, the other files checked against it."""
    try:
        about = json.loads((folder / "model.json").read_text("utf-8"))
        digests = {name: file_digest([folder / name]) for name in FILES}
    except OSError as error:
        raise ModelError(
            f"{folder}: no event network there ({error.strerror}: {error.filename}); {HINT}"
        ) from error
    except ValueError as error:
        raise ModelError(f"{folder}/model.json is damaged: {error}; {HINT}") from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        found = about.get("format") if isinstance(about, dict) else None
        raise ModelError(f"{folder}: format {found}, this dragoman reads {FORMAT}; {HINT}")
    if not about.keys() >= KEYS or not about["labels"].keys() >= LABELS:
        raise ModelError(f"{folder}/model.json is damaged: it lacks entries; {HINT}")
    for name in FILES:
        if digests[name] != about["digests"].get(name):
            raise ModelError(f"{folder}/{name} is damaged: its digest is not that in model.json")
    return about
