"""Why this event, and why no event here? Answers as plain data, from the layers of a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.model import (
    BlockKind,
    Document,
    DragomanError,
    Event,
    Issue,
    Participant,
    Quote,
    Role,
    Span,
    Token,
    Trigger,
)
from dragoman.stages.triggers.matching import POS, Matcher
from dragoman.tables import Tables
from dragoman.tables.lexicon import Condition, Row, plain_example
from dragoman.tables.reasons import Reasons, load_reasons

SHOWN_LEMMAS = 6


@dataclass(frozen=True, slots=True)
class Note:
    """A code of the program and what it means."""

    code: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the story, or a block that is not coded; numbered from 1 in text order."""

    number: int
    span: Span
    text: str
    kind: BlockKind
    block: Note
    sentence: int | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class RowNote:
    """A lexicon row in words."""

    id: str
    lemmas: tuple[str, ...]
    frame: tuple[str, ...]
    event: str
    mode: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class ParticipantNote:
    """A participant with the reasons for its code."""

    role: Role
    participant: Participant
    why: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class EventReport:
    """Everything that led to one event."""

    number: int
    event: Event
    rows: tuple[RowNote, ...]
    rules: tuple[Note, ...]
    participants: tuple[ParticipantNote, ...]


@dataclass(frozen=True, slots=True)
class TriggerReport:
    """A word that reports an act: its row, and its events or the reason why there is none."""

    span: Span
    text: str
    row: RowNote
    events: tuple[Event, ...]
    reason: Note | None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A word of the lexicon none of whose rows holds: the nearest row and what it lacks."""

    span: Span
    text: str
    row: RowNote
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassageReport:
    """What was found in one passage, and what was not."""

    passage: Passage
    triggers: tuple[TriggerReport, ...]
    near: tuple[NearMiss, ...]
    issues: tuple[tuple[Issue, Note], ...]
    quotes: tuple[Quote, ...]


def passages(doc: Document) -> tuple[Passage, ...]:
    """All passages of a coded document in text order: its sentences, and other blocks whole."""
    reasons = load_reasons()
    parts = sorted(_parts(doc), key=lambda part: part[0])
    return tuple(
        Passage(
            n, span, " ".join(span.of(doc.text).split()), doc.blocks[block].kind,
            Note(doc.blocks[block].reason, reasons.tell("block", doc.blocks[block].reason)),
            sentence, events_in(doc, span),
        )
        for n, (span, block, sentence) in enumerate(parts, 1)
        if doc.blocks is not None
    )  # fmt: skip


def _parts(doc: Document) -> Iterator[tuple[Span, int, int | None]]:
    told = set()
    for sentence in doc.sentences or ():
        told.add(sentence.block)
        yield sentence.span, sentence.block, sentence.i
    for i, block in enumerate(doc.blocks or ()):
        if i not in told:
            yield block.span, i, None


def events_in(doc: Document, span: Span) -> tuple[Event, ...]:
    """The events with a trigger inside a span."""
    return tuple(
        event
        for event in doc.events or ()
        if any(e.role is Role.TRIGGER and span.contains(e.span) for e in event.evidence)
    )


def find_event(doc: Document, wanted: str) -> tuple[int, Event]:
    """An event by its number in the table, or by the start of its id.

    Raises DragomanError when no event, or more than one, answers to it.
    """
    events = doc.events or ()
    number = wanted.removeprefix("#")
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(events):
        return int(number), events[int(number) - 1]
    found = [(n, e) for n, e in enumerate(events, 1) if wanted and e.id.startswith(wanted)]
    if len(found) != 1:
        count = f"{len(found)} events have" if found else "no event has"
        raise DragomanError(
            f"{count} the id {wanted!r}; give a number from 1 to {len(events)} or an id"
        )
    return found[0]


def explain_event(doc: Document, tables: Tables, wanted: str) -> EventReport:
    """Evidence, rows, rules and reasons of one event.

    Raises DragomanError when there is no such event.
    """
    number, event = find_event(doc, wanted)
    reasons = load_reasons()
    ids = [w.removeprefix("row:") for w in event.why if w.startswith("row:")]
    rows = tuple(note_row(tables.lexicon.rows[i], tables) for i in ids if i in tables.lexicon.rows)
    rules = tuple(Note(w, reasons.tell("why", w)) for w in event.why if not w.startswith("row:"))
    return EventReport(number, event, rows, rules, tuple(_participants(event, reasons)))


def _participants(event: Event, reasons: Reasons) -> Iterator[ParticipantNote]:
    sides = (
        (Role.ACTOR, event.actor),
        (Role.RECIPIENT, event.recipient),
        (Role.SPEAKER, event.reported_by),
    )
    for role, side in sides:
        for one in side:
            why = tuple(Note(w, reasons.tell("actor", w)) for w in one.code.why)
            yield ParticipantNote(role, one, why)


def explain_passage(doc: Document, tables: Tables, number: int) -> PassageReport:
    """What was found in passage ``number``. Raises DragomanError when there is no such passage."""
    known = passages(doc)
    if not 1 <= number <= len(known):
        raise DragomanError(f"there is no sentence {number}; the article has 1 to {len(known)}")
    passage, reasons = known[number - 1], load_reasons()
    issues = tuple(
        (i, Note(i.code, reasons.tell("issue", i.code))) for i in issues_in(doc, passage.span)
    )
    triggers = tuple(
        _trigger(doc, tables, t, reasons)
        for t in doc.triggers or ()
        if passage.span.contains(t.span)
    )
    taken = tuple(t.span for t in triggers)
    near = tuple(_near_misses(doc, tables, passage, taken))
    quotes = tuple(q for q in doc.quotes or () if any(c.overlaps(passage.span) for c in q.content))
    return PassageReport(passage, triggers, near, issues, quotes)


def issues_in(doc: Document, span: Span) -> tuple[Issue, ...]:
    """The issues that concern words inside a span."""
    return tuple(i for i in doc.issues if i.span is not None and span.contains(i.span))


def _trigger(doc: Document, tables: Tables, trigger: Trigger, reasons: Reasons) -> TriggerReport:
    events = tuple(
        event
        for event in doc.events or ()
        if any(e.role is Role.TRIGGER and e.span == trigger.span for e in event.evidence)
    )
    codes = [i.code for i in doc.issues if i.stage == "events" and i.span == trigger.span]
    left_out = codes and not events
    reason = Note(codes[0], reasons.tell("issue", codes[0])) if left_out else None
    row = note_row(tables.lexicon.row(trigger.row), tables)
    return TriggerReport(trigger.span, trigger.span.of(doc.text), row, events, reason)


def _near_misses(
    doc: Document, tables: Tables, passage: Passage, taken: tuple[Span, ...]
) -> Iterator[NearMiss]:
    if passage.sentence is None or doc.sentences is None or doc.tokens is None:
        return
    matcher = Matcher(doc, tables.lexicon)
    sentence = doc.sentences[passage.sentence]
    for token in doc.tokens[sentence.first : sentence.last]:
        if not any(span.overlaps(token.span) for span in taken):
            yield from _nearest(matcher, token, tables)


def _nearest(matcher: Matcher, token: Token, tables: Tables) -> Iterator[NearMiss]:
    """The row of a word that lacks least."""
    known = tables.lexicon.find(token.lemma, POS.get(token.pos, ""))
    rows = [row for row in known if token.lemma in row.lemmas]
    if not rows or matcher.match(token.i) is not None:
        return
    lacks = [[c for c in row.frame if not matcher.holds(token.i, c)] for row in rows]
    best = min(range(len(rows)), key=lambda n: (len(lacks[n]), n))
    lacking = tuple(told_condition(c, tables) for c in lacks[best])
    yield NearMiss(token.span, token.text, note_row(rows[best], tables), lacking)


def note_row(row: Row, tables: Tables) -> RowNote:
    """A lexicon row in words, its example without marks."""
    frame = tuple(told_condition(c, tables) for c in row.frame)
    return RowNote(row.id, row.lemmas, frame, row.event, row.mode, plain_example(row)[0])


def told_condition(condition: Condition, tables: Tables) -> str:
    """A condition in the notation of the lexicon, long lists cut short."""
    sign = "!" if condition.negated else ""
    if condition.human:
        return f"{sign}{condition.slot}:human"
    return f"{sign}{condition.slot}={_told_lemmas(condition.lemmas, tables)}"


def _told_lemmas(lemmas: frozenset[str] | None, tables: Tables) -> str:
    if lemmas is None:
        return "*"
    for name, members in sorted(tables.lexicon.classes.items()):
        if members == lemmas:
            return f"@{name}"
    shown = sorted(lemmas)
    return "|".join(shown[:SHOWN_LEMMAS]) + ("|…" if len(shown) > SHOWN_LEMMAS else "")
