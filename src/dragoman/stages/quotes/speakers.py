"""Speakers: who the subject of a cue is, and the words that name them."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.model import Span
from dragoman.stages.quotes.scene import Scene
from dragoman.text.tags import NOMINAL, VERBAL

TRAILING = "'’\"”“‘,.;:-–— \t\n"
LONGEST = 40
# Verbs by which one voice passes on what another one says.
PASSING = frozenset({"quote", "cite"})
SUBJECT_DEPS = ("nsubj", "nsubjpass")
PRONOUNS = frozenset({"he", "she", "they"})


class Speakers:
    """Finds the speaker of a cue; answers are token positions."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def of_verb(self, cue: int, outside: int | None = None) -> int | None:
        """The deep subject of a verb; ``outside`` is a marked quote it must not stand in."""
        found = self._quoted(cue) or self._subject(cue, outside)
        outer = self._outer(cue)
        if outer is None or (found is not None and not self._is_added(cue, found)):
            return found
        above = self._subject(outer, outside)
        return found if above is None else above

    def _subject(self, cue: int, outside: int | None) -> int | None:
        """The first subject that may speak. "It" and "which" say things, but believe nothing."""
        verb = self.scene.verb_cue(cue)
        says = verb is not None and verb.kind == "say"
        mistaken = self.scene.tokens[cue].pos == "NOUN"  # by the parser; see Scene.verb_cue
        subjects = self.scene.tree.kids(cue, "nsubj") if mistaken else self.scene.slots.subj(cue)
        for i in subjects:
            silent = self.scene.lower(i) in self.scene.words.classes["sayer"] and not says
            if self.fits(i, outside) and not silent:
                return self._issuer(i)
        return self._above(cue, outside) if self.scene.tokens[cue].dep == "acl" else None

    def _issuer(self, i: int) -> int:
        """Who speaks by a paper: "a review by the auditors found"."""
        if self.scene.tokens[i].lemma not in self.scene.words.classes["paper"]:
            return i
        issuers = (o for o in self.scene.tree.prep(i, "by", "from") if self.fits(o))
        return next(issuers, i)

    def _above(self, cue: int, outside: int | None) -> int | None:
        """ "posted a message on Twitter blaming Iran": who posted it."""
        for above in self.scene.governors(cue):
            if self.scene.tokens[above].pos in VERBAL:
                subjects = self.scene.slots.subj(above)
                return next((s for s in subjects if self.fits(s, outside)), None)
        return None

    def _quoted(self, cue: int) -> int | None:
        """Who is "quoted as saying"."""
        above = self.passing(cue)
        if above is None or self.scene.lower(self.scene.tokens[cue].head) != "as":
            return None
        return next((o for o in self.scene.slots.obj(above) if self.fits(o)), None)

    def passing(self, cue: int) -> int | None:
        """The verb by which another voice passes on what is said ("quoted him as saying")."""
        token = self.scene.tokens[cue]
        above = self.scene.tokens[token.head].head
        passes = token.dep == "pcomp" and self.scene.tokens[above].lemma in PASSING
        return above if passes else None

    def _outer(self, cue: int) -> int | None:
        """The verb of speech around a clause with a participle ("he said ..., adding")."""
        tokens = self.scene.tokens
        if tokens[cue].dep != "advcl" or self.scene.tree.kid(cue, *SUBJECT_DEPS) is not None:
            return None
        for clause in self.scene.governors(cue):
            above = self.scene.verb_cue(tokens[clause].head)
            if tokens[clause].dep == "ccomp" and above is not None and above.kind == "say":
                return tokens[clause].head
            if tokens[clause].dep not in {"advcl", "conj", "xcomp"}:
                return None
        return None

    def _is_added(self, cue: int, subject: int) -> bool:
        """What is added is added by the speaker; a thing says nothing else either."""
        return self.scene.tokens[cue].lemma == "add" or not self.is_person(subject)

    def of_noun(self, cue: int) -> int | None:
        """Whose claim it is: the owner, or the subject of the verb that has it as its object."""
        scene = self.scene
        owners = scene.tree.prep(cue, "by", "from", "of", "among")
        for found in [*scene.tree.kids(cue, "poss"), *owners]:
            if self.fits(found):
                return found
        if scene.tokens[cue].dep in {"dobj", "attr", "pobj"}:
            for above in scene.governors(cue):
                if scene.tokens[above].pos in VERBAL:
                    return self.of_verb(above)
        return None

    def fits(self, i: int, outside: int | None = None) -> bool:
        """Can the token name a speaker?"""
        token = self.scene.tokens[i]
        if token.pos not in NOMINAL and token.tag not in {"PRP$", "CD", "DT", "JJ", "JJS"}:
            return False
        if outside is not None and self.scene.inside[i] == outside:
            return False
        return token.text.lower() not in self.scene.words.classes["not_speaker"]

    def near(self, cue: int, window: range, outside: int | None = None) -> int | None:
        """The noun phrase right before or right behind a verb, where the tree has no subject."""
        before = range(cue - 1, max(window.start, cue - 6) - 1, -1)
        found = self._first(before, outside)
        if found is None:
            return self._first(range(cue + 1, min(window.stop, cue + 7)), outside)
        return self._antecedent(found, window, outside)

    def _antecedent(self, i: int, window: range, outside: int | None) -> int:
        """ "a minister who knows the plan said": the plan did not say it."""
        if self.scene.tokens[i].dep not in {"dobj", "pobj"}:
            return i
        for above in self.scene.governors(i):
            head = self.scene.tokens[above].head
            if (
                self.scene.tokens[above].dep == "relcl"
                and head in window
                and self.fits(head, outside)
            ):
                return head
        return i

    def _first(self, places: Iterable[int], outside: int | None) -> int | None:
        best = None
        for i in places:
            token = self.scene.tokens[i]
            if token.pos == "PUNCT" or token.pos in {"ADP", "SCONJ", "VERB", "CCONJ"}:
                break
            if token.pos in NOMINAL and self.fits(i, outside):
                best = i
                if token.i < min(token.head, i) or token.dep not in {"compound", "nmod"}:
                    break
        return best

    def span(self, i: int) -> Span:
        """The whole base noun phrase headed by a token, without punctuation at its end."""
        scene = self.scene
        phrase = frozenset(scene.tree.phrase(i)[-LONGEST:])
        first = i
        while first - 1 in phrase and scene.sentence_of[first - 1] == scene.sentence_of[i]:
            first -= 1
        if scene.tokens[i].tag == "WP$":
            first = i
        start, end = scene.tokens[first].span.start, scene.tokens[i].span.end
        words = scene.text[start:end]
        return Span(start, max(start + 1, start + len(words.rstrip(TRAILING))))

    def is_person(self, i: int) -> bool:
        """Does the token name a person?"""
        token = self.scene.tokens[i]
        known = token.lemma in self.scene.words.classes["person"]
        return known or token.ner == "PERSON" or self.scene.lower(i) in PRONOUNS
