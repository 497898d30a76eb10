"""What the status stage reads, and the findings it collects."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.model import Certainty, Document, Sentence, Status, Token
from dragoman.text.slots import Slots
from dragoman.text.tags import PAST
from dragoman.text.tree import Tree

ENDED = frozenset({"longer", "more", "further"})  # behind a "no"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a status or for less than certainty; ACTUAL leaves the status as it is."""

    status: Status
    why: str
    certainty: Certainty = Certainty.CERTAIN


class Scene:
    """A document's tokens and tree with the word classes of data/status/words.tsv."""

    __slots__ = ("_starts", "doc", "slots", "tokens", "tree", "words")

    def __init__(self, doc: Document, words: Mapping[str, frozenset[str]]) -> None:
        self.doc = doc
        self.words = words
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.tree = Tree(self.tokens)
        self.slots = Slots(self.tree)
        self._starts = [sentence.first for sentence in doc.sentences or ()]

    def sentence_of(self, i: int) -> Sentence:
        """The sentence a token stands in."""
        assert self.doc.sentences is not None
        return self.doc.sentences[bisect_right(self._starts, i) - 1]

    def is_a(self, i: int, kind: str) -> bool:
        """Is the lemma of a token in a class?"""
        return self.tokens[i].lemma in self.words[kind]

    def any_is(self, found: Iterable[int], kind: str) -> bool:
        """Is one of the tokens in a class?"""
        return any(self.is_a(i, kind) for i in found)

    def lower(self, i: int) -> str:
        """The token in small letters."""
        return self.tokens[i].text.lower()

    def has(self, i: int, deps: tuple[str, ...], *words: str) -> bool:
        """Has the token a child of one of these words?"""
        return any(self.lower(k) in words for k in self.tree.kids(i, *deps))

    def negated(self, i: int) -> bool:
        """Has the verb a "not", or an adverb of negation ("never", "no longer")?"""
        beside = self.tree.kids(i, "advmod", "preconj", "cc")
        adverbs = [a for a in beside if not self._is_not_only(a)]
        ended = (a for a in adverbs if self.lower(a) in ENDED)
        below = [k for a in ended for k in self.tree.kids(a, "neg", "det", "advmod")]
        nots = [k for k in self.tree.kids(i, "neg") if not self._is_not_only(k)]
        return bool(nots) or self.any_is((*adverbs, *below), "negation")

    def _is_not_only(self, i: int) -> bool:
        behind = self.lower(i + 1) if i + 1 < len(self.tokens) else ""
        return self.lower(i) == "not" and behind in {"only", "just", "merely"}

    def nobody(self, i: int) -> bool:
        """Is a noun phrase about none: "no one", "no soldier", "neither he nor she"?"""
        words = (i, *self.tree.kids(i, "det", "neg", "preconj", "predet"))
        return self.any_is(words, "negative_det")

    def denied(self, i: int) -> bool:
        """Is a verb, or an adjective behind one, negated by its own words or by the subject?"""
        if self.tokens[i].dep in {"acomp", "oprd"} and self.tokens[i].head != i:
            return self.negated(i) or self.denied(self.tokens[i].head)
        subject = self.tree.kid(i, "nsubj", "nsubjpass")
        return self.negated(i) or (subject is not None and self.nobody(subject))

    def in_condition(self, i: int) -> bool:
        """Does the verb stand in an if-clause?"""
        marks = self.tree.kids(i, "mark", "advmod")
        return self.tokens[i].dep == "advcl" and self.any_is(marks, "condition_mark")

    def governs_condition(self, i: int) -> bool:
        """Has the verb an if-clause?"""
        clauses = self.tree.kids(i, "advcl")
        return any(self.any_is(self.tree.kids(c, "mark"), "if_mark") for c in clauses)

    def is_conditional(self, i: int) -> bool:
        """Does the verb stand in an if-clause, or govern one?"""
        if self.in_condition(i):
            return True
        return (
            self.governs_condition(i)
            and not self.is_a(i, "say_verb")
            and self.tokens[i].tag not in PAST
        )
