"""Does each row of the lexicon code its own example?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.model import Article, Document, Event, Parser, Role, Span, Trigger
from dragoman.pipeline import code_article
from dragoman.tables import Tables
from dragoman.tables.lexicon import Row, plain_example


@dataclass(frozen=True, slots=True)
class Failure:
    """A row whose example is not coded as marked, and what to do about it."""

    row: str
    example: str
    problem: str
    fix: str


def check_lexicon(tables: Tables, parser: Parser) -> Iterator[tuple[Row, Failure | None]]:
    """Every row in the order of the files, with what is wrong with it, if anything."""
    for row in tables.lexicon.rows.values():
        yield row, check_row(row, tables, parser)


def check_row(row: Row, tables: Tables, parser: Parser) -> Failure | None:
    """Codes the example; the marked words must be trigger, actor and recipient of its event."""
    text, marked = plain_example(row)
    if len(marked["T"]) != 1:
        return _failure(row, "the example marks no trigger", "put {T:...} around the trigger word")
    doc = code_article(Article(text=text, name=row.id), tables, parser, None)
    place = Span(*marked["T"][0])
    triggers = [t for t in doc.triggers or () if _at(doc, t, place)]
    problem = _trigger_problem(row, triggers, doc, tables, place)
    return problem or _event_problem(row, doc, triggers[0], marked)


def _at(doc: Document, trigger: Trigger, place: Span) -> bool:
    assert doc.tokens is not None
    return place.overlaps(doc.tokens[trigger.head].span)


def _trigger_problem(
    row: Row, triggers: list[Trigger], doc: Document, tables: Tables, place: Span
) -> Failure | None:
    """The row itself, or another of its type, must match at the marked word."""
    if any(t.row == row.id or t.event == row.event for t in triggers):
        return None
    if triggers:
        other = tables.lexicon.rows[triggers[0].row]
        problem = f"row {other.id} ({other.event}) wins at {place.of(doc.text)!r}"
        return _failure(row, problem, "add a condition to the row, or narrow the other one")
    word = next((t for t in doc.tokens or () if t.span.overlaps(place)), None)
    if word is None:
        return _failure(row, "the example is not read as prose", "write a full sentence")
    read = f"{word.lemma!r} ({word.pos.lower()})"
    if word.lemma not in row.lemmas:
        return _failure(row, f"the parser reads {read}", "add that lemma, or change the example")
    return _failure(row, f"the frame does not hold at {read}", "loosen a condition or rewrite it")


def _event_problem(
    row: Row, doc: Document, trigger: Trigger, marked: dict[str, list[tuple[int, int]]]
) -> Failure | None:
    events = [e for e in doc.events or () if _tells(e, trigger)]
    if not events:
        issue = next(
            (i.code for i in doc.issues if i.span == trigger.span), "content of another act"
        )
        return _failure(row, f"no event: {issue}", "check the slots of actor and recipient")
    for role, wanted in ((Role.ACTOR, "A"), (Role.RECIPIENT, "R")):
        for start, end in marked[wanted]:
            if not any(_covers(e, role, Span(start, end)) for e in events):
                words = doc.text[start:end]
                fix = f"add the slot where {words!r} stands, or mark another word"
                return _failure(row, f"{words!r} is not the {role.value}", fix)
    return None


def _tells(event: Event, trigger: Trigger) -> bool:
    return any(e.role is Role.TRIGGER and e.span == trigger.span for e in event.evidence)


def _covers(event: Event, role: Role, words: Span) -> bool:
    return any(e.role is role and e.span.overlaps(words) for e in event.evidence)


def _failure(row: Row, problem: str, fix: str) -> Failure:
    return Failure(row.id, row.example, problem, fix)
