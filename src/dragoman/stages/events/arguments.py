"""Arguments: who fills the actor and recipient slots of a trigger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dragoman.model import (
    ActorCode,
    Document,
    Entity,
    Mention,
    MentionKind,
    Participant,
    Span,
    Token,
    Trigger,
)
from dragoman.tables.lexicon import Row
from dragoman.text.slots import Slots
from dragoman.text.speech import speakers_of
from dragoman.text.tree import Tree

# Verbs that lend their subject to the noun they carry ("launched an attack", "held talks").
LIGHT = frozenset({"hold", "have", "launch", "stage", "conduct", "make", "carry", "begin", "start", "open", "give",
                   "issue", "deliver", "mount", "order", "announce", "continue", "resume", "take", "voice", "express",
                   "wage", "undertake", "perform", "lead", "join", "attend", "pursue", "seek", "offer", "file",
                   "place", "put", "provide", "send", "call", "step", "face", "reiterate", "repeat", "renew", "press",
                   "pay", "complete", "plan", "finish", "commit", "reach", "sign", "conclude", "agree"})  # fmt: skip


class Arguments:
    """Finds participants in one document."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.tree = Tree(self.tokens)
        self.slots = Slots(self.tree, speakers_of(self.tokens, doc.quotes or ()))
        self.mentions: tuple[Mention, ...] = doc.mentions or ()
        self.at = {m.head: m for m in self.mentions}
        self.sentence_of = {t: x.i for x in doc.sentences or () for t in range(x.first, x.last)}
        self.entity_of: dict[int, Entity] = {m: e for e in doc.entities or () for m in e.mentions}

    def actor(self, trigger: Trigger, row: Row) -> tuple[Participant, ...]:
        """Who acts: the row's slots, else the subject of the verb that carries a noun."""
        found = self._first(trigger.head, row.actor) or self._owners(trigger.head, row.actor)
        if not found and row.pos == "verb":
            found = self._authority(trigger, row)
        if not found and row.pos == "noun":
            found = self._carried(trigger.head)
        if row.pos == "noun" and "reciprocal" in row.flags and len(found) < 2:
            found += tuple(
                p for p in self._framing(trigger.head) if p.entity not in {f.entity for f in found}
            )
        return found

    def recipient(
        self, trigger: Trigger, row: Row, taken: tuple[Participant, ...]
    ) -> tuple[Participant, ...]:
        """Whom it is done to: the first slot of the row that a participant fills."""
        spans = {p.span for p in taken}
        entities = {p.entity for p in taken}
        slots = row.recipient + (TOGETHER if trigger.reciprocal else ())
        for slot in slots:
            if slot == "any" or slot.endswith(".any"):
                found = self._any(trigger.head, slot, spans)
            else:
                found = self._people(self.slots.get(trigger.head, slot))
            found = tuple(p for p in found if p.span not in spans and p.entity not in entities)
            if found:
                return found
        return ()

    def _first(self, i: int, slots: tuple[str, ...]) -> tuple[Participant, ...]:
        for slot in slots:
            found = (
                self._any(i, slot, set())
                if slot.endswith("any")
                else self._people(self.slots.get(i, slot))
            )
            if found:
                return found
        return ()

    def _owners(self, i: int, slots: tuple[str, ...]) -> tuple[Participant, ...]:
        """Things act for whom they belong to: "a U.S. drone strike killed ...", "Iran's missiles hit ..."."""
        for slot in slots:
            for head in self.slots.get(i, slot):
                if head != i and self.slots.voice.is_noun(head):
                    found = self._people(self.slots.subj(head))
                    if found:
                        return found
        return ()

    def _authority(self, trigger: Trigger, row: Row) -> tuple[Participant, ...]:
        """Who arrests, frees or tries when a passive does not say: the nearest authority named around it."""
        if row.event not in OFFICIAL or not self.slots.voice.is_passive(trigger.head):
            return ()
        victims = {p.entity for p in self._people(self.slots.obj(trigger.head))}
        near = [m for m in self.mentions if abs(self.sentence_of[m.head] - trigger.sentence) <= 1]
        near.sort(
            key=lambda m: (
                abs(self.sentence_of[m.head] - trigger.sentence),
                abs(m.head - trigger.head),
            )
        )
        for mention in near:
            entity = self.entity_of.get(mention.i)
            if (
                entity
                and entity.code.sector in AUTHORITIES
                and entity.code.code
                and entity.i not in victims
            ):
                participant = self.participant(mention.head)
                if participant is not None and mention.kind is MentionKind.NOUN:
                    return (participant,)
        return ()

    def _carried(self, noun: int) -> tuple[Participant, ...]:
        token = self.tokens[noun]
        governor = token.head
        if token.dep == "conj":
            return self._carried(governor) if governor != noun else ()
        if token.dep == "pobj" and self.tokens[governor].lemma in {"in", "out", "with", "on"}:
            governor = self.tokens[governor].head
        elif token.dep not in {"dobj", "attr", "nsubjpass"}:
            return ()
        if self.tokens[governor].lemma in LIGHT or token.dep == "pobj":
            return self._people(self.slots.subj(governor))
        return ()

    def _framing(self, noun: int) -> tuple[Participant, ...]:
        """ "After a meeting with May, he said": the subject of the clause took part."""
        token = self.tokens[noun]
        if token.dep != "pobj" or self.tokens[token.head].lemma not in {
            "after",
            "before",
            "during",
            "in",
            "at",
            "following",
        }:
            return ()
        return self._people(self.slots.subj(self.tokens[token.head].head))

    def _any(self, i: int, slot: str, taken: set[Span]) -> tuple[Participant, ...]:
        """The first known participant below the head, or below a part of it ("comp.any")."""
        before = slot.removesuffix("any").rstrip(".")
        heads = (
            self.slots.get(i, before)
            if before and before != "comp"
            else self.slots.clauses(i)
            if before
            else [i]
        )
        for head in heads:
            for node in self.tree.subtree(head):
                if (
                    node == i
                    or node not in self.at
                    or any(t.contains(self.at[node].span) for t in taken)
                ):
                    continue
                found = self._people([node])
                if found and found[0].code.code and found[0].span not in taken:
                    return found
        return ()

    # -- heads to participants ------------------------------------------------------------------

    def _people(self, heads: Iterable[int]) -> tuple[Participant, ...]:
        found: list[Participant] = []
        for head in heads:
            for node in self.tree.conjuncts(head):
                spans = {p.span for p in found}
                found += [p for p in self._each(node) if p.span not in spans]
        return tuple(found)

    def _each(self, node: int) -> list[Participant]:
        """The participants a phrase head stands for: "leaders of Serbia and Kosovo" are two."""
        whole = self.participant(node)
        if whole is None:
            return []
        owners = (
            self._owner_heads(node) if whole.code.code and self.tokens[node].tag == "NNS" else []
        )
        parts = [p for o in owners if (p := self.participant(o)) and p.code.code]
        if len({p.code.code for p in parts}) < 2:
            return [whole]
        return [replace(p, code=_of(whole.code, p.code)) for p in parts]

    def _owner_heads(self, node: int) -> list[int]:
        """Countries that own a plural noun, where there are several."""
        direct = self.tree.prep(node, "of", "from") + self.tree.kids(
            node, "amod", "poss", "compound"
        )
        return [c for d in direct for c in self.tree.conjuncts(d) if c in self.at]

    def participant(self, node: int) -> Participant | None:
        """The participant a phrase head stands for, or None for a thing."""
        mention = self.at.get(self.slots.counted(node))
        if mention is None:
            return None
        entity = self.entity_of.get(mention.i)
        if entity is None or not self._acts(mention, entity):
            return None
        shown = self.shown(mention, entity)
        return Participant(entity.code, shown.span.of(self.doc.text), shown.span, entity.i)

    def _acts(self, mention: Mention, entity: Entity) -> bool:
        if entity.political:
            return True
        person = any(h.kind in {"ner:PERSON", "person", "surname"} for h in mention.names)
        return person or any(
            h.kind in {"ner:PERSON"} for m in entity.mentions for h in self.mentions[m].names
        )

    def voice(self, mention: Mention) -> Participant | None:
        """A reporter: anybody with an entity, political or not."""
        entity = self.entity_of.get(mention.i)
        if entity is None:
            return None
        span = self.shown(mention, entity).span
        return Participant(entity.code, span.of(self.doc.text), span, entity.i)

    def shown(self, mention: Mention, entity: Entity) -> Mention:
        """The words to show: the mention itself, or for a pronoun the nearest name before it."""
        if mention.kind is not MentionKind.PRONOUN:
            return mention
        named = [
            self.mentions[m]
            for m in entity.mentions
            if self.mentions[m].kind is not MentionKind.PRONOUN
        ]
        before = [m for m in named if m.i < mention.i]
        return before[-1] if before else named[0] if named else mention


def _of(whole: ActorCode, owner: ActorCode) -> ActorCode:
    """The code of a group's members in one of its countries."""
    return replace(whole, code=owner.code, name=None, why=(*whole.why, f"each-of:{owner.code}"))


# Acts of state that news tells in the passive, and who does them.
OFFICIAL = frozenset({"COERCE", "RETREAT"})
AUTHORITIES = frozenset({"COP", "GOV", "MIL"})
# Where the other side of a mutual act stands, when its row does not say.
TOGETHER = ("prep:with", "prep:between", "prep:among")
