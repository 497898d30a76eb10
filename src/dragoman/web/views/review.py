"""Judging events: what comes next, and what becomes of a judgement."""

from __future__ import annotations

from dragoman.store import Archive
from dragoman.store.queues import Queue as Kind
from dragoman.store.queues import agreement, precision, progress, queue
from dragoman.store.reviewing import Judgement, State, judge
from dragoman.web.params import Asked
from dragoman.web.shapes import Queue, Reviewed
from dragoman.web.views.events import event_detail

SHOWN = 20


def review_queue(
    archive: Archive, kind: Kind, who: str, asked: Asked, sample: str | None,
    skipped: frozenset[str] = frozenset(),
) -> Queue:  # fmt: skip
    """The events that come next for a coder, without those ``skipped``, and how far everybody
    is."""
    found = queue(archive, kind, who, wanted=asked.filter(), words=asked.words, sample=sample,
                  limit=SHOWN + len(skipped))  # fmt: skip
    ids = [one for one in found if one not in skipped][:SHOWN]
    told = progress(archive)
    return Queue(
        kind=kind.value, who=who, ids=ids, progress=told, agreement=agreement(archive),
        first=event_detail(archive, ids[0]) if ids else None,
        precision=[precision(archive, one["sample"]) for one in told["samples"]],
    )  # fmt: skip


def decide(archive: Archive, one: Judgement) -> Reviewed:
    """Keep a judgement, and say in words what became of it."""
    told = judge(archive, one)
    message = {"accept": "Accepted.", "correct": "Corrected.", "reject": "Rejected."}[told.verdict]
    if told.state is State.DISPUTED and told.other is not None:
        other = told.other
        message = (
            f"{other['who']} judged this event before you saw it ({other['verdict']}, "
            f"{other['at']}). Yours is kept; an adjudicator will decide between the two."
        )
    return Reviewed(
        review=told.review, state=told.state.value, verdict=told.verdict.value,
        changes={name: list(pair) for name, pair in told.changes.items()},
        message=message, other=told.other,
    )  # fmt: skip
