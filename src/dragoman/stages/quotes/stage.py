"""Quotes: marked words and indirect speech, each with cue and speaker.

Marked words are read in order, because a quote without a cue of its own is said by whoever spoke
before.
"""

from __future__ import annotations

from dragoman.model import Document, Issue, Quote, QuoteKind, Span, Step
from dragoman.stages.quotes.direct import Direct, Found, extend
from dragoman.stages.quotes.indirect import Indirect
from dragoman.stages.quotes.scene import Scene
from dragoman.stages.quotes.transcripts import turns
from dragoman.tables.quotes import QuoteWords

STEP = Step("quotes", "1")
SHORT_WORDS = 2
# A quote without a cue goes to a speaker at most this far before it.
FLOAT = 1500


def attribute_quotes(doc: Document, words: QuoteWords) -> Document:
    """Adds the layer ``quotes``, in text order. Needs blocks and syntax."""
    scene = Scene(doc, words)
    indirect = Indirect(scene)
    quotes = indirect.find()
    marked = _Reader(scene, indirect, quotes).read()
    issues = tuple(_unclosed(mark.outer) for mark in scene.dropped)
    found = [*marked, *quotes, *turns(scene)]
    quotes = sorted(found, key=lambda q: (q.content[0], q.kind.value, q.rule))
    return doc.add(STEP, issues=issues, quotes=tuple(quotes))


def _unclosed(outer: Span) -> Issue:
    mark = Span(outer.start, outer.start + 1)
    return Issue("quotes", "unclosed-mark", "opening quote mark without a closing one", mark)


