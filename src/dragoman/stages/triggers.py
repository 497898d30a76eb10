"""Triggers: words that report an act, matched against the frames of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.model import (
    Document,
    Entity,
    Issue,
    Mention,
    MentionKind,
    Span,
    Step,
    Token,
    Trigger,
)
from dragoman.tables.lexicon import Condition, Lexicon, Row
from dragoman.text.genre import genre_of
from dragoman.text.slots import Slots
from dragoman.text.speech import speakers_of
from dragoman.text.tree import Tree

POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
PARTICLE_REACH = 4  # words; "took the children in", not "took ... in August"
PARTICLES = ("prt", "advmod", "prep", "advcl", "dep", "neg")


def find_triggers(
    doc: Document, lexicon: Lexicon, genres: Mapping[str, frozenset[str]]
) -> Document:
    """Adds the layer ``triggers``: for each word the most specific row whose frame holds.

    A text of another genre (sport, recipes ...) gives none, and an issue that says so.
    """
    assert doc.tokens is not None and doc.sentences is not None
    genre = genre_of(_body(doc), genres)
    if genre is not None:
        issue = Issue(
            "triggers", "other-genre", f"reads like {genre}, no political events are looked for"
        )
        return doc.add(Step("triggers", "1"), issues=(issue,), triggers=())
    matcher = Matcher(doc, lexicon)
    found: list[Trigger] = []
    for sentence in doc.sentences:
        rows = {i: row for i in range(sentence.first, sentence.last) if (row := matcher.match(i))}
        used = set().union(*(matcher.fillers(i, row) for i, row in rows.items()))
        for i, row in rows.items():
            if i not in used or row.pos == "verb":
                found.append(_trigger(matcher, len(found), i, sentence.i, row))
    return doc.add(Step("triggers", "1"), triggers=tuple(found))


def _body(doc: Document) -> str:
    return "\n".join(s.span.of(doc.text) for s in doc.sentences or ())


def _trigger(matcher: Matcher, n: int, i: int, sentence: int, row: Row) -> Trigger:
    span = matcher.span(i, row)
    return Trigger(n, i, sentence, span, row.id, row.event, row.mode, "reciprocal" in row.flags)


class Matcher:
    """Matches rows of the lexicon at the words of one document."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.tree = Tree(self.tokens)
        self.slots = Slots(self.tree, speakers_of(self.tokens, doc.quotes or ()))
        self.lexicon = lexicon
        self.named = {
            t for m in doc.mentions or () for h in m.names for t in range(h.first, h.last)
        }
        self.humans = frozenset(_humans(doc.mentions or (), doc.entities or ()))

    def match(self, i: int) -> Row | None:
        """The most specific row that holds at a token."""
        token = self.tokens[i]
        pos = POS.get(token.pos)
        if pos is None or (token.pos == "PROPN" and i in self.named):
            return None
        lemma = token.lemma
        for row in self.lexicon.find(lemma, pos):
            if all(self.holds(i, condition) for condition in row.frame):
                return row
        return None

    def holds(self, i: int, condition: Condition) -> bool:
        """Does one condition of a frame hold at a token?"""
        return self._positive(i, condition) != condition.negated

    def _positive(self, i: int, condition: Condition) -> bool:
        slot = condition.slot
        if slot == "prt":
            return self._has(self._particles(i), condition.lemmas)
        if slot == "mod":
            mods = self.tree.kids(i, "amod", "compound", "nmod", "advmod", "npadvmod", "poss")
            return self._has(mods, condition.lemmas)
        if slot == "acomp":
            return self._has(self.tree.kids(i, "acomp", "attr", "oprd"), condition.lemmas)
        if slot == "dep":
            return self.tokens[i].dep in (condition.lemmas or ())
        if slot == "head":
            return self.tokens[self.tokens[i].head].lemma in (condition.lemmas or ())
        if slot == "aux":
            return self._has(self.tree.kids(i, "aux"), condition.lemmas)
        if slot == "comp":
            return self._has(self.slots.clauses(i), condition.lemmas)
        if slot == "comp.aux":
            return self._has(self._auxiliaries(i), condition.lemmas)
        heads = self.slots.get(i, slot)
        if slot == "comp.subj":
            heads = [h for h in heads if h not in self.slots.subj(i)]
        if slot.startswith("prep:"):
            heads = heads + self._gerunds(i, slot[5:])
        if condition.human:
            return any(h in self.humans for head in heads for h in self.tree.conjuncts(head))
        return any(self._phrase_has(head, condition.lemmas) for head in heads)

    def _auxiliaries(self, i: int) -> list[int]:
        """Auxiliaries of the clauses below; not those of "should the situation escalate"."""
        verbs = [c for c in self.slots.clauses(i) if self.tokens[c].pos in {"VERB", "AUX"}]
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
        found = []
        for k in self.tree.kids(i, *PARTICLES):
            token = self.tokens[k]
            near = token.dep != "prep" or 0 < k - i <= PARTICLE_REACH
            if near and token.pos in {"ADP", "ADV", "PART", "SCONJ"}:
                found.append(k)
        return found

    def _has(self, found: Iterable[int], lemmas: frozenset[str] | None) -> bool:
        if lemmas is None:
            return any(True for _ in found)
        return any(
            self.tokens[k].lemma in lemmas or self.tokens[k].text.lower() in lemmas for k in found
        )

    def _phrase_has(self, head: int, lemmas: frozenset[str] | None) -> bool:
        if lemmas is None:
            return True
        words = [w for conjunct in self.tree.conjuncts(head) for w in self.tree.phrase(conjunct)]
        return self._has(words, lemmas)

    def fillers(self, i: int, row: Row) -> set[int]:
        """Nouns that a verb's frame has used up ("held talks": the talks report nothing more)."""
        if row.pos != "verb":
            return set()
        used = set()
        for condition in row.frame:
            if (
                condition.negated
                or condition.human
                or condition.lemmas is None
                or ":" in condition.slot
            ):
                continue
            if condition.slot in {"obj", "subj", "acomp"}:
                used.update(self.slots.get(i, condition.slot) if condition.slot != "acomp" else [])
        return {u for head in used for u in self.tree.conjuncts(head)}

    def span(self, i: int, row: Row) -> Span:
        """The trigger's words: the head with the particles and nouns its frame asks for."""
        span = self.tokens[i].span
        for condition in row.frame:
            if condition.negated or condition.lemmas is None or condition.human:
                continue
            parts = self._particles(i) if condition.slot == "prt" else []
            if condition.slot == "obj":
                parts = self.slots.obj(i)
            for part in parts:
                near = abs(part - i) <= 4
                fits = self._phrase_has(part, condition.lemmas)
                if near and fits:
                    span = span.join(self.tokens[part].span)
        return span


def _humans(mentions: Iterable[Mention], entities: Iterable[Entity]) -> Iterable[int]:
    """Heads of mentions that can act: everything with a code, persons, and pronouns."""
    owner: Mapping[int, Entity] = {m: e for e in entities for m in e.mentions}
    for mention in mentions:
        entity = owner.get(mention.i)
        named = any(h.kind in {"ner:PERSON", "person", "surname"} for h in mention.names)
        if (
            mention.kind is MentionKind.PRONOUN
            or named
            or (entity is not None and entity.political)
        ):
            yield mention.head
