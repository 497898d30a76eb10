"""The corpus that the network learns from: sound, varied, large enough, and nobody else's text."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.training.corpus import CorpusError, Sample, sample
from dragoman.training.labels import labels_of
from dragoman.training.lint import counts, faults_of, near_copies, runs_of

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "data" / "corpus" / "sentences"
SHARED = ROOT.parent / "shared"
LABELS = labels_of()
FOREIGN_RUN = 10  # words in a row that would be somebody else's; stock phrases are shorter


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    found, faults = faults_of([SENTENCES], LABELS)
    assert not faults
    return found


def test_there_is_enough_of_everything(samples: list[Sample]):
    events = [e for s in samples for e in s.events]
    with_events = [s for s in samples if s.events]
    assert len(samples) >= 6000
    assert len(samples) - len(with_events) >= 2000
    assert sum(len(s.events) > 1 for s in with_events) >= 0.30 * len(with_events)
    assert sum(e.nominal for e in events) >= 0.15 * len(events)
    assert sum(bool(s.bystanders) for s in samples) >= 0.25 * len(samples)
    types, statuses = Counter(e.type for e in events), Counter(e.status for e in events)
    assert not [t for t in LABELS.types if types[t] < 250]
    assert not [s for s in LABELS.statuses if statuses[s] < 250]


def test_there_is_enough_of_every_mode_context_and_kind(samples: list[Sample]):
    events = [e for s in samples for e in s.events]
    modes = Counter((e.type, m) for e in events for m in e.modes)
    contexts = Counter(c for e in events for c in e.contexts)
    kinds = Counter(s.kind for s in samples if not s.events)
    assert not [(t, m) for t, ms in LABELS.types.items() for m in ms if modes[t, m] < 40]
    assert not [c for c in LABELS.contexts if contexts[c] < 40]
    assert not [k for k in LABELS.kinds if kinds[k] < 40]


def test_no_sentence_is_nearly_another(samples: list[Sample]):
    assert not near_copies(samples)


def test_every_event_has_a_side(samples: list[Sample]):
    # In running articles the speaker may stand in another sentence.
    bare = [s.key for s in samples for e in s.events if not any(e.roles.values())]
    assert len(bare) <= 0.02 * sum(len(s.events) for s in samples), bare


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared to compare the corpus with")
def test_nothing_is_taken_from_the_measuring_sets(samples: list[Sample]):
    own = {run: s.key for s in samples for run in runs_of(s.text, FOREIGN_RUN)}
    taken = {own[run] for text in _shared_texts() for run in _runs(text) if run in own}
    assert not taken


def test_what_is_trained_on_is_not_measured_on(samples: list[Sample]):
    lines, faults = faults_of([ROOT / "data" / "corpus" / "articles" / "lines"], LABELS)
    assert not faults
    own = {run: s.key for s in [*samples, *lines] for run in runs_of(s.text, FOREIGN_RUN)}
    measured = [ROOT / "bench" / "wikinews", ROOT / "data" / "corpus" / "test"]
    texts = [path.read_text("utf-8") for folder in measured for path in folder.rglob("*.txt")]
    assert len(texts) > 50
    assert not {own[run] for text in texts for run in _runs(text) if run in own}


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[n:] for n in range(FOREIGN_RUN)), strict=False)


def _shared_texts() -> Iterator[str]:
    for path in sorted([*(SHARED / "data").rglob("*"), *(SHARED / "gold").rglob("*")]):
        if path.suffix == ".gz":
            with gzip.open(path, "rt", errors="replace") as lines:
                yield from lines
        elif path.suffix in {".txt", ".tsv", ".csv", ".jsonl", ".xml", ".tml"}:
            yield path.read_text("utf-8", errors="replace")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"text": "A hit B.", "events": [{"trigger": "struck", "type": "ASSAULT"}]}, "does not"),
        ({"text": "A hit A.", "events": [{"trigger": "hit", "type": "ASSAULT", "actor": ["A"]}]},
         "2 times: say which"),
        ({"text": "A hit B.", "events": [{"trigger": "hit", "type": "HIT"}]}, "none of"),
        ({"text": "A hit B.", "events": [{"trigger": "hit", "type": "ASSAULT", "mode": ["x"]}]},
         "no mode"),
        ({"text": "A hit B.", "events": []}, "needs a 'kind'"),
        ({"text": "A hit B.", "event": []}, "unknown key"),
        ({"text": "A  hit B.", "events": [], "kind": "sport"}, "doubled blanks"),
        ({"text": 5, "events": []}, "'text' is missing"),
        ({"text": "A hit B.", "events": None}, "should be a list"),
        ({"text": "A hit B.", "events": [5]}, "should be an object"),
        ({"text": "A hit B.", "events": [{"trigger": "hit", "type": "ASSAULT", "mode": "x"}]},
         "a list of texts"),
        ({"text": "A hit B.", "events": [{"trigger": 5, "type": "ASSAULT"}]}, "does not stand"),
        ([], "should be an object"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_told_plainly(line: object, fault: str):
    with pytest.raises(CorpusError, match=fault):
        sample("x:1", line, LABELS)


def test_a_numbered_mention_is_found():
    line = {"text": "Troops met troops.", "events": [
        {"trigger": "met", "type": "CONSULT", "actor": ["Troops", "troops#1"]}]}  # fmt: skip
    event = sample("x:1", line, LABELS).events[0]
    assert [span.start for span in event.roles["actor"]] == [0, 11]


def test_the_readme_shows_sound_lines():
    text = (ROOT / "data" / "corpus" / "README.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith('{"text"')]
    assert len(lines) >= 3
    for number, line in enumerate(lines):
        sample(f"README:{number}", json.loads(line), LABELS)


def test_counts_count_every_label(samples: list[Sample]):
    first, *lines = counts(samples)
    assert first.startswith(f"{len(samples)} sentences")
    assert all(f"{name} " in "".join(lines) for name in [*LABELS.types, *LABELS.contexts])


def test_a_file_in_another_encoding_is_told(tmp_path: Path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "caf\xe9"}')
    _, faults = faults_of([tmp_path], LABELS)
    assert len(faults) == 1 and "not UTF-8" in faults[0]
