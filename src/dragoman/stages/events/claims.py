"""Claims of wrongdoing: "X claims that Y shelled Z" is also an accusation of Y by X."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Status
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.draft import Draft, codes, outer, speakers

CLAIMING = frozenset({"claim", "allege", "assert", "contend", "complain", "charge", "insist"})
WRONGS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})


def accusations(arguments: Arguments, drafts: Sequence[Draft]) -> list[Draft]:
    """An ACCUSE for each wrong that somebody claims of somebody else, unless already there."""
    told = {
        (d.trigger.sentence, code) for d in drafts if d.event == "ACCUSE" for code in codes(d.actor)
    }
    found = []
    for draft in drafts:
        cue = _cue(arguments, draft)
        speaker = speakers(draft)
        known = {(draft.trigger.sentence, code) for code in codes(speaker)} & told
        if cue is None or not speaker or known or codes(speaker) & codes(draft.actor):
            continue
        span = arguments.tokens[cue].span
        trigger = replace(
            draft.trigger, head=cue, span=span, event="ACCUSE", mode=("allege",), opinion=None
        )  # the network was asked about the wrong, not about the claim
        found.append(
            replace(draft, trigger=trigger, event="ACCUSE", mode=("allege",), actor=speaker,
                    recipient=draft.actor, status=Status.ACTUAL, reporters=outer(draft),
                    why=(*draft.why, "rule:claim"))
        )  # fmt: skip
    return found


def _cue(arguments: Arguments, draft: Draft) -> int | None:
    """The verb of claiming above a wrong."""
    if draft.event not in WRONGS or draft.status is Status.NEGATED:
        return None
    for above in arguments.tree.up(draft.trigger.head):
        if arguments.tokens[above].lemma in CLAIMING:
            return above
    return None
