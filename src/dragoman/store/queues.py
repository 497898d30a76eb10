"""What is to be reviewed next, random samples, and what the reviews say of precision."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from enum import StrEnum
from typing import Any

from dragoman.model import ArchiveError
from dragoman.store.answers import AMONG, listed
from dragoman.store.archive import Archive
from dragoman.store.changes import CORRECTABLE, value_of
from dragoman.store.query import Filter
from dragoman.store.reviewing import Judge, State, Verdict, all_reviews
from dragoman.store.schema import transaction
from dragoman.text.statistics import krippendorff_alpha, wilson

Row = dict[str, Any]


class Queue(StrEnum):
    """In which order events come: the doubtful ones first, the disputed ones, by day, a sample."""

    UNCERTAIN = "uncertain"
    DISPUTED = "disputed"
    FILTER = "filter"
    SAMPLE = "sample"


ORDERS = {Queue.UNCERTAIN: "abs(confidence - 0.5), event_id", Queue.FILTER: "day, event_id"}


def queue(  # noqa: PLR0913  what a queue is made of
    archive: Archive, kind: Queue, who: str, *, wanted: Filter | None = None,
    words: str | None = None, sample: str | None = None, limit: int = 20,
) -> list[str]:  # fmt: skip
    """Ids of the events that somebody should judge next, without those they have judged."""
    if kind is Queue.DISPUTED:
        return disputed(archive)[:limit]
    done = {row[0] for row in archive.con.execute(
        "SELECT event_id FROM reviews WHERE who = ?", (who,))}  # fmt: skip
    if kind is Queue.SAMPLE:
        return [one for one in sampled(archive, sample or "") if one not in done][:limit]
    where, values = archive.condition(wanted, words)
    with archive.query_engine() as engine:
        rows = engine.rows(
            f"SELECT event_id FROM events WHERE {where} AND event_id NOT {AMONG} "
            f"ORDER BY {ORDERS[kind]} LIMIT {int(limit)}", [*values, listed(sorted(done))],
        )  # fmt: skip
        return [row["event_id"] for row in rows]


def disputed(archive: Archive) -> list[str]:
    """Events about which coders disagree, the oldest dispute first."""
    found = archive.con.execute(
        "SELECT event_id FROM reviews WHERE state = ? GROUP BY 1 ORDER BY min(review)",
        (State.DISPUTED.value,),
    )
    return [row[0] for row in found]


def draw_sample(
    archive: Archive, name: str, size: int, *, wanted: Filter | None = None, seed: int = 0
) -> list[str]:
    """Draw a random sample of events and keep it under a name. The same archive, filter and seed
    give the same sample. Raises ArchiveError when the name is taken or nothing passes."""
    if sampled(archive, name):
        raise ArchiveError(f"there is a sample {name!r} already; choose another name")
    where, values = archive.condition(wanted)
    with archive.query_engine() as engine:
        rows = engine.rows(
            f"SELECT event_id FROM events WHERE {where} ORDER BY md5(event_id || ?) "
            f"LIMIT {int(size)}", [*values, str(seed)],
        )  # fmt: skip
        ids = [row["event_id"] for row in rows]
    if not ids:
        raise ArchiveError("no event passes the filter: there is nothing to draw from")
    with transaction(archive.con) as con:
        con.executemany("INSERT INTO samples VALUES (?, ?, ?)",
                        [(name, place, id_) for place, id_ in enumerate(ids)])  # fmt: skip
    return ids


def sampled(archive: Archive, name: str) -> list[str]:
    """The events of a sample in the order in which they were drawn."""
    found = archive.con.execute(
        "SELECT event_id FROM samples WHERE sample = ? ORDER BY place", (name,)
    )
    return [row[0] for row in found]


def precision(archive: Archive, sample: str) -> Row:
    """How many of a random sample's events are right, each with a 95 % interval (Wilson).

    ``right``: accepted as they are; ``event``: there is an event of that type, whatever else had
    to be corrected. ``left`` counts events of the sample that nobody has judged yet.
    """
    ids = sampled(archive, sample)
    if not ids:
        raise ArchiveError(f"there is no sample {sample!r}")
    counting = {r["event_id"]: r for r in all_reviews(archive) if r["state"] == State.APPLIED}
    judged = [counting[one] for one in ids if one in counting]
    coded = _coded(archive, [r["event_id"] for r in judged if r["verdict"] != Verdict.REJECT])
    # What was coded counts: one may accept what another has corrected before.
    right = sum(r["judged"] == coded.get(r["event_id"]) for r in judged)
    typed = sum(r["judged"].get("event") == coded.get(r["event_id"], {"event": ""})["event"]
                for r in judged)  # fmt: skip
    told = {"right": right, "event": typed}
    return {
        "sample": sample, "size": len(ids), "judged": len(judged), "left": len(ids) - len(judged),
        **{name: _share(count, len(judged)) for name, count in told.items()},
    }  # fmt: skip


def _coded(archive: Archive, ids: list[str]) -> dict[str, dict[str, str | None]]:
    """By event, what was coded in the fields that can be corrected."""
    sql = f"SELECT event_id, record FROM stored_events WHERE event_id {AMONG} ORDER BY coding"
    with archive.query_engine() as engine:
        found = {r["event_id"]: json.loads(r["record"]) for r in engine.rows(sql, [listed(ids)])}
    return {id_: {f: value_of(f, told) for f in CORRECTABLE} for id_, told in found.items()}


def _share(count: int, of: int) -> Row:
    low, high = wilson(count, of)
    return {"count": count, "share": count / of if of else None, "low": low, "high": high}


def agreement(archive: Archive, sample: str | None = None) -> Row:
    """Krippendorff's alpha (nominal) between coders, for the verdict and for each field, over the
    events that two or more of them judged; their last word counts. None where nothing varies."""
    last: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in all_reviews(archive, sample):
        if row["role"] == Judge.CODER:
            last[row["event_id"]][row["who"]] = row
    both = [list(by.values()) for by in last.values() if len(by) > 1]
    units = {"verdict": [["no" if r["verdict"] == Verdict.REJECT else "yes" for r in rows]
                         for rows in both]}  # fmt: skip
    for field in CORRECTABLE:
        units[field] = [
            [r["judged"].get(field) or "" for r in rows if r["verdict"] != Verdict.REJECT]
            for rows in both
        ]
    return {"events": len(both), "alpha": {f: krippendorff_alpha(u) for f, u in units.items()}}


def progress(archive: Archive) -> Row:
    """How many reviews there are by coder and by verdict, and how many events are disputed."""
    found = list(all_reviews(archive))
    samples = archive.con.execute("SELECT sample, count(*) AS size FROM samples GROUP BY 1")
    return {
        "reviews": len(found),
        "events": len({row["event_id"] for row in found}),
        "coders": dict(Counter(row["who"] for row in found).most_common()),
        "verdicts": dict(Counter(row["verdict"] for row in found).most_common()),
        "disputed": len(disputed(archive)),
        "samples": [dict(row) for row in samples],
    }
