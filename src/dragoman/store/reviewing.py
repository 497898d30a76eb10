"""Reviewing: people judge events; what they decide is kept beside what was coded.

The first judgement of an event counts. One that differs counts when its coder knew of those before
it; else it is kept as disputed until an adjudicator decides. Nothing is ever overwritten.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from dragoman.model import ArchiveError
from dragoman.store.archive import Archive
from dragoman.store.changes import CORRECTABLE, Differences, differences, value_of, with_changes
from dragoman.store.corrected import Kept, keep_corrected, write_corrections
from dragoman.store.runs import now
from dragoman.store.schema import transaction

LONGEST = 2_000  # characters of a note
Row = dict[str, Any]


class Verdict(StrEnum):
    """What a coder says of an event: right, right when corrected, or no event at all."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"


class State(StrEnum):
    """What became of a review: it counts, another counts now, or an adjudicator has to decide."""

    APPLIED = "applied"
    REPLACED = "replaced"
    DISPUTED = "disputed"


class Judge(StrEnum):
    """In which part somebody judges."""

    CODER = "coder"
    ADJUDICATOR = "adjudicator"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody decides about an event. ``seen`` is the number of the last review of the event
    that they knew of (0: none); ``values`` are the corrected fields."""

    event_id: str
    who: str
    verdict: Verdict
    values: Mapping[str, str | None] = field(default_factory=dict)
    note: str | None = None
    sample: str | None = None
    seen: int = 0
    role: Judge = Judge.CODER


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a judgement; ``other`` is the review that stands against a disputed one."""

    review: int
    state: State
    verdict: Verdict
    changes: Differences
    other: Row | None = None


def judge(archive: Archive, one: Judgement) -> Told:
    """Keep a judgement, and apply it where it counts.

    Raises ArchiveError for an unknown event, a value that may not stand in its field, or a
    judgement without a name.
    """
    who = " ".join(one.who.split())
    if not who:
        raise ArchiveError("a judgement needs the name of its coder")
    one = replace(one, who=who, note=(one.note or "")[:LONGEST] or None)
    archive.record(one.event_id)  # that it is there is asked before anybody has to wait
    with transaction(archive.con) as con:
        other = _other(con, one)
        record = archive.record(one.event_id, _unseen(con, one) if other else {})
        changes = differences(record, one.values) if one.verdict is Verdict.CORRECT else {}
        verdict = Verdict.ACCEPT if one.verdict is Verdict.CORRECT and not changes else one.verdict
        judged = with_changes(record, {name: new for name, (_, new) in changes.items()})
        values = {} if verdict is Verdict.REJECT else {f: value_of(f, judged) for f in CORRECTABLE}
        same = other is not None and _agrees(other, verdict, values)
        state = State.DISPUTED if other is not None and not same else State.APPLIED
        rows = archive.rows_with(one.event_id, changes) if changes and other is None else []
        number = _write(con, one, verdict, changes, values, state)
        if state is State.APPLIED:
            _settle(con, one, number)
            if not same:
                _apply(con, one, verdict, changes, rows)
    return Told(number, state, verdict, changes, other if state is State.DISPUTED else None)


def _other(con: sqlite3.Connection, one: Judgement) -> Row | None:
    """The judgement that counts, where somebody else made it and this coder did not know of it."""
    if one.role is Judge.ADJUDICATOR:
        return None
    found = con.execute(
        "SELECT * FROM reviews WHERE event_id = ? AND who <> ? AND review > ? AND state = ? "
        "ORDER BY review DESC LIMIT 1", (one.event_id, one.who, one.seen, State.APPLIED.value),
    ).fetchone()  # fmt: skip
    return dict(found) if found else None


def _unseen(con: sqlite3.Connection, one: Judgement) -> dict[str, str | None]:
    """By field, what stood there before the corrections of others that this coder did not know of:
    they judge what they saw."""
    found = con.execute(
        "SELECT changes FROM reviews WHERE event_id = ? AND who <> ? AND review > ? AND state <> ? "
        "ORDER BY review DESC", (one.event_id, one.who, one.seen, State.DISPUTED.value),
    )  # fmt: skip
    before: dict[str, str | None] = {}
    for row in found:
        before |= {name: old for name, (old, _) in json.loads(row["changes"]).items()}
    return before


def _agrees(other: Row, verdict: Verdict, values: Mapping[str, str | None]) -> bool:
    rejected = {other["verdict"], verdict.value} & {Verdict.REJECT.value}
    if rejected:
        return bool(other["verdict"] == verdict)
    return bool(json.loads(other["judged"]) == values)


def _write(
    con: sqlite3.Connection, one: Judgement, verdict: Verdict, changes: Differences,
    values: Mapping[str, str | None], state: State,
) -> int:  # fmt: skip
    cursor = con.execute(
        "INSERT INTO reviews (event_id, who, at, verdict, changes, judged, note, sample, role, "
        "state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (one.event_id, one.who, now(), verdict.value, json.dumps(changes), json.dumps(values),
         one.note, one.sample, one.role.value, state.value),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def _settle(con: sqlite3.Connection, one: Judgement, number: int) -> None:
    """Those before it count no more; an adjudicator's word ends all disputes."""
    ended = [State.APPLIED.value]
    ended += [State.DISPUTED.value] if one.role is Judge.ADJUDICATOR else []
    con.execute(
        f"UPDATE reviews SET state = ? WHERE event_id = ? AND review < ? AND state IN "
        f"({', '.join('?' * len(ended))})",
        (State.REPLACED.value, one.event_id, number, *ended),
    )


def _apply(
    con: sqlite3.Connection, one: Judgement, verdict: Verdict, changes: Differences,
    rows: list[Kept],
) -> None:  # fmt: skip
    con.execute(
        "UPDATE deletions SET undone = ? WHERE kind = 'event' AND target = ? AND undone IS NULL "
        "AND reason = 'rejected in review'", (now(), one.event_id),
    )  # fmt: skip
    if verdict is Verdict.REJECT:
        con.execute(
            "INSERT INTO deletions (kind, target, reason, who, at) VALUES "
            "('event', ?, 'rejected in review', ?, ?)", (one.event_id, one.who, now()),
        )  # fmt: skip
    write_corrections(con, one.event_id, changes, who=one.who, note=one.note)
    keep_corrected(con, rows)


def reviews_of(archive: Archive, event_id: str) -> list[Row]:
    """All judgements of an event, the first first: who, when, from what to what."""
    found = archive.con.execute(
        "SELECT * FROM reviews WHERE event_id = ? ORDER BY review", (event_id,)
    )
    return [_told(row) for row in found]


def all_reviews(archive: Archive, sample: str | None = None) -> Iterator[Row]:
    """All judgements, or those of a sample, the first first."""
    some = (" WHERE sample = ?", (sample,)) if sample else ("", ())
    for row in archive.con.execute(f"SELECT * FROM reviews{some[0]} ORDER BY review", some[1]):
        yield _told(row)


def _told(row: sqlite3.Row) -> Row:
    return dict(row) | {name: json.loads(row[name]) for name in ("changes", "judged")}
