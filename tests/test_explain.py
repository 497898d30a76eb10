"""Why this event, and why no event here?"""

from __future__ import annotations

import pytest

from dragoman.api import Coded, Coder
from dragoman.explain import explain_event, explain_passage, find_event, passages
from dragoman.model import BlockKind, DragomanError, Role
from dragoman.tables.reasons import load_reasons

TEXT = """Russia warns NATO over troops on its border

Russia accused the United States of aggression on Tuesday. Ukraine denied that it had fired.

Russian President Vladimir Putin attends a meeting in Moscow.  © IMAGO / TASS

The weather in the capital was mild. The ministry rejected the charge.
"""


@pytest.fixture(scope="module")
def coded(coder: Coder) -> Coded:
    return coder.code(TEXT, date="2021-12-21")


def number(coded: Coded, start: str) -> int:
    return next(p.number for p in passages(coded.document) if p.text.startswith(start))


def test_passages_number_everything_in_text_order(coded: Coded) -> None:
    found = passages(coded.document)
    assert [p.number for p in found] == list(range(1, len(found) + 1))
    assert [p.span.start for p in found] == sorted(p.span.start for p in found)
    told = [p.kind for p in found]
    assert told[0] is BlockKind.TITLE
    assert BlockKind.CAPTION in told
    assert all((p.sentence is None) == (p.kind is not BlockKind.BODY) for p in found)


def test_an_event_is_found_by_number_and_by_id(coded: Coded) -> None:
    first = coded.events[0]
    assert find_event(coded.document, "1") == (1, first)
    assert find_event(coded.document, "#1") == (1, first)
    assert find_event(coded.document, first.id[:10]) == (1, first)
    for wrong in ("0", "99", "zz", ""):
        with pytest.raises(DragomanError, match="the id"):
            find_event(coded.document, wrong)


def test_an_event_tells_rows_rules_and_codes(coded: Coded) -> None:
    report = explain_event(coded.document, coded.tables, "1")
    assert report.event.event == "ACCUSE"
    assert report.rows[0].lemmas and report.rows[0].example
    assert "{" not in report.rows[0].example
    roles = {note.role for note in report.participants}
    assert roles >= {Role.ACTOR, Role.RECIPIENT}
    assert all(note.why for note in report.participants)


def test_a_caption_says_why_it_is_not_coded(coded: Coded) -> None:
    report = explain_passage(coded.document, coded.tables, number(coded, "Russian President"))
    assert report.passage.kind is BlockKind.CAPTION
    assert report.passage.block.meaning != report.passage.block.code
    assert report.triggers == ()


def test_a_trigger_without_event_says_why(coded: Coded) -> None:
    report = explain_passage(coded.document, coded.tables, number(coded, "The ministry"))
    reasons = [t.reason for t in report.triggers if t.reason]
    assert reasons or any(t.events for t in report.triggers) or report.near
    assert all(reason.meaning for reason in reasons)


def test_a_sentence_without_trigger_has_none(coded: Coded) -> None:
    report = explain_passage(coded.document, coded.tables, number(coded, "The weather"))
    assert report.triggers == ()
    assert report.passage.events == ()


def test_there_is_no_sentence_0(coded: Coded) -> None:
    with pytest.raises(DragomanError, match="no sentence 0"):
        explain_passage(coded.document, coded.tables, 0)


def test_reasons_have_words_and_fall_back_to_the_code() -> None:
    reasons = load_reasons()
    assert reasons.tell("why", "aux:will") == "the auxiliary “will” stands with the verb"
    assert "REJECT" in reasons.tell("why", "rule:refusal")
    assert reasons.tell("why", "never-heard-of") == "never-heard-of"
    for kind in BlockKind:
        assert reasons.tell("kind", kind.value) != kind.value
