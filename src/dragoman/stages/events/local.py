"""Subjects that no table knows: "the chamber of commerce has urged the government"."""

from __future__ import annotations

from dragoman.model import ActorCode, Participant, Trigger
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.bare import AIMING
from dragoman.text.tags import NOUNS, VERBAL

# Named entities that nobody is, and nouns for what only carries words.
UNPEOPLED = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "LAW", "EVENT"})
PAPERS = frozenset(
    {"resolution", "letter", "stance", "statement", "report", "bill", "law", "plan", "move",
     "decision", "document", "text", "draft", "agreement", "deal", "treaty", "article", "clause",
     "announcement", "message", "measure", "position", "step", "policy", "number", "lot", "some"}
)  # fmt: skip


def local_subject(
    arguments: Arguments, trigger: Trigger, *, named: bool
) -> tuple[Participant, ...]:
    """Who stands in the place of the subject, known to the tables or not; ``named`` asks for a
    name, since of deeds the subject may be a thing ("rockets hit")."""
    if arguments.tokens[trigger.head].pos not in VERBAL:
        return ()
    tops = arguments.slots.subj(trigger.head)
    nodes = [node for top in tops for node in arguments.tree.conjuncts(top)]
    found = [_whoever(arguments, n) for n in nodes if not named or _has_name(arguments, n)]
    return tuple(p for p in found if p is not None)


def _whoever(arguments: Arguments, node: int) -> Participant | None:
    """The phrase of a noun as a participant of its own."""
    known = arguments.participant(node)
    token = arguments.tokens[node]
    if known is not None:
        return known
    if token.pos not in NOUNS or token.ner in UNPEOPLED or token.lemma in PAPERS:
        return None
    if token.lemma in AIMING:
        return None  # an act does nothing itself: "the bombings killed three"
    mention = arguments.at.get(node)
    span = mention.span if mention else arguments.tree.phrase_span(node)
    return Participant(ActorCode(None), span.of(arguments.doc.text), span, None)


def _has_name(arguments: Arguments, node: int) -> bool:
    return any(arguments.tokens[i].pos == "PROPN" for i in arguments.tree.phrase(node))
