"""The accuracy gate on a gold set of two made-up articles."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("scipy", reason="scoring needs scipy: pip install 'dragoman[bench]'")

from dragoman import Coder
from dragoman.bench.score import read_cases

BENCH = Path(__file__).parents[1] / "bench"
SENTENCES = {
    "east": "Japan accused North Korea of firing a missile on Monday.",
    "west": "Chile signed a trade agreement with Peru.",
}
GOLD = {
    "east": {"event": "ACCUSE", "actor": [{"country": "JPN"}], "recipient": [{"country": "PRK"}]},
    "west": {"event": "SUPPORT", "actor": [{"country": "CHL"}], "recipient": []},
}
CODED = {
    "east": {"event": ["ACCUSE"], "actor": [{"code": "JPN"}], "recipient": [{"code": "PRK"}]},
    "west": {"event": ["AGREE"], "actor": [{"code": "CHL"}], "recipient": []},
}


def load(name: str) -> ModuleType:
    """A script of the bench as a module."""
    spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gate() -> Iterator[ModuleType]:
    yield load("gate")
    del sys.modules["gate"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A gold set."""
    for name, sentence in SENTENCES.items():
        record = {"id": f"{name}-e01", "evidence": [sentence], **GOLD[name]}
        (tmp_path / f"{name}.txt").write_text(sentence, "utf-8")
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(record), "utf-8")
    (tmp_path / "meta.json").write_text(json.dumps({"east": {"date": "2021-03-02"}}), "utf-8")
    return tmp_path


def run(gate: ModuleType, folder: Path, coded: dict[str, Any]) -> Any:
    """The result of a run that coded these records."""
    predictions = folder / "coded"
    predictions.mkdir(exist_ok=True)
    for name, record in coded.items():
        line = {"evidence": [{"role": "sentence", "text": SENTENCES[name]}], **record}
        (predictions / f"{name}.jsonl").write_text(json.dumps(line), "utf-8")
    digest = gate.gold_digest(folder, folder)
    return gate.result_of("tiny", digest, read_cases(folder, predictions, folder))


def pin(gate: ModuleType, result: Any, old: Any = None, **options: Any) -> dict[str, Any]:
    settings = {"slack": 0.0, "allow_regression": False} | options
    entry: dict[str, Any] = gate.pin(result, old, **settings)
    return entry


def test_figures_and_matches(gate: ModuleType, folder: Path) -> None:
    result = run(gate, folder, CODED)
    assert result.articles == 2
    assert result.figures["found"] == {"f1": 1.0, "precision": 1.0, "recall": 1.0}
    assert result.figures["full"] == {"f1": 0.5, "precision": 0.5, "recall": 0.5}
    assert result.matched == {"east": ("east-e01",), "west": ()}
    assert result.coded == {"east": 1, "west": 1}


def test_a_run_passes_its_own_floors(gate: ModuleType, folder: Path) -> None:
    result = run(gate, folder, CODED)
    assert gate.complaints(result, pin(gate, result)) == []


def test_a_set_without_floors_does_not_pass(gate: ModuleType, folder: Path) -> None:
    assert "--update" in gate.complaints(run(gate, folder, CODED), None)[0]


def test_a_figure_below_its_floor_does_not_pass(gate: ModuleType, folder: Path) -> None:
    floors = pin(gate, run(gate, folder, CODED))
    worse = run(gate, folder, CODED | {"east": CODED["west"]})
    found = gate.complaints(worse, floors)
    assert any(line.startswith("full f1 0.0000 is below its floor 0.5000") for line in found)
    assert not any(line.startswith("found") for line in found)


def test_noise_within_epsilon_passes(gate: ModuleType, folder: Path) -> None:
    result = run(gate, folder, CODED)
    floors = pin(gate, result, slack=-gate.EPSILON / 2)
    assert gate.complaints(result, floors) == []


def test_changed_gold_does_not_pass(gate: ModuleType, folder: Path) -> None:
    floors = pin(gate, run(gate, folder, CODED))
    (folder / "west.txt").write_text(f"{SENTENCES['west']} ", "utf-8")
    assert any("gold files" in line for line in gate.complaints(run(gate, folder, CODED), floors))


