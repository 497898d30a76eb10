"""Names that stand bare before a noun: Paris did not do "the Paris attacks", nor Iraq "the Iraq
invasion"; but "Iraqi attacks", "Iraq's attacks" and "US attacks" are theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import Mention, Token
from dragoman.tables.actors import PLACE_KINDS

BEFORE = frozenset({"compound", "nmod"})
STATES = frozenset({"name", "short"})
LIKE_ADJECTIVES = frozenset({"USA", "GBR", "ARE", "NZL"})  # "United States sanctions" are theirs
# A seat of government may well demand or refuse something; what happens in a town is named by it.
HAPPENING = frozenset({"ASSAULT", "COERCE", "CONSULT", "AGREE", "SUPPORT", "PROTEST", "RETREAT"})
AT_A_SEAT = frozenset({"ASSAULT", "CONSULT", "PROTEST"})  # "the White House talks"
# With these the name of a state tells whom it is aimed at, or where it is.
AIMING = frozenset(
    {"annexation", "attack", "ban", "blockade", "bombardment", "bombing", "campaign", "embargo",
     "genocide", "inquiry", "intervention", "invasion", "investigation", "massacre", "mission",
     "occupation", "probe", "pullout", "sanction", "siege", "tariff", "visit", "war",
     "withdrawal"}
)  # fmt: skip


def is_aimed_at(tokens: Sequence[Token], mention: Mention, noun: int, event: str) -> bool:
    """Does a name before the noun of an act tell where or against whom, and not who?"""
    token = tokens[mention.head]
    if token.dep not in BEFORE or token.head != noun:
        return False
    hits = [hit for hit in mention.names if hit.first <= mention.head < hit.last]
    kinds = {hit.kind for hit in hits}
    if kinds & PLACE_KINDS:
        return True
    if "capital" in kinds:
        return event in HAPPENING
    if "building" in kinds:
        return event in AT_A_SEAT
    theirs = any(key in LIKE_ADJECTIVES for hit in hits for key in hit.keys)
    return bool(kinds & STATES) and not theirs and tokens[noun].lemma in AIMING
