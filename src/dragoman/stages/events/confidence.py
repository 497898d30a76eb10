"""How sure an event is: the chance, 0 to 1, that a careful coder would code the same."""

from __future__ import annotations

import math
from collections.abc import Mapping

from dragoman.model import Status, Trigger
from dragoman.stages.events.draft import INSIDE, LOCAL, NOBODY, WEIGHED
from dragoman.stages.events.merge import Group
from dragoman.tables.lexicon import Lexicon

CLOSEST = 0.001  # probabilities are kept so far from 0 and 1, so that one voice never decides


def features(group: Group, lexicon: Lexicon) -> dict[str, float]:
    """What speaks for and against an event, by the names in data/confidence/weights.tsv."""
    best = group.best
    triggers = [draft.trigger for draft in group.drafts]
    rows = {lexicon.row(t.row).event for t in triggers} - {""}
    shares = [s for t in triggers if (s := _share(t, best.event, lexicon)) is not None]
    kind = _log_odds(max(shares)) if shares else 0.0
    row = float(best.event in rows)
    found = {
        "base": 1.0,
        "type": kind,
        "unread": float(not shares),
        "row": row,
        "row-type": row * kind,
        "other-row": float(bool(rows) and not row),
        "actor": float(any(p.code.code for p in best.actor)),
        "recipient": float(bool(best.recipient)),
        "recipient-coded": float(any(p.code.code for p in best.recipient)),
        "doer-understood": float(any(_guessed(w) for w in best.why)),
        "nobody": float(not best.actor),
        "inside": float(INSIDE in best.why),
        "local": float(LOCAL in best.why),
        "understood": float(any(_understood(w) for w in best.why)),
        "aim": _log_odds(best.aim) if best.aim is not None else 0.0,
        "rule": float(any(w.startswith("rule:") for w in best.why)),
        "several": float(len(triggers) > 1),
        "noun": float(any(lexicon.row(t.row).pos == "noun" for t in triggers)),
        "reported": float(bool(best.reporters)),
    }
    for status in Status:
        if status is not Status.ACTUAL:
            found[status.value] = float(best.status is status)
    return found


def confidence(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The chance: a logistic model fitted to coded articles (bench/calibrate.py)."""
    odds = sum(weights[name] * value for name, value in found.items())
    return round(1 / (1 + math.exp(-odds)), 2)


def _share(trigger: Trigger, event: str, lexicon: Lexicon) -> float | None:
    """How likely the network takes a trigger for an event of its type, or of that which a rule
    turned into it; None where it was not asked."""
    if trigger.opinion is None:
        return None
    types = trigger.opinion.types
    return max(types.get(event, 0.0), types.get(lexicon.row(trigger.row).event, 0.0))


def _guessed(why: str) -> bool:
    return why.startswith("actor:") and why != LOCAL


def _understood(why: str) -> bool:
    return why.startswith("recipient:") and why not in {NOBODY, WEIGHED}


def _log_odds(share: float) -> float:
    kept = min(1 - CLOSEST, max(CLOSEST, share))
    return math.log(kept / (1 - kept))
