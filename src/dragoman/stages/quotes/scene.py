"""What the rules look at: the tree, the edges of its subtrees, marks and the words between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dragoman.model import STORY, Document, Span, Token
from dragoman.tables.quotes import Cue, QuoteWords
from dragoman.text.marks import Marked, opens_with_mark, pair_marks
from dragoman.text.slots import Slots
from dragoman.text.tags import FINITE, SUBJECTS, VERBAL
from dragoman.text.tree import Tree

MAX_UP = 12
END = frozenset(".!?…")


class Scene:
    """Look-ups over one document; all answers are token positions unless they say otherwise."""

    def __init__(self, doc: Document, words: QuoteWords) -> None:
        assert doc.tokens is not None and doc.sentences is not None and doc.blocks is not None
        self.doc = doc
        self.text = doc.text
        self.words = words
        self.tokens: Sequence[Token] = doc.tokens
        self.tree = Tree(doc.tokens)
        self.slots = Slots(self.tree)
        self.starts = [token.span.start for token in doc.tokens]
        self.sentence_of = [s.i for s in doc.sentences for _ in range(s.first, s.last)]
        self.body = [b.span for b in doc.blocks if b.kind in STORY]
        self.dropped: list[Marked] = []
        self.marked = self._marked()
        self.inside = [-1] * len(doc.tokens)
        for n, marked in enumerate(self.marked):
            for t in self.within(marked.outer):
                self.inside[t] = n
        self._left, self._right = self._edges()

    # -- marks ----------------------------------------------------------------------------------

    def _marked(self) -> list[Marked]:
        """Quotes of all body blocks; one left open goes on where the next block opens a mark."""
        whole: list[Marked] = []
        pending: Marked | None = None
        for n, block in enumerate(self.body):
            found = pair_marks(self.text, block)
            if pending is not None and found and self._begins(found[0], block):
                found[0] = _joined(pending, found[0])
            elif pending is not None:
                self.dropped.append(pending)
            pending = None
            if found and not found[-1].closed:
                pending = self._left_open(found, n)
            whole.extend(found)
        return whole

    def _left_open(self, found: list[Marked], n: int) -> Marked | None:
        """Takes the open quote off the list; None where no next paragraph goes on with it."""
        last = found.pop()
        more = n + 1 < len(self.body) and opens_with_mark(self.text, self.body[n + 1])
        if more and self._starts_sentence(last, self.body[n]):
            return last
        if len(last.spans) > 1 or self._begins(last, self.body[n]):
            found.append(last)
        else:
            self.dropped.append(last)
        return None

    def _starts_sentence(self, marked: Marked, block: Span) -> bool:
        """Does the mark open a sentence, not a few words in one?"""
        before = self.text[max(block.start, marked.outer.start - 8) : marked.outer.start].rstrip()
        return self._begins(marked, block) or before[-1:] in tuple('.!?…:,”"’')

    def _begins(self, marked: Marked, block: Span) -> bool:
        return not self.text[block.start : marked.outer.start].strip()

    # -- tokens ---------------------------------------------------------------------------------

    def at(self, offset: int) -> int:
        """The first token that starts at or after a character."""
        return bisect_left(self.starts, offset)

    def within(self, span: Span) -> range:
        """The tokens that start inside a span."""
        return range(self.at(span.start), self.at(span.end))

    def lower(self, i: int) -> str:
        """The token in small letters."""
        return self.tokens[i].text.lower()

    def sentence(self, i: int) -> range:
        """The tokens of the sentence around a token."""
        assert self.doc.sentences is not None
        found = self.doc.sentences[self.sentence_of[i]]
        return range(found.first, found.last)

    def block_span(self, offset: int) -> Span:
        """The body block around a character."""
        at = bisect_left(self.body, offset + 1, key=lambda span: span.start) - 1
        return self.body[max(at, 0)]

    def _edges(self) -> tuple[list[int], list[int]]:
        """The first and the last token below each token, for all tokens in one pass."""
        left = list(range(len(self.tokens)))
        right = list(left)
        for i in self._bottom_up():
            head = self.tokens[i].head
            left[head] = min(left[head], left[i])
            right[head] = max(right[head], right[i])
        return left, right

    def _bottom_up(self) -> Iterator[int]:
        order = [token.i for token in self.tokens if token.head == token.i]
        for i in order:
            order.extend(self.tree.kids(i))
        return reversed(order)

    def edges(self, i: int) -> range:
        """From the first to the last token below a token."""
        return range(self._left[i], self._right[i] + 1)

    # -- words ----------------------------------------------------------------------------------

    def verb_cue(self, i: int) -> Cue | None:
        """The cue a verb is, if it is one."""
        token = self.tokens[i]
        verbal = token.pos in VERBAL or token.tag.startswith("VB")
        if not verbal and not self._is_mistaken(i):
            return None
        return self.words.verbs.get(token.lemma)

    def _is_mistaken(self, i: int) -> bool:
        """ "Diplomats doubt that it is over": taken for a noun, but with a subject and a clause."""
        kids = self.tree.kid(i, "nsubj"), self.tree.kid(i, "ccomp")
        return self.tokens[i].pos == "NOUN" and None not in kids

    def is_cue(self, i: int, frame: str) -> bool:
        """Is the token a verb that takes its content in this frame?"""
        cue = self.verb_cue(i)
        return cue is not None and frame in cue.frames

    def governors(self, i: int) -> Iterator[int]:
        """The nearest governors; not more, so that odd trees cost nothing."""
        for n, above in enumerate(self.tree.up(i)):
            if n >= MAX_UP:
                return
            yield above

    def has_clause(self, tokens: Sequence[int]) -> bool:
        """Is there a finite verb with its own subject among the tokens?"""
        among = range(tokens[0], tokens[-1] + 1) if tokens else range(0)
        subjects = (self.tokens[t] for t in among if self.tokens[t].dep in SUBJECTS)
        return any(token.head in among and self._finite(token.head) for token in subjects)

    def _finite(self, i: int) -> bool:
        if self.tokens[i].tag in FINITE:
            return True
        helpers = self.tree.kids(i, "aux", "auxpass", "cop")
        return any(self.tokens[k].tag in FINITE for k in helpers)


def _joined(one: Marked, other: Marked) -> Marked:
    return Marked(one.spans + other.spans, one.outer.join(other.outer), other.closed)
