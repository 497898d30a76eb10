"""One line an event, for people: who did what to whom, when, how surely, who says so."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import (
    Certainty,
    Document,
    Event,
    Participant,
    Reporter,
    Role,
    Span,
    Stance,
)

BEFORE = 34
AFTER = 46
SHOWN = 4
# Control characters, among them the escape that starts terminal commands, and marks that turn the
# direction of writing, become blanks: article text must not act on a terminal or reorder a table.
_CONTROL = (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
CONTROLS = dict.fromkeys(_CONTROL, " ")
COLUMNS = ("#", "who", "what", "to whom", "when", "status", "who says so", "words")


UNSAID = "(not said)"  # who did it


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in words. ``words`` are those before the trigger, the trigger and those after."""

    number: int
    event: Event
    who: str
    what: str
    whom: str
    when: str
    status: str
    says: str
    words: tuple[str, str, str]


def event_rows(doc: Document) -> list[EventRow]:
    """The events of a document as lines of a table, numbered from 1."""
    return [event_row(doc, event, n) for n, event in enumerate(doc.events or (), 1)]


def event_row(doc: Document, event: Event, number: int) -> EventRow:
    """One event as a line of a table."""
    return EventRow(
        number=number,
        event=event,
        who=names(event.actor) or UNSAID,
        what=kind(event),
        whom=names(event.recipient),
        when=when(event),
        status=status(event),
        says=voices(event.reported_by),
        words=words(doc, event),
    )


def kind(event: Event) -> str:
    """The type with its modes: "ACCUSE allege"."""
    return " ".join((event.event, *event.mode))


def names(participants: tuple[Participant, ...]) -> str:
    """Names with codes, one below the other; long lists are cut short.

    The name is the canonical one where it is known, else the words of the article.
    """
    return _listed([_name(p) for p in participants])


def _name(participant: Participant) -> str:
    code = participant.code
    label = " ".join(part for part in (code.code, code.sector) if part)
    return clean(f"{code.name or participant.text} ({label or '?'})")


def status(event: Event) -> str:
    """The status, with the certainty where it is less than full."""
    sure = event.certainty is Certainty.CERTAIN
    return event.status.value if sure else f"{event.status.value}, {event.certainty.value}"


def voices(reporters: tuple[Reporter, ...]) -> str:
    """Who says so, one below the other, with the stance of those who do not simply assert it."""
    return _listed([with_stance(r, _name(r)) for r in reporters])


def _listed(lines: list[str]) -> str:
    rest = len(lines) - SHOWN
    return "\n".join(lines[:SHOWN] + ([f"and {rest} more"] if rest > 0 else []))


def with_stance(reporter: Reporter, name: str) -> str:
    """A name as of one who says so: with "›" where the voice before quotes them, and with their
    stance where they do not simply assert it."""
    stance = "" if reporter.stance is Stance.ASSERTS else f" {reporter.stance.value}"
    return f"{'› ' if reporter.depth > 1 else ''}{name}{stance}"


def when(event: Event) -> str:
    """The date, or the words for it with a question mark where they cannot be resolved."""
    if event.date:
        return event.date
    return clean(f"{event.date_text}?") if event.date_text else ""


def words(doc: Document, event: Event) -> tuple[str, str, str]:
    """The trigger with some words of its sentence before and after."""
    sentence = next((e.span for e in event.evidence if e.role is Role.SENTENCE), None)
    trigger = next((e.span for e in event.evidence if e.role is Role.TRIGGER), None)
    if sentence is None or trigger is None:
        return ("", "", "")
    before = clean(Span(sentence.start, max(sentence.start, trigger.start)).of(doc.text))
    after = clean(Span(min(trigger.end, sentence.end), sentence.end).of(doc.text))
    return (_tail(before), clean(trigger.of(doc.text)), _head(after))


def _tail(text: str) -> str:
    if len(text) <= BEFORE:
        return text
    _, _, rest = text[-BEFORE:].partition(" ")
    return f"… {rest}"


def _head(text: str) -> str:
    if len(text) <= AFTER:
        return text
    rest, _, _ = text[:AFTER].rpartition(" ")
    return f"{rest} …"


def clean(text: str) -> str:
    """Text in one line without control characters.

    >>> clean("red\\x1b[31m  alert")
    'red [31m alert'
    """
    plain = text.translate(CONTROLS)
    start = " " if plain[:1].isspace() else ""
    end = " " if plain[-1:].isspace() and plain.strip() else ""
    return start + " ".join(plain.split()) + end
