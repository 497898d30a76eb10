"""Finishing: one event out of all drafts that tell of the same act, with its evidence."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from dragoman.model import Event, Evidence, Participant, Place, Reporter, Role, Trigger
from dragoman.stages.events.confidence import confidence, features
from dragoman.stages.events.contexts import contexts_of
from dragoman.stages.events.dating import Dating, When
from dragoman.stages.events.draft import Draft, codes
from dragoman.stages.events.lookups import EventTables
from dragoman.stages.events.merge import Group
from dragoman.stages.events.placing import Placing
from dragoman.stages.events.standing import Act, Standing

OPEN = frozenset({"a", "an", "another", "some", "no", "several", "any"})
PHRASE = 12  # words before a noun that may belong to it
OWN = frozenset({"on", "clause"})  # what the words that report an act say of its time themselves
AROUND = 400  # characters before and after a sentence that tell its context


class Finisher:
    """Turns groups of drafts into events."""

    def __init__(self, standing: Standing, tables: EventTables) -> None:
        self.doc = standing.doc
        self.tables = tables
        self.standing = standing
        self.dating = Dating(standing, tables.dating)
        self.placing = Placing(standing, tables.placing)

    def finish(self, group: Group) -> Event:
        """One event; the draft that names its participants most fully tells it."""
        best = group.best
        when = self._when(group)
        place = self._where(group)
        reporters = self._reporters(group)
        event = Event(
            id="",
            event=best.event,
            mode=best.mode,
            context=self._contexts(best.trigger),
            actor=best.actor,
            recipient=best.recipient,
            status=group.status,
            certainty=best.certainty,
            reported_by=reporters,
            date=when.value,
            date_text=when.time.span.of(self.doc.text) if when.time else None,
            date_granularity=when.granularity,
            date_end=when.end,
            date_source=when.source,
            place=place,
            confidence=confidence(features(group, self.tables.lexicon), self.tables.weights),
            block="body",
            evidence=self._evidence(group, when, place, reporters),
            why=self._why(group, when),
        )
        return replace(event, id=self._id(event))

    def _contexts(self, trigger: Trigger) -> tuple[str, ...]:
        """What the network hears, else what cue words around the trigger tell."""
        heard = trigger.opinion.contexts if trigger.opinion else ()
        return heard or contexts_of(self._passage(trigger), self.tables.context_cues)

    def _passage(self, trigger: Trigger) -> str:
        """The sentence and some words around it, inside its paragraph."""
        assert self.doc.blocks is not None
        sentence = self.standing.sentence(trigger)
        block = self.doc.blocks[sentence.block].span
        start = max(block.start, sentence.span.start - AROUND)
        end = min(block.end, sentence.span.end + AROUND)
        return self.doc.text[start:end]

    def _when(self, group: Group) -> When:
        """What the fullest of its drafts says itself, else the surest date of one of them.

        Where none is dated, the words for a time that one of them has.
        """
        drafts = [group.best, *(d for d in group.drafts if d is not group.best)]
        whens = [self.dating.when(_act(draft, group)) for draft in drafts]
        best = max(whens, key=lambda w: (w.value is not None and w.kind == "on", w.chance))
        if whens[0].value and whens[0].kind in OWN:
            best = whens[0]
        return best if best.value else next((w for w in whens if w.time), whens[0])

    def _why(self, group: Group, when: When) -> tuple[str, ...]:
        """The rules that coded it, and what dated it."""
        told = (w for draft in group.drafts for w in draft.why)
        return tuple(dict.fromkeys([*told, *([f"when:{when.kind}"] if when.value else [])]))

    def _where(self, group: Group) -> Place | None:
        """The surest place that its drafts have."""
        places = (self.placing.where(_act(draft, group)) for draft in group.drafts)
        known = [(place, chance) for place, chance in places if place is not None]
        return max(known, key=lambda pair: pair[1], default=(None, 0.0))[0]

    def _reporters(self, group: Group) -> tuple[Reporter, ...]:
        """Who says so: nobody where a clause tells it in the article's own words.

        A noun alone does not: "the attack" may well be one that others told of.
        """
        own = (d for d in group.drafts if not d.reporters and d.status is group.status)
        if any(self._tells(d.trigger) for d in own):
            return ()
        return next((d.reporters for d in (group.best, *group.drafts) if d.reporters), ())

    def _tells(self, trigger: Trigger) -> bool:
        """Is the act told, and not only mentioned as known ("the attack", "their talks")?"""
        if self.tables.lexicon.row(trigger.row).pos == "verb":
            return True
        before = (self.doc.tokens or ())[max(0, trigger.head - PHRASE) : trigger.head]
        beside = (t for t in before if t.head == trigger.head and t.dep in {"det", "poss"})
        return all(t.text.lower() in OPEN for t in beside)

    def _evidence(
        self, group: Group, when: When, place: Place | None, reporters: tuple[Reporter, ...]
    ) -> tuple[Evidence, ...]:
        """Words for every field, in the order of the roles."""
        best = group.best
        pairs = [
            (Role.SENTENCE, self.standing.sentence(d.trigger).span) for d in group.drafts
        ]
        pairs += [(Role.TRIGGER, d.trigger.span) for d in group.drafts]
        pairs += [(Role.ACTOR, p.span) for p in best.actor]
        pairs += [(Role.RECIPIENT, p.span) for p in best.recipient]
        pairs += [(Role.TIME, when.time.span)] if when.time else []
        pairs += [(Role.PLACE, place.span)] if place else []
        pairs += [(Role.CONDITION, d.condition) for d in group.drafts if d.condition][:1]
        pairs += [(Role.SPEAKER, p.span) for p in reporters]
        unique = dict.fromkeys(pairs)
        return tuple(Evidence(role, span, span.of(self.doc.text)) for role, span in unique)

    def _id(self, event: Event) -> str:
        """A content hash: the same article, version and act always give the same id."""
        triggers = [e.span.start for e in event.evidence if e.role is Role.TRIGGER]
        parts = (
            self.doc.article.id,
            event.event,
            ",".join(event.mode),
            _who(event.actor),
            _who(event.recipient),
            event.status,
            str(event.date),
            str(triggers[0]),
        )
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _act(draft: Draft, group: Group) -> Act:
    return Act(
        draft.trigger,
        draft.event,
        group.status,
        bool(draft.reporters),
        codes(draft.actor),
        codes(draft.recipient),
    )


def _who(participants: tuple[Participant, ...]) -> str:
    return ";".join(f"{p.code.code}/{p.code.sector}/{p.code.name}:{p.text}" for p in participants)
