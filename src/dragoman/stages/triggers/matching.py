"""Matching: do the conditions of a lexicon row hold at a word?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dragoman.model import Document, Entity, Mention, MentionKind, Span, Token
from dragoman.tables.actors import PERSON_KINDS
from dragoman.tables.lexicon import Condition, Lexicon, Row
from dragoman.text.slots import Slots
from dragoman.text.speech import speakers_of
from dragoman.text.tags import VERBAL
from dragoman.text.tree import Tree

POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
PARTICLE_DEPS = ("prt", "advmod", "prep", "advcl", "dep", "neg")
PARTICLE_POS = frozenset({"ADP", "ADV", "PART", "SCONJ"})
MODIFIERS = ("amod", "compound", "nmod", "advmod", "npadvmod", "poss")
PARTICLE_REACH = 4  # words; "took the children in", not "took ... in August"
SPAN_REACH = 4  # words around the head that its trigger's span may take in


class Matcher:
    """Matches rows of the lexicon at the words of one document."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.tree = Tree(self.tokens)
        self.slots = Slots(self.tree, speakers_of(self.tokens, doc.quotes or ()))
        self.lexicon = lexicon
        mentions = doc.mentions or ()
        self.named = {t for m in mentions for h in m.names for t in range(h.first, h.last)}
        self.humans = frozenset(_humans(mentions, doc.entities or ()))
        # What a condition looks at, besides the deep slots.
        self._parts: dict[str, Callable[[int], list[int]]] = {
            "prt": self._particles,
            "mod": lambda i: self.tree.kids(i, *MODIFIERS),
            "acomp": lambda i: self.tree.kids(i, "acomp", "attr", "oprd"),
            "aux": lambda i: self.tree.kids(i, "aux"),
            "head": lambda i: [self.tokens[i].head],
            "comp": self.slots.clauses,
            "comp.aux": self._auxiliaries,
        }

    def match(self, i: int) -> Row | None:
        """The most specific row that holds at a token."""
        token = self.tokens[i]
        pos = POS.get(token.pos)
        if pos is None or (token.pos == "PROPN" and i in self.named):
            return None
        for row in self.lexicon.find(token.lemma, pos):
            if all(self.holds(i, condition) for condition in row.frame):
                return row
        return None

    def holds(self, i: int, condition: Condition) -> bool:
        """Does one condition of a frame hold at a token?"""
        return self._positive(i, condition) != condition.negated

    def _positive(self, i: int, condition: Condition) -> bool:
        if condition.slot == "dep":
            return self.tokens[i].dep in (condition.lemmas or ())
        if condition.slot in self._parts:
            return self._has(self._parts[condition.slot](i), condition.lemmas)
        heads = self._fillers(i, condition.slot)
        if condition.human:
            return any(h in self.humans for head in heads for h in self.tree.conjuncts(head))
        return any(self._phrase_has(head, condition.lemmas) for head in heads)

    def _fillers(self, i: int, slot: str) -> list[int]:
        """Heads in a deep slot; a subject below must be its own, a preposition may have gerunds."""
        heads = self.slots.get(i, slot)
        if slot == "comp.subj":
            return [h for h in heads if h not in self.slots.subj(i)]
        return heads + self._gerunds(i, slot[5:]) if slot.startswith("prep:") else heads

    def _auxiliaries(self, i: int) -> list[int]:
        """Auxiliaries of the clauses below; not those of "should the situation escalate"."""
        verbs = [c for c in self.slots.clauses(i) if self.tokens[c].pos in VERBAL]
        found = []
        for verb in verbs:
            subject = self.tree.kid(verb, "nsubj", "nsubjpass")
            auxiliaries = self.tree.kids(verb, "aux")
            found += [a for a in auxiliaries if subject is None or subject < a]
        return found

    def _gerunds(self, i: int, word: str) -> list[int]:
        """Verbs after a preposition ("warned against attacking")."""
        preps = [p for p in self.tree.kids(i, "prep") if self.tokens[p].lemma == word]
        return [g for p in preps for g in self.tree.kids(p, "pcomp")]

    def _particles(self, i: int) -> list[int]:
        """Particles and adverbs of a verb; a preposition only right behind it or its object."""
        kids = [k for k in self.tree.kids(i, *PARTICLE_DEPS) if self.tokens[k].pos in PARTICLE_POS]
        return [k for k in kids if self.tokens[k].dep != "prep" or self._like_particle(i, k)]

    def _like_particle(self, i: int, k: int) -> bool:
        """Is a preposition close behind its verb, and not of a date ("in August")?"""
        dated = any(self.tokens[o].ner in {"DATE", "TIME"} for o in self.tree.objects(k))
        return 0 < k - i <= PARTICLE_REACH and not dated

    def _has(self, found: Iterable[int], lemmas: frozenset[str] | None) -> bool:
        tokens = [self.tokens[k] for k in found]
        if lemmas is None:
            return bool(tokens)
        return any(t.lemma in lemmas or t.text.lower() in lemmas for t in tokens)

    def _phrase_has(self, head: int, lemmas: frozenset[str] | None) -> bool:
        if lemmas is None:
            return True
        words = [w for conjunct in self.tree.conjuncts(head) for w in self.tree.phrase(conjunct)]
        return self._has(words, lemmas)

    # -- what a matched row uses up -------------------------------------------------------------

    def fillers(self, i: int, row: Row) -> set[int]:
        """Nouns that a verb's frame has used up ("held talks": the talks report nothing more)."""
        slots = {c.slot for c in row.frame if _names_words(c)} & {"obj", "subj"}
        if row.pos != "verb":
            return set()
        heads = [head for slot in sorted(slots) for head in self.slots.get(i, slot)]
        return {u for head in heads for u in self.tree.conjuncts(head)}

    def span(self, i: int, row: Row) -> Span:
        """The trigger's words: the head with the particles and nouns its frame asks for."""
        span = self.tokens[i].span
        for condition in row.frame:
            if not _names_words(condition) or condition.slot not in {"prt", "obj"}:
                continue
            particle = condition.slot == "prt"
            for part in self._particles(i) if particle else self.slots.obj(i):
                if abs(part - i) <= SPAN_REACH and self._phrase_has(part, condition.lemmas):
                    span = span.join(self.tokens[part].span)
        return span


def _names_words(condition: Condition) -> bool:
    """Does the condition ask for certain words to be there?"""
    return not condition.negated and not condition.human and condition.lemmas is not None


def _humans(mentions: Iterable[Mention], entities: Iterable[Entity]) -> Iterable[int]:
    """Heads of mentions that can act: everything with a code, persons, and pronouns."""
    political: Mapping[int, bool] = {m: e.political for e in entities for m in e.mentions}
    for mention in mentions:
        named = any(h.kind in PERSON_KINDS for h in mention.names)
        if mention.kind is MentionKind.PRONOUN or named or political.get(mention.i, False):
            yield mention.head
