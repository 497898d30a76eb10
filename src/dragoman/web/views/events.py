"""Lists of events, and one event."""

from __future__ import annotations

import json
from typing import Any

from dragoman.model import ArchiveError
from dragoman.store import Archive
from dragoman.store.changes import CORRECTABLE, value_of
from dragoman.store.reviewing import reviews_of
from dragoman.web.params import Asked, AskedList, cursor, place
from dragoman.web.shapes import EventDetail, EventList, EventPage, EventRow, Facet, Told

ROW = ", ".join(EventRow.model_fields)
FACETS = {
    "event": ("event", "Type"), "modes": ("mode", "Mode"), "actors": ("actor", "Actor"),
    "recipients": ("recipient", "Recipient"), "country": ("country", "Where"),
    "actor_sectors": ("sector", "Sector of actor"), "status": ("status", "Status"),
    "reporters": ("reported_by", "Who says so"), "publication": ("publication", "Outlet"),
    "contexts": ("context", "Context"), "quad_code": ("quad", "Class"),
}  # fmt: skip
SHOWN = 14  # values of a facet
SORTS = {"-day": ("day", "DESC"), "day": ("day", "ASC"), "-confidence": ("confidence", "DESC"),
         "confidence": ("confidence", "ASC")}  # fmt: skip
TYPES = {"day": "DATE", "confidence": "DOUBLE"}
TELLING = """SELECT i.event_id, i.score, i.reason, a.title, a.url FROM incidents AS i
    JOIN events AS e USING (event_id) JOIN articles AS a USING (article_id)
    WHERE i.incident = ? ORDER BY e.published NULLS LAST, i.event_id LIMIT 100"""


def event_list(archive: Archive, asked: AskedList) -> EventList:
    """A page of the events that pass a filter; keyset paging, so that later pages cost no more."""
    where, values = archive.condition(asked.filter(), asked.words)
    total = archive.count(asked.filter(), words=asked.words)
    found, following = _page(archive, asked, where, values)
    return EventList(total=total, events=found, next=following)


def event_page(archive: Archive, asked: AskedList) -> EventPage:
    """A page of events with the counts of its facets."""
    told = event_list(archive, asked)
    return EventPage(**dict(told), facets=facets(archive, asked))


def facets(archive: Archive, asked: Asked) -> list[Facet]:
    """For each facet its most frequent values among the events that pass."""
    counts = archive.facets(asked.filter(), list(FACETS), words=asked.words)
    told = [
        Facet(name=name, title=title, values=[
            (value, n) for value, n in counts[column].items() if value][:SHOWN])
        for column, (name, title) in FACETS.items()
    ]  # fmt: skip
    return [*told, Facet(name="year", title="Year", values=_years(archive, asked))]


def _years(archive: Archive, asked: Asked) -> list[tuple[str, int]]:
    """How many events of each year, the latest first; a year stands for its first and last day."""
    where, values = archive.condition(asked.filter(), asked.words)
    sql = (f"SELECT year(day) AS year, count(*) AS n FROM events WHERE {where} "
           f"AND year(day) BETWEEN 1000 AND 2999 GROUP BY 1 ORDER BY 1 DESC LIMIT {SHOWN}")
    with archive.query_engine() as engine:
        return [(f"{row['year']:04d}", row["n"]) for row in engine.rows(sql, values)]


def _page(
    archive: Archive, asked: AskedList, where: str, values: list[Any]
) -> tuple[list[EventRow], str | None]:
    column, way = SORTS[asked.sort]
    before, after_values = _behind(asked, column, way)
    order = f"ORDER BY {column} {way} NULLS LAST, event_id"
    # First which, by two small columns; then the whole rows of those few.
    sql = (f"SELECT event_id, {column} AS k FROM events WHERE {where}{before} {order} "
           f"LIMIT {asked.limit + 1}")  # fmt: skip
    with archive.query_engine() as engine:
        keys = list(engine.rows(sql, [*values, *after_values]))
    ids = [row["event_id"] for row in keys[: asked.limit]]
    more = len(keys) > asked.limit
    last = keys[asked.limit - 1] if more else None
    following = cursor(asked.sort, last["k"], last["event_id"]) if last else None
    return rows_of(archive, ids), following


def _behind(asked: AskedList, column: str, way: str) -> tuple[str, list[Any]]:
    """The condition of what comes behind the cursor."""
    if not asked.after:
        return "", []
    key, event_id = place(asked.after, asked.sort)
    if not key:
        return f" AND {column} IS NULL AND event_id > ?", [event_id]
    kind, sign = TYPES[column], "<" if way == "DESC" else ">"
    return (
        f" AND ({column} {sign} TRY_CAST(? AS {kind}) OR ({column} = TRY_CAST(? AS {kind}) "
        f"AND event_id > ?) OR {column} IS NULL)", [key, key, event_id],
    )  # fmt: skip


def rows_of(archive: Archive, ids: list[str]) -> list[EventRow]:
    """The rows of some events, in the order of the ids."""
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))
    with archive.query_engine() as engine:
        rows = engine.rows(f"SELECT {ROW} FROM events WHERE event_id IN ({marks})", ids)
        found = {row["event_id"]: EventRow(**row) for row in rows}
    return [found[one] for one in ids if one in found]


def event_detail(archive: Archive, event_id: str) -> EventDetail | None:
    """Everything about one event, also when it was withdrawn; None when there is none."""
    try:
        record = archive.record(event_id)
    except ArchiveError:
        return None
    row = archive.event(event_id)
    coded = json.loads(row["record"]) if row else record
    reviews = reviews_of(archive, event_id)
    incident, total, told = _incident(archive, event_id)
    return EventDetail(
        event=EventRow(**_listed(archive, event_id, row)), record=record, coded=coded,
        article=article_of(archive, record["cite_info"]["article_id"]), incident=incident,
        incident_total=total, told=told, reviews=reviews, withdrawn=row is None,
        seen=max((one["review"] for one in reviews), default=0),
        fields={name: value_of(name, record) for name in CORRECTABLE},
    )  # fmt: skip


def _listed(archive: Archive, event_id: str, row: dict[str, Any] | None) -> dict[str, Any]:
    if row is not None:
        return row
    with archive.query_engine() as engine:
        sql = f"SELECT {ROW} FROM stored_events WHERE event_id = ? LIMIT 1"
        return next(engine.rows(sql, [event_id]))


def _incident(archive: Archive, event_id: str) -> tuple[str, int, list[Told]]:
    with archive.query_engine() as engine:
        cluster = engine.value(
            "SELECT cluster FROM members WHERE kind = 'event' AND id = ?", [event_id]
        )
        if cluster is None:
            return event_id, 1, []
        total = engine.value(
            "SELECT count(*) FROM members WHERE kind = 'event' AND cluster = ?", [cluster]
        )
        told = {row["event_id"]: row for row in engine.rows(TELLING, [cluster])}
    rows = {row.event_id: row for row in rows_of(archive, list(told))}
    return cluster, total, [
        Told(event=rows[id_], **{k: one[k] for k in ("title", "url", "score", "reason")})
        for id_, one in told.items() if id_ in rows
    ]  # fmt: skip


def article_of(archive: Archive, article_id: str) -> dict[str, Any] | None:
    """An article with its text; None when there is none."""
    with archive.query_engine() as engine:
        sql = ("SELECT * EXCLUDE (minhash, terms, weights) FROM stored_articles "
               "WHERE article_id = ?")  # fmt: skip
        return next(engine.rows(sql, [article_id]), None)
