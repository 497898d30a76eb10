"""Periods of time, and what can be watched over them."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta
from enum import StrEnum


class Period(StrEnum):
    """How time is cut; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class By(StrEnum):
    """What is watched: directed dyads, single parties, or countries where things happen."""

    DYAD = "dyad"
    PARTY = "party"
    COUNTRY = "country"


def step(start: Date, period: Period) -> Date:
    """The first day of the next period.

    >>> step(Date(2021, 12, 1), Period.MONTH)
    datetime.date(2022, 1, 1)
    """
    if period is Period.MONTH:
        return (start + timedelta(32)).replace(day=1)
    if period is Period.YEAR:
        return start.replace(year=start.year + 1)
    return start + timedelta(7 if period is Period.WEEK else 1)
