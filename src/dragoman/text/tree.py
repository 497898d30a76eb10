"""Dependency trees: children, subtrees and conjuncts of tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.model import Span, Token

# Words that stand before the head of a base noun phrase and belong to it.
LEFT = frozenset({"det", "predet", "poss", "compound", "amod", "nmod", "nummod", "quantmod", "nn"})


class Tree:
    """Look-ups over the tokens of a document. All answers are positions of tokens."""

    __slots__ = ("_kids", "tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._kids: list[list[int]] = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.i:
                self._kids[token.head].append(token.i)

    def kids(self, i: int, *deps: str) -> list[int]:
        """Children of a token, in order; only those with one of the labels, where given."""
        if not deps:
            return self._kids[i]
        return [k for k in self._kids[i] if self.tokens[k].dep in deps]

    def kid(self, i: int, *deps: str) -> int | None:
        """The first child with one of the labels."""
        for k in self._kids[i]:
            if self.tokens[k].dep in deps:
                return k
        return None

    def head(self, i: int) -> int | None:
        """The governor; None at the root."""
        head = self.tokens[i].head
        return None if head == i else head

    def up(self, i: int) -> Iterator[int]:
        """The governors of a token, from the nearest to the root."""
        seen = {i}
        while (head := self.head(i)) is not None and head not in seen:
            yield head
            seen.add(head)
            i = head

    def relative(self, i: int) -> int | None:
        """The noun whose relative clause a token stands in; None outside of one."""
        clauses = (above for above in (i, *self.up(i)) if self.tokens[above].dep == "relcl")
        return next((self.tokens[clause].head for clause in clauses), None)

    def subtree(self, i: int) -> list[int]:
        """The token and all below it, in text order."""
        found = []
        stack = [i]
        while stack:
            node = stack.pop()
            found.append(node)
            stack.extend(self._kids[node])
        return sorted(found)

    def below(self, i: int, top: int) -> bool:
        """Does ``i`` lie in the subtree of ``top``?"""
        return i == top or top in self.up(i)

    def conjuncts(self, i: int) -> list[int]:
        """The token and all that is coordinated with it to its right."""
        found = [i]
        for node in found:
            found.extend(k for k in self.kids(node, "conj") if k not in found)
        return found

    def phrase(self, i: int) -> list[int]:
        """The base noun phrase headed by ``i``: what stands before the head, and the head."""
        found = {i}
        for k in self.kids(i):
            if self.tokens[k].dep in LEFT and k < i:
                found.update(self.subtree(k))
        return sorted(found)

    def phrase_span(self, i: int) -> Span:
        """The words of the base noun phrase headed by ``i``."""
        phrase = self.phrase(i)
        return self.tokens[phrase[0]].span.join(self.tokens[phrase[-1]].span)

    def prep(self, i: int, *words: str) -> list[int]:
        """Objects of the prepositions directly below a token ("on Iran", "with him and her")."""
        found: list[int] = []
        for p in self.kids(i, "prep", "agent", "dative"):
            if self.tokens[p].lemma in words or not words:
                found.extend(self.objects(p))
        return found

    def objects(self, preposition: int) -> list[int]:
        """What a preposition governs, also across a second one ("from under X")."""
        inner = [o for p in self.kids(preposition, "prep") for o in self.kids(p, "pobj")]
        return self.kids(preposition, "pobj") or inner
