"""When and where: which time expression and which place belong to an event."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Document, Place, Sentence, TimeExpression, Token, Trigger
from dragoman.text.tree import Tree

LOCATIVE = frozenset({"in", "at", "near", "outside", "across", "around", "over", "inside", "off", "throughout",
                      "along", "within", "north", "south", "east", "west"})  # fmt: skip
VERBAL = frozenset({"VERB", "AUX"})


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

    def when(self, trigger: Trigger, sentence: Sentence) -> When:
        """The expression in the trigger's own clause, else the only one of the sentence."""
        times = [
            t
            for t in self.doc.times or ()
            if t.kind in {"DATE", "TIME"} and sentence.span.contains(t.span)
        ]
        if not times:
            return When(None, None, None)
        near = [t for t in times if self._attached(trigger.head, t)]
        chosen = near[0] if near else times[0] if len(times) == 1 else None
        if chosen is None:
            return When(None, None, None)
        granularity = chosen.granularity.value if chosen.granularity else None
        value = chosen.value if granularity not in {None, "vague"} else None
        return When(value, granularity if value else None, chosen)

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

    def where(self, trigger: Trigger, sentence: Sentence) -> Place | None:
        """A place after a preposition of place, below the trigger or in its clause."""
        clause = self._clause(trigger.head)
        best: Place | None = None
        for place in self.doc.places or ():
            if not sentence.span.contains(place.span):
                continue
            token = self._token(place.span.start, place.span.end)
            if token is None or not self._locative(token):
                continue
            if self.tree.below(token, trigger.head):
                return place
            if best is None and self._clause(token) == clause:
                best = place
        return best

    def _locative(self, token: int) -> bool:
        for node in (token, *self.tree.up(token)):
            head = self.tokens[node].head
            if self.tokens[node].dep == "pobj":
                return self.tokens[head].lemma in LOCATIVE
            if self.tokens[node].dep not in {"compound", "nmod", "appos", "conj", "amod", "poss"}:
                return False
        return False
