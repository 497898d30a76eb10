"""Merging: however often an article tells of an act, it gives one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.model import Status
from dragoman.stages.events.draft import Draft, codes
from dragoman.tables.ontology import VERBAL


@dataclass(slots=True)
class Group:
    """Drafts that tell of one act; ``best`` names its participants most fully."""

    drafts: list[Draft] = field(default_factory=list)

    @property
    def best(self) -> Draft:
        """The draft with both sides known, in words the lexicon knows; the earliest of equals."""
        return max(self.drafts, key=_fullness)

    @property
    def status(self) -> Status:
        """What has happened by one of the drafts has happened; else as the best one says."""
        said = {draft.status for draft in self.drafts}
        return Status.ACTUAL if Status.ACTUAL in said else self.best.status


def _fullness(draft: Draft) -> tuple[bool, bool, bool, bool, int, int]:
    told = not any(w.startswith("recipient:") for w in draft.why)  # and not understood
    known = any(p.code.code for p in draft.actor)
    parties = len(draft.actor) if draft.trigger.reciprocal else 0
    return bool(draft.recipient), told, known, not draft.trigger.heard, parties, -draft.trigger.i


def merge(drafts: Sequence[Draft]) -> list[Group]:
    """Groups of drafts, in the order of their first trigger."""
    groups: list[Group] = []
    for draft in drafts:
        home = next((g for g in groups if _same(draft, g.drafts[0])), None)
        if home is None:
            groups.append(Group([draft]))
        else:
            home.drafts.append(draft)
    return groups


def _same(a: Draft, b: Draft) -> bool:
    """One act: same type, agreeing sides, and told in words that fit."""
    if a.event != b.event or _apart(a.status, b.status):
        return False
    if not _agree(a, b):
        return False
    fitting = not (a.mode and b.mode) or bool(set(a.mode) & set(b.mode))
    if a.trigger.sentence == b.trigger.sentence:
        return _kin(a, whole=True) == _kin(b, whole=True) or fitting
    if a.event in VERBAL:
        return _kin(a) == _kin(b)
    return fitting


def _kin(draft: Draft, *, whole: bool = False) -> str:
    """The row a trigger belongs to, or the family of rows; itself, where the lexicon has none."""
    if draft.trigger.heard:
        return str(draft.trigger.head)
    row = draft.trigger.row
    return row if whole else row.split("-")[0]


def _apart(a: Status, b: Status) -> bool:
    return a is not b and Status.NEGATED in {a, b}


def _agree(a: Draft, b: Draft) -> bool:
    one, other = codes(a.actor), codes(b.actor)
    if not one or not other:
        return bool(codes(a.recipient) & codes(b.recipient))
    if not one & other:
        return False
    if a.trigger.reciprocal and b.trigger.reciprocal:
        return one <= other or other <= one
    ours, theirs = codes(a.recipient), codes(b.recipient)
    return bool(ours & theirs) or not ours or not theirs
