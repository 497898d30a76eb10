"""Reporters: who the voices around an act are, and how they stand to it."""

from __future__ import annotations

from dataclasses import replace

from dragoman.model import ActorCode, Entity, Participant, Reporter, Status, Voice
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.draft import Draft
from dragoman.tables.ontology import VERBAL

# Rows of the lexicon by which somebody owns up to an attack.
OWNING = frozenset({"claim-responsibility", "claim-attack"})
# Who speaks for a state.
ORGANS = frozenset({"GOV", "MIL", "ELI", "LEG", None})


def reporter(arguments: Arguments, voice: Voice) -> Reporter:
    """Who a voice is: anybody, political or not, and also what is no participant at all."""
    mention = None if voice.mention is None else arguments.mentions[voice.mention]
    entity = None if mention is None else arguments.entity_of.get(mention.i)
    if mention is None or entity is None:
        code, span, known = ActorCode(None), voice.span, None
    else:
        code, span, known = entity.code, arguments.shown(mention, entity).span, entity.i
    words = span.of(arguments.doc.text)
    nameless = not _is_named(arguments, voice, entity)
    return Reporter(code, words, span, known, voice.stance, voice.depth, nameless)


def _is_named(arguments: Arguments, voice: Voice, entity: Entity | None) -> bool:
    """Is a name given for whom the voice is, here or elsewhere in the article?"""
    heads = [voice.token]
    heads += [arguments.mentions[m].head for m in entity.mentions] if entity else []
    return any(arguments.tokens[i].pos == "PROPN" for i in heads)


def plain(draft: Draft) -> Draft:
    """Who speaks an act vouches for having spoken: "France warned", it said, has no reporter.

    Of deeds those who did them are reporters ("the army said it had shelled the town"), and of
    what was not done, those who say so ("he said he had never asked for it").
    """
    if draft.event not in VERBAL or draft.status is Status.NEGATED:
        return draft
    others = tuple(r for r in draft.reporters if not any(_is_own(r, p) for p in draft.actor))
    return replace(draft, reporters=others)


def owned(draft: Draft) -> Draft:
    """Who claims an attack as their own says so themselves ("claimed responsibility for")."""
    if draft.trigger.row not in OWNING or draft.reporters:
        return draft
    voices = (Reporter(p.code, p.text, p.span, p.entity) for p in draft.actor)
    return replace(draft, reporters=tuple(voices))


def _is_own(reporter: Reporter, actor: Participant) -> bool:
    """Does who speaks speak for the actor: the same one, or another organ of its state?"""
    if reporter.entity is not None and reporter.entity == actor.entity:
        return True
    same = reporter.code.code is not None and reporter.code.code == actor.code.code
    return same and reporter.code.sector in ORGANS and actor.code.sector in ORGANS
