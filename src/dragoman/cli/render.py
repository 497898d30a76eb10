"""Explanations as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from dragoman.explain import EventReport, Passage, PassageReport, RowNote, TriggerReport
from dragoman.model import STORY, Document, Event, Evidence, Role, Span
from dragoman.writers.rows import clean, event_row, kind, when

STYLES = {
    Role.TRIGGER: "bold black on yellow",
    Role.ACTOR: "bold blue",
    Role.RECIPIENT: "bold magenta",
    Role.TIME: "green",
    Role.PLACE: "cyan",
    Role.CONDITION: "yellow",
    Role.SPEAKER: "bold cyan",
}
SHOWN = 110


def passage_table(doc: Document, known: Iterable[Passage]) -> Table:
    """All passages with number, kind and events."""
    table = Table("#", "kind", "text", "events", box=box.SIMPLE_HEAD, pad_edge=False)
    numbers = {event.id: n for n, event in enumerate(doc.events or (), 1)}
    for passage in known:
        style = "" if passage.kind in STORY else "dim"
        events = "\n".join(f"{numbers[e.id]} {kind(e)}" for e in passage.events)
        shown = _short(passage.text)
        table.add_row(str(passage.number), passage.kind.value, Text(shown), events, style=style)
    return table


def _short(text: str) -> str:
    plain = clean(text)
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"


def event_lines(doc: Document, report: EventReport) -> Text:
    """One event with everything that led to it."""
    out = Text()
    _head(out, doc, report)
    for evidence in report.event.evidence:
        if evidence.role is Role.SENTENCE:
            out.append("\n  ")
            out.append_text(_highlighted(doc, evidence.span, report.event.evidence))
            out.append("\n")
    out.append("\nWhat the words are\n", "bold")
    for evidence in report.event.evidence:
        if evidence.role is not Role.SENTENCE:
            _line(out, evidence.role.value, clean(evidence.text), STYLES[evidence.role])
    _rows(out, report.rows)
    _rules(out, report)
    _participants(out, report)
    return out


def _head(out: Text, doc: Document, report: EventReport) -> None:
    row = event_row(doc, report.event, report.number)
    flat = {
        name: value.replace("\n", ", ") for name, value in _facts(report.event, row.who, row.whom)
    }
    out.append(f"Event {report.number}: {row.what}", "bold")
    out.append(f"  [{report.event.id}]\n", "dim")
    for name, value in flat.items():
        _line(out, name, value)
    _line(out, "confidence", f"{report.event.confidence:.2f}")


def _facts(event: Event, who: str, whom: str) -> Iterable[tuple[str, str]]:
    yield "who", who
    yield "to whom", whom or "nobody named"
    yield "when", when(event) or "not told"
    yield "status", event.status.value
    says = [clean(p.code.name or p.text) for p in event.reported_by]
    yield "who says so", ", ".join(says) or "the article itself"
    if event.context:
        yield "context", ", ".join(event.context)


def _line(out: Text, name: str, value: str, style: str = "") -> None:
    out.append(f"  {name:<12}", "dim")
    out.append(value, style)
    out.append("\n")


def _highlighted(doc: Document, span: Span, evidence: tuple[Evidence, ...]) -> Text:
    """A sentence with the evidence in colour; offsets stay, so nothing is cut out."""
    plain = span.of(doc.text)
    text = Text(
        "".join(clean(c) or " " if c.isspace() or not c.isprintable() else c for c in plain)
    )
    for one in evidence:
        if one.role in STYLES and span.contains(one.span):
            text.stylize(STYLES[one.role], one.span.start - span.start, one.span.end - span.start)
    return text


def _rows(out: Text, rows: tuple[RowNote, ...]) -> None:
    out.append("\nLexicon\n", "bold")
    for row in rows:
        _row(out, row)


def _row(out: Text, row: RowNote) -> None:
    """A row of the lexicon: what it asks for, and the example it comes with."""
    _line(out, "row", f"{row.id}: {'|'.join(row.lemmas)} → {' '.join((row.event, *row.mode))}")
    _line(out, "frame", " ".join(row.frame) or "no conditions")
    _line(out, "example", row.example, "italic")


def _rules(out: Text, report: EventReport) -> None:
    out.append("\nStatus and rules\n", "bold")
    for rule in report.rules:
        out.append(f"  {rule.code}", "dim")
        out.append(f"  {rule.meaning}\n")
    if not report.rules:
        out.append("  told as a plain fact: no rule changed it\n")


def _participants(out: Text, report: EventReport) -> None:
    out.append("\nWhy these codes\n", "bold")
    for one in report.participants:
        code = one.participant.code
        label = " ".join(p for p in (code.code, code.sector, *code.other_sectors) if p) or "no code"
        _line(out, one.role.value, clean(f"{one.participant.text} = {code.name or '?'} ({label})"))
        for why in one.why:
            out.append(f"{'':14}{why.code}", "dim")
            out.append(f"  {why.meaning}\n")


def passage_lines(doc: Document, report: PassageReport) -> Text:
    """One passage: what it is, what was found in it, and what was not."""
    passage = report.passage
    out = Text()
    out.append(f"Sentence {passage.number}\n", "bold")
    evidence = tuple(Evidence(Role.TRIGGER, t.span, t.text) for t in report.triggers)
    out.append("  ")
    out.append_text(_highlighted(doc, passage.span, evidence))
    out.append(f"\n\n  {passage.kind.value}", "bold")
    out.append(f": {passage.block.meaning} ({passage.block.code})\n")
    if passage.kind not in STORY:
        out.append("  Not coded: events come from the paragraphs of the story only.\n")
        return out
    for trigger in report.triggers:
        _trigger(out, doc, trigger)
    _misses(out, report)
    _issues(out, report)
    return out


def _trigger(out: Text, doc: Document, report: TriggerReport) -> None:
    out.append(f"\n{clean(report.text)}\n", "bold")
    numbers = {event.id: n for n, event in enumerate(doc.events or (), 1)}
    for event in report.events:
        row = event_row(doc, event, numbers[event.id])
        whom = f" → {row.whom}" if row.whom else ""
        told = f"{row.number} {row.what}: {row.who}{whom}".replace("\n", ", ")
        _line(out, "event", told)
    if report.reason:
        _line(out, "no event", f"{report.reason.meaning} ({report.reason.code})")
    _row(out, report.row)


def _misses(out: Text, report: PassageReport) -> None:
    if not report.triggers and not report.near:
        out.append("\nNo event: no word of this sentence is in the lexicon.\n")
    for miss in report.near:
        out.append(f"\n{clean(miss.text)}\n", "bold")
        lacking = " ".join(miss.lacking) or "another row of the same word took its place"
        _line(out, "no event", f"in the lexicon, but no frame holds; the nearest lacks {lacking}")
        _row(out, miss.row)


def _issues(out: Text, report: PassageReport) -> None:
    if report.issues:
        out.append("\nIssues\n", "bold")
    for issue, why in report.issues:
        _line(out, issue.stage, clean(f"{issue.message} ({why.meaning})"))
