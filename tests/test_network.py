"""The event network: what is asked of its answers, the files it is made of, the joining."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from dragoman import Article, Coder
from dragoman.engines.onnx_reader import AHEAD, OnnxReader, load_reader
from dragoman.engines.reading import Head, Logits, Reading, sigmoid, softmax
from dragoman.model import ModelError, Span
from dragoman.pipeline import event_tables
from dragoman.stages.events.confidence import features
from dragoman.stages.events.stage import draft_events
from dragoman.stages.events.standing import Standing
from dragoman.text.pieces import covered, words_of

NETWORK = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "network"
SENTENCES = (
    "Turkey's foreign minister accused Washington of arming Kurdish fighters.",
    "Brazil crushed Chile 4-0 and will face Uruguay in the semi-final.",
    "The talks in Doha broke up without a date for another round.",
)
HEAD = Head(("ACCUSE", "ASSAULT"), (("ACCUSE", "allege"),), ("actual", "planned"), ("military",))
MOST_BYTES = 35 * 2**20


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return load_reader()


def _reading(text: str, types: list[list[float]], roles: list[list[list[float]]]) -> Reading:
    """One piece a word, between the two signs of the encoder."""
    words = words_of(text)
    count = len(words) + 2
    owner = [None, *range(len(words)), None]
    flat = np.zeros((count, 1), np.float32)
    logits = Logits(np.array(types, np.float32), flat, np.zeros((count, 2), np.float32), flat,
                    np.array(roles, np.float32))  # fmt: skip
    return Reading(HEAD, words, owner, logits)


def test_neighbouring_words_of_one_type_are_one_trigger():
    no, accuse = [5.0, 0.0, 0.0], [0.0, 5.0, 0.0]
    roles = np.zeros((3, 6, 6)).tolist()
    reading = _reading("Iran hit back yesterday", [no, no, accuse, accuse, no, no], roles)
    (found,) = reading.triggers(0.5)
    assert (found.span, found.type) == (Span(5, 13), "ACCUSE")
    assert found.probability > 0.9
    assert not reading.triggers(0.999)


def test_roles_are_asked_for_a_trigger_and_a_mention():
    roles = np.full((3, 5, 5), -5.0)
    roles[0, 2, 1] = roles[1, 2, 3] = 5.0  # actor "Iran", recipient "Iraq" of "struck"
    types = [[5.0, 0.0, 0.0]] * 5
    answer = _reading("Iran struck Iraq", types, roles.tolist()).at(Span(5, 11))
    assert answer is not None
    actor, recipient, _ = answer.roles(Span(0, 4))
    assert actor > 0.9 > 0.1 > recipient
    assert answer.roles(Span(12, 16))[1] > 0.9


def test_what_lies_behind_the_longest_length_has_no_answer():
    words = words_of("Iran struck Iraq")
    cut = Logits(*(np.zeros((2, n), np.float32) for n in (3, 1, 2, 1)), np.zeros((3, 2, 2)))
    assert Reading(HEAD, words, [None, 0], cut).at(Span(12, 16)) is None


def test_shares_add_up_and_probabilities_stay_inside():
    assert softmax(np.array([[1.0, 2.0, 400.0]], np.float32)).sum() == pytest.approx(1)
    assert 0 <= sigmoid(np.array([-50.0, 50.0], np.float32)).min() <= 1


@pytest.mark.parametrize("text", ["US troops told us: 40,000 men.", "“Don’t,” he said", "U.S. aid"])
def test_words_stand_where_they_say(text: str):
    words = words_of(text)
    assert [w.start for w in words] == sorted(w.start for w in words)
    assert all(text[w.start : w.end].strip() for w in words)
    for word in words:
        at = covered(words, word.start, word.end)
        assert words[at.start] == word and len(at) == 1


def test_the_country_is_not_the_pronoun():
    assert [w.form for w in words_of("US told us")] == ["usa", "told", "us"]


# -- the files ----------------------------------------------------------------------------------


def test_the_network_is_small_enough_for_the_wheel():
    assert sum(path.stat().st_size for path in NETWORK.iterdir()) <= MOST_BYTES


def test_the_same_sentence_gets_the_same_answers_anywhere(reader: OnnxReader):
    def said(sentences: tuple[str, ...]) -> dict[str, object]:
        readings = zip(sentences, reader.read(sentences), strict=True)
        return {text: reading.triggers(0.01) for text, reading in readings}

    alone = {text: said((text,))[text] for text in SENTENCES}
    assert said(SENTENCES) == said(SENTENCES[::-1]) == alone


def test_it_hears_events_and_leaves_sport_alone(reader: OnnxReader):
    accusing, sport, _ = reader.read(SENTENCES)
    assert "ACCUSE" in [found.type for found in accusing.triggers(0.5)]
    assert not sport.triggers(0.5)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "model.json"])
def test_a_missing_or_damaged_file_is_an_error(tmp_path: Path, name: str):
    folder = tmp_path / "network"
    shutil.copytree(NETWORK, folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:-50])
    with pytest.raises(ModelError, match="damaged"):
        load_reader(folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match="no event network there"):
        load_reader(folder)


def test_a_network_of_another_format_is_refused(tmp_path: Path):
    folder = tmp_path / "network"
    shutil.copytree(NETWORK, folder)
    about = json.loads((folder / "model.json").read_text("utf-8"))
    (folder / "model.json").write_text(json.dumps({**about, "format": 99}), "utf-8")
    with pytest.raises(ModelError, match="format 99"):
        load_reader(folder)


@pytest.mark.parametrize("content", ["[]", "{}", '{"format": 1}', '{"format": 1, "labels": {}}'])
def test_a_broken_description_is_told(tmp_path: Path, content: str):
    folder = tmp_path / "network"
    shutil.copytree(NETWORK, folder)
    (folder / "model.json").write_text(content, "utf-8")
    with pytest.raises(ModelError, match=r"format None|damaged"):
        load_reader(folder)


@pytest.mark.parametrize("text", ["", " ", "a" * 5000, "word " * 3000, "…", "\u2028"])
def test_odd_sentences_are_read(reader: OnnxReader, text: str):
    (reading,) = reader.read([text])
    assert isinstance(reading.triggers(0.5), list)


def test_it_can_be_pickled(reader: OnnxReader):
    (there,) = pickle.loads(pickle.dumps(reader)).read(SENTENCES[:1])
    (here,) = reader.read(SENTENCES[:1])
    assert there.triggers(0.01) == here.triggers(0.01)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_it_reads_on_in_a_forked_process(reader: OnnxReader):
    list(reader.read(SENTENCES))
    child = os.fork()
    if child == 0:  # the thread of the parent is not there; without one of its own it would hang
        os._exit(0 if len(list(reader.read(SENTENCES))) == len(SENTENCES) else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_more_sentences_than_are_read_ahead_come_in_order(reader: OnnxReader):
    texts = [f"Iran attacked post {n}." for n in range(AHEAD + 40)]
    assert len(list(reader.read(texts))) == len(texts)
    begun = reader.read(texts)
    next(begun)
    begun.close()  # type: ignore[attr-defined]
    assert len(list(reader.read(SENTENCES))) == len(SENTENCES)


# -- joining ------------------------------------------------------------------------------------


def test_every_trigger_carries_the_networks_opinion(coder: Coder):
    doc = coder.code("Turkey accused Washington of arming Kurdish fighters.").document
    assert doc.triggers
    for trigger in doc.triggers:
        assert trigger.opinion is not None
        assert 0 <= trigger.opinion.event <= 1
        assert set(trigger.opinion.types) == set(coder.tables.ontology.types)


def test_unsure_events_are_left_out_with_an_issue(coder: Coder):
    text = "Turkey accused Washington of arming Kurdish fighters."
    strict = Coder(coder.parser, coder.reader, min_confidence=1.0).code(text)
    assert not strict.events
    assert [i.code for i in strict.issues].count("unsure") == len(coder.code(text).events) > 0


def _actors(coder: Coder, text: str) -> list[set[str]]:
    return [{p.text for p in event.actor} for event in coder.code(text).events]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The foreign minister of France accused Israel of shelling a school.", "France"),
        ("Police in Minsk beat protesters with truncheons on Sunday.", "Minsk"),
        ("Iraq's president condemned the United States on Monday.", "Iraq"),
    ],
)
def test_what_only_tells_whose_an_actor_is_acts_not(coder: Coder, text: str, actor: str):
    found = _actors(coder, text)
    assert found
    assert not any(actor in actors for actors in found)


def test_a_refused_meeting_has_two_sides(coder: Coder):
    (event,) = coder.code("Iran will not meet the United States, officials said.").events
    assert (event.event, len(event.actor), len(event.recipient)) == ("REJECT", 1, 1)


def test_the_weights_are_those_of_the_features(coder: Coder):
    doc = coder.code("Turkey accused Washington of arming Kurdish fighters.").document
    assert doc.triggers and doc.judgements
    standing = Standing(doc, coder.tables.dating_words)
    _, groups = draft_events(standing, event_tables(coder.tables))
    assert set(features(groups[0], coder.tables.lexicon)) == set(coder.tables.weights)


def test_many_articles_come_out_as_they_come_in(coder: Coder):
    texts = ["Iran attacked Iraq.", "The weather is fine.", "France condemned Iran on Monday."]
    alone = [coder.code(text).to_plover() for text in texts]
    assert [c.to_plover() for c in coder.code_all(Article(text) for text in texts)] == alone


def test_words_that_no_row_knows_are_heard(coder: Coder):
    text = "Turkey's president gave Sweden a dressing-down over the rally."  # docs/how-it-works.md
    (event,) = coder.code(text).events
    assert (event.event, event.actor[0].code.code, event.recipient[0].code.code) == (
        "ACCUSE", "TUR", "SWE",
    )  # fmt: skip
    assert "row:heard-noun" in event.why
