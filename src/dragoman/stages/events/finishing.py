"""Finishing: one event out of all drafts that tell of the same act, with its evidence."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from dragoman.model import Document, Event, Evidence, Participant, Place, Reporter, Role, Trigger
from dragoman.stages.events.confidence import confidence, features
from dragoman.stages.events.contexts import contexts_of
from dragoman.stages.events.dating import Circumstances, When
from dragoman.stages.events.lookups import EventTables
from dragoman.stages.events.merge import Group

OPEN = frozenset({"a", "an", "another", "some", "no", "several", "any"})
PHRASE = 12  # words before a noun that may belong to it
AROUND = 400  # characters before and after a sentence that tell its context


class Finisher:
    """Turns groups of drafts into events."""

    def __init__(self, doc: Document, tables: EventTables) -> None:
        self.doc = doc
        self.tables = tables
        self.circumstances = Circumstances(doc)

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
            date_source="stated" if when.value else None,
            place=place.span if place else None,
            place_name=place.name if place else None,
            place_country=place.country if place else None,
            place_resolution=place.resolution if place else None,
            confidence=confidence(features(group, self.tables.lexicon), self.tables.weights),
            block="body",
            evidence=self._evidence(group, when, place, reporters),
            why=tuple(dict.fromkeys(w for draft in group.drafts for w in draft.why)),
        )
        return replace(event, id=self._id(event))

    def _contexts(self, trigger: Trigger) -> tuple[str, ...]:
        """What the network hears, else what cue words around the trigger tell."""
        heard = trigger.opinion.contexts if trigger.opinion else ()
        return heard or contexts_of(self._passage(trigger), self.tables.context_cues)

    def _passage(self, trigger: Trigger) -> str:
        """The sentence and some words around it, inside its paragraph."""
        assert self.doc.blocks is not None
        sentence = self.circumstances.sentence(trigger)
        block = self.doc.blocks[sentence.block].span
        start = max(block.start, sentence.span.start - AROUND)
        end = min(block.end, sentence.span.end + AROUND)
        return self.doc.text[start:end]

    def _when(self, group: Group) -> When:
        """Its best draft's time, else that of another."""
        best = group.best
        drafts = [best, *(d for d in group.drafts if d is not best)]
        whens = [self.circumstances.when(d.trigger) for d in drafts]
        dated = next((w for w in whens if w.value), None)
        return dated or next((w for w in whens if w.time), whens[0])

    def _where(self, group: Group) -> Place | None:
        places = (self.circumstances.where(d.trigger) for d in group.drafts)
        return next((place for place in places if place is not None), None)

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
        pairs = [(Role.SENTENCE, self.circumstances.sentence(d.trigger).span) for d in group.drafts]
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


def _who(participants: tuple[Participant, ...]) -> str:
    return ";".join(f"{p.code.code}/{p.code.sector}/{p.code.name}:{p.text}" for p in participants)
