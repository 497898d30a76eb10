"""Why a trigger gives no event: the codes of the issues that say so (docs/issues.md)."""

from __future__ import annotations

from enum import StrEnum


class Skip(StrEnum):
    """Reasons, each the code of an issue."""

    NO_ACTOR = "no-actor"
    NO_SECOND_PARTY = "no-second-party"
    ACTOR_UNKNOWN = "actor-unknown"
    NOBODY_POLITICAL = "nobody-political"
    NO_RECIPIENT = "no-recipient"
    OWN_SIDE = "own-side"
    PURPOSE = "purpose"
    HYPOTHETICAL = "hypothetical"
    MERE_POSSIBILITY = "mere-possibility"
    QUESTION = "question"
    CONTENT = "content-of-another"
    WISH = "wish"
    UNHEARD = "unheard"
    DOUBTFUL = "doubtful"
    UNSURE = "unsure"
