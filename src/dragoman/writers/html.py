"""A coded article as one self-contained HTML page, and its events as a table for notebooks.

The text of an article is never trusted: every piece of it goes through ``safe``.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from string import Template

from dragoman.model import Document, Event, Participant, Role, Stance
from dragoman.said import Said, quotations
from dragoman.tables import Tables
from dragoman.tables.reading import text_of
from dragoman.tables.reasons import load_reasons
from dragoman.writers.marks import MarkedText, safe
from dragoman.writers.plover import coder_version
from dragoman.writers.rows import (
    COLUMNS,
    UNSAID,
    EventRow,
    clean,
    event_rows,
    kind,
    status,
    when,
    with_stance,
)

QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
SHOWN_QUOTE = 160


def page(doc: Document, tables: Tables) -> str:
    """The whole page: text with shaded residue, events with their evidence, quotations, issues."""
    template = text_of("show/page.html")
    text = MarkedText(doc, tables, load_reasons())
    article = doc.article
    return Template(template).substitute(
        script_hash=_script_hash(template),
        title=safe(clean(article.title or article.name)),
        facts=_facts(doc, tables),
        counts=_counts(doc, tables),
        legend=_legend(),
        blocks=text.blocks(),
        events=_events(doc, text),
        quotes=_quotes(doc, tables, text),
        issues=_issues(doc, text),
        issue_count=len(doc.issues),
    )


def _script_hash(template: str) -> str:
    """The page may run this one script and no other, even if text ever became markup."""
    script = template.split("<script>")[1].split("</script>")[0]
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _facts(doc: Document, tables: Tables) -> str:
    article = doc.article
    day = (
        f"{article.date.isoformat()} ({article.date_source or 'given'})"
        if article.date
        else "day not known"
    )
    parts = [article.publication, day, f"coded by {coder_version(doc, tables)}"]
    plain = " · ".join(safe(clean(part)) for part in parts if part)
    return f"{plain} · {_link(article.url)}" if article.url else plain


def _link(url: str) -> str:
    """A link only for addresses of the web; others (javascript: ...) stay text."""
    if url.lower().startswith(("https://", "http://")):
        return f'<a href="{safe(url)}" rel="noreferrer">{safe(url)}</a>'
    return safe(url)


def _counts(doc: Document, tables: Tables) -> str:
    kinds = Counter(block.kind.value for block in doc.blocks or ())
    quads = Counter(tables.ontology.types[e.event].quad for e in doc.events or ())
    blocks = ", ".join(f"{n} {name}" for name, n in sorted(kinds.items()))
    events = ", ".join(f"{quads[q]} {name}" for q, name in QUADS.items() if quads[q])
    total = f"{len(doc.events or ())} events{f' ({events})' if events else ''}"
    return f"{total} · blocks: {blocks or 'none'}"


def _legend() -> str:
    quads = "".join(
        f'<span class="q{q}"><span class="kind">▌</span>{name}</span>' for q, name in QUADS.items()
    )
    roles = [role.value for role in Role if role is not Role.SENTENCE]
    chips = "".join(f'<span><span class="chip {role}">{role}</span></span>' for role in roles)
    return f"{quads}{chips}<span>shaded: not coded, the reason is in the tooltip</span>"


def _events(doc: Document, text: MarkedText) -> str:
    if not doc.events:
        return '<p class="more">No events.</p>'
    cards = [_card(event, n, text) for n, event in enumerate(doc.events, 1)]
    return _filters(doc.events) + "<ol>" + "\n".join(cards) + "</ol>"


def _filters(events: tuple[Event, ...]) -> str:
    """Choices by status and by who says so, each with its count."""
    statuses = Counter(event.status.value for event in events)
    voices = Counter(name for event in events for name in _voices(event))
    return (
        f'<p class="filters">{_select("status", "any status", statuses)}'
        f"{_select('says', 'whoever says so', voices)}</p>"
    )


def _select(name: str, everything: str, counts: Counter[str]) -> str:
    options = "".join(
        f'<option value="{safe(one)}">{safe(one)} ({n})</option>'
        for one, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return (
        f'<select data-filter="{name}" aria-label="Events by {name}">'
        f'<option value="">{everything}</option>{options}</select> '
    )


def _voices(event: Event) -> list[str]:
    """Who says so, each once; the article where nobody else does."""
    names = (" ".join(clean(r.code.name or r.text).split()) for r in event.reported_by)
    return list(dict.fromkeys(names)) or ["the article"]


def _card(event: Event, number: int, text: MarkedText) -> str:
    trigger = next((e.span.start for e in event.evidence if e.role is Role.TRIGGER), 0)
    whom = f" → {_people(event.recipient)}" if event.recipient else ""
    told = [safe(status(event)) if status(event) != "actual" else "", safe(when(event))]
    voices = ", ".join(with_stance(r, _person(r)) for r in event.reported_by)
    told.append(f"says {voices}" if voices else "")
    told.append(safe(clean(event.place.name)) if event.place else "")
    told.append(f"confidence {event.confidence:.2f}")
    why = safe("; ".join(event.why))
    return (
        f'<li class="event q{text.quad(number)}" id="event-{number}" tabindex="0" title="{why}" '
        f'data-status="{event.status.value}" data-says="{safe(chr(10).join(_voices(event)))}">'
        f'<a href="#{text.anchor(trigger)}">{number}</a> '
        f'<span class="kind">{safe(kind(event))}</span> {_people(event.actor) or UNSAID}{whom}<br>'
        f'<span class="more">{" · ".join(t for t in told if t)}</span></li>'
    )


def _people(participants: Sequence[Participant]) -> str:
    return ", ".join(_person(p) for p in participants)


def _person(participant: Participant) -> str:
    code = participant.code
    label = " ".join(part for part in (code.code, code.sector) if part) or "?"
    tip = safe("; ".join(code.why))
    name = safe(clean(code.name or participant.text))
    return f'<span title="{tip}">{name} <span class="more">({safe(label)})</span></span>'


def _quotes(doc: Document, tables: Tables, text: MarkedText) -> str:
    notes = [_quote(doc, said, text) for said in quotations(doc, tables)]
    return "<ul>" + "\n".join(notes) + "</ul>" if notes else '<p class="more">None.</p>'


def _quote(doc: Document, said: Said, text: MarkedText) -> str:
    quote = said.quote
    words = clean(" … ".join(span.of(doc.text) for span in quote.content))
    shown = words if len(words) <= SHOWN_QUOTE else words[: SHOWN_QUOTE - 1] + "…"
    anchor = text.anchor(quote.content[0].start) if quote.content else ""
    stances = dict.fromkeys(s.stance.value for s in said.speakers if s.stance is not Stance.ASSERTS)
    cue = clean(quote.cue.of(doc.text)) if quote.cue else ""
    how = safe(", ".join(part for part in (quote.kind.value, cue, *stances) if part))
    who = _people(said.speakers) or "speaker not found"
    about = f'<br><span class="more">about</span> {_people(said.about)}' if said.about else ""
    link = f'<a href="#{anchor}">{safe(shown)}</a>'
    return f'<li class="note">{who} <span class="more">({how})</span>: {link}{about}</li>'


def _issues(doc: Document, text: MarkedText) -> str:
    notes = []
    for issue in doc.issues:
        place = f' <a href="#{text.anchor(issue.span.start)}">show</a>' if issue.span else ""
        told = safe(clean(f"{issue.stage}: {issue.message}"))
        notes.append(f'<li class="note">{told}{place}</li>')
    return "<ul>" + "\n".join(notes) + "</ul>"


def events_table(doc: Document) -> str:
    """The events as a plain HTML table, for notebooks."""
    head = "".join(f"<th>{safe(name)}</th>" for name in COLUMNS)
    body = "".join(_row(row) for row in event_rows(doc))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: EventRow) -> str:
    before, trigger, after = (safe(part) for part in row.words)
    plain = (str(row.number), row.who, row.what, row.whom, row.when, row.status, row.says)
    cells = "".join(f"<td>{safe(cell).replace(chr(10), '<br>')}</td>" for cell in plain)
    return f"<tr>{cells}<td>{before}<b>{trigger}</b>{after}</td></tr>"
