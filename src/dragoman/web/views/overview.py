"""The first page: how much, what kinds, who with whom, what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from datetime import timedelta

from dragoman import analysis
from dragoman.analysis.alerts import WEEK
from dragoman.store import Archive, Filter
from dragoman.store.answers import INCIDENTS
from dragoman.web.params import Asked
from dragoman.web.shapes import Incident, Overview
from dragoman.web.views.events import rows_of
from dragoman.web.views.parties import latest_day

SHOWN = 10
LATEST = """
    SELECT coalesce(cluster, event_id) AS incident, count(DISTINCT article_id) AS articles,
           count(DISTINCT publication) AS outlets, max(day) AS last,
           arg_max(event_id, (confidence, event_id)) AS best
    FROM (SELECT event_id, article_id, publication, day, confidence FROM events
          WHERE {where})
    LEFT JOIN clusters USING (event_id) GROUP BY 1
    ORDER BY outlets DESC, articles DESC, last DESC, incident LIMIT ?"""


def overview(archive: Archive, asked: Asked) -> Overview:
    """The week that ends with ``until`` (else with the last day), and the year before it."""
    wanted = asked.filter()
    until = asked.until or latest_day(archive)
    with archive.query_engine() as engine:
        counts = next(engine.rows(
            "SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(DISTINCT "
            "publication) FROM articles) AS outlets"))  # fmt: skip
        incidents = engine.value(f"SELECT {INCIDENTS} FROM (SELECT event_id FROM events) "
                                 "LEFT JOIN clusters USING (event_id)")  # fmt: skip
    types = archive.facets(wanted, ["event"], words=asked.words)["event"]
    told = {"events": archive.count(wanted, words=asked.words), "types": list(types.items()),
            "until": until, "incidents": incidents, **counts}  # fmt: skip
    if until is None:
        return Overview(since=None, weeks=[], dyads=[], alerts=[], records=[], first_acts=[],
                        latest=[], **told)  # fmt: skip
    recent = _within(wanted, until - timedelta(365), until)
    week = _within(wanted, until - WEEK + timedelta(1), until)
    return Overview(
        **told, since=until - WEEK + timedelta(1),
        weeks=analysis.series(archive, recent, words=asked.words),
        dyads=analysis.edges(archive, recent, words=asked.words, limit=SHOWN),
        alerts=_alerts(archive, until, wanted),
        records=analysis.records(archive, until=until, wanted=wanted),
        first_acts=analysis.first_acts(archive, until - WEEK, wanted, limit=SHOWN),
        latest=latest(archive, week, asked.words),
    )  # fmt: skip


def _alerts(archive: Archive, until: Date, wanted: Filter) -> list[analysis.Alert]:
    """Of dyads and of parties together, the strongest first, against the last four weeks."""
    found = [
        one
        for by in (analysis.By.DYAD, analysis.By.PARTY)
        for one in analysis.alerts(archive, by, until=until, wanted=wanted, limit=SHOWN)
    ]
    return sorted(found, key=lambda a: (-abs(a.last - a.mean), a.key))[:SHOWN]


def latest(archive: Archive, wanted: Filter, words: str | None = None) -> list[Incident]:
    """The incidents that most outlets tell, of the days that the filter names."""
    where, values = archive.condition(wanted, words)
    with archive.query_engine() as engine:
        found = list(engine.rows(LATEST.format(where=where), [*values, SHOWN]))
    rows = {row.event_id: row for row in rows_of(archive, [one["best"] for one in found])}
    return [
        Incident(event=rows[one["best"]], incident=one["incident"], articles=one["articles"],
                 outlets=one["outlets"])
        for one in found if one["best"] in rows
    ]  # fmt: skip


def _within(wanted: Filter, since: object, until: object) -> Filter:
    return replace(wanted, since=str(since), until=str(until))
