"""Whom: which of those named is the recipient of an act, or nobody, by the weights of traits.

Syntax and lexicon give somebody, the network hears somebody, and somebody may be understood. The
candidates are all of them, whoever else the sentence names, and whom the same actor met with last;
the weights (data/sides/weights.tsv) of how they stand decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.model import Mention, Participant
from dragoman.stages.events.arguments import Arguments, is_state, states_of
from dragoman.stages.events.chances import likeliest
from dragoman.stages.events.draft import NOBODY, WEIGHED, Draft, codes
from dragoman.stages.events.encounters import Encounters
from dragoman.stages.events.hanging import held, relation
from dragoman.stages.events.joining import ACTOR, RECIPIENT, Joiner, is_place
from dragoman.stages.events.standing import Standing
from dragoman.tables.lexicon import Lexicon

BINS = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9)  # of the network's shares
# What can be done to a town or province.
DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "AID", "RETREAT", "SANCTION"})
CLEAR = 2.0  # times as likely as the next one
OTHER = "other"  # than the slots of a row


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who may be the recipient, and the traits; no ``participant`` is for nobody."""

    participant: Participant | None
    traits: tuple[str, ...]

    @property
    def side(self) -> frozenset[str]:
        """What all options of one side share."""
        return codes((self.participant,)) if self.participant else frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft, the same with whom it may be understood to be aimed at, and who is there."""

    draft: Draft
    filled: Draft
    here: tuple[tuple[Mention, Participant], ...]

    def share(self, mention: Mention, role: int) -> float:
        """How likely the network takes a mention for a role."""
        opinion = self.draft.trigger.opinion
        return opinion.roles.get(mention.i, (0.0, 0.0, 0.0))[role] if opinion else 0.0

    @property
    def how(self) -> str:
        """Why somebody is understood."""
        return self.filled.why[-1].partition(":")[2]


class Sides:
    """Weighs the recipients of one document's drafts."""

    def __init__(
        self,
        joiner: Joiner,
        standing: Standing,
        lexicon: Lexicon,
        drafts: Sequence[Draft],
        weights: Mapping[str, float],
    ) -> None:
        self.joiner = joiner
        self.arguments: Arguments = joiner.arguments
        self.standing = standing
        self.lexicon = lexicon
        self.weights = weights
        self.encounters = Encounters(joiner.arguments, drafts)
        self._here: dict[int, list[Mention]] = {}
        for mention in self.arguments.mentions:
            sentence = self.arguments.sentence_of[mention.head]
            self._here.setdefault(sentence, []).append(mention)

    def weigh(self, draft: Draft, filled: Draft) -> Draft:
        """The draft with its likeliest recipient; ``filled`` is the same with whom it may be
        understood to be aimed at, who is taken where there is somebody. What stands in a slot of
        the row stays; acts that all sides share have no recipient, and where the row wants one in
        its slots, nobody from elsewhere will do."""
        draft, filled = self._others(draft), self._others(filled)
        if not draft.recipient and (draft.trigger.reciprocal or filled.recipient):
            return filled
        if self._settled(draft):
            return draft
        options = self.options(draft, filled)
        traits, sides = [o.traits for o in options], [o.side for o in options]
        chosen = likeliest(traits, sides, self.weights)
        draft = replace(draft, aim=chosen.chance)
        found = options[chosen.index]
        if found.participant is None and draft.recipient:
            beside = self._beside(draft)
            return replace(
                draft, actor=(*draft.actor, *beside), recipient=(), why=(*draft.why, NOBODY)
            )
        if found.participant is None or found.side & codes(draft.recipient):
            return draft
        return replace(draft, recipient=(found.participant,), why=(*draft.why, WEIGHED))

    def _beside(self, draft: Draft) -> tuple[Participant, ...]:
        """Who was made the other side only because several did it together."""
        if draft.event != "COOPERATE":
            return ()
        row = self.lexicon.row(draft.trigger.row)
        return tuple(p for p in draft.recipient if self._slot(draft, row.actor, p) != OTHER)

    def _others(self, draft: Draft) -> Draft:
        """The draft without the actor's own state as recipient: no state is its own other side."""
        own = states_of(draft.actor)
        others = tuple(p for p in draft.recipient if not is_state(p.code, own))
        return replace(draft, recipient=others) if len(others) < len(draft.recipient) else draft

    def _settled(self, draft: Draft) -> bool:
        """Does the lexicon say who it is: by a slot, or by wanting one that is empty?"""
        row = self.lexicon.row(draft.trigger.row)
        if not draft.recipient:
            return "needs-recipient" in row.flags
        return any(self._slot(draft, row.recipient, p) != OTHER for p in draft.recipient)

    def options(self, draft: Draft, filled: Draft) -> list[Option]:
        """All who may be the recipient of a draft; the last one is nobody."""
        asked = Asked(draft, filled, tuple(self._named(draft)))
        found = [Option(p, tuple(self._traits(asked, m, p))) for m, p in asked.here]
        seen = {p.entity for _, p in asked.here}
        own = states_of(draft.actor)
        for kind, people in self._elsewhere(asked):
            new = [p for p in people if p.entity not in seen and not is_state(p.code, own)]
            found += [Option(p, tuple(self._far(asked, p, kind))) for p in new]
            seen |= _entities(new)
        return [*found, Option(None, tuple(self._nobody(asked)))]

    def _named(self, draft: Draft) -> Iterator[tuple[Mention, Participant]]:
        """Who is named in the sentence, but for those who do it, the government of their own, and
        towns that nobody speaks to."""
        given = _entities(draft.recipient)
        doing = _entities(draft.actor) - given
        own = {p.code.code for p in draft.actor if p.code.sector == "GOV" and p.code.code}
        for mention in self._here.get(draft.trigger.sentence, ()):
            participant = self.arguments.participant(mention.head)
            if participant is None or participant.entity in doing:
                continue
            code = participant.code
            likely = code.sector != "GOV" or code.code not in own
            likely &= draft.event in DEEDS or not is_place(participant)
            if likely or participant.entity in given:
                yield mention, participant

    def _elsewhere(self, asked: Asked) -> Iterator[tuple[str, Iterable[Participant]]]:
        """Who is not named in the sentence: given by rules, understood, or the other side of the
        same actor's last act."""
        yield "given", asked.draft.recipient
        yield "understood", () if asked.draft.recipient else asked.filled.recipient
        yield "last", self.encounters.last(asked.draft)

    def _far(self, asked: Asked, participant: Participant, kind: str) -> Iterator[str]:
        """Traits of somebody not named in the sentence."""
        yield f"far-{kind}"
        yield f"far-{kind}-{asked.draft.event.lower()}"
        if kind == "understood":
            yield f"far-{asked.how}"
        if kind == "last" and asked.filled.recipient:
            yield "far-last-beside"
        if codes((participant,)) & codes(asked.draft.actor):
            yield f"far-{kind}-own"
        if participant.code.code is None:
            yield f"far-{kind}-uncoded"
        yield from (
            f"far-{kind}-{trait}" for trait in self.encounters.traits(asked.draft, participant)
        )

    def _nobody(self, asked: Asked) -> Iterator[str]:
        """Traits of an act that speak against any recipient."""
        draft = asked.draft
        event = draft.event.lower()
        top = max((asked.share(m, RECIPIENT) for m, _ in asked.here), default=0.0)
        yield "nobody"
        yield f"nobody-{event}"
        yield f"nobody-{event}-{draft.mode[0] if draft.mode else 'plain'}"
        yield f"nobody-{draft.status.value}"
        yield f"nobody-heard{_bin(top)}"
        if draft.trigger.heard:
            yield "nobody-no-row"
        if draft.recipient:
            yield "nobody-given"
            yield f"nobody-given-{event}"
        elif asked.filled.recipient:
            yield "nobody-understood"

    def _traits(self, asked: Asked, mention: Mention, participant: Participant) -> Iterator[str]:
        """Traits of somebody named in the sentence."""
        yield from self._proposed(asked, mention, participant)
        yield from self._heard(asked, mention)
        yield from self._kind(asked, mention, participant)
        yield from self._hanging(asked, mention)
        told = self.encounters.traits(asked.draft, participant)
        yield from (f"here-{trait}" for trait in told)

    def _proposed(self, asked: Asked, mention: Mention, participant: Participant) -> Iterator[str]:
        """Given by syntax or rules, understood, or neither."""
        draft, event = asked.draft, asked.draft.event.lower()
        if participant.entity in _entities(draft.recipient):
            row = self.lexicon.row(draft.trigger.row)
            yield "given"
            yield f"given-{event}"
            yield f"given-heard{_bin(asked.share(mention, RECIPIENT))}"
            yield "given-no-row" if draft.trigger.heard else f"given-by-{row.pos}"
            yield f"given-as-{self._slot(draft, row.recipient, participant)}"
            if draft.recipient[0].entity == participant.entity:
                yield "given-first"
        elif draft.recipient:
            yield "beside-given"
        elif participant.entity in _entities(asked.filled.recipient):
            yield "understood"
            yield f"understood-{event}"
            yield f"understood-{asked.how}"

    def _slot(self, draft: Draft, slots: Sequence[str], participant: Participant) -> str:
        """The slot of the row that somebody fills."""
        head = draft.trigger.head
        filled = ((slot, self.arguments.filling(head, slot, set())) for slot in slots)
        return next((s for s, p in filled if participant.entity in _entities(p)), OTHER)

    def _heard(self, asked: Asked, mention: Mention) -> Iterator[str]:
        """What the network hears, in the role and as the actor."""
        share = asked.share(mention, RECIPIENT)
        rest = sorted(asked.share(m, RECIPIENT) for m, _ in asked.here if m is not mention)
        yield f"heard{_bin(share)}"
        yield f"heard-doing{_bin(asked.share(mention, ACTOR))}"
        if not rest or share >= rest[-1]:
            yield "heard-most"
        if rest and share > CLEAR * rest[-1]:
            yield "heard-clearly"

    def _kind(self, asked: Asked, mention: Mention, participant: Participant) -> Iterator[str]:
        """Who it is, and of whose side."""
        draft, event = asked.draft, asked.draft.event.lower()
        if codes((participant,)) & codes(draft.actor):
            yield "own-side"
            yield f"own-side-{event}"
        if participant.entity in {r.entity for r in draft.reporters}:
            yield "reporter"
        if is_place(participant):
            yield "place"
            yield f"place-{event}"
        if participant.code.code is None:
            yield "uncoded"
            yield f"uncoded-{event}"
        sector = participant.code.sector or "none"
        yield f"kind-{mention.kind.value}"
        yield f"sector-{sector.lower()}"
        yield f"sector-{sector.lower()}-{event}"

    def _hanging(self, asked: Asked, mention: Mention) -> Iterator[str]:
        """How the words hang in the sentence."""
        head, event = asked.draft.trigger.head, asked.draft.event.lower()
        yield "after" if mention.head > head else "before"
        gaps = [abs(m.head - head) for m, _ in asked.here]
        if abs(mention.head - head) == min(gaps):
            yield "nearest"
        if len(gaps) == 1:
            yield "only"
        if self.joiner.belongs(mention.head):
            yield "belongs"
        prep, holder = held(self.standing.tree, mention.head)
        yield f"hang-{prep}"
        if holder is None:
            return
        to = relation(self.standing, head, holder)
        yield f"to-{to}"
        yield f"{prep}-to-{to}"
        if to in {"trigger", "verb"}:
            yield f"{prep}-to-{to}-{event}"


def _entities(people: Iterable[Participant]) -> set[int | None]:
    return {p.entity for p in people}


def _bin(share: float) -> int:
    return sum(share >= bound for bound in BINS)
