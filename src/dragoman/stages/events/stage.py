"""The stage: drafts from triggers, PLOVER's rules, merging, finished events."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Document, Step
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.claims import accusations
from dragoman.stages.events.content import inside_content
from dragoman.stages.events.drafting import Drafter
from dragoman.stages.events.finishing import Finisher
from dragoman.stages.events.merge import merge
from dragoman.stages.events.recipients import Understood
from dragoman.tables.lexicon import Lexicon
from dragoman.tables.ontology import Ontology


@dataclass(frozen=True, slots=True)
class EventTables:
    """What the stage looks up."""

    lexicon: Lexicon
    ontology: Ontology
    context_cues: tuple[tuple[str, frozenset[str]], ...]


def code_events(doc: Document, tables: EventTables) -> Document:
    """Adds the layer ``events``, in text order. A trigger that gives none leaves an issue."""
    assert doc.triggers is not None and doc.judgements is not None
    arguments = Arguments(doc)
    drafter = Drafter(doc, tables.lexicon, arguments)
    pairs = zip(doc.triggers, doc.judgements, strict=True)
    drafts = [d for t, j in pairs if (d := drafter.draft(t, j)) is not None]
    drafts += accusations(arguments, drafts)
    drafts = [d for d in Understood(doc, arguments).fill(drafts) if drafter.complete(d)]
    drafts = [d for d in drafts if not inside_content(arguments.tree, d, drafts)]
    finisher = Finisher(doc, tables.lexicon, tables.context_cues)
    events = tuple(finisher.finish(group) for group in merge(drafts))
    return doc.add(Step("events", "1"), issues=tuple(drafter.issues), events=events)
