"""Participants that the words leave out, because they stand beside or were named just before.

"Putin accused the US ... and threatened to retaliate": against the US. "Baghdad has asked for a
fee" after a sentence on talks between Baghdad and Washington: of Washington. "The drone strike that
killed the general" after "the US struck Iran's general": by the US.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Document, Mention, MentionKind, Participant
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.draft import Draft, codes

# Types whose recipient news takes as understood: in coded articles 0.8 of them and more have one.
AIMED = frozenset(
    {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "COERCE", "ASSAULT", "PROTEST"}
)
# Whom people without an office address, unless the words say otherwise, is their government.
CITIZENS = frozenset({"CVL", "OPP", "LAB", "EDU", "SOC", "AGR", "MED", "REL"})
DOMESTIC = frozenset({"REQUEST", "ACCUSE", "REJECT"})
# Deeds that go on: whoever did one to somebody did the next. Not so words, and courts' sentences.
GOES_ON = frozenset({"ASSAULT", "COERCE", "AID", "RETREAT", "SANCTION"})
CROWDS = frozenset({"protester", "demonstrator", "marcher", "rioter", "striker", "picketer"})
PARTY_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "conj", "poss"})
RULERS = frozenset({"GOV", "COP", "LEG"})
BACK = 1  # sentences before the trigger's that are searched for a recipient


class Understood:
    """Fills empty sides of one document's drafts."""

    def __init__(self, doc: Document, arguments: Arguments) -> None:
        self.doc = doc
        self.arguments = arguments

    def done_by(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts, actors filled in where somebody is understood."""
        return [self._doer(draft, drafts) for draft in drafts]

    def aimed_at(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts, recipients filled in where somebody may be understood."""
        beside = [self._beside(draft, drafts) for draft in drafts]
        return [self._before(self._government(draft)) for draft in beside]

    def _doer(self, draft: Draft, drafts: Sequence[Draft]) -> Draft:
        """Who did it: the actor of the nearest deed of the type on the same recipient."""
        if draft.actor:
            return draft
        crowd = self._crowd(draft) if draft.event == "PROTEST" else None
        if crowd is not None:
            return replace(draft, actor=(crowd,), why=(*draft.why, "actor:crowd"))
        if draft.event not in GOES_ON or "convict" in draft.mode:
            return draft
        hit = codes(draft.recipient)
        alike = [
            d
            for d in drafts
            if d.event == draft.event and codes(d.recipient) & hit and codes(d.actor) - hit
        ]
        if not alike:
            return draft
        nearest = min(alike, key=lambda d: abs(d.trigger.head - draft.trigger.head))
        return replace(draft, actor=nearest.actor, why=(*draft.why, "actor:alike"))

    def _crowd(self, draft: Draft) -> Participant | None:
        """Who protests where only protests are told: the protesters named nearest."""
        tokens = self.arguments.tokens
        crowds = [m for m in self.arguments.mentions if tokens[m.head].lemma in CROWDS]
        near = min(crowds, key=lambda m: abs(m.head - draft.trigger.head), default=None)
        return self.arguments.participant(near.head) if near is not None else None

    def _government(self, draft: Draft) -> Draft:
        """Whom citizens blame and ask: the nearest authority of their country that is named."""
        citizens = {p.code.sector for p in draft.actor} <= CITIZENS and draft.event in DOMESTIC
        if draft.recipient or not (citizens or draft.event == "PROTEST"):
            return draft
        home = {p.code.code for p in draft.actor if p.code.code}
        near = sorted(self.arguments.mentions, key=lambda m: abs(m.head - draft.trigger.head))
        for mention in near:
            participant = (
                self.arguments.participant(mention.head)
                if mention.kind is not MentionKind.PRONOUN
                else None
            )
            if participant and participant.code.sector in RULERS and participant.code.code in home:
                return _with(draft, (participant,), "government")
        return draft

    def _beside(self, draft: Draft, drafts: Sequence[Draft]) -> Draft:
        """The recipient of another act of the same actor in the same sentence."""
        if draft.recipient or draft.event not in AIMED:
            return draft
        for other in drafts:
            near = other.trigger.sentence == draft.trigger.sentence and other is not draft
            if (
                near
                and other.event in AIMED
                and other.recipient
                and codes(other.actor) & codes(draft.actor)
            ):
                return _with(draft, other.recipient, "same-sentence")
        return draft

    def _before(self, draft: Draft) -> Draft:
        """Somebody else named in the sentence, or in the one before."""
        if draft.recipient or draft.event not in AIMED or draft.trigger.reciprocal:
            return draft
        found, back = self._named(draft, codes(draft.actor) | codes(draft.reporters))
        if found is None:
            return draft
        return _with(draft, (found,), "sentence" if back == 0 else "before")

    def _named(self, draft: Draft, own: frozenset[str]) -> tuple[Participant | None, int]:
        """Another party than some, and how many sentences before the draft's it is named."""
        for back in range(BACK + 1):
            found = self._other(own, draft.trigger.sentence - back)
            if found is not None:
                return found, back
        return None, BACK

    def _other(self, own: frozenset[str], sentence: int) -> Participant | None:
        """A party of a sentence that is none of some."""
        if sentence < 0:
            return None
        for mention in self.arguments.mentions:
            if self.arguments.sentence_of[mention.head] != sentence or not self._party(mention):
                continue
            participant = self.arguments.participant(mention.head)
            if (
                participant is not None
                and participant.code.code
                and not codes((participant,)) & own
            ):
                return participant
        return None

    def _party(self, mention: Mention) -> bool:
        """A party to things, not a place after "in" and not the owner of something."""
        token = self.doc.tokens[mention.head] if self.doc.tokens else None
        if token is None or mention.kind is MentionKind.PRONOUN:
            return False
        return token.dep in PARTY_ROLES


def _with(draft: Draft, recipient: tuple[Participant, ...], why: str) -> Draft:
    return replace(draft, recipient=recipient, why=(*draft.why, f"recipient:{why}"))
