"""Emerging actors: names that act far more than they used to, or for the first time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from math import log

from dragoman.analysis.series import last_day
from dragoman.store.asking import Asking
from dragoman.store.query import Filter

LEAST = 3  # incidents in the last weeks: fewer are chance
NAMED = """
    SELECT name, max(code) AS code, min(day) AS first,
           count(*) FILTER (cluster IS NULL AND recent) + count(DISTINCT cluster) FILTER (recent)
           AS last,
           count(*) FILTER (cluster IS NULL AND NOT recent)
           + count(DISTINCT cluster) FILTER (NOT recent) AS before
    FROM (SELECT event_id, day, day > CAST(? AS DATE) AS recent, unnest(actor_names) AS name,
                 unnest(actors) AS code FROM events
          WHERE {where} AND day > CAST(? AS DATE) AND day <= CAST(? AS DATE))
    LEFT JOIN clusters USING (event_id) WHERE name <> '' GROUP BY 1 HAVING last >= ?"""


@dataclass(frozen=True, slots=True)
class Emerging:
    """An actor with incidents in the last weeks, in the year before, the number that the year
    makes expect, and how surprising it is (log-likelihood; the larger, the more)."""

    name: str
    code: str
    first: Date
    last: int
    before: int
    expected: float
    surprise: float


def emerging(
    archive: Asking, *, until: Date | None = None, weeks: int = 4, wanted: Filter | None = None,
    limit: int = 30,
) -> list[Emerging]:  # fmt: skip
    """Actors (by name) that act more in the last weeks than their year before makes expect, the
    most surprising first."""
    day = until or last_day(archive)
    recent, year = day - timedelta(7 * weeks), day - timedelta(365 + 7 * weeks)
    where, values = archive.condition(wanted)
    with archive.query_engine() as engine:
        rows = engine.rows(NAMED.format(where=where), [recent, *values, year, day, LEAST])
        found = [_emerging(row, 7 * weeks / 365) for row in rows]
    rising = [one for one in found if one.last > one.expected]
    return sorted(rising, key=lambda e: (-e.surprise, e.name))[:limit]


def _emerging(row: dict[str, object], share: float) -> Emerging:
    last, before = int(str(row["last"])), int(str(row["before"]))
    expected = (before + 0.5) * share
    surprise = 2 * (last * log(last / expected) - (last - expected))
    return Emerging(
        str(row["name"]), str(row["code"] or ""), row["first"],  # type: ignore[arg-type]
        last, before, round(expected, 2), round(surprise, 2),
    )  # fmt: skip
