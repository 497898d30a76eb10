"""What changed: the last week against the weeks before, by rules that are public and plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from functools import cache
from types import MappingProxyType

from dragoman.analysis.series import PAIRS, last_day
from dragoman.store.answers import INCIDENTS
from dragoman.store.asking import Asking
from dragoman.store.query import Filter
from dragoman.tables.reading import rows
from dragoman.text.periods import By

WEEK = timedelta(7)
LONG = 52  # weeks
SHORT = 4
# By week back from the last day: 0 is the last week.
WEEKLY = f"""
    SELECT {{key}} AS key,
           CAST(floor(date_diff('day', day, CAST(? AS DATE)) / 7) AS INTEGER) AS back,
           {INCIDENTS} AS n
    FROM ({{source}}) LEFT JOIN clusters USING (event_id)
    WHERE day <= CAST(? AS DATE) AND day > CAST(? AS DATE) GROUP BY ALL"""
ROLLING = f"""
    SELECT country AS key,
           CAST(floor(date_diff('day', day, CAST(? AS DATE)) / ?) AS INTEGER) AS back,
           {INCIDENTS} AS n
    FROM (SELECT * FROM events WHERE {{where}} AND quad_code = 4 AND country IS NOT NULL)
    LEFT JOIN clusters USING (event_id)
    WHERE day <= CAST(? AS DATE) AND day > CAST(? AS DATE) GROUP BY ALL"""


@dataclass(frozen=True, slots=True)
class Alert:
    """A change of incidents in the last week. ``key`` is "USA RUS" for a dyad, else one code;
    ``level`` is large, moderate or limited, ``change`` the share against the mean of ``weeks``
    earlier weeks (None where there was nothing), and ``why`` the rule in words."""

    key: str
    last: int
    mean: float
    weeks: int
    change: float | None
    level: str
    why: str

    @property
    def rises(self) -> bool:
        """More than before?"""
        return self.last > self.mean


@dataclass(frozen=True, slots=True)
class Record:
    """A country with more incidents of material conflict in 30 days than in any 30 before."""

    country: str
    last: int
    highest: int
    years: int
    why: str


def alerts(
    archive: Asking, by: By = By.DYAD, weeks: int = SHORT, *, until: Date | None = None,
    wanted: Filter | None = None, limit: int = 50,
) -> list[Alert]:  # fmt: skip
    """Changes of the week that ends with ``until`` (default: the last day of the archive) against
    the mean of so many weeks before, the strongest first; those of no weight are left out.

    The thresholds are those of ACLED's Trendfinder (data/analysis/thresholds.tsv).
    """
    day = until or last_day(archive)
    found: dict[str, list[int]] = {}
    for key, back, count in _weekly(archive, by, day, weeks, wanted):
        found.setdefault(key, [0] * (weeks + 1))[back] = count
    told = [_alert(key, counts[0], sum(counts[1:]) / weeks, weeks) for key, counts in found.items()]
    kept = [one for one in told if one.level != "limited"]
    return sorted(kept, key=lambda a: (-abs(a.last - a.mean), a.key))[:limit]


def _weekly(
    archive: Asking, by: By, day: Date, weeks: int, wanted: Filter | None
) -> list[tuple[str, int, int]]:
    where, values = archive.condition(wanted)
    first = day - (weeks + 1) * WEEK
    where = f"{where} AND day > DATE '{first}' AND day <= DATE '{day}'"
    source, key = {
        By.DYAD: (PAIRS.format(where=where), "actor || ' ' || recipient"),
        By.PARTY: ("SELECT DISTINCT event_id, day, unnest(list_distinct(list_concat(actors, "
                   f"recipients))) AS party FROM events WHERE {where}", "party"),
        By.COUNTRY: (f"SELECT * FROM events WHERE {where} AND country IS NOT NULL", "country"),
    }[by]  # fmt: skip
    sql = WEEKLY.format(source=source, key=key)
    with archive.query_engine() as engine:
        found = engine.rows(sql, [day, *values, day, first])
        return [(r["key"], min(r["back"], weeks), r["n"]) for r in found if r["key"]]


def _alert(key: str, last: int, mean: float, weeks: int) -> Alert:
    rule = thresholds()
    change = (last - mean) / mean if mean else None
    size = abs(change) if change is not None else float("inf")
    low = mean <= rule["low_mean"] and last <= rule["low_last"]
    level = "limited"
    if not low and last != mean:
        level = "large" if size > rule["large"] else "moderate"
        level = "limited" if size < rule["moderate"] else level
    told = f"{change:+.0%}" if change is not None else "new"
    why = f"{last} incidents in the last week, {mean:.1f} a week in the {weeks} before ({told})"
    return Alert(key, last, round(mean, 2), weeks, change, level, why + (", few" if low else ""))


def records(
    archive: Asking, *, until: Date | None = None, years: int = 1, wanted: Filter | None = None
) -> list[Record]:
    """Countries at their record: incidents of material conflict in the last 30 days above every
    30 days of the years before, and not few (the rule of OCHA's HDX Signals)."""
    rule = thresholds()
    days, day = int(rule["record_days"]), until or last_day(archive)
    first = day - timedelta(days * (1 + round(365 * years / days)))
    where, values = archive.condition(wanted)
    sql = ROLLING.format(where=where)
    counts: dict[str, dict[int, int]] = {}
    with archive.query_engine() as engine:
        for row in engine.rows(sql, [day, days, *values, day, first]):
            counts.setdefault(row["key"], {})[row["back"]] = row["n"]
    found = []
    for country, by in sorted(counts.items()):
        last, highest = by.get(0, 0), max((n for b, n in by.items() if b), default=0)
        if last >= rule["record_floor"] and last > highest:
            why = f"{last} incidents of material conflict in {days} days, at most {highest} before"
            found.append(Record(country, last, highest, years, why))
    return sorted(found, key=lambda r: (-r.last, r.country))


@cache
def thresholds() -> Mapping[str, float]:
    """The numbers of the rules by name."""
    return MappingProxyType(
        {row["rule"]: float(row["value"]) for row in rows("analysis/thresholds.tsv")}
    )
