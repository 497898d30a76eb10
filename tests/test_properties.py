"""What must hold of every text: spans, order, repeats, residue, odd characters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman import Coded, Coder
from dragoman.model import Article, Document, Event, Participant, Role, Span
from helpers import DATA, article

DATES: dict[str, str] = json.loads((DATA / "articles" / "dates.json").read_text("utf-8"))
TEXTS = {name: (DATA / "articles" / f"{name}.txt").read_text("utf-8") for name in DATES}

# What scrapers leave between the paragraphs of an article; none of it is the article's own prose.
RESIDUE = {
    "caption": "Turkish President Recep Tayyip Erdogan attends a party rally in Ankara.\n"
    "Turkish President Recep Tayyip Erdogan attends a party rally in Ankara.  © IMAGO / Depo",
    "teaser": "France and Mali sign sweeping defence treaty after talks\n"
    "Africa France and Mali sign sweeping defence treaty after talks",
    "read-more": "Read more: Canada expels four Indian diplomats",
}

# The coder is read only, so that it may be shared by all examples.
quick = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
every_article = pytest.mark.parametrize("name", sorted(TEXTS))


def base(name: str) -> Article:
    return article(TEXTS[name], DATES[name])


def plain_json(coded: Coded) -> str:
    return json.dumps(coded.to_plover(), ensure_ascii=False)


# -- spans ------------------------------------------------------------------------------------


def spans(doc: Document) -> Iterator[Span]:
    """Every span of every layer."""
    layers: tuple[Iterable[object] | None, ...] = (
        doc.blocks, doc.dateline, doc.tokens, doc.sentences, doc.times, doc.mentions, doc.places,
        doc.triggers, *(q.content for q in doc.quotes or ()),
    )  # fmt: skip
    for layer in layers:
        for item in layer or ():
            yield item if isinstance(item, Span) else item.span  # type: ignore[attr-defined]
    yield from (e.span for event in doc.events or () for e in event.evidence)
    yield from (issue.span for issue in doc.issues if issue.span is not None)


def check_spans(doc: Document) -> None:
    assert all(0 <= s.start <= s.end <= len(doc.text) for s in spans(doc))
    for event in doc.events or ():
        assert all(e.text == e.span.of(doc.text) for e in event.evidence)
        roles = {e.role for e in event.evidence}
        assert {Role.SENTENCE, Role.TRIGGER} <= roles
        assert all(p.text == p.span.of(doc.text) for p in (*event.actor, *event.recipient))


@every_article
def test_evidence_is_text_of_the_article(name: str, coder: Coder) -> None:
    coded = coder.code(base(name))
    assert coded.events
    check_spans(coded.document)


@every_article
def test_triggers_stand_in_body_sentences(name: str, coder: Coder) -> None:
    doc = coder.code(base(name)).document
    bodies = [b.span for b in doc.blocks or () if b.kind.value == "body"]
    told = [e.span for event in doc.events or () for e in event.evidence]
    assert all(any(body.contains(span) for body in bodies) for span in told)


# -- order and repeats ------------------------------------------------------------------------


@every_article
def test_the_same_input_gives_the_same_record(name: str, coder: Coder) -> None:
    assert plain_json(coder.code(base(name))) == plain_json(coder.code(base(name)))


def test_order_and_batch_change_nothing(coder: Coder) -> None:
    names = sorted(TEXTS)
    alone = {name: plain_json(coder.code(base(name))) for name in names}
    for order in (names, names[::-1], [*names[2:], *names[:2]]):
        coded = coder.code_all(base(name) for name in order)
        assert {n: plain_json(c) for n, c in zip(order, coded, strict=True)} == alone


def test_ids_are_unique_within_an_article(coder: Coder) -> None:
    for name in TEXTS:
        ids = [event.id for event in coder.code(base(name)).events]
        assert len(ids) == len(set(ids))


# -- residue ----------------------------------------------------------------------------------


def codes(participants: tuple[Participant, ...]) -> list[tuple[str | None, str | None]]:
    return [(p.code.code, p.code.sector) for p in participants]


def digest(event: Event) -> tuple[object, ...]:
    """An event without its places in the text."""
    triggers = tuple(e.text for e in event.evidence if e.role is Role.TRIGGER)
    sides = codes(event.actor), codes(event.recipient), codes(event.reported_by)
    return event.event, event.mode, sides, event.status, event.date, triggers


def with_residue(name: str, pieces: dict[int, str]) -> Article:
    """The article with residue put in after its n-th paragraph."""
    paragraphs = TEXTS[name].strip().split("\n\n")
    parts = [[p, pieces[n]] if n in pieces else [p] for n, p in enumerate(paragraphs)]
    return article("\n\n".join(piece for part in parts for piece in part), DATES[name])


def gaps(name: str) -> range:
    return range(TEXTS[name].strip().count("\n\n") + 1)


@every_article
@pytest.mark.parametrize("kind", sorted(RESIDUE))
def test_residue_changes_no_event(name: str, kind: str, coder: Coder) -> None:
    wanted = [digest(e) for e in coder.code(base(name)).events]
    for gap in gaps(name):
        coded = coder.code(with_residue(name, {gap: RESIDUE[kind]}))
        assert [digest(e) for e in coded.events] == wanted, f"{kind} after paragraph {gap}"


@every_article
def test_much_residue_changes_no_event(name: str, coder: Coder) -> None:
    wanted = [digest(e) for e in coder.code(base(name)).events]
    for one, two in list(combinations(gaps(name), 2))[::7]:
        pieces = {one: RESIDUE["teaser"], two: RESIDUE["caption"]}
        coded = coder.code(with_residue(name, pieces))
        assert [digest(e) for e in coded.events] == wanted, f"after paragraphs {one} and {two}"


def test_taking_residue_out_changes_no_event(coder: Coder) -> None:
    """The sample article with and without its captions, teasers and credit."""
    text = (DATA / "sample.txt").read_text("utf-8")
    lines = (DATA / "sample.blocks.jsonl").read_text("utf-8").splitlines()
    blocks = [
        block for block in map(json.loads, lines) if block["block"] in {"title", "body", "heading"}
    ]
    kept = "\n\n".join(text[b["start"] : b["end"]] for b in blocks)
    whole, cleaned = coder.code(text, date="2021-12-21"), coder.code(kept, date="2021-12-21")
    assert [digest(e) for e in whole.events] == [digest(e) for e in cleaned.events]


# -- odd text ---------------------------------------------------------------------------------

ODD = st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace").decode("utf-8"))
MARKS = st.text(alphabet="\"'“”‘’«»()[]—–-,.;:!?\x00\x07\u200b\ufeff\u2028\r\n\t ", max_size=40)
SENTENCES = st.sampled_from(sorted({s for t in TEXTS.values() for s in t.split("\n\n")}))


@quick
@given(st.lists(st.one_of(ODD, MARKS, SENTENCES), max_size=6))
def test_odd_text_never_raises(coder: Coder, pieces: list[str]) -> None:
    coded = coder.code("\n".join(pieces), date="2023-05-04")
    check_spans(coded.document)
    assert plain_json(coded)


@quick
@given(SENTENCES, st.integers(0, 400), MARKS)
def test_broken_sentences_never_raise(coder: Coder, sentence: str, cut: int, marks: str) -> None:
    place = cut % (len(sentence) + 1)
    check_spans(coder.code(f"{sentence[:place]}{marks}{sentence[place:]}").document)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n\n", "\x00", "\ufeff", "\U0001f600" * 20,
     "�" * 50, '"' * 99, "a" * 5000, "word " * 2000, "(" * 300,
     "1 2 3\t4\n" * 50, "\r\n\r\n- \r\n"],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_degenerate_text_gives_no_event(text: str, coder: Coder) -> None:
    assert coder.code(text).events == ()
