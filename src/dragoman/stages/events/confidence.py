"""How sure an event is, 0 to 1."""

from __future__ import annotations

from dragoman.stages.events.merge import Group
from dragoman.tables.lexicon import Lexicon

BASE = 0.45


def confidence(group: Group, lexicon: Lexicon) -> float:
    """Grows with the frame's conditions, with known sides and with repeated mentions."""
    draft = group.best
    row = lexicon.rows[draft.trigger.row]
    score = BASE + 0.04 * min(row.weight, 5)
    score += 0.15 if any(p.code.code for p in draft.actor) else -0.05
    score += 0.1 if any(p.code.code for p in draft.recipient) else 0.0
    score += 0.05 if len(group.drafts) > 1 else 0.0
    inferred = [
        w for p in (*draft.actor, *draft.recipient) for w in p.code.why if w.startswith("inferred")
    ]
    score -= 0.1 if inferred else 0.0
    score -= 0.1 if any(w.startswith("rule:") for w in draft.why) else 0.0
    return round(min(max(score, 0.05), 0.95), 2)
