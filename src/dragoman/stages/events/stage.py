"""The stage: drafts from triggers, PLOVER's rules, merging, finished events."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from dragoman.model import (
    ActorCode,
    Document,
    Event,
    Evidence,
    Issue,
    Judgement,
    Participant,
    Place,
    Role,
    Span,
    Status,
    Step,
    Trigger,
)
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.claims import accusations
from dragoman.stages.events.confidence import confidence
from dragoman.stages.events.content import inside_content
from dragoman.stages.events.contexts import contexts_of
from dragoman.stages.events.dating import Circumstances, When
from dragoman.stages.events.draft import Draft, codes
from dragoman.stages.events.merge import Group, merge
from dragoman.stages.events.recipients import Understood
from dragoman.stages.events.rules import as_request, joint, reduce_future, reduce_refusal
from dragoman.tables.lexicon import Lexicon, Row
from dragoman.tables.ontology import Ontology

ANONYMOUS = frozenset({None, "CVL", "UNK"})


@dataclass(frozen=True, slots=True)
class EventTables:
    """What the stage looks up."""

    lexicon: Lexicon
    ontology: Ontology
    context_cues: tuple[tuple[str, frozenset[str]], ...]


def code_events(doc: Document, tables: EventTables) -> Document:
    """Adds the layer ``events``, in text order. Triggers that give none leave an issue that says why."""
    assert doc.triggers is not None and doc.judgements is not None
    maker = _Maker(doc, tables)
    drafts: list[Draft] = []
    for trigger, judgement in zip(doc.triggers, doc.judgements, strict=True):
        drafts.extend(maker.draft(trigger, judgement))
    drafts += accusations(maker.arguments, drafts)
    drafts = [d for d in Understood(doc, maker.arguments).fill(drafts) if maker.complete(d)]
    drafts = [d for d in drafts if not maker.swallowed(d, drafts)]
    events = tuple(maker.finish(group) for group in merge(drafts))
    return doc.add(Step("events", "1"), issues=tuple(maker.issues), events=events)


class _Maker:
    def __init__(self, doc: Document, tables: EventTables) -> None:
        self.doc = doc
        self.tables = tables
        self.arguments = Arguments(doc)
        self.circumstances = Circumstances(doc)
        self.issues: list[Issue] = []

    # -- drafts ---------------------------------------------------------------------------------

    def draft(self, trigger: Trigger, judgement: Judgement) -> list[Draft]:
        """The event a trigger reports, or none with an issue."""
        row = self.tables.lexicon.rows[trigger.row]
        actor = self.arguments.actor(trigger, row)
        recipient = self.arguments.recipient(trigger, row, actor)
        if trigger.reciprocal:
            actor, recipient = _together(actor, recipient), ()
        reporters = tuple(self._reporters(judgement))
        status = judgement.status
        if (status is Status.NEGATED and _wants(row, "prt", "not")) or _wants(row, "aux"):
            status = Status.ACTUAL
        why = (f"row:{row.id}", *judgement.why)
        draft = Draft(trigger, row.event, row.mode, actor, recipient, status, reporters, why)
        missing = self._missing(draft, row)
        if missing:
            self.issues.append(
                Issue(
                    "events",
                    missing,
                    f"{row.event} at {self._words(trigger)!r}: {missing}",
                    trigger.span,
                )
            )
            return []
        return [self._ruled(draft, trigger)]

    def complete(self, draft: Draft) -> bool:
        """Has the draft a recipient, where its row needs one? Leaves an issue where not."""
        row = self.tables.lexicon.rows[draft.trigger.row]
        needed = "needs-recipient" in row.flags and not draft.trigger.reciprocal
        if needed and not draft.recipient:
            self._skip(draft.trigger, row.event, "no-recipient")
            return False
        if "abroad" in row.flags and codes(draft.actor) & codes(draft.recipient):
            self._skip(draft.trigger, row.event, "own-side")
            return False
        return True

    def _skip(self, trigger: Trigger, event: str, code: str) -> None:
        text = f"{event} at {self._words(trigger)!r}: {code}"
        self.issues.append(Issue("events", code, text, trigger.span))

    def _words(self, trigger: Trigger) -> str:
        return trigger.span.of(self.doc.text)

    def _reporters(self, judgement: Judgement) -> list[Participant]:
        found = []
        for m in judgement.reporters:
            mention = self.arguments.mentions[m]
            entity = self.arguments.entity_of.get(m)
            if entity is not None:
                shown = self.arguments.shown(mention, entity)
                found.append(
                    Participant(entity.code, shown.span.of(self.doc.text), shown.span, entity.i)
                )
        return found

    def _missing(self, draft: Draft, row: Row) -> str:
        """Why a trigger gives no event; empty when it does."""
        if not draft.actor:
            return "no-actor"
        if draft.trigger.reciprocal and len(draft.actor) < 2 and "needs-recipient" in row.flags:
            return "no-second-party"
        known = any(p.code.code or p.code.sector or _regional(p) for p in draft.actor)
        if (
            "needs-actor" in row.flags
            and not known
            and not (draft.recipient and self._named(draft))
        ):
            return "actor-unknown"
        someone = known or any(p.code.code for p in draft.recipient)
        if not someone:
            return "nobody-political"
        return self._unreal(draft)

    def _named(self, draft: Draft) -> bool:
        """Is the actor somebody with a name, though in no table?"""
        return any(p.code.name for p in draft.actor)

    def _unreal(self, draft: Draft) -> str:
        """Why a draft tells of nothing done or said: in an if-clause, a mere possibility, a purpose."""
        if (
            draft.status is Status.CONDITIONAL
            and "if" in draft.why
            and self._in_condition(draft.trigger.head)
        ):
            return "hypothetical"
        possible = any(w in draft.why for w in ("aux:could", "aux:may", "aux:might", "aux:can"))
        speaks = {p.entity for p in draft.reporters} & {p.entity for p in draft.actor}
        if draft.status is Status.CONDITIONAL and possible and not speaks:
            return "mere-possibility"
        if draft.status is Status.PLANNED and "purpose" in draft.why:
            return "purpose"
        return ""

    def _in_condition(self, head: int) -> bool:
        tree = self.arguments.tree
        return any(tree.tokens[n].dep == "advcl" and any(tree.tokens[k].lemma in {"if", "unless"} for k in tree.kids(n, "mark"))
                   for n in (head, *tree.up(head)))  # fmt: skip

    def _ruled(self, draft: Draft, trigger: Trigger) -> Draft:
        if any(w.startswith("duty:") for w in draft.why):
            asked = as_request(draft)
            if asked is not None:
                return self._plain(asked)
        draft = reduce_future(joint(draft))
        draft = reduce_refusal(draft, volitional=self._volitional(draft))
        return self._plain(draft)

    def _volitional(self, draft: Draft) -> bool:
        """Is the act withheld on purpose: "will not", "refused to"?"""
        return any(w.startswith(("aux:will", "aux:wo", "would-in-speech", "under:refuse", "under:decline", "under:reject"))
                   for w in draft.why)  # fmt: skip

    def _plain(self, draft: Draft) -> Draft:
        """Who speaks of their own acts vouches for them: no reporter of their own deed."""
        own = {p.entity for p in draft.actor} | {p.code.code for p in draft.actor if p.code.code}
        others = tuple(p for p in draft.reporters if p.entity not in own and p.code.code not in own)
        return replace(draft, reporters=others)

    def swallowed(self, draft: Draft, drafts: list[Draft]) -> bool:
        """Is the trigger only the content of a demand, threat, promise or refusal?"""
        return inside_content(self.arguments.tree, draft, drafts)

    # -- finished events ------------------------------------------------------------------------

    def finish(self, group: Group) -> Event:
        """One event out of all drafts that tell of the same act; the first tells it best."""
        draft = group.best
        sentence = self._sentence(draft.trigger)
        when = self._when(group)
        place = self._where(group)
        evidence = self._evidence(group, when, place)
        context = contexts_of(self._paragraph(draft.trigger), self.tables.context_cues)
        event = Event(
            id="", event=draft.event, mode=draft.mode, context=context, actor=draft.actor,
            recipient=draft.recipient, status=draft.status, reported_by=draft.reporters,
            date=when.value, date_text=when.time.span.of(self.doc.text) if when.time else None,
            date_granularity=when.granularity, date_source="stated" if when.value else None,
            place=place.span if place else None, place_name=place.name if place else None,
            place_country=place.country if place else None,
            place_resolution=place.resolution if place else None,
            confidence=confidence(group, self.tables.lexicon), block="body", evidence=evidence,
            why=tuple(dict.fromkeys(w for d in group.drafts for w in d.why)),
        )  # fmt: skip
        return replace(event, id=self._id(event, sentence))

    def _sentence(self, trigger: Trigger) -> Span:
        assert self.doc.sentences is not None
        return self.doc.sentences[trigger.sentence].span

    def _paragraph(self, trigger: Trigger) -> str:
        assert self.doc.sentences is not None and self.doc.blocks is not None
        block = self.doc.blocks[self.doc.sentences[trigger.sentence].block].span
        sentence = self._sentence(trigger)
        window = Span(max(block.start, sentence.start - 400), min(block.end, sentence.end + 400))
        return window.of(self.doc.text)

    def _when(self, group: Group) -> When:
        assert self.doc.sentences is not None
        whens = [
            self.circumstances.when(d.trigger, self.doc.sentences[d.trigger.sentence])
            for d in group.drafts
        ]
        dated = [w for w in whens if w.value]
        return dated[0] if dated else next((w for w in whens if w.time), whens[0])

    def _where(self, group: Group) -> Place | None:
        assert self.doc.sentences is not None
        for draft in group.drafts:
            place = self.circumstances.where(
                draft.trigger, self.doc.sentences[draft.trigger.sentence]
            )
            if place is not None:
                return place
        return None

    def _evidence(self, group: Group, when: When, place: Place | None) -> tuple[Evidence, ...]:
        pairs: list[tuple[Role, Span]] = []
        for draft in group.drafts:
            pairs.append((Role.SENTENCE, self._sentence(draft.trigger)))
        pairs += [(Role.TRIGGER, d.trigger.span) for d in group.drafts]
        best = group.best
        pairs += [(Role.ACTOR, p.span) for p in best.actor]
        pairs += [(Role.RECIPIENT, p.span) for p in best.recipient]
        pairs += [(Role.TIME, when.time.span)] if when.time else []
        pairs += [(Role.PLACE, place.span)] if place else []
        pairs += [(Role.SPEAKER, p.span) for p in best.reporters]
        unique = dict.fromkeys(pairs)
        return tuple(Evidence(role, span, span.of(self.doc.text)) for role, span in unique)

    def _id(self, event: Event, sentence: Span) -> str:
        parts = [self.doc.article.id, event.event, ",".join(event.mode), _who(event.actor), _who(event.recipient),
                 event.status, str(event.date), str(sentence.start), event.evidence[0].text,
                 str(next(e.span.start for e in event.evidence if e.role is Role.TRIGGER))]  # fmt: skip
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _regional(participant: Participant) -> bool:
    """ "The West" acts, though PLOVER gives it no code."""
    return any(w.startswith("region:") for w in participant.code.why)


def _wants(row: Row, slot: str, word: str = "") -> bool:
    """Is the negation or modal part of the act itself ("would not accept", "should leave")?"""
    return any(
        c.slot == slot and not c.negated and c.lemmas and (not word or word in c.lemmas)
        for c in row.frame
    )


def _who(participants: tuple[Participant, ...]) -> str:
    return ";".join(f"{_key(p.code)}:{p.text}" for p in participants)


def _key(code: ActorCode) -> str:
    return f"{code.code}/{code.sector}/{code.name}"


def _together(
    actor: tuple[Participant, ...], recipient: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    seen = {p.entity for p in actor}
    return (*actor, *(p for p in recipient if p.entity not in seen))
