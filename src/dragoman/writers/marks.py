"""The article's text as HTML: blocks by kind, sentences as targets, evidence as marked words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from dragoman.explain import Passage, passages
from dragoman.model import STORY, Block, Document, Role, Span
from dragoman.tables import Tables
from dragoman.tables.reasons import Reasons

# What HTML cannot hold: control characters, and half pairs that UTF-8 has no bytes for.
UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(55296, 57344)), "�")


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of evidence: which event, which role, which words."""

    event: int
    role: Role
    span: Span


def safe(text: str) -> str:
    """Untrusted text as HTML text or attribute value.

    >>> safe('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return escape(text.translate(UNPRINTABLE), quote=True)


class MarkedText:
    """Renders the text of one document."""

    def __init__(self, doc: Document, tables: Tables, reasons: Reasons) -> None:
        self.doc = doc
        self.tables = tables
        self.reasons = reasons
        self.passages = passages(doc)
        events = enumerate(doc.events or (), 1)
        self.marks = [Mark(n, e.role, e.span) for n, event in events for e in event.evidence]
        self.cuts = sorted({c for m in self.marks for c in (m.span.start, m.span.end)})

    def anchor(self, place: int) -> str:
        """The target id of the passage that holds a position of the text."""
        at = bisect_right([p.span.start for p in self.passages], place) - 1
        return f"p-{self.passages[max(at, 0)].number}" if self.passages else ""

    def blocks(self) -> str:
        """All blocks in order; what is not coded is shaded and says why."""
        return "\n".join(self._block(block) for block in self.doc.blocks or ())

    def _block(self, block: Block) -> str:
        inside = [p for p in self.passages if block.span.contains(p.span)]
        if block.kind in STORY:
            return f'<p class="block body">{self._sentences(block.span, inside)}</p>'
        reason = self.reasons.tell("block", block.reason)
        meaning = self.reasons.tell("kind", block.kind.value)
        tip = safe(f"{block.kind.value}, not coded: {meaning}. Recognised because: {reason}")
        ids = f' id="p-{inside[0].number}"' if inside else ""
        label = f'<span class="label">{safe(block.kind.value)}</span>'
        text = safe(block.span.of(self.doc.text))
        return (
            f'<div class="block skipped {block.kind.value}"{ids} title="{tip}">{label}{text}</div>'
        )

    def _sentences(self, block: Span, inside: list[Passage]) -> str:
        parts, last = [], block.start
        for passage in inside:
            parts.append(safe(self.doc.text[last : passage.span.start]))
            words = "".join(self._words(passage.span))
            parts.append(f'<span class="s" id="p-{passage.number}">{words}</span>')
            last = passage.span.end
        return "".join(parts) + safe(self.doc.text[last : block.end])

    def _words(self, span: Span) -> Iterator[str]:
        """The words of a sentence, cut wherever evidence begins or ends."""
        inner = self.cuts[bisect_right(self.cuts, span.start) : bisect_left(self.cuts, span.end)]
        marks = [m for m in self.marks if m.span.overlaps(span)]
        bounds = [span.start, *inner, span.end]
        for start, end in pairwise(bounds):
            piece = Span(start, end)
            yield self._piece(piece, [m for m in marks if m.span.overlaps(piece)])

    def _piece(self, piece: Span, marks: list[Mark]) -> str:
        text = safe(piece.of(self.doc.text))
        if not marks:
            return text
        entries = " ".join(dict.fromkeys(f"{m.event}:{m.role.value}" for m in marks))
        trigger = next((m.event for m in marks if m.role is Role.TRIGGER), None)
        if trigger is None:
            return f'<span data-e="{entries}">{text}</span>'
        target = f'class="t q{self.quad(trigger)}" href="#event-{trigger}"'
        return f'<a {target} data-e="{entries}">{text}</a>'

    def quad(self, number: int) -> int:
        """PLOVER's quad of event ``number``."""
        assert self.doc.events is not None
        return self.tables.ontology.types[self.doc.events[number - 1].event].quad
