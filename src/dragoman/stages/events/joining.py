"""Joining: syntax and lexicon propose, the event network judges and fills, evidence adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dragoman.model import Mention, Opinion, Participant
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.draft import BODIES, Draft, together
from dragoman.tables.actors import PLACE_KINDS
from dragoman.text.tags import NOUNS

ACTOR, RECIPIENT = 0, 1  # places in the shares of ``Opinion.roles``
UNLIKELY_MODE = 0.2  # below this the network's modes take the place of the row's
# How a name hangs on the noun it belongs to.
OWNED = frozenset({"poss", "amod", "compound", "nmod", "appos", "nummod"})
OWNING = frozenset({"of", "in", "from"})


@dataclass(frozen=True, slots=True)
class Trust:
    """From which probabilities on the network is believed; tuned on the development sets."""

    heard: float = 0.4  # a trigger that the lexicon does not know; confidence sifts further
    silent: float = 0.1  # one that only the lexicon knows is left out below this
    rescue: float = 0.8  # one that a rule on possibilities and wishes would drop
    type: float = 0.8  # another type than the lexicon's
    mode: float = 0.5
    take: float = 0.5  # who stands elsewhere, where nobody stands in the right place
    add: float = 0.7  # who stands elsewhere, beside those in the right place
    agentless: float = 0.6  # an act that nobody is said to have done
    content: float = 0.5  # an act that by its syntax is only asked for, promised or refused
    local: float = 0.5  # an act of somebody whom no table knows
    plain: float = 0.6  # an event that must have an actor, even
    faint: float = 0.1  # one as unlikely as this
    beside: float = 0.8  # others than the likeliest: this share of its probability


@dataclass(frozen=True, slots=True)
class Joiner:
    """Joins opinions with drafts of one document."""

    arguments: Arguments
    trust: Trust

    def join(self, draft: Draft) -> Draft:
        """The draft with the network's word on type, mode and participants."""
        opinion = draft.trigger.opinion
        if opinion is None:
            return draft
        typed = self._type(draft, opinion)
        mutual = _mutual(draft, typed)
        return self._people(typed, opinion, mutual=mutual)

    def hear(self, draft: Draft) -> Draft:
        """A draft as the network hears it; of the syntax only the participants are kept."""
        opinion = draft.trigger.opinion
        assert opinion is not None
        why = (*draft.why, f"heard:{opinion.type}")
        told = replace(draft, event=opinion.type, mode=self._modes(opinion),
                       status=opinion.status, why=why)  # fmt: skip
        return self._people(told, opinion, mutual=_mutual(draft, told))

    def _type(self, draft: Draft, opinion: Opinion) -> Draft:
        kind = opinion.type
        if kind == draft.event:
            modes = self._modes(opinion)
            unlikely = all(opinion.modes.get(m, 0) < UNLIKELY_MODE for m in draft.mode)
            return replace(draft, mode=modes) if modes and unlikely else draft
        if opinion.types[kind] < self.trust.type:
            return draft
        why = (*draft.why, f"heard:{kind}")
        return replace(draft, event=kind, mode=self._modes(opinion), why=why)

    def _modes(self, opinion: Opinion) -> tuple[str, ...]:
        return tuple(m for m, share in opinion.modes.items() if share > self.trust.mode)

    # -- who ------------------------------------------------------------------------------------

    def _people(self, draft: Draft, opinion: Opinion, *, mutual: bool) -> Draft:
        """Participants whom the network believes in, and those whom it alone sees."""
        actor = self._filled(draft.actor, ACTOR, opinion)
        recipient = self._filled(draft.recipient, RECIPIENT, opinion)
        if mutual:
            return replace(draft, actor=together(actor, recipient), recipient=())
        if {p.entity for p in actor} & {p.entity for p in recipient}:
            actor, recipient = _apart(actor, recipient, self._shares(opinion))
        return replace(draft, actor=actor, recipient=recipient)

    def _shares(self, opinion: Opinion) -> dict[int, tuple[float, float, float]]:
        """The highest shares of each entity named in the sentence, role by role."""
        found: dict[int, tuple[float, float, float]] = {}
        for mention, shares in opinion.roles.items():
            entity = self.arguments.entity_of.get(mention)
            if entity is not None:
                old = found.get(entity.i, (0.0, 0.0, 0.0))
                found[entity.i] = (
                    max(old[0], shares[0]), max(old[1], shares[1]), max(old[2], shares[2])
                )  # fmt: skip
        return found

    def _filled(
        self, given: tuple[Participant, ...], role: int, opinion: Opinion
    ) -> tuple[Participant, ...]:
        """Who stands in the right place of the sentence, and others likely enough."""
        known = {p.entity for p in given}
        added: list[Participant] = []
        mentions = self._mentions(opinion, role, self.trust.add if given else self.trust.take)
        apart = (m for m in mentions if not self._within(m.head, known))
        for participant in (p for m in apart for p in self.arguments.each(m.head)):
            if participant.entity in known:
                continue
            if role == ACTOR and not self._may_act(participant, opinion):
                continue
            if is_place(participant) and known:
                continue
            if _same_side(participant, (*given, *added)):
                continue
            known.add(participant.entity)
            added.append(participant)
        if role == ACTOR and not given and not added and opinion.event > self.trust.plain:
            return self._somebody(opinion)
        return (*given, *added)

    def _somebody(self, opinion: Opinion) -> tuple[Participant, ...]:
        """Of a plain event somebody is the actor: the likeliest who may be."""
        likely = sorted(opinion.roles, key=lambda m: (-opinion.roles[m][ACTOR], m))
        for mention in likely:
            share = opinion.roles[mention]
            if share[ACTOR] < self.trust.faint or share[RECIPIENT] > share[ACTOR]:
                break
            participant = self.arguments.participant(self.arguments.mentions[mention].head)
            if participant is not None and self._may_act(participant, opinion):
                return (participant,)
        return ()

    def _may_act(self, participant: Participant, opinion: Opinion) -> bool:
        """Is it more than where, or against whom, the act was done?"""
        return not is_place(participant) and not self.arguments.is_bare(participant, opinion.type)

    def _mentions(self, opinion: Opinion, role: int, bound: float) -> Iterable[Mention]:
        """Mentions that are likely to have a role, without those that only name another's side
        ("Iraq" in "Iraq's president") and those much less likely than the best."""
        shares = {m: s[role] for m, s in opinion.roles.items() if s[role] > bound}
        least = max(shares.values(), default=0.0) * self.trust.beside
        likely = (self.arguments.mentions[m] for m in sorted(shares) if shares[m] >= least)
        return (m for m in likely if not self.belongs(m.head))

    def belongs(self, node: int) -> bool:
        """Does a mention only belong to another one ("France" in "the minister of France")?"""
        above = self._owner(node)
        while above is not None:
            participant = self.arguments.participant(above) if above in self.arguments.at else None
            if participant is not None and participant.code.code:
                return True
            above = self._owner(above)
        return False

    def _within(self, node: int, known: set[int | None]) -> bool:
        """Is a pair part of somebody found already ("both countries" in "envoys of both")?"""
        pair = self.arguments.participant(node)
        entities = self.arguments.doc.entities or ()
        if pair is None or pair.entity is None or not entities[pair.entity].members:
            return False
        above = self._owner(node)
        whole = self.arguments.participant(above) if above is not None else None
        return whole is not None and whole.entity is not None and whole.entity in known

    def _owner(self, node: int) -> int | None:
        """The noun that a word modifies, also across "of", "in" and "from"."""
        tokens = self.arguments.tokens
        token = tokens[node]
        if token.dep == "pobj" and tokens[token.head].lemma in OWNING:
            preposition = tokens[token.head]
            noun = preposition.dep == "prep" and tokens[preposition.head].pos in NOUNS
            return preposition.head if noun else None
        return token.head if token.dep in OWNED and token.head != node else None


