"""What the status stage reads, and the findings it collects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.model import Document, Status, Token
from dragoman.text.slots import Slots
from dragoman.text.tags import PAST
from dragoman.text.tree import Tree


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a status other than actual."""

    status: Status
    why: str


class Scene:
    """A document's tokens and tree with the word classes of data/status/words.tsv."""

    __slots__ = ("doc", "slots", "tokens", "tree", "words")

    def __init__(self, doc: Document, words: Mapping[str, frozenset[str]]) -> None:
        self.doc = doc
        self.words = words
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.tree = Tree(self.tokens)
        self.slots = Slots(self.tree)

    def is_a(self, i: int, kind: str) -> bool:
        """Is the lemma of a token in a class?"""
        return self.tokens[i].lemma in self.words[kind]

    def any_is(self, found: Iterable[int], kind: str) -> bool:
        """Is one of the tokens in a class?"""
        return any(self.is_a(i, kind) for i in found)

    def negated(self, i: int) -> bool:
        """Has the verb a "not", or an adverb of negation?"""
        adverbs = self.tree.kids(i, "advmod")
        return self.tree.kid(i, "neg") is not None or self.any_is(adverbs, "negation")

    def is_conditional(self, i: int) -> bool:
        """Does the verb stand in an if-clause, or govern one?"""
        marks = self.tree.kids(i, "mark", "advmod")
        if self.tokens[i].dep == "advcl" and self.any_is(marks, "condition_mark"):
            return True
        clauses = self.tree.kids(i, "advcl")
        governs = any(self.any_is(self.tree.kids(c, "mark"), "if_mark") for c in clauses)
        return governs and not self.is_a(i, "say_verb") and self.tokens[i].tag not in PAST