class _Reader:
    """Goes through the marked quotes in order and remembers who spoke last."""

    def __init__(self, scene: Scene, indirect: Indirect, spoken: list[Quote]) -> None:
        self.scene = scene
        self.indirect = indirect
        self._mixed: set[tuple[int, int]] = set()
        self.direct = Direct(scene)
        self.quotes: list[Quote] = []
        self._spoken = sorted(
            (q for q in spoken if q.cue is not None), key=lambda q: q.cue.start if q.cue else 0
        )
        self._by_cue: dict[Span | None, list[Quote]] = {}
        for quote in self._spoken:
            self._by_cue.setdefault(quote.cue, []).append(quote)
        self._next_spoken = 0
        self._last: tuple[int, int] | None = None

    def read(self) -> list[Quote]:
        """All marked quotes with their speakers."""
        n = 0
        while n < len(self.scene.marked):
            n = self._direct(n) if self.direct.is_direct(self.scene.marked[n]) else self._words(n)
        return self.quotes

    # -- sentences between marks ----------------------------------------------------------------

    def _direct(self, n: int) -> int:
        """Adds a direct quote with what continues it; the place of the next quote."""
        found, is_after = self._cue_of(n)
        if found is None:
            found = self._floating(n)
        quote = self.direct.quote(n, QuoteKind.DIRECT, found)
        n += 1
        while is_after and n < len(self.scene.marked) and self._continues(n):
            quote = extend(quote, self.scene.marked[n].spans)
            n += 1
        self._add(quote)
        return n

    def _cue_of(self, n: int) -> tuple[Found | None, bool]:
        """The cue before a quote behind a colon or comma, else after it, else before it."""
        before = self.direct.before(n)
        after = self.direct.after(n)
        if before is not None and (after is None or self._is_introduced(n)):
            return before, False
        return after, after is not None

    def _is_introduced(self, n: int) -> bool:
        start = self.scene.marked[n].outer.start
        before = self.scene.text[max(0, start - 4) : start].rstrip()
        return before[-1:] in {":", ","}

    def _continues(self, n: int) -> bool:
        """Does the quote go on behind "he said", in the same paragraph and without a new cue?"""
        one, other = self.scene.marked[n - 1], self.scene.marked[n]
        gap = self.scene.text[one.outer.end : other.outer.start]
        if not self.scene.block_span(one.outer.start).contains(other.outer):
            return False
        if _sentence_ends(gap.rstrip()[:-1]) or not gap.strip():
            return False
        first = other.spans[0].of(self.scene.text)[0]
        goes_on = first.islower() and gap.rstrip().endswith(",")
        if not goes_on and not self.direct.is_direct(other):
            return False
        return self.direct.after(n) is None

    def _floating(self, n: int) -> Found | None:
        """Whoever spoke last, else the subject of the sentence before."""
        start = self.scene.marked[n].outer.start
        self._catch_up(start)
        if self._last is not None and start - self._last[1] <= FLOAT:
            return Found(self._last[0], None, "floating")
        at = self.scene.at(start) - 1
        if at < 0:
            return None
        for i in self.scene.sentence(at):
            token = self.scene.tokens[i]
            if token.dep in {"nsubj", "nsubjpass"} and self.direct.speakers.is_person(i):
                return Found(i, None, "subject_before")
        return None

    # -- words between marks --------------------------------------------------------------------

    def _words(self, n: int) -> int:
        marked = self.scene.marked[n]
        words = sum(len(span.of(self.scene.text).split()) for span in marked.spans)
        found, in_clause = self.direct.governing(n)
        if found is None and words > SHORT_WORDS and not self.direct.is_title(marked):
            found = self.direct.cue_before_words(n) or self._same_sentence(n)
        partial = in_clause if words <= SHORT_WORDS else found is not None
        kind = QuoteKind.PARTIAL if partial and found is not None else QuoteKind.SCARE
        if words > SHORT_WORDS and self.scene.has_clause(self.scene.within(marked.spans[0])):
            kind = QuoteKind.PARTIAL
        self._add(self.direct.quote(n, kind, found))
        self._add_around(n, found)
        return n + 1

    def _add_around(self, n: int, found: Found | None) -> None:
        """The whole of what is said around the quoted words, unless it is there already."""
        if found is None or found.cue is None or found.content is None:
            return
        if (found.cue, found.content) in self._mixed:
            return
        self._mixed.add((found.cue, found.content))
        around = self.indirect.around(found.content, found.cue, found.speaker)
        if around is not None and not self._is_told(around, n):
            self.quotes.append(around)

    def _is_told(self, around: Quote, n: int) -> bool:
        """Is there indirect speech of the same cue with the quoted words in it?"""
        words = self.scene.marked[n].spans[0]
        told = self._by_cue.get(around.cue, ())
        return any(span.overlaps(words) for q in told for span in q.content)

    def _same_sentence(self, n: int) -> Found | None:
        """The speaker of words quoted just before in the same sentence."""
        last = self.quotes[-1] if self.quotes else None
        if last is None or last.speaker_token is None:
            return None
        one, other = last.content[-1].start, self.scene.marked[n].spans[0].start
        at, here = self.scene.at(one), self.scene.at(other)
        if max(at, here) >= len(self.scene.tokens) or last.cue is None:
            return None
        if self.scene.sentence_of[at] != self.scene.sentence_of[here]:
            return None
        cue = self.scene.at(last.cue.start)
        return Found(last.speaker_token, cue, "same_sentence")

    # -- memory ---------------------------------------------------------------------------------

    def _add(self, quote: Quote) -> None:
        self.quotes.append(quote)
        self._catch_up(quote.content[0].start)
        if quote.speaker_token is not None and quote.kind is not QuoteKind.SCARE:
            self._last = (quote.speaker_token, quote.content[-1].end)

    def _catch_up(self, offset: int) -> None:
        """Takes note of the indirect speech before a place."""
        while self._next_spoken < len(self._spoken):
            quote = self._spoken[self._next_spoken]
            assert quote.cue is not None and quote.speaker_token is not None
            if quote.cue.start >= offset:
                return
            self._next_spoken += 1
            if self._last is None or quote.cue.start > self._last[1]:
                self._last = (quote.speaker_token, quote.content[-1].end)


def _sentence_ends(gap: str) -> bool:
    """Is there an end of sentence inside the gap? "Mr. Putin" has none."""
    return any(
        gap[i] in ".!?" and gap[i + 1 : i + 2].isspace() and gap[i - 3 : i].strip().islower()
        for i in range(len(gap))
    )
