"""The stage: drafts from triggers, PLOVER's rules, merging, finished events."""

from __future__ import annotations

from dragoman.model import Document, Event, Issue, Role, Step
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.claims import accusations
from dragoman.stages.events.content import outside
from dragoman.stages.events.draft import Draft, outermost
from dragoman.stages.events.drafting import Drafter
from dragoman.stages.events.finishing import Finisher
from dragoman.stages.events.lookups import EventTables
from dragoman.stages.events.merge import Group, merge
from dragoman.stages.events.reporting import owned, plain
from dragoman.stages.events.sides import Sides
from dragoman.stages.events.skips import Skip
from dragoman.stages.events.standing import Standing
from dragoman.stages.events.understood import Understood

# Below this chance of being right an event is left out: more of such ones are wrong than they are
# worth (docs/accuracy.md).
LEAST = 0.22


def code_events(doc: Document, tables: EventTables) -> Document:
    """Adds the layer ``events``, in text order. A trigger that gives none leaves an issue."""
    standing = Standing(doc, tables.dating_words)
    drafter, groups = draft_events(standing, tables)
    finisher = Finisher(standing, tables)
    events, issues = [], list(drafter.issues)
    for group in groups:
        event = finisher.finish(group)
        if group.best.trigger.opinion is not None and event.confidence < LEAST:
            issues += left_out(event, Skip.DOUBTFUL.value, LEAST)
        else:
            events.append(event)
    return doc.add(Step("events", "2"), issues=tuple(issues), events=tuple(events))


def draft_events(standing: Standing, tables: EventTables) -> tuple[Drafter, list[Group]]:
    """The drafts of a document, those of one act together; the drafter holds the issues."""
    drafter, sides, pairs = weighed(standing, tables)
    drafts = [d for one, filled in pairs if drafter.complete(d := sides.weigh(one, filled))]
    # Once more plain: by now it may be an act of words, or somebody else be understood as actor.
    return drafter, merge([owned(plain(outermost(d))) for d in outside(drafter, drafts)])


def weighed(
    standing: Standing, tables: EventTables
) -> tuple[Drafter, Sides, list[tuple[Draft, Draft]]]:
    """Each draft of a document, beside it the same with whom it may be understood to be aimed at,
    and what weighs them."""
    doc = standing.doc
    assert doc.triggers is not None and doc.judgements is not None
    arguments = Arguments(doc)
    drafter = Drafter(doc, tables.lexicon, arguments)
    pairs = zip(doc.triggers, doc.judgements, strict=True)
    drafts = [d for t, j in pairs if (d := drafter.draft(t, j)) is not None]
    drafts += accusations(arguments, drafts)
    understood = Understood(doc, arguments)
    drafts = understood.done_by(drafts)
    sides = Sides(drafter.joiner, standing, tables.lexicon, drafts, tables.sides)
    return drafter, sides, list(zip(drafts, understood.aimed_at(drafts), strict=True))


def left_out(event: Event, code: str, least: float) -> list[Issue]:
    """An issue at each trigger of an event that is less sure than ``least``."""
    return [
        Issue(
            "events",
            code,
            f"{event.event} at {words.text!r}: confidence {event.confidence} is below {least}",
            words.span,
        )
        for words in event.evidence
        if words.role is Role.TRIGGER
    ]
