"""Spans, and the document that owns the text: layers are written once and stay inside it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from dragoman.model import Article, Block, BlockKind, Document, Issue, Sentence, Span, Step

STEP = Step("blocks", "1")
TEXT = "Sirens at noon.\n\nPlanes at dusk."
FIRST = Block(Span(0, 15), BlockKind.TITLE, "test")
SECOND = Block(Span(17, 32), BlockKind.BODY, "test")


def document() -> Document:
    return Document(Article(text=TEXT))


# -- Span -----------------------------------------------------------------------------


def test_span_covers_its_words() -> None:
    assert Span(0, 6).of(TEXT) == "Sirens"
    assert len(Span(0, 6)) == 6


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_span_refuses_what_is_no_range(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start <= end"):
        Span(start, end)


@pytest.mark.parametrize(
    ("one", "two", "overlaps", "contains"),
    [
        (Span(0, 5), Span(5, 9), False, False),  # half-open: touching is not sharing
        (Span(0, 6), Span(5, 9), True, False),
        (Span(0, 9), Span(5, 9), True, True),
        (Span(5, 9), Span(0, 9), True, False),
        (Span(3, 3), Span(3, 3), False, True),
    ],
)
def test_spans_compare(one: Span, two: Span, overlaps: bool, contains: bool) -> None:
    assert one.overlaps(two) is overlaps
    assert one.contains(two) is contains


def test_spans_join_and_sort() -> None:
    assert Span(7, 9).join(Span(1, 3)) == Span(1, 9)
    assert sorted([Span(4, 5), Span(1, 9), Span(1, 3)]) == [Span(1, 3), Span(1, 9), Span(4, 5)]


def test_span_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Span(0, 1).end = 5  # type: ignore[misc]


# -- Document.add ----------------------------------------------------------------------------------


def test_layers_are_none_until_written() -> None:
    before = document()
    after = before.add(STEP, blocks=(FIRST, SECOND))
    assert before.blocks is None
    assert after.blocks == (FIRST, SECOND)
    assert after.tokens is None
    assert after.text == TEXT


def test_a_layer_is_written_once() -> None:
    doc = document().add(STEP, blocks=(FIRST,))
    with pytest.raises(ValueError, match="'blocks' a second time"):
        doc.add(STEP, blocks=(SECOND,))


def test_an_empty_layer_counts_as_written() -> None:
    doc = document().add(STEP, quotes=())
    with pytest.raises(ValueError, match="second time"):
        doc.add(STEP, quotes=())


def test_spans_may_not_leave_the_text() -> None:
    outside = Block(Span(0, len(TEXT) + 1), BlockKind.BODY, "test")
    with pytest.raises(ValueError, match="ends after the text"):
        document().add(STEP, blocks=(FIRST, outside))


def test_issues_and_steps_grow() -> None:
    issue = Issue("blocks", "odd", "an odd line", Span(0, 3))
    doc = document().add(STEP, issues=(issue,), blocks=(FIRST,))
    doc = doc.add(Step("times", "2"), issues=(issue,), times=())
    assert doc.issues == (issue, issue)
    assert [s.stage for s in doc.steps] == ["blocks", "times"]


def test_unknown_layers_are_refused() -> None:
    with pytest.raises(AttributeError):
        document().add(STEP, opinions=())


def test_block_kind_of_a_sentence() -> None:
    doc = document().add(STEP, blocks=(FIRST, SECOND))
    assert doc.block_kind(Sentence(0, Span(17, 32), 0, 4, 1)) is BlockKind.BODY


# -- Article.id -----------------------------------------------------------------------------


def test_the_id_is_a_hash_of_the_content() -> None:
    plain = Article(text=TEXT)
    assert plain.id == Article(text=TEXT, name="another name").id
    assert plain.id != Article(text=TEXT, date=date(2020, 1, 1)).id
    assert plain.id != Article(text=TEXT, publication="The Mail").id
    assert plain.id != Article(text=f"{TEXT} ").id


def test_the_id_stands_lone_surrogates() -> None:
    assert len(Article(text="broken \ud800 text").id) == 16