def _mutual(proposed: Draft, heard: Draft) -> bool:
    """Does an act that both sides share stay one: no rule has set them apart, and the network hears
    the same type?"""
    shared = proposed.trigger.reciprocal and not proposed.recipient
    return shared and heard.event == proposed.event


def _same_side(participant: Participant, among: Iterable[Participant]) -> bool:
    """Is one of them the same side already ("Chinese" beside "China's army")?"""
    code = participant.code
    if code.code is None or code.code in BODIES:
        return False
    sectors = {p.code.sector for p in among if p.code.code == code.code}
    return code.sector in sectors or (code.sector is None and bool(sectors))


def is_place(participant: Participant) -> bool:
    """A town or province: something happens there, and it acts for nobody."""
    return any(why.partition(":")[0] in PLACE_KINDS for why in participant.code.why)


def _apart(
    actor: tuple[Participant, ...],
    recipient: tuple[Participant, ...],
    shares: Mapping[int, tuple[float, float, float]],
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Nobody does it to himself: who is on both sides stays on the likelier one."""
    both = {p.entity for p in actor} & {p.entity for p in recipient} - {None}
    known = {e: shares[e] for e in both if e is not None and e in shares}
    doing = {e for e, share in known.items() if share[ACTOR] >= share[RECIPIENT]}
    left = tuple(p for p in actor if p.entity not in both or p.entity in doing)
    right = tuple(p for p in recipient if p.entity not in doing)
    return left, right
