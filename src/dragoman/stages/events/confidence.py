"""How sure an event is: the chance, 0 to 1, that a careful coder would code the same."""

from __future__ import annotations

import math

from dragoman.stages.events.merge import Group
from dragoman.tables.lexicon import Lexicon

# Log-odds that who, what and whom are all right, fitted by logistic regression to the events of 46
# hand-coded articles (half of them openly licensed, bench/wikinews); rounded.
BASE = -1.7
VERB = 0.4
ACTOR_CODED = 0.9
RECIPIENT_SAID = 0.8
RECIPIENT_UNDERSTOOD = 0.5
TOLD_TWICE = 0.6
BY_RULE = -1.2


def confidence(group: Group, lexicon: Lexicon) -> float:
    """Grows with known sides and repeated mentions; less for acts turned into another type."""
    draft = group.best
    understood = any(w.startswith("recipient:") for w in draft.why)
    odds = BASE
    odds += VERB if lexicon.rows[draft.trigger.row].pos == "verb" else 0.0
    odds += ACTOR_CODED if any(p.code.code for p in draft.actor) else 0.0
    odds += RECIPIENT_UNDERSTOOD if understood else RECIPIENT_SAID if draft.recipient else 0.0
    odds += TOLD_TWICE if len(group.drafts) > 1 else 0.0
    odds += BY_RULE if any(w.startswith("rule:") for w in draft.why) else 0.0
    return round(1 / (1 + math.exp(-odds)), 2)
