"""Counts and scores over time: of whatever passes a filter, or of every dyad."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Any

from dragoman.model import ArchiveError
from dragoman.store.answers import INCIDENTS, Engine
from dragoman.store.asking import Asking
from dragoman.store.query import Filter
from dragoman.text.periods import Period, step

MOST = 20_000  # points of a series: more than fifty years of days
YEAR = timedelta(366)

# Per 1,000 articles: how much is published changes from week to week, and events with it.
POINTS = f"""
    SELECT CAST(date_trunc('{{period}}', day) AS DATE) AS start, count(*) AS events,
           {INCIDENTS} AS incidents, avg(event_scale) AS mean, sum(event_scale) AS sum,
           count(*) FILTER (quad_code = 1) AS verbal_cooperation,
           count(*) FILTER (quad_code = 2) AS material_cooperation,
           count(*) FILTER (quad_code = 3) AS verbal_conflict,
           count(*) FILTER (quad_code = 4) AS material_conflict
    FROM (SELECT day, event_scale, quad_code, event_id FROM events
          WHERE {{where}} AND day IS NOT NULL)
    LEFT JOIN clusters USING (event_id) GROUP BY 1 ORDER BY 1 DESC LIMIT {{most}}"""
VOLUME = """SELECT CAST(date_trunc('{period}', published) AS DATE) AS start, count(*) AS articles
    FROM articles WHERE published IS NOT NULL GROUP BY 1"""
DYADS = f"""
    SELECT CAST(date_trunc('{{period}}', day) AS DATE) AS start, actor, recipient,
           count(*) AS events, {INCIDENTS} AS incidents,
           avg(event_scale) AS mean, sum(event_scale) AS sum,
           count(*) FILTER (quad_code = 1) AS verbal_cooperation,
           count(*) FILTER (quad_code = 2) AS material_cooperation,
           count(*) FILTER (quad_code = 3) AS verbal_conflict,
           count(*) FILTER (quad_code = 4) AS material_conflict
    FROM ({{pairs}}) LEFT JOIN clusters USING (event_id) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
LATEST = """SELECT quantile_disc(published, 0.999) AS day, max(published, 3) AS latest
    FROM articles"""
# Who to whom: every actor with every recipient; sides of a shared act with one another.
PAIRS = """
    SELECT event_id, day, event, event_scale, quad_code, status, country, actor, recipient
    FROM (SELECT *, unnest(list_distinct(actors)) AS actor,
                 if(len(recipients) > 0, recipients, actors) AS others
          FROM events WHERE {where} AND day IS NOT NULL),
         unnest(list_distinct(others)) AS o(recipient)
    WHERE actor <> recipient AND actor <> '' AND recipient <> ''"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened in a period. ``mean`` and ``sum`` are of PLOVER scores (-10 to 10)."""

    start: Date
    events: int
    incidents: int
    mean: float
    sum: float
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int

    @property
    def conflict(self) -> int:
        """Events of conflict."""
        return self.verbal_conflict + self.material_conflict

    @property
    def cooperation(self) -> int:
        """Events of cooperation."""
        return self.verbal_cooperation + self.material_cooperation


@dataclass(frozen=True, slots=True)
class Point(Counts):
    """A period with what was published in it: ``articles``, and incidents per 1,000 of them (None
    where none was published)."""

    articles: int
    per_1000: float | None


@dataclass(frozen=True, slots=True)
class DyadRow(Point):
    """A period of one directed dyad."""

    actor: str
    recipient: str


def series(
    archive: Asking, wanted: Filter | None = None, period: Period = Period.WEEK, *,
    words: str | None = None, filled: bool = True,
) -> list[Point]:  # fmt: skip
    """Counts by period of the events that pass a filter; with ``filled`` periods without any are
    there with zeros, from the first to the last; of very long series the end."""
    where, values = archive.condition(wanted, words)
    sql = POINTS.format(period=period.value, where=where, most=MOST)
    with archive.query_engine() as engine:
        found = [Counts(**row) for row in engine.rows(sql, values)][::-1]
        volume = _volume(engine, period)
    if filled and found:
        found = list(_filled(found, period))
    return [Point(**_values(one) | _normal(one, volume)) for one in found]


def dyad_table(
    archive: Asking, wanted: Filter | None = None, period: Period = Period.MONTH
) -> Iterator[DyadRow]:
    """Every directed dyad by period, only where something happened: the panel that models take."""
    where, values = archive.condition(wanted)
    sql = DYADS.format(period=period.value, pairs=PAIRS.format(where=where))
    with archive.query_engine() as engine:
        volume = _volume(engine, period)
        for row in engine.rows(sql, values):
            actor, recipient = row.pop("actor"), row.pop("recipient")
            one = Counts(**row)
            told = _values(one) | _normal(one, volume)
            yield DyadRow(**told, actor=actor, recipient=recipient)


def _volume(engine: Engine, period: Period) -> dict[Date, int]:
    """How many articles were published in each period."""
    rows = engine.rows(VOLUME.format(period=period.value))
    return {row["start"]: row["articles"] for row in rows}


def last_day(archive: Asking) -> Date:
    """The day that the archive reaches to. The last thousandth of the articles is left aside, and
    of few articles one that is alone a year after all others: one wrong date must not empty the
    view. Raises ArchiveError when no article has a date."""
    with archive.query_engine() as engine:
        found = next(engine.rows(LATEST))
    if found["day"] is None:
        raise ArchiveError("no article of this archive has a day of publication: no time to follow")
    days: list[Date] = found["latest"]
    alone = len(days) > 2 and days[0] - days[1] > YEAR  # of two nobody knows which one is wrong
    day: Date = min(found["day"], days[1] if alone else days[0])
    return day


def _filled(found: list[Counts], period: Period) -> Iterator[Counts]:
    there = {one.start: one for one in found}
    starts = [found[0].start]
    while starts[-1] < found[-1].start:
        starts.append(step(starts[-1], period))
    for start in starts[-MOST:]:
        yield there.get(start) or Counts(start, 0, 0, 0.0, 0.0, 0, 0, 0, 0)


def _values(one: Counts) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Counts.__slots__}


def _normal(one: Counts, volume: dict[Date, int]) -> dict[str, Any]:
    articles = volume.get(one.start, 0)
    share = round(1000 * one.incidents / articles, 2) if articles else None
    return {"articles": articles, "per_1000": share}
