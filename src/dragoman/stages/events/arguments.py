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
from dragoman.stages.events.bare import AIMING, BEFORE, is_aimed_at
from dragoman.tables.actors import PERSON_KINDS
from dragoman.tables.lexicon import Row
from dragoman.text.slots import Slots
from dragoman.text.speech import speakers_of
from dragoman.text.tree import Tree

# Verbs that lend their subject to the noun they carry ("launched an attack", "held talks").
LIGHT = frozenset(
    {"hold", "have", "launch", "stage", "conduct", "make", "carry", "begin", "start", "open",
     "give", "issue", "deliver", "mount", "order", "announce", "continue", "resume", "take",
     "voice", "express", "wage", "undertake", "perform", "lead", "join", "attend", "pursue",
     "seek", "offer", "file", "place", "put", "provide", "send", "call", "step", "face",
     "reiterate", "repeat", "renew", "press", "pay", "complete", "plan", "finish", "commit",
     "reach", "sign", "conclude", "agree"}
)  # fmt: skip
# Acts of state that news tells in the passive, and who does them.
OFFICIAL = frozenset({"COERCE", "RETREAT"})
AUTHORITIES = frozenset({"COP", "GOV", "MIL"})
# Where the other side of a mutual act stands, when its row does not say.
TOGETHER = ("prep:with", "prep:between", "prep:among")
# "After a meeting with May, he said": prepositions whose clause tells who took part.
FRAMING = frozenset({"after", "before", "during", "in", "at", "following", "for"})
CARRYING = frozenset({"in", "out", "with", "on"})  # "took part in talks", "carried out a raid"


