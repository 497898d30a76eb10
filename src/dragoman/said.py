"""Who says what about whom: quotations with their speakers resolved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.model import Document, Entity, Participant, Quote, Reporter
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.reporting import reporter
from dragoman.stages.status.scene import Scene
from dragoman.stages.status.voices import Voices
from dragoman.tables import Tables


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation with everything known of it.

    ``speakers`` speak together; none where the speaker was not found. ``about`` are the
    participants that the words name, without those who speak. ``within`` is the position of the
    quotation it stands in, and ``depth`` 1 more than how many those are.
    """

    quote: Quote
    speakers: tuple[Reporter, ...]
    about: tuple[Participant, ...]
    within: int | None
    depth: int


def quotations(doc: Document, tables: Tables) -> list[Said]:
    """The quotations of a document that is read up to its entities, in text order."""
    quotes = doc.quotes or ()
    listener = _Listener(doc, tables)
    around = _around(quotes)
    return [
        Said(quote, speakers, tuple(listener.about(quote, speakers)), around[n], _depth(n, around))
        for n, quote in enumerate(quotes)
        for speakers in (listener.speakers(quote),)
    ]


class _Listener:
    def __init__(self, doc: Document, tables: Tables) -> None:
        self.doc = doc
        self.arguments = Arguments(doc)
        self.voices = Voices(Scene(doc, tables.status))
        self.starts = [m.span.start for m in doc.mentions or ()]

    def speakers(self, quote: Quote) -> tuple[Reporter, ...]:
        voices = self.voices.speakers(quote)
        return tuple(reporter(self.arguments, voice) for voice in voices)

    def about(self, quote: Quote, speakers: tuple[Reporter, ...]) -> Iterator[Participant]:
        """Participants with a code that the words name."""
        seen = {s.entity for s in speakers}
        for content in quote.content:
            first = bisect_left(self.starts, content.start)
            last = bisect_left(self.starts, content.end)
            for mention in self.arguments.mentions[first:last]:
                entity = self.arguments.entity_of.get(mention.i)
                if entity is None or entity.i in seen or not _is_somebody(entity):
                    continue
                seen.add(entity.i)
                span = self.arguments.shown(mention, entity).span
                yield Participant(entity.code, span.of(self.doc.text), span, entity.i)


def _is_somebody(entity: Entity) -> bool:
    """Is it a participant that the tables know, and not only something of a country's?"""
    code = entity.code
    return entity.political and bool(code.name) and code.sector != "UNK"


def _around(quotes: tuple[Quote, ...]) -> list[int | None]:
    """For each quotation the shortest longer one around it; one sweep over the text."""
    sizes = [sum(map(len, q.content)) for q in quotes]
    pieces = sorted((c.start, -c.end, n) for n, q in enumerate(quotes) for c in q.content)
    found: list[int | None] = [None] * len(quotes)
    opened: list[tuple[int, int]] = []  # end and quotation of the pieces around the place
    for start, negative_end, n in pieces:
        end = -negative_end
        opened = [piece for piece in opened if piece[0] > start]
        holders = [m for stop, m in opened if stop >= end and sizes[m] > sizes[n]]
        if start == quotes[n].content[0].start:
            found[n] = min(holders, key=lambda m: (sizes[m], m), default=None)
        opened.append((end, n))
    return found


def _depth(n: int | None, around: list[int | None]) -> int:
    depth = 0
    while n is not None:
        depth, n = depth + 1, around[n]
    return depth
