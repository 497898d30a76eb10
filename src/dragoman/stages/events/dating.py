"""When and where: which time expression and which place belong to an event."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from dragoman.model import Document, Granularity, Place, Sentence, TimeExpression, Token, Trigger
from dragoman.text.tags import VERBAL
from dragoman.text.tree import Tree

LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "across", "around", "over", "inside", "off", "throughout",
     "along", "within", "north", "south", "east", "west"}
)  # fmt: skip
NAME_PARTS = frozenset({"compound", "nmod", "appos", "conj", "amod", "poss"})


@dataclass(frozen=True, slots=True)
class When:
    """The date of an event as far as the text tells."""

    value: str | None
    granularity: str | None
    time: TimeExpression | None


class Circumstances:
    """Times and places of one document, looked up by trigger."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.tree = Tree(self.tokens)
        self.starts = {t.span.start: t.i for t in self.tokens}
        self.held: dict[int, list[Place]] = {}
        for place in doc.places or ():
            token = self._token(place.span.start, place.span.end)
            holder = None if token is None else self._held(token)
            if holder is not None:
                self.held.setdefault(holder, []).append(place)

    def sentence(self, trigger: Trigger) -> Sentence:
        """The sentence of a trigger."""
        assert self.doc.sentences is not None
        return self.doc.sentences[trigger.sentence]

    def when(self, trigger: Trigger) -> When:
        """The expression in the trigger's own clause, else the only one of the sentence."""
        times = [t for t in self._times(self.sentence(trigger)) if not self._attribute(t)]
        near = [t for t in times if self._attached(trigger.head, t)]
        chosen = near[0] if near else times[0] if len(times) == 1 else None
        if chosen is None:
            return When(None, None, None)
        known = chosen.granularity not in {None, Granularity.VAGUE} and chosen.value is not None
        if not known or chosen.granularity is None:
            return When(None, None, chosen)
        return When(chosen.value, chosen.granularity.value, chosen)

    def _times(self, sentence: Sentence) -> list[TimeExpression]:
        """Points in time named in a sentence, by binary search over the sorted layer."""
        times = self.doc.times or ()
        first = bisect_left(times, sentence.span.start, key=lambda t: t.span.start)
        last = bisect_left(times, sentence.span.end, key=lambda t: t.span.start)
        return [t for t in times[first:last] if t.kind in {"DATE", "TIME"}]

    def _attribute(self, time: TimeExpression) -> bool:
        """Is the expression only an adjective ("the current tensions")?"""
        token = self._token(time.span.start, time.span.end)
        vague = time.granularity is Granularity.VAGUE
        return vague and token is not None and self.tokens[token].dep == "amod"

    def _token(self, start: int, end: int) -> int | None:
        for place in range(start, end):
            if place in self.starts:
                return self.starts[place]
        return None

    def _attached(self, head: int, time: TimeExpression) -> bool:
        """Is the expression below the trigger, or below the verb that carries it?"""
        token = self._token(time.span.start, time.span.end)
        if token is None:
            return False
        verb = self._clause(token)
        return verb == head or verb == self._clause(head)

    def _clause(self, i: int) -> int:
        """The verb whose clause a token stands in; the token itself if it is a verb."""
        for node in (i, *self.tree.up(i)):
            if self.tokens[node].pos in VERBAL and self.tokens[node].dep not in {
                "aux",
                "auxpass",
                "amod",
            }:
                return node
        return i

    def where(self, trigger: Trigger) -> Place | None:
        """A place whose preposition hangs on the trigger, its verb or its object."""
        clause = self._clause(trigger.head)
        holders = {trigger.head, clause, *self.tree.kids(trigger.head, "dobj", "nsubjpass")}
        holders.update(self.tree.prep(clause, "at", "during"))
        sentence = self.sentence(trigger)
        held = [place for holder in holders for place in self.held.get(holder, ())]
        here = [place for place in held if sentence.span.contains(place.span)]
        return min(here, key=lambda place: place.span.start, default=None)

    def _held(self, token: int) -> int | None:
        """The word on which the preposition of place before a name hangs, if there is one."""
        for node in (token, *self.tree.up(token)):
            head = self.tokens[node].head
            if self.tokens[node].dep == "pobj":
                return self.tokens[head].head if self.tokens[head].lemma in LOCATIVE else None
            if self.tokens[node].dep not in NAME_PARTS:
                return None
        return None
