"""Indirect speech: that-clauses, infinitives, objects and "according to", without marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.model import Quote, QuoteKind, Span
from dragoman.stages.quotes.extent import between_semicolons, ends_sentence, own_part, within
from dragoman.stages.quotes.frames import Frames
from dragoman.stages.quotes.scene import Scene
from dragoman.stages.quotes.speakers import PASSING, Speakers
from dragoman.text.tags import VERBAL

# More of the content than this between one pair of marks: the marked quote stands for it.
MARKED_SHARE = 0.75
EDGE = " \t\r\n\u00a0,;:.!?…-–—"
# Cues that speak for or against what they govern; frames in which they do not tell what was said.
JUDGING = frozenset({"judge", "accuse", "name", "belief"})
JUDGED = frozenset({"object", "preposition:to"})
JOINING = frozenset({"and", "but", "or"})
OPENING = frozenset({"that", "and", "but", "if", "whether", "because"})


class Indirect:
    """Finds indirect speech around each cue."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.speakers = Speakers(scene)
        self.frames = Frames(scene)

    def find(self) -> list[Quote]:
        """All indirect quotes, in the order of their cues."""
        found: list[Quote] = []
        for token in self.scene.tokens:
            if token.text.lower() == "according":
                found.extend(self._according(token.i))
            elif self.scene.verb_cue(token.i) is not None:
                found.extend(self._verb(token.i))
            elif token.pos == "ADJ" and token.lemma in self.scene.words.adjectives:
                found.extend(self._adjective(token.i))
            elif token.pos == "NOUN" and token.lemma in self.scene.words.nouns:
                found.extend(self._noun(token.i))
        return found

    # -- verbs ----------------------------------------------------------------------------------

    def _verb(self, i: int) -> Iterator[Quote]:
        cue = self.scene.verb_cue(i)
        if cue is None or (cue.kind == "belief" and self.scene.inside[i] >= 0):
            return
        trailing = self._trailing(i) if cue.kind == "say" else None
        if trailing is not None:
            yield trailing
            return
        speaker = self.speakers.of_verb(i)
        if speaker is None:
            return
        told = next(self._told(i, speaker), None)
        if told is not None:
            yield told
            yield from self._passed_on(i, told)

    def _told(self, i: int, speaker: int) -> Iterator[Quote]:
        """What a speaker says by a verb, the likeliest content first."""
        for rule, runs in self.frames.around(i):
            quote = self._quote(rule, runs, i, speaker)
            if quote is not None:
                yield quote

    def _trailing(self, i: int) -> Quote | None:
        """ "France will send more, its minister announced": the parser often takes the last words
        for a participle behind a noun."""
        scene = self.scene
        token, noun = scene.tokens[i], scene.tokens[i].head
        first = scene.edges(noun).start if token.dep == "acl" else 0
        area = scene.sentence(i)
        if first <= area.start or scene.lower(first - 1) != "," or token.tag == "VBG":
            return None
        rest = range(scene.edges(i).stop, area.stop)
        if any(scene.tokens[k].pos != "PUNCT" for k in rest) or not self.speakers.fits(noun):
            return None
        before = range(area.start, first - 1)
        if not scene.has_clause(before) or scene.tree.kid(i, "dobj", "ccomp", "agent") is not None:
            return None
        return self._quote("inserted", [before], i, noun)

    def _passed_on(self, i: int, told: Quote) -> Iterator[Quote]:
        """Who is heard through another voice: "quoted X as saying", "citing X, said"."""
        scene = self.scene
        above = self.speakers.passing(i)
        if above is not None:
            outer = next((s for s in scene.slots.subj(above) if self.speakers.fits(s)), None)
            if outer is not None and outer != told.speaker_token:
                yield self._heard_by(told, outer, above, "clause")
        citing = [k for k in scene.tree.kids(i, "advcl", "acl") if scene.tokens[k].lemma in PASSING]
        citing += [
            k
            for s in scene.tree.kids(i, "nsubj")
            for k in scene.tree.kids(s, "acl", "relcl")
            if scene.tokens[k].lemma in PASSING
        ]
        for verb in citing:
            for inner in scene.tree.kids(verb, "dobj"):
                if self.speakers.fits(inner):
                    yield self._heard_by(told, inner, verb, "citing")

    def _heard_by(self, told: Quote, speaker: int, cue: int, rule: str) -> Quote:
        words, name = self.scene.tokens[cue].span, self.speakers.span(speaker)
        return replace(
            told, cue=words, speaker=name, speaker_token=speaker, rule=f"indirect:{rule}"
        )

    def around(self, content: int, cue: int, speaker: int) -> Quote | None:
        """What is said with some of its words between marks ("called it a "big" mistake")."""
        runs = self.frames.without(self.scene.edges(content), cue, content)
        is_clause = self.scene.tokens[content].pos in VERBAL
        return self._quote("mixed" if is_clause else "object", runs, cue, speaker)

    def _adjective(self, i: int) -> Iterator[Quote]:
        """ "are sceptical that it is over"."""
        token = self.scene.tokens[i]
        verb = token.head if token.dep in {"acomp", "oprd"} else i
        speaker = next((s for s in self.scene.slots.subj(verb) if self.speakers.fits(s)), None)
        for kid in self.scene.tree.kids(i, "ccomp"):
            if kid > i and speaker is not None:
                quote = self._quote("clause", [self.scene.edges(kid)], i, speaker)
                if quote is not None:
                    yield quote

    # -- nouns and "according to" ---------------------------------------------------------------

    def _noun(self, i: int) -> Iterator[Quote]:
        speaker = self.speakers.of_noun(i)
        if speaker is None:
            return
        for kid in self.scene.tree.kids(i, "acl", "ccomp", "relcl"):
            marks = self.scene.tree.kids(kid, "mark")
            if kid > i and any(self.scene.lower(m) == "that" for m in marks):
                quote = self._quote("noun", [own_part(self.scene, i, kid)], i, speaker)
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
        whole = above is None or ends_sentence(scene, i)
        area = scene.sentence(i) if whole or above is None else scene.edges(above)
        runs = within(area, between_semicolons(scene, i), scene.edges(i))
        quote = self._quote("according", runs, i, sources[0])
        if quote is not None:
            yield quote

    # -- spans ----------------------------------------------------------------------------------

    def _quote(self, rule: str, runs: list[range], cue: int, speaker: int) -> Quote | None:
        spans = tuple(span for run in runs if len(run) and (span := self._span(run, cue)))
        if not spans or any(self.scene.tokens[speaker].span.overlaps(span) for span in spans):
            return None
        if self._is_marked(spans, cue) or self._is_hedge(speaker):
            return None
        name, words = self.speakers.span(speaker), self.scene.tokens[cue].span
        kind = self._kind(rule, cue)
        return Quote(spans, kind, words, name, speaker, f"{kind.value}:{rule}")

    def _kind(self, rule: str, cue: int) -> QuoteKind:
        """Is it what was said, or only what was spoken of ("praised the deal")?"""
        verb = self.scene.verb_cue(cue)
        judged = verb is not None and verb.kind in JUDGING and rule in JUDGED
        return QuoteKind.TOPIC if judged or rule == "preposition:about" else QuoteKind.INDIRECT

    def _span(self, run: range, cue: int) -> Span | None:
        """From the first to the last word of a run, without "that" and punctuation around it."""
        scene = self.scene
        first = run.start
        while first < run.stop and scene.inside[first] < 0 and self._is_edge(first):
            first += 1
        if first >= run.stop:
            return None
        last = run.stop - 1
        while last > first and scene.lower(last) in JOINING:
            last -= 1
        start, end = scene.tokens[first].span.start, scene.tokens[last].span.end
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
        pronoun = self.scene.tokens[speaker].pos == "PRON"  # "us", not "US"
        return pronoun and self.scene.lower(speaker) in self.scene.words.classes["hedge"]

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
