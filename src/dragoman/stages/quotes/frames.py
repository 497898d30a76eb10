"""Frames: where the content of indirect speech stands around its cue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dragoman.stages.quotes.extent import cut, own_part
from dragoman.stages.quotes.scene import Scene
from dragoman.text.tags import INVERTED, NOUNS

Frame = tuple[str, list[range]]
QUESTIONS = frozenset({"if", "whether"})


class Frames:
    """Finds what is said, asked, promised or judged around a verb; runs of token positions."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._frames: dict[str, Callable[[int], Iterator[Frame]]] = {
            "clause": self._clause,
            "question": self._question,
            "gerund": self._gerund,
            "infinitive": self._infinitive,
            "predicate": self._predicate,
            "as": self._as,
            "object": self._object,
        }

    def around(self, i: int) -> Iterator[Frame]:
        """All contents of a verb, the likeliest first."""
        cue = self.scene.words.verbs[self.scene.tokens[i].lemma]
        for name, frame in self._frames.items():
            if name in cue.frames:
                yield from frame(i)
        for preposition in sorted(cue.prepositions):
            yield from self._preposition(i, preposition)

    def _clause(self, i: int) -> Iterator[Frame]:
        """ "said (that) it would", "it would, X said"; also a clause the cue is put into."""
        tree, tokens = self.scene.tree, self.scene.tokens
        clauses = tree.kids(i, "ccomp") or self._strayed(i)
        kids = self._ranked(i, [k for k in clauses if not self._is_apart(i, k)])
        for kid in kids:
            yield "clause", self.without(own_part(self.scene, i, kid), i, kid)
        token = tokens[i]
        own_subject = tree.kid(i, "nsubj") is not None
        if token.head != i and own_subject and (put_in := self._put_in(i)):
            yield "inserted", cut(self.scene.edges(token.head), put_in)
            return
        if kids or token.head == i or not own_subject:
            return
        if token.dep == "parataxis":
            yield "inserted", cut(self.scene.edges(token.head), self.scene.edges(i))
        elif token.dep == "advcl" and self._is_as(i):
            yield "as", cut(self.scene.edges(token.head), self.scene.edges(i))

    def _put_in(self, i: int) -> range:
        """ "asked them, diplomats say, not to storm it": the words between the commas; empty for
        a verb of saying that is not put in."""
        scene, tree = self.scene, self.scene.tree
        subject = tree.kid(i, "nsubj")
        if subject is None or scene.tokens[i].dep not in {"ccomp", "parataxis", "conj"}:
            return range(0)
        first = scene.edges(subject).start
        ends = [i, *(scene.edges(k).stop - 1 for k in tree.kids(i, "dobj", "dative") if k > i)]
        last = max(ends)
        area = scene.sentence(i)
        fits = area.start < first - 1 and last + 1 < area.stop - 1 and first < i
        commas = fits and scene.lower(first - 1) == scene.lower(last + 1) == ","
        return range(first - 1, last + 2) if commas else range(0)

    def _strayed(self, i: int) -> list[int]:
        """ "said in an interview that it would": the parser hangs the clause on the interview."""
        tree = self.scene.tree
        nouns = [n for p in tree.kids(i, "prep", "agent") for n in tree.kids(p, "pobj")]
        clauses = [c for n in nouns for c in tree.kids(n, "relcl", "acl")]
        return [c for c in clauses if self._is_whole(c)]

    def _is_whole(self, clause: int) -> bool:
        """Has a clause a "that" and a subject beside it?"""
        tree = self.scene.tree
        first = self.scene.edges(clause).start
        subject = tree.kid(clause, "nsubj", "nsubjpass")
        return self.scene.lower(first) == "that" and subject is not None and subject != first

    def _ranked(self, cue: int, kids: Sequence[int]) -> list[int]:
        """Clauses with "that" first, then those right behind the cue, then those before it: of
        two the other one stands beside what is said ("it seems easy - but he said that ...")."""
        return sorted(
            kids, key=lambda kid: (not self._is_that(cue, kid), kid < cue, abs(kid - cue))
        )

    def _is_apart(self, cue: int, kid: int) -> bool:
        """ "the talks failed; he said little", "warned of war should the talks fail"."""
        if self.scene.verb_cue(kid) is not None and self._put_in(kid):
            return True
        if kid < cue:
            rest = range(self.scene.edges(kid).stop, cue)
            return any(self.scene.lower(i) == ";" for i in rest)
        first = self.scene.edges(kid).start
        return cue < first < kid and self.scene.lower(first) in INVERTED

    def _is_that(self, cue: int, kid: int) -> bool:
        marks = self.scene.tree.kids(kid, "mark")
        return kid > cue and any(self.scene.lower(m) == "that" for m in marks)

    def _is_as(self, i: int) -> bool:
        """ "as he said" and "as he put it", but not "as he said that"."""
        kids, lower = self.scene.tree.kids, self.scene.lower
        begun = any(lower(k) == "as" for k in kids(i, "mark", "advmod"))
        return begun and all(lower(k) == "it" for k in kids(i, "dobj", "xcomp"))

    def _question(self, i: int) -> Iterator[Frame]:
        """ "asked them if they would": the parser takes the question for a condition."""
        for kid in self.scene.tree.kids(i, "advcl", "ccomp", "xcomp"):
            marks = {self.scene.lower(m) for m in self.scene.tree.kids(kid, "mark")}
            if kid > i and marks & QUESTIONS:
                yield "question", [self.scene.edges(kid)]

    def _gerund(self, i: int) -> Iterator[Frame]:
        """ "denied shelling the town", "admitted having shelled it"."""
        for kid in self.scene.tree.kids(i, "xcomp", "ccomp"):
            token = self.scene.tokens[kid]
            having = any(self.scene.lower(k) == "having" for k in self.scene.tree.kids(kid, "aux"))
            if kid > i and (token.tag == "VBG" or having):
                yield "gerund", [self.scene.edges(kid)]

    def _infinitive(self, i: int) -> Iterator[Frame]:
        for kid in self.scene.tree.kids(i, "xcomp", "ccomp"):
            if kid > i and self.scene.slots.voice.is_infinitive(kid):
                first = self.scene.edges(kid).start
                objects = [k for k in self.scene.tree.kids(i, "dobj") if i < k < first]
                start = self.scene.edges(objects[0]).start if objects else first
                yield "infinitive", [range(start, self.scene.edges(kid).stop)]

    def _object(self, i: int) -> Iterator[Frame]:
        for kid in self.scene.slots.obj(i):
            if self.scene.tokens[kid].head == i and self.scene.tokens[kid].pos in NOUNS:
                yield "object", self.without(self.scene.edges(kid), i, kid)

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

    def without(self, area: range, cue: int, content: int) -> list[range]:
        """The content without the cue's own words, which may stand in its middle."""
        if cue not in area:
            return [area]
        own = [k for k in self.scene.tree.kids(cue) if k != content]
        edges = [range(cue, cue + 1), *(self.scene.edges(k) for k in own)]
        near = [e for e in edges if content not in e]
        return cut(area, range(min(e.start for e in near), max(e.stop for e in near)))
