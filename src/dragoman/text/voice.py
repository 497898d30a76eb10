"""Voice and form of predicates: noun or verb, passive or active, infinitive, relative clause."""

from __future__ import annotations

from dragoman.text.tags import NOUNS
from dragoman.text.tree import Tree

RELATIVE = frozenset({"WDT", "WP", "WP$"})
PASSIVE = frozenset({"nsubjpass", "auxpass", "csubjpass"})
PARTICIPLES = frozenset({"acl", "amod", "advcl", "oprd", "acomp"})
NEAR = 4  # words between a noun and a relative pronoun that the parser hung elsewhere


class Voice:
    """Simple questions about a predicate."""

    __slots__ = ("tree",)

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def is_noun(self, i: int) -> bool:
        """Is the predicate a noun?"""
        return self.tree.tokens[i].pos in NOUNS

    def is_infinitive(self, i: int) -> bool:
        """Is the verb introduced by "to"?"""
        return any(self.tree.tokens[k].tag == "TO" for k in self.tree.kids(i, "aux"))

    def is_passive(self, i: int) -> bool:
        """Is the verb passive, or a participle after a noun? "Arrested and beaten" are both."""
        while True:
            if self.tree.kid(i, *PASSIVE) is not None:
                return True
            token = self.tree.tokens[i]
            own = self.tree.kid(i, "nsubj", "aux", "dobj")
            if token.tag != "VBN" or own is not None:
                return False
            if token.dep != "conj" or token.head == i:
                return token.dep in PARTICIPLES
            i = token.head

    def agents(self, i: int) -> list[int]:
        """By-phrases of a passive."""
        return [o for agent in self.tree.kids(i, "agent") for o in self.tree.objects(agent)]

    def antecedent(self, clause: int, pronoun: int) -> int:
        """The noun a relative pronoun stands for; the word itself if it is no relative."""
        if self.tree.tokens[pronoun].tag not in RELATIVE:
            return pronoun
        above = self.tree.relative(clause)
        return above if above is not None else self._noun_before(pronoun)

    def _noun_before(self, pronoun: int) -> int:
        for i in range(pronoun - 1, max(pronoun - NEAR, -1), -1):
            token = self.tree.tokens[i]
            if token.pos in NOUNS:
                return i
            if token.pos != "PUNCT":
                break
        return pronoun

    def gap(self, i: int) -> list[int]:
        """The object of a relative clause is the noun above ("the town that they shelled")."""
        token = self.tree.tokens[i]
        own = self.tree.kid(i, "nsubj")
        if token.dep != "relcl" or own is None or self.tree.tokens[own].tag in RELATIVE:
            return []
        return [] if any(self._open(p) for p in self.tree.kids(i, "prep")) else [token.head]

    def _open(self, preposition: int) -> bool:
        """Does a preposition govern a relative pronoun, or nothing?"""
        objects = self.tree.objects(preposition)
        return not self.tree.kids(preposition) or any(
            self.tree.tokens[o].tag in RELATIVE for o in objects
        )

    def stranded(self, i: int, word: str) -> list[int]:
        """ "the country with which it signed": the noun above fills the preposition's place."""
        token = self.tree.tokens[i]
        if token.dep != "relcl":
            return []
        preps = [p for p in self.tree.kids(i, "prep") if self.tree.tokens[p].lemma == word]
        relative = any(
            self.tree.tokens[o].tag in RELATIVE for p in preps for o in self.tree.objects(p)
        )
        return [token.head] if relative else []
