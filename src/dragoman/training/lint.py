"""Is a corpus sound: faulty lines, near copies, and how much there is of everything."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.training.corpus import (
    CorpusError,
    Sample,
    corpus_files,
    numbered_lines,
    read_line,
)
from dragoman.training.labels import Labels

RUN = 4  # words that two sentences share in a row
NEAR = 0.3  # share of such runs from which one sentence is a copy of the other


def faults_of(folders: Sequence[Path], labels: Labels) -> tuple[list[Sample], list[str]]:
    """All sound samples below some folders, and a sentence on each faulty line."""
    samples, faults = [], []
    for path in (path for folder in folders for path in corpus_files(folder)):
        try:
            lines = list(numbered_lines(path))
        except CorpusError as fault:
            faults.append(str(fault))
            continue
        for number, line in lines:
            try:
                samples.append(read_line(path, number, line, labels))
            except CorpusError as fault:
                faults.append(str(fault))
    return samples, faults


def near_copies(samples: Sequence[Sample]) -> list[str]:
    """Sentences that share too many runs of words with an earlier one."""
    runs: list[frozenset[tuple[str, ...]]] = []
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found = []
    for n, one in enumerate(samples):
        own = runs_of(one.text, RUN)
        shared = Counter(m for run in own for m in having[run])
        copies = (m for m, count in sorted(shared.items()) if count / len(own | runs[m]) > NEAR)
        found += [f"{one.key}: near copy of {samples[m].key}" for m in copies]
        for run in own:
            having[run].append(n)
        runs.append(own)
    return found


def runs_of(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """All runs of words of a length, in lower case without signs."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[i : i + length]) for i in range(len(words) - length + 1))


def counts(samples: Sequence[Sample]) -> Iterator[str]:
    """How many sentences, events and labels of each kind there are."""
    events = [e for s in samples for e in s.events]
    without = [s for s in samples if not s.events]
    several = sum(len(s.events) > 1 for s in samples)
    beside = sum(bool(s.bystanders) for s in samples)
    nominal = sum(e.nominal for e in events)
    yield (
        f"{len(samples)} sentences, {len(without)} without events, {several} with several, "
        f"{beside} with bystanders; {len(events)} events, {nominal} of them nouns"
    )
    tables = {
        "types": [e.type for e in events],
        "modes": [f"{e.type} {m}" for e in events for m in e.modes],
        "statuses": [e.status for e in events],
        "contexts": [c for e in events for c in e.contexts],
        "without events": [s.kind or "" for s in without],
    }
    for name, labels in tables.items():
        yield f"{name}: " + ", ".join(f"{x} {n}" for x, n in sorted(Counter(labels).items()))
