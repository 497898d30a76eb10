"""Rules and network together: whose word on a status counts."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import Status, Trigger
from dragoman.tables.ontology import FORCE, TO_AGREE, VERBAL

# From which probability on the network is believed against the rules; tuned on the development
# sets.
BOUNDS = {Status.ACTUAL: 0.8, Status.NEGATED: 0.9}
BOUND = 0.5
SURE = 0.9  # that there is one of words, of which "not" and "would" are part
HEARD = 0.3  # that there is an act at all
# Reasons that leave open whether it was done: "sent troops to seal the border" may well tell of it.
OPEN = ("purpose", "would-in-speech", "content-of:", "hedge:", "said:", "quote:")
# Those after which an act of words has not been done either.
DECIDED = ("aux:will", "in-if", "whether")
# What PLOVER makes of an act that is announced.
ANNOUNCED = dict.fromkeys(TO_AGREE, "AGREE") | dict.fromkeys(FORCE, "THREATEN")


def heard_status(ruled: Status, why: Sequence[str], trigger: Trigger) -> Status | None:
    """Another status than that of the rules, where the network is sure and the rules are not.

    Words that stand in the sentence for everybody to read ("did not", "may") count more than what
    the network hears; but it knows when they are part of the act ("would not meet" is a REJECT).
    """
    opinion = trigger.opinion
    if opinion is None or opinion.event < HEARD:
        return None  # it was taught acts, and knows little of other words
    status = opinion.status
    if status is ruled or opinion.statuses[status] < BOUNDS.get(status, BOUND):
        return None
    if ruled is Status.PLANNED and ANNOUNCED.get(trigger.event) == opinion.type:
        return None  # the network hears the announcement as done, and not the act
    if ruled in {Status.ACTUAL, Status.HISTORICAL}:
        return None if any(w.startswith("not-under:") for w in why) else status
    weak = ruled is Status.PLANNED and all(w.startswith(OPEN) for w in why)
    verbal = (
        opinion.type in VERBAL
        and opinion.event >= SURE
        and not any(w.startswith(DECIDED) for w in why)
    )
    return status if status is Status.ACTUAL and (weak or verbal) else None
