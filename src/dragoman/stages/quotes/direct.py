"""Words between marks: what kind they are, and by which cue somebody says them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragoman.model import Quote, QuoteKind, Span
from dragoman.stages.quotes.scene import END, Scene
from dragoman.stages.quotes.speakers import Speakers
from dragoman.text.marks import Marked

WINDOW = 40
# A name and title before a colon have no more words than this.
LABEL = 6
GAP = 30
# Cues inside these clauses say something about the speaker, not the quote.
SIDE_CLAUSES = frozenset({"relcl", "acl", "pcomp"})
DASH_NAME = re.compile(r"\s*(?:[—–―]|--?)\s*(?=[A-Z])")
STOPS = ".!?…"
COMPLEMENTS = frozenset({"ccomp", "xcomp", "pcomp"})
# What hangs on a cue by these is not what is said: subjects, places, shows ("said on "Today"").
ASIDE = frozenset({"nsubj", "nsubjpass", "relcl", "agent", "npadvmod", "appos"})
SAID = frozenset({"of", "about", "against", "as", "for", "to", "over", "from", "into"})
TELLING = frozenset({"tell", "remind", "inform", "assure", "notify", "brief", "warn"})
SHORT = 2
WORD = re.compile(r"[A-Za-z][\w'’]*")
# Words that stay small in the names of books, shows and papers.
SMALL = frozenset({"a", "an", "the", "of", "and", "in", "on", "for", "to", "with", "at", "by"})


@dataclass(frozen=True, slots=True)
class Found:
    """A speaker with the cue that gives them, and the rule.

    ``content`` is the word below the cue that governs the quoted words, where one does.
    """

    speaker: int
    cue: int | None
    rule: str
    content: int | None = None


class Direct:
    """Attributes the marked quotes of a document, one after the other."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.speakers = Speakers(scene)

    # -- what it is -----------------------------------------------------------------------------

    def is_direct(self, marked: Marked) -> bool:
        """Do the marks hold a sentence or full clause of their own?"""
        words = marked.spans[0].of(self.scene.text)
        tokens = [t for span in marked.spans for t in self.scene.within(span)]
        if not tokens or not words:
            return False
        whole = self.scene.has_clause(tokens)
        begun = words[0].isupper() or not words[0].isalpha()
        before = self._before(marked)
        introduced = not before or before[-1] in ',:;—–-.!?…"”’)'
        if not introduced:
            return False
        ended = marked.spans[-1].of(self.scene.text)[-1:] in tuple(".!?…,—–-")
        if whole:
            return begun or (introduced and bool(before) and before[-1] in ",:")
        return begun and ended and (len(tokens) > SHORT + 1 or not before or before[-1] in ":,")

    def is_title(self, marked: Marked) -> bool:
        """Are all words but the small ones capitalised, as in names of works ("Meet the Press")?"""
        words = [w for span in marked.spans for w in WORD.findall(span.of(self.scene.text))]
        return bool(words) and all(w[0].isupper() for w in words if w not in SMALL)

    def _before(self, marked: Marked) -> str:
        block = self.scene.block_span(marked.outer.start)
        return self.scene.text[
            max(block.start, marked.outer.start - 40) : marked.outer.start
        ].rstrip()

    # -- full quotes ----------------------------------------------------------------------------

    def after(self, n: int) -> Found | None:
        """ "...," he said / said the minister / Putin told reporters."""
        gap = self._gap_after(n)
        found = self._dash_name(n) or self._cue_in(gap, n)
        if found is None or found.cue is None or not self._new_sentence(n):
            return found
        cue = self.scene.verb_cue(found.cue)
        if cue is None or cue.kind != "say":
            return None
        complement = self.scene.tree.kids(found.cue, "ccomp", "xcomp", "dobj")
        return None if any(k in gap and k > found.cue for k in complement) else found

    def before(self, n: int) -> Found | None:
        """Putin said: "..."; also a colon without any verb of speech."""
        marked = self.scene.marked[n]
        gap = self._gap_before(n)
        if not gap:
            return self._line_before(marked)
        for cue in reversed(gap):
            found = self._cue_at(cue, gap, n, "before")
            if found is not None:
                return found
        if self._before(marked).endswith(":"):
            return self._colon(gap, n)
        return None

    def _new_sentence(self, n: int) -> bool:
        """Is the quote a finished sentence, with a capital behind it?"""
        marked = self.scene.marked[n]
        last = marked.spans[-1].of(self.scene.text)[-1:]
        rest = self.scene.text[marked.outer.end : marked.outer.end + 3].strip()
        return last in STOPS and rest[:1].isupper()

    def _gap_after(self, n: int) -> range:
        """The rest of the sentence behind a quote, up to the next quote."""
        marked = self.scene.marked[n]
        block = self.scene.block_span(marked.outer.start)
        first = self.scene.at(marked.outer.end)
        stop = first
        while stop < len(self.scene.tokens) and stop - first < GAP:
            token = self.scene.tokens[stop]
            if token.span.start >= block.end or self.scene.inside[stop] >= 0:
                break
            if token.text[-1] in END and token.pos == "PUNCT":
                break
            stop += 1
        return range(first, stop)

    def _gap_before(self, n: int) -> range:
        marked = self.scene.marked[n]
        block = self.scene.block_span(marked.outer.start)
        stop = self.scene.at(marked.outer.start)
        first = stop
        while first > 0 and stop - first < WINDOW:
            token = self.scene.tokens[first - 1]
            if token.span.start < block.start or self.scene.inside[first - 1] >= 0:
                break
            if token.text[-1] in END and token.pos == "PUNCT":
                break
            first -= 1
        return range(first, stop)

    def _cue_in(self, gap: range, n: int) -> Found | None:
        """The first cue of a gap; cues in relative clauses only if there is no other."""
        side: Found | None = None
        for i in gap:
            found = self._cue_at(i, gap, n, "after")
            if found is None:
                continue
            if self.scene.tokens[i].dep not in SIDE_CLAUSES:
                return found
            side = side or found
        return side

    def _cue_at(self, i: int, gap: range, n: int, rule: str) -> Found | None:
        if not self.scene.is_cue(i, "quote"):
            return None
        speaker = self.speakers.of_verb(i, n)
        if speaker is None or self.scene.inside[speaker] >= 0:
            window = gap if rule == "after" else range(gap.start, i)
            passive = self.scene.slots.voice.is_passive(i)
            near = None if passive else self.speakers.near(i, window, n)
            speaker = near if near is not None else speaker
        return None if speaker is None else Found(speaker, i, rule)

    def _colon(self, gap: range, n: int) -> Found | None:
        """ "Putin on NATO: ..." or "Ivanov: ..."."""
        for i in gap:
            if self.scene.tokens[i].dep in {"nsubj", "ROOT"} and self.speakers.fits(i, n):
                return Found(i, None, "colon")
        names = [i for i in gap[:-1] if self.speakers.fits(i, n)]
        return Found(names[-1], None, "colon") if names and len(gap) <= LABEL else None

    def _line_before(self, marked: Marked) -> Found | None:
        """A paragraph that ends in a colon introduces the quote in the next one."""
        at = self.scene.at(marked.outer.start) - 1
        block = self.scene.block_span(marked.outer.start)
        if at < 0 or self.scene.text[block.start : marked.outer.start].strip():
            return None
        if self.scene.tokens[at].text != ":":
            return None
        area = self.scene.sentence(at)
        for cue in reversed(area[-WINDOW:]):
            found = self._cue_at(cue, area, -2, "line_before")
            if found is not None:
                return found
        return self._colon(area, -2)

    def _dash_name(self, n: int) -> Found | None:
        """ "..." — Ivan Ivanov"""
        marked = self.scene.marked[n]
        match = DASH_NAME.match(self.scene.text, marked.outer.end, marked.outer.end + 12)
        if match is None or not self._gap_after(n):
            return None
        first = self.scene.at(match.end())
        if first >= len(self.scene.tokens) or self.scene.tokens[first].pos != "PROPN":
            return None
        last = first
        while last + 1 in self.scene.sentence(first) and self.scene.tokens[last + 1].pos == "PROPN":
            last += 1
        return Found(last, None, "dash")

    # -- words in running text ------------------------------------------------------------------

    def governing(self, n: int) -> tuple[Found | None, bool]:
        """The nearest cue that governs the quoted words, and whether they are in its clause."""
        tokens = [t for span in self.scene.marked[n].spans for t in self.scene.within(span)]
        if not tokens:
            return None, False
        in_clause = False
        below = self._top(tokens)
        for above in self.scene.governors(below):
            in_clause = in_clause or self.scene.tokens[below].dep in COMPLEMENTS
            found = self._governor(above, below, n)
            if found is not None:
                return found, in_clause
            below = above
        return None, in_clause

    def _top(self, tokens: list[int]) -> int:
        among = range(tokens[0], tokens[-1] + 1)
        wordy = [t for t in tokens if self.scene.tokens[t].pos != "PUNCT"] or tokens
        return next((t for t in wordy if self.scene.tokens[t].head not in among), wordy[0])

    def _governor(self, above: int, below: int, n: int) -> Found | None:
        scene = self.scene
        if self._is_aside(below) or self._is_audience(above, below):
            return None
        if scene.verb_cue(above) is not None:
            speaker = self.speakers.of_verb(above, n)
        elif scene.tokens[above].lemma in scene.words.nouns and scene.tokens[above].pos == "NOUN":
            speaker = self.speakers.of_noun(above)
        else:
            return None
        if speaker is None or scene.tokens[speaker].span.overlaps(scene.marked[n].outer):
            return None
        return Found(speaker, above, "governor", below)

    def _is_audience(self, above: int, below: int) -> bool:
        """ "told "Today"" names who was told."""
        told = self.scene.tokens[above].lemma in TELLING
        return told and self.scene.tokens[below].dep in {"dobj", "dative"}

    def _is_aside(self, below: int) -> bool:
        token = self.scene.tokens[below]
        return token.dep in ASIDE or (token.dep == "prep" and token.lemma not in SAID)

    def cue_before_words(self, n: int) -> Found | None:
        """A cue a few words before the mark, where the tree is broken."""
        gap = self._gap_before(n)
        for cue in reversed(gap[-8:]):
            found = self._cue_at(cue, gap, n, "words_before")
            if found is not None:
                return found
        return None

    # -- quotes ---------------------------------------------------------------------------------

    def quote(self, n: int, kind: QuoteKind, found: Found | None) -> Quote:
        """The quote with its speaker, if one was found."""
        spans = self.scene.marked[n].spans
        if found is None:
            return Quote(spans, kind, None, None, None, f"{kind.value}:none")
        cue = None if found.cue is None else self.scene.tokens[found.cue].span
        name = self.speakers.span(found.speaker)
        return Quote(spans, kind, cue, name, found.speaker, f"{kind.value}:{found.rule}")


def extend(quote: Quote, spans: tuple[Span, ...]) -> Quote:
    """The quote goes on behind its cue."""
    return replace(quote, content=quote.content + spans)
