"""Indirect speech: that-clauses, infinitives, objects and "according to", without marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dragoman.model import Quote, QuoteKind, Span
from dragoman.stages.quotes.scene import Scene
from dragoman.stages.quotes.speakers import Speakers
from dragoman.text.tags import VERBAL

# More of the content than this between one pair of marks: the marked quote stands for it.
MARKED_SHARE = 0.75
EDGE = " \t\r\n\u00a0,;:.!?…-–—"
OPENING = frozenset({"that", "and", "but", "if", "whether", "because"})
Frame = tuple[str, list[range]]


class Indirect:
    """Finds indirect speech around each cue."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.speakers = Speakers(scene)
        self._frames: dict[str, Callable[[int], Iterator[Frame]]] = {
            "clause": self._clause,
            "infinitive": self._infinitive,
            "object": self._object,
            "as": self._as,
            "predicate": self._predicate,
        }

    def find(self) -> list[Quote]:
        """All indirect quotes, in the order of their cues."""
        found: list[Quote] = []
        for token in self.scene.tokens:
            if token.text.lower() == "according":
                found.extend(self._according(token.i))
            elif self.scene.verb_cue(token.i) is not None:
                found.extend(self._verb(token.i))
            elif token.pos == "NOUN" and token.lemma in self.scene.words.nouns:
                found.extend(self._noun(token.i))
        return found

    # -- verbs ----------------------------------------------------------------------------------

    def _verb(self, i: int) -> Iterator[Quote]:
        cue = self.scene.verb_cue(i)
        if cue is None or (cue.kind == "belief" and self.scene.inside[i] >= 0):
            return
        speaker = self.speakers.of_verb(i)
        if speaker is None:
            return
        for rule, runs in self._contents(i):
            quote = self._quote(rule, runs, i, speaker)
            if quote is not None:
                yield quote
                return

    def _contents(self, i: int) -> Iterator[Frame]:
        cue = self.scene.words.verbs[self.scene.tokens[i].lemma]
        for name, frame in self._frames.items():
            if name in cue.frames:
                yield from frame(i)
        for preposition in sorted(cue.prepositions):
            yield from self._preposition(i, preposition)

    def _clause(self, i: int) -> Iterator[Frame]:
        """ "said (that) it would", "it would, X said"; also a clause the cue is put into."""
        tree, tokens = self.scene.tree, self.scene.tokens
        kids = tree.kids(i, "ccomp")
        for kid in kids:
            yield "clause", self._without(self.scene.edges(kid), i, kid)
        token = tokens[i]
        own_subject = tree.kid(i, "nsubj") is not None
        if kids or token.head == i or not own_subject:
            return
        if token.dep == "parataxis":
            yield "inserted", self._cut(self.scene.edges(token.head), self.scene.edges(i))
        elif token.dep == "advcl" and self._is_as(i):
            yield "as", self._cut(self.scene.edges(token.head), self.scene.edges(i))

    def _is_as(self, i: int) -> bool:
        """ "as he said" and "as he put it", but not "as he said that"."""
        kids, lower = self.scene.tree.kids, self.scene.lower
        begun = any(lower(k) == "as" for k in kids(i, "mark", "advmod"))
        return begun and all(lower(k) == "it" for k in kids(i, "dobj", "xcomp"))

    def _infinitive(self, i: int) -> Iterator[Frame]:
        for kid in self.scene.tree.kids(i, "xcomp", "ccomp"):
            if kid > i and self.scene.slots.voice.is_infinitive(kid):
                first = self.scene.edges(kid).start
                objects = [k for k in self.scene.tree.kids(i, "dobj") if i < k < first]
                start = self.scene.edges(objects[0]).start if objects else first
                yield "infinitive", [range(start, self.scene.edges(kid).stop)]

    def _object(self, i: int) -> Iterator[Frame]:
        for kid in self.scene.slots.obj(i):
            if self.scene.tokens[kid].head == i and self.scene.tokens[kid].pos in {"NOUN", "PROPN"}:
                yield "object", self._without(self.scene.edges(kid), i, kid)

    def _as(self, i: int) -> Iterator[Frame]:
        objects = self.scene.tree.kids(i, "dobj")
        for kid in self.scene.tree.kids(i, "prep"):
            if objects and kid > objects[0] > i and self.scene.lower(kid) == "as":
                yield "as", [range(self.scene.edges(objects[0]).start, self.scene.edges(kid).stop)]

    def _predicate(self, i: int) -> Iterator[Frame]:
        tree = self.scene.tree
        objects = tree.kids(i, "dobj")
        for kid in tree.kids(i, "oprd", "ccomp", "xcomp"):
            if kid > i:
                first = self.scene.edges(objects[0] if objects and objects[0] < kid else kid).start
                yield "predicate", [range(first, self.scene.edges(kid).stop)]

    def _preposition(self, i: int, word: str) -> Iterator[Frame]:
        tree = self.scene.tree
        inner = [p for o in tree.kids(i, "dobj") for p in tree.kids(o, "prep")]
        for kid in (*tree.kids(i, "prep"), *inner):
            if kid <= i or self.scene.lower(kid) != word:
                continue
            if tree.kid(kid, "pobj", "pcomp") is not None:
                yield f"preposition:{word}", [range(kid + 1, self.scene.edges(kid).stop)]

    # -- nouns and "according to" ---------------------------------------------------------------

    def _noun(self, i: int) -> Iterator[Quote]:
        speaker = self.speakers.of_noun(i)
        if speaker is None:
            return
        for kid in self.scene.tree.kids(i, "acl", "ccomp", "relcl"):
            marks = self.scene.tree.kids(kid, "mark")
            if kid > i and any(self.scene.lower(m) == "that" for m in marks):
                quote = self._quote("noun", [self.scene.edges(kid)], i, speaker)
                if quote is not None:
                    yield quote

    def _according(self, i: int) -> Iterator[Quote]:
        tree, scene = self.scene.tree, self.scene
        to = [p for p in tree.kids(i, "prep") if scene.lower(p) == "to"]
        sources = [o for p in to for o in tree.objects(p)]
        verbs = (a for a in scene.governors(i) if scene.tokens[a].pos in VERBAL)
        above = next(verbs, None)
        if not sources or not self.speakers.fits(sources[0]):
            return
        area = scene.edges(above) if above is not None else scene.sentence(i)
        quote = self._quote("according", self._cut(area, scene.edges(i)), i, sources[0])
        if quote is not None:
            yield quote

    # -- spans ----------------------------------------------------------------------------------

    def _without(self, area: range, cue: int, content: int) -> list[range]:
        """The content without the cue's own words, which may stand in its middle."""
        if cue not in area:
            return [area]
        own = [k for k in self.scene.tree.kids(cue) if k != content]
        edges = [range(cue, cue + 1), *(self.scene.edges(k) for k in own)]
        near = [e for e in edges if content not in e]
        return self._cut(area, range(min(e.start for e in near), max(e.stop for e in near)))

    def _cut(self, area: range, hole: range) -> list[range]:
        left = range(area.start, min(hole.start, area.stop))
        right = range(max(hole.stop, area.start), area.stop)
        return [run for run in (left, right) if len(run) > 0]

    def _quote(self, rule: str, runs: list[range], cue: int, speaker: int) -> Quote | None:
        spans = tuple(span for run in runs if len(run) and (span := self._span(run, cue)))
        if not spans or any(self.scene.tokens[speaker].span.overlaps(span) for span in spans):
            return None
        if self._is_marked(spans, cue) or self._is_hedge(speaker):
            return None
        name, words = self.speakers.span(speaker), self.scene.tokens[cue].span
        return Quote(spans, QuoteKind.INDIRECT, words, name, speaker, f"indirect:{rule}")

    def _span(self, run: range, cue: int) -> Span | None:
        """From the first to the last word of a run, without "that" and punctuation around it."""
        scene = self.scene
        first = run.start
        while first < run.stop and scene.inside[first] < 0 and self._is_edge(first):
            first += 1
        if first >= run.stop:
            return None
        start, end = scene.tokens[first].span.start, scene.tokens[run.stop - 1].span.end
        end = max(end, self._mark_end(run, cue)) if run.start > cue else end
        words = scene.text[start:end].rstrip(EDGE)
        return Span(start, start + len(words)) if words else None

    def _is_edge(self, i: int) -> bool:
        return self.scene.lower(i) in OPENING or not _wordy(self.scene.tokens[i].text)

    def _mark_end(self, run: range, cue: int) -> int:
        """A run that ends between marks goes on to the closing one."""
        n = self.scene.inside[run.stop - 1]
        if n < 0 or n in (self.scene.inside[cue], self.scene.inside[run.start]):
            return 0
        return self.scene.marked[n].outer.end

    def _is_hedge(self, speaker: int) -> bool:
        """ "I think" and "you know" say nothing about who says it."""
        return self.scene.lower(speaker) in self.scene.words.classes["hedge"]

    def _is_marked(self, spans: tuple[Span, ...], cue: int) -> bool:
        """Does a marked quote that the cue is not part of stand for nearly all of it?"""
        total = sum(map(len, spans))
        covered = 0
        for span in spans:
            seen = {n for t in self.scene.within(span) if (n := self.scene.inside[t]) >= 0}
            for n in seen:
                outer = self.scene.marked[n].outer
                if n == self.scene.inside[cue]:
                    continue
                covered += min(outer.end, span.end) - max(outer.start, span.start)
        return covered > MARKED_SHARE * total


def _wordy(text: str) -> bool:
    return any(char.isalnum() or char in "$€£#@%" for char in text)
