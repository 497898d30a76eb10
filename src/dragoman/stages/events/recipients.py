"""Recipients that the words leave out because they stand beside: "accused the US ... and threatened to retaliate"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.stages.events.draft import Draft, codes

CONFLICT = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "COERCE", "ASSAULT"})


def share_recipients(drafts: Sequence[Draft]) -> list[Draft]:
    """Fill an empty recipient from another act of the same actor in the same sentence."""
    return [_filled(draft, drafts) for draft in drafts]


def _filled(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    if draft.recipient or draft.event not in CONFLICT:
        return draft
    for other in drafts:
        beside = other.trigger.sentence == draft.trigger.sentence and other is not draft
        if beside and other.event in CONFLICT and other.recipient and codes(other.actor) & codes(draft.actor):
            return replace(draft, recipient=other.recipient, why=(*draft.why, "recipient:same-sentence"))
    return draft
