"""Drafting: from a trigger to who did what to whom, or to the reason why not."""

from __future__ import annotations

from dataclasses import replace

from dragoman.model import Document, Issue, Judgement, Participant, Reporter, Status, Trigger
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.draft import LOCAL, NOBODY, Draft, codes, speakers, together
from dragoman.stages.events.joining import Joiner, Trust
from dragoman.stages.events.local import local_subject
from dragoman.stages.events.reporting import plain, reporter
from dragoman.stages.events.rules import (
    as_request,
    diplomatic,
    joint,
    reduce_future,
    reduce_refusal,
    sided,
)
from dragoman.stages.events.skips import Skip
from dragoman.tables.lexicon import Lexicon, Row
from dragoman.tables.ontology import FORCE, SPOKEN, TO_AGREE, VERBAL

# Findings of the status stage that speak of a will, and those that speak of a mere possibility.
WILLFUL = ("aux:will", "aux:wo", "would-in-speech", "under:refuse", "under:decline", "under:reject")
# Acts that others are asked or brought to do, and the types that would turn into another one.
WISHED = frozenset(
    {"ask", "call", "urge", "persuade", "demand", "request", "order", "push", "want", "press",
     "need", "tell", "require", "encourage", "expect", "lobby"}
)  # fmt: skip
REDUCED = TO_AGREE | FORCE
# What the network cannot bring back: it tells of nothing said or done.
IMAGINED = (Skip.HYPOTHETICAL, Skip.QUESTION)
MUTUAL = frozenset({"CONSULT", "COOPERATE"})
PARTIES = 2
# Nouns that only say that somebody spoke: what was done by it stands elsewhere.
WORDS = frozenset(
    {"comment", "remark", "statement", "speech", "interview", "message", "word", "answer", "reply"}
)
# What is done to somebody, and told also where nobody knows by whom.
DONE = frozenset({"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "RETREAT"})
OFFICIALS = frozenset({"GOV", "MIL"})
POSSIBLE = frozenset({"aux:could", "aux:may", "aux:might", "aux:can"})


class Drafter:
    """Drafts the events of one document; ``issues`` tells why triggers gave none."""

    def __init__(self, doc: Document, lexicon: Lexicon, arguments: Arguments) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.arguments = arguments
        self.trust = Trust()
        self.joiner = Joiner(arguments, self.trust)
        self.issues: list[Issue] = []

    def draft(self, trigger: Trigger, judgement: Judgement) -> Draft | None:
        """The event a trigger reports, by PLOVER's rules; None with an issue."""
        row = self.lexicon.row(trigger.row)
        first = self._first(trigger, row, judgement)
        if not row.event:
            bare = self.arguments.tokens[trigger.head].lemma in WORDS
            least = self.trust.rescue if bare else self.trust.heard
            return self._heard(first, row, least, Skip.UNHEARD)
        if trigger.opinion is not None and trigger.opinion.event < self.trust.silent:
            self.skip(trigger, row.event, Skip.UNHEARD)
            return None
        missing = _nobody(first, row) or self._forecast(first, row) or self._unreal(first)
        if missing in IMAGINED:
            self.skip(trigger, row.event, missing)
            return None
        if missing:
            return self._heard(first, row, self.trust.rescue, missing)
        return sided(self.joiner.join(plain(_ruled(first))))

    def _first(self, trigger: Trigger, row: Row, judgement: Judgement) -> Draft:
        """What syntax and lexicon propose."""
        actor = self.arguments.actor(trigger, row)
        recipient = self.arguments.recipient(trigger, row, actor)
        if trigger.reciprocal:
            actor, recipient = together(actor, recipient), ()
        reporters = tuple(self._reporters(judgement))
        why = (f"row:{row.id}", *judgement.why)
        status = _status(judgement, row)
        return Draft(trigger, row.event, row.mode, actor, recipient, status,
                     judgement.certainty, reporters, why, judgement.condition)  # fmt: skip

    def _heard(self, first: Draft, row: Row, least: float, otherwise: Skip) -> Draft | None:
        """What the network hears, if it is likely enough and somebody does it."""
        opinion = first.trigger.opinion
        if opinion is None or opinion.event < least:
            self.skip(first.trigger, row.event or first.trigger.event, otherwise)
            return None
        heard = self.joiner.hear(first)
        if not heard.actor and heard.event in SPOKEN:
            heard = replace(heard, actor=speakers(heard))
        if not heard.actor and self.hears(heard, self.trust.local):
            heard = self._local(heard)
        missing = _nobody(heard, row) or _alone(heard)
        if missing is Skip.NOBODY_POLITICAL and opinion.event >= self.trust.rescue:
            missing = None
        known = heard.recipient or heard.event == "PROTEST"
        if missing is Skip.NO_ACTOR and known and heard.event not in MUTUAL:
            return plain(heard)  # it may be understood who did it
        if missing:
            self.skip(first.trigger, heard.event, missing)
            return None
        return sided(plain(heard))

    def _local(self, draft: Draft) -> Draft:
        """The draft with the subject of its words as actor, though no table knows who it is."""
        named = draft.event not in VERBAL
        found = local_subject(self.arguments, draft.trigger, named=named)
        return replace(draft, actor=found, why=(*draft.why, LOCAL)) if found else draft

    def complete(self, draft: Draft) -> bool:
        """Has the draft an actor, and a recipient where its row needs one? Leaves an issue where
        not."""
        if not draft.actor and not self._agentless(draft):
            self.skip(draft.trigger, draft.event, Skip.NO_ACTOR)
            return False
        row = self.lexicon.row(draft.trigger.row)
        needed = "needs-recipient" in row.flags and not draft.trigger.reciprocal
        sure = NOBODY in draft.why or self.hears(draft, self.trust.rescue)
        if needed and not draft.recipient and not sure:
            self.skip(draft.trigger, draft.event, Skip.NO_RECIPIENT)
            return False
        if "abroad" in row.flags and codes(draft.actor) & codes(draft.recipient):
            self.skip(draft.trigger, draft.event, Skip.OWN_SIDE)
            return False
        return True

    def _agentless(self, draft: Draft) -> bool:
        """Is it told of somebody that something was done to them, and by nobody knows whom?"""
        known = draft.event in DONE and any(p.code.code for p in draft.recipient)
        return known and self.hears(draft, self.trust.agentless)

    def hears(self, draft: Draft, least: float) -> bool:
        """Is the network as sure as that of an act of this type?"""
        opinion = draft.trigger.opinion
        return opinion is not None and opinion.types.get(draft.event, 0.0) >= least

    def skip(self, trigger: Trigger, event: str, why: Skip) -> None:
        """Leaves an issue that says why there is no event."""
        text = f"{event} at {trigger.span.of(self.doc.text)!r}: {why.value}"
        self.issues.append(Issue("events", why.value, text, trigger.span))

    def _reporters(self, judgement: Judgement) -> list[Reporter]:
        return [reporter(self.arguments, voice) for voice in judgement.voices]

    def _forecast(self, draft: Draft, row: Row) -> Skip | None:
        """ "Analysts said Iran would strike": nobody threatens with what others may do."""
        own = draft.event == "THREATEN" and _wants(row, "speaker") and "subj" not in row.recipient
        if not own:
            return None
        if any(p.code.code is None and p.code.sector in OFFICIALS for p in draft.actor):
            return None  # "the general said Egypt would ...": most likely Egypt's
        doing = codes(self.arguments.doers(draft.trigger))
        return Skip.MERE_POSSIBILITY if doing and not doing & codes(draft.actor) else None

    def _unreal(self, draft: Draft) -> Skip | None:
        """Why a draft tells of nothing done or said: an if-clause, a possibility, a purpose."""
        if draft.status is Status.PLANNED and "purpose" in draft.why:
            return Skip.PURPOSE
        if self._asked(draft.trigger):
            return Skip.QUESTION
        if draft.status is Status.PLANNED and draft.event in REDUCED and _wished(draft):
            return Skip.WISH
        if draft.status is not Status.CONDITIONAL:
            return None
        if {"if", "in-if"} & set(draft.why) and self._in_condition(draft.trigger.head):
            return Skip.HYPOTHETICAL
        speaks = {p.entity for p in draft.reporters} & {p.entity for p in draft.actor}
        idle = POSSIBLE & set(draft.why) and not speaks
        return Skip.MERE_POSSIBILITY if idle else None

    def _asked(self, trigger: Trigger) -> bool:
        """Does the sentence end in a question mark?"""
        assert self.doc.sentences is not None
        end = self.doc.sentences[trigger.sentence].span.end
        return self.doc.text[max(0, end - 2) : end].rstrip("\"'”’ ").endswith("?")

    def _in_condition(self, head: int) -> bool:
        """Does a word stand in a clause with "if" or "unless"?"""
        tree = self.arguments.tree
        clauses = [n for n in (head, *tree.up(head)) if tree.tokens[n].dep == "advcl"]
        marks = [tree.tokens[k].lemma for n in clauses for k in tree.kids(n, "mark")]
        return bool({"if", "unless"} & set(marks))


def _wished(draft: Draft) -> bool:
    """Is the act only what somebody wants of somebody?"""
    governors = [w.partition(":")[2] for w in draft.why if w.startswith(("under:", "content-of:"))]
    return bool(WISHED & set(governors))


def _status(judgement: Judgement, row: Row) -> Status:
    """The status; actual where the negation or modal is part of the act ("would not accept")."""
    negated = judgement.status is Status.NEGATED
    if _wants(row, "speaker") and not negated and judgement.status is not Status.HISTORICAL:
        return Status.ACTUAL
    bare = negated and any("no" in (c.lemmas or ()) for c in row.frame)  # "has shown no signs of"
    own = bare or (negated and _wants(row, "prt", "not")) or _wants(row, "aux")
    return Status.ACTUAL if own else judgement.status


def _wants(row: Row, slot: str, word: str = "") -> bool:
    """Does a row's frame ask for a word in a slot, or for any?"""
    asked = [c.lemmas for c in row.frame if c.slot == slot and not c.negated]
    return any(not word or word in (lemmas or ()) for lemmas in asked)


def _nobody(draft: Draft, row: Row) -> Skip | None:
    """Which party is missing, if one is."""
    if not draft.actor:
        return Skip.NO_ACTOR
    if draft.trigger.reciprocal and len(draft.actor) < 2 and "needs-recipient" in row.flags:
        return Skip.NO_SECOND_PARTY
    known = any(p.code.code or p.code.sector or _regional(p) for p in draft.actor)
    named = draft.recipient and any(p.code.name for p in draft.actor)
    if "needs-actor" in row.flags and not known and not named:
        return Skip.ACTOR_UNKNOWN
    someone = known or any(p.code.code for p in draft.recipient)
    return None if someone else Skip.NOBODY_POLITICAL


def _alone(draft: Draft) -> Skip | None:
    """A meeting of one side with nobody is none."""
    alone = draft.event in MUTUAL and len(draft.actor) + len(draft.recipient) < PARTIES
    return Skip.NO_SECOND_PARTY if alone else None


def _regional(participant: Participant) -> bool:
    """ "The West" acts, though PLOVER gives it no code."""
    return any(w.startswith("region:") for w in participant.code.why)


def _ruled(draft: Draft) -> Draft:
    """PLOVER's single category for duties, futures and refusals."""
    if any(w.startswith("duty:") for w in draft.why):
        asked = as_request(draft)
        if asked is not None:
            return asked
    willful = any(w.startswith(WILLFUL) for w in draft.why)
    return reduce_refusal(reduce_future(joint(diplomatic(draft))), volitional=willful)