def test_floors_are_not_lowered_unasked(gate: ModuleType, folder: Path) -> None:
    floors = pin(gate, run(gate, folder, CODED))
    worse = run(gate, folder, CODED | {"east": CODED["west"]})
    with pytest.raises(gate.RegressionError, match="--allow-regression"):
        pin(gate, worse, floors)
    assert pin(gate, worse, floors, allow_regression=True)["floors"]["full"]["f1"] == 0.0


def test_slack_pins_lower(gate: ModuleType, folder: Path) -> None:
    floors = pin(gate, run(gate, folder, CODED), slack=0.01)["floors"]
    assert floors["full"]["f1"] == 0.49


def test_gained_and_lost(gate: ModuleType, folder: Path) -> None:
    result = run(gate, folder, CODED)
    pinned = {"east": (), "west": ("west-e01",)}
    assert gate.changes(result, pinned) == (["east: east-e01"], ["west: west-e01"])


def test_the_pin_is_read_back(gate: ModuleType, folder: Path, tmp_path: Path) -> None:
    result = run(gate, folder, CODED)
    path = tmp_path / "pinned" / "tiny.jsonl"
    gate.write_pinned(path, result)
    assert gate.changes(result, gate.read_pinned(path)) == ([], [])
    assert not any(sentence in path.read_text("utf-8") for sentence in SENTENCES.values())


# -- the whole command ------------------------------------------------------------------------


@pytest.fixture
def command(gate: ModuleType, coder: Coder, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ARG001
    """bench/accuracy.py with the coder of the session."""
    module = load("accuracy")
    monkeypatch.setattr(module, "Coder", lambda: coder)
    return module.main


def test_pin_then_pass_then_fail(
    command: Any, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    arguments = ["--gold", str(folder), "--home", str(home), "--name", "tiny"]
    assert command(arguments) == 1
    assert command([*arguments, "--update"]) == 0
    assert command(arguments) == 0
    record = json.loads((folder / "east.jsonl").read_text("utf-8")) | {"event": "AID"}
    (folder / "east.jsonl").write_text(json.dumps(record), "utf-8")
    capsys.readouterr()
    assert command(arguments) == 1
    told = capsys.readouterr().out
    assert "- east: east-e01" in told
    assert "FAILED the gold files are not those" in told
    assert command([*arguments, "--update"]) == 1
    assert command([*arguments, "--update", "--allow-regression"]) == 0


def test_a_missing_set_is_skipped(
    command: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(["--gold", str(tmp_path / "nowhere")]) == 0
    assert "skipped" in capsys.readouterr().out


def test_the_floors_that_ship_are_complete() -> None:
    floors = json.loads((BENCH / "floors.json").read_text("utf-8"))
    for name, entry in floors.items():
        assert set(entry["floors"]) == {"found", "type", "who", "full"}, name
        assert len(entry["digest"]) == 64
        pinned = (BENCH / "pinned" / f"{name}.jsonl").read_text("utf-8").splitlines()
        assert len(pinned) == entry["articles"]


OLDER = [
    # type, what is known of its words, the older root
    ("CONCEDE", {}, "YIELD"),
    ("RETREAT", {"will": True}, "AGREE"),
    ("CONCEDE", {"words": "agreed to lift"}, "AGREE"),
    ("CONSULT", {"will": True}, "AGREE"),
    ("SANCTION", {"will": True}, "THREATEN"),
    ("SUPPORT", {"failed": True}, "REJECT"),
    ("SANCTION", {"convict": 1.0}, "ACCUSE"),
    ("SANCTION", {"rows": frozenset({"impose-sanctions"})}, "COERCE"),
    ("COERCE", {"cyber": 1.0}, "ASSAULT"),
    ("COERCE", {"words": "imposed a blockade"}, "ASSAULT"),
    ("COERCE", {}, "COERCE"),
]


@pytest.mark.parametrize(("kind", "known", "root"), OLDER)
def test_older_roots(kind: str, known: dict[str, Any], root: str) -> None:
    older = load("older")
    nothing = {"words": "", "rows": frozenset(), "will": False, "to": False, "failed": False}
    clue = older.Clue(**{**nothing, "convict": 0.0, "cyber": 0.0, **known})
    found = older.older({kind: 0.8}, clue)
    assert max(found, key=lambda name: found[name]) == root
    assert sum(found.values()) == pytest.approx(0.8)