class Arguments:
    """Finds participants in one document."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.tree = Tree(self.tokens)
        self.slots = Slots(self.tree, speakers_of(self.tokens, doc.quotes or ()))
        self.mentions: tuple[Mention, ...] = doc.mentions or ()
        self.at = {m.head: m for m in self.mentions}
        self.by_span = {m.span: m for m in self.mentions}
        self.sentence_of = {t: x.i for x in doc.sentences or () for t in range(x.first, x.last)}
        self.entity_of: dict[int, Entity] = {m: e for e in doc.entities or () for m in e.mentions}

    def actor(self, trigger: Trigger, row: Row) -> tuple[Participant, ...]:
        """Who acts: the row's slots, else the subject of the verb that carries a noun."""
        event = _event(trigger)
        found = self._first(trigger.head, row.actor, event)
        found = found or self._owners(trigger.head, row.actor, event)
        if not found and row.pos == "verb":
            found = self._authority(trigger, row)
        if not found and row.pos == "noun":
            found = self._carried(trigger.head)
        if row.pos == "noun" and "reciprocal" in row.flags and len(found) < 2:
            known = {p.entity for p in found}
            found += tuple(p for p in self._framing(trigger.head) if p.entity not in known)
        return found

    def aimed_at(self, trigger: Trigger) -> tuple[Participant, ...]:
        """Whom or where a name right before the noun names ("the Paris attacks")."""
        event = _event(trigger)
        before = (self.participant(node) for node in self.tree.kids(trigger.head, *BEFORE))
        return tuple(p for p in before if p is not None and self.is_bare(p, event))

    def recipient(
        self, trigger: Trigger, row: Row, taken: tuple[Participant, ...]
    ) -> tuple[Participant, ...]:
        """Whom it is done to: the first slot of the row that a participant fills."""
        spans = {p.span for p in taken} | self._own_state(trigger, row, taken)
        entities = {p.entity for p in taken}
        slots = row.recipient + (TOGETHER if trigger.reciprocal else ())
        for slot in slots:
            filling = self.filling(trigger.head, slot, spans)
            found = tuple(p for p in filling if p.span not in spans and p.entity not in entities)
            if found:
                return found
        if row.pos != "noun" or trigger.reciprocal:
            return ()
        return tuple(p for p in self.aimed_at(trigger) if p.code.sector == "GOV")

    def _own_state(self, trigger: Trigger, row: Row, taken: tuple[Participant, ...]) -> set[Span]:
        """Where the actor's own state is named in the sentence: no state threatens itself."""
        own = states_of(taken) if row.event == "THREATEN" else set()
        if not own:
            return set()
        here = (m for m in self.mentions if self.sentence_of[m.head] == trigger.sentence)
        states = ((m, self.entity_of.get(m.i)) for m in here)
        return {m.span for m, e in states if e is not None and is_state(e.code, own)}

    def doers(self, trigger: Trigger) -> tuple[Participant, ...]:
        """Who is said to do what a trigger says, whoever the event's actor is."""
        return self._people(self.slots.subj(trigger.head))

    def _first(self, i: int, slots: tuple[str, ...], event: str) -> tuple[Participant, ...]:
        """Who fills the first slot that somebody fills who may act."""
        filled = (self.filling(i, slot, set()) for slot in slots)
        return self._acting(filled, event)

    def _acting(
        self, groups: Iterable[tuple[Participant, ...]], event: str
    ) -> tuple[Participant, ...]:
        """The first group that has any, but for names that only tell where or against whom."""
        acting = (tuple(p for p in group if not self.is_bare(p, event)) for group in groups)
        return next((found for found in acting if found), ())

    def is_bare(self, participant: Participant, event: str) -> bool:
        """Does a name only tell where or against whom, as in "the Boston bombings killed three"?"""
        mention = self.by_span.get(participant.span)
        if mention is None:
            return False
        return is_aimed_at(self.tokens, mention, self.tokens[mention.head].head, event)

    def filling(self, i: int, slot: str, taken: set[Span]) -> tuple[Participant, ...]:
        """Who fills a slot of a trigger's row; ``taken`` are spoken for already."""
        if slot == "any" or slot.endswith(".any"):
            return self._any(i, slot, taken)
        return self._people(self.slots.get(i, slot))

    def _owners(self, i: int, slots: tuple[str, ...], event: str) -> tuple[Participant, ...]:
        """Things act for whom they belong to: "a U.S. drone killed", "Iran's missiles hit"."""
        heads = (head for slot in slots for head in self.slots.get(i, slot))
        things = (head for head in heads if head != i and self.slots.voice.is_noun(head))
        owners = (self._people(self.slots.subj(t)) or self._carried(t) for t in things)
        return self._acting(owners, event)

    def _authority(self, trigger: Trigger, row: Row) -> tuple[Participant, ...]:
        """Who arrests, frees or tries when a passive does not say: the nearest authority."""
        if row.event not in OFFICIAL or not self.slots.voice.is_passive(trigger.head):
            return ()
        victims = {p.entity for p in self._people(self.slots.obj(trigger.head))}
        for mention in self._around(trigger):
            entity = self.entity_of.get(mention.i)
            if entity is None or entity.i in victims or not _is_authority(entity.code):
                continue
            participant = self.participant(mention.head)
            if participant is not None and mention.kind is MentionKind.NOUN:
                return (participant,)
        return ()

    def _around(self, trigger: Trigger) -> list[Mention]:
        """Mentions of the trigger's sentence and the ones beside it, the nearest first."""

        def distance(mention: Mention) -> tuple[int, int]:
            sentences = abs(self.sentence_of[mention.head] - trigger.sentence)
            return sentences, abs(mention.head - trigger.head)

        return sorted((m for m in self.mentions if distance(m)[0] <= 1), key=distance)

    def _carried(self, noun: int) -> tuple[Participant, ...]:
        """The subject of the verb that carries a noun ("Iran launched an attack")."""
        token = self.tokens[noun]
        governor = token.head
        if token.dep == "conj":
            return self._carried(governor) if governor != noun else ()
        if token.dep == "pobj" and self.tokens[governor].lemma in CARRYING:
            governor = self.tokens[governor].head
        elif token.dep not in {"dobj", "attr", "nsubjpass"}:
            return ()
        if self.tokens[governor].lemma in LIGHT or token.dep == "pobj":
            return self._people(self.slots.subj(governor))
        return ()

    def _framing(self, noun: int) -> tuple[Participant, ...]:
        """ "After a meeting with May, he said": the subject of the clause took part."""
        token = self.tokens[noun]
        if token.dep != "pobj" or self.tokens[token.head].lemma not in FRAMING:
            return ()
        return self._people(self.slots.subj(self.tokens[token.head].head))

    def _any(self, i: int, slot: str, taken: set[Span]) -> tuple[Participant, ...]:
        """The first known participant below the head, or below a part of it ("comp.any")."""
        nodes = (node for head in self._tops(i, slot) for node in self.tree.subtree(head))
        for node in nodes:
            if node == i or node not in self.at:
                continue
            if any(span.contains(self.at[node].span) for span in taken):
                continue
            found = self._people([node])
            if found and found[0].code.code and found[0].span not in taken:
                return found
        return ()

    def _tops(self, i: int, slot: str) -> list[int]:
        """Below which words a slot that ends in "any" is searched."""
        part = slot.removesuffix("any").rstrip(".")
        if not part:
            return [i]
        return self.slots.clauses(i) if part == "comp" else self.slots.get(i, part)

    # -- heads to participants ------------------------------------------------------------------

    def _people(self, heads: Iterable[int]) -> tuple[Participant, ...]:
        found: list[Participant] = []
        for head in heads:
            for node in self.tree.conjuncts(head):
                known = {(p.span, p.entity) for p in found}
                found += [p for p in self.each(node) if (p.span, p.entity) not in known]
        return tuple(found)

    def each(self, node: int) -> list[Participant]:
        """The participants a phrase head stands for: "leaders of Serbia and Kosovo" are two."""
        whole = self.participant(node)
        if whole is None:
            return []
        entities = self.doc.entities or ()
        members = entities[whole.entity].members if whole.entity is not None else ()
        if members:
            return [replace(whole, code=entities[m].code, entity=m) for m in members]
        several = whole.code.code and self.tokens[node].tag == "NNS"
        owners = self._owner_heads(node) if several else []
        parts = [p for o in owners if (p := self.participant(o)) and p.code.code]
        if len({p.code.code for p in parts}) < 2:
            return [whole]
        return [replace(p, code=_of(whole.code, p.code)) if p != whole else p for p in parts]

    def _owner_heads(self, node: int) -> list[int]:
        """Countries that own a plural noun, where there are several. The noun itself stands for
        the one that is part of its name ("Pakistani and Indian troops": the Indian army)."""
        after = self.tree.prep(node, "of", "from")
        before = self.tree.kids(node, "amod", "nmod", "poss", "compound")
        owners = [c for d in after + before for c in self.tree.conjuncts(d)]
        names = self.at[node].names if node in self.at else ()
        own = (h for h in names if h.first <= node < h.last)
        within = any(h.first <= c < h.last for h in own for c in owners)
        named = [c for c in owners if self._is_named(c)]
        return [*named, node] if within else named

    def _is_named(self, node: int) -> bool:
        mention = self.at.get(node)
        return mention is not None and mention.kind is not MentionKind.PRONOUN

    def participant(self, node: int) -> Participant | None:
        """The participant a phrase head stands for, or None for a thing."""
        mention = self.at.get(self.slots.counted(node))
        if mention is None or self._is_aimed(mention.head):
            return None
        entity = self.entity_of.get(mention.i)
        if entity is None or not self._acts(mention, entity):
            return None
        shown = self.shown(mention, entity)
        return Participant(entity.code, shown.span.of(self.doc.text), shown.span, entity.i)

    def _is_aimed(self, noun: int) -> bool:
        """Is it an act against a state, which stands for nobody ("the Ukraine invasion")?"""
        if self.tokens[noun].lemma not in AIMING:
            return False
        before = (self.at[k] for k in self.tree.kids(noun, *BEFORE) if k in self.at)
        return any(is_aimed_at(self.tokens, m, noun, "ASSAULT") for m in before)

    def _acts(self, mention: Mention, entity: Entity) -> bool:
        """Is it somebody who can act: a political participant or a person?"""
        if entity.political or any(h.kind in PERSON_KINDS for h in mention.names):
            return True
        names = (h for m in entity.mentions for h in self.mentions[m].names)
        return any(h.kind == "ner:PERSON" for h in names)

    def shown(self, mention: Mention, entity: Entity) -> Mention:
        """The words to show: the mention itself, or for a pronoun the nearest name before it."""
        if mention.kind is not MentionKind.PRONOUN:
            return mention
        mentions = (self.mentions[m] for m in entity.mentions)
        named = [m for m in mentions if m.kind is not MentionKind.PRONOUN]
        before = [m for m in named if m.i < mention.i]
        return before[-1] if before else named[0] if named else mention


def _of(whole: ActorCode, owner: ActorCode) -> ActorCode:
    """The code of a group's members in one of its countries."""
    return replace(whole, code=owner.code, name=None, why=(*whole.why, f"each-of:{owner.code}"))


def _event(trigger: Trigger) -> str:
    """The type of its row, else the one that the network hears."""
    return trigger.event or (trigger.opinion.type if trigger.opinion else "")


def states_of(people: Iterable[Participant]) -> set[str]:
    """The states that some surely act for."""
    sure = (p.code for p in people if not any(w.startswith("inferred:") for w in p.code.why))
    return {code.code for code in sure if code.sector == "GOV" and code.code}


def is_state(code: ActorCode, among: set[str]) -> bool:
    """Is it one of the states, not an office holder or a body of it?"""
    named = any(why.rpartition(":")[2] == code.code for why in code.why)  # not "Catalonia"
    return named and code.sector == "GOV" and code.office is None and code.code in among


def _is_authority(code: ActorCode) -> bool:
    return bool(code.code) and code.sector in AUTHORITIES
