"""Stretches of the calendar as plain dates: "2021-W51" is 2021-12-20 to 2021-12-26."""

from __future__ import annotations

from dragoman.model import Granularity
from dragoman.text.calendar import bounds

# Characters of an ISO date that tell as much as the granularity warrants.
CUT = {
    Granularity.WEEK: len("2021-12-20"),
    Granularity.QUARTER: len("2021-10"),
    Granularity.DECADE: len("2020"),
}


def as_dates(
    value: str, granularity: Granularity, end: str | None = None
) -> tuple[str, str | None] | None:
    """First and last date of a TIMEX3 value, both cut to what it tells; no last one for a point.

    None where the value is no stretch of the calendar ("PAST_REF").

    >>> as_dates("2021-W51", Granularity.WEEK)
    ('2021-12-20', '2021-12-26')
    >>> as_dates("2021-Q4", Granularity.QUARTER)
    ('2021-10', '2021-12')
    >>> as_dates("2021-12", Granularity.MONTH)
    ('2021-12', None)
    """
    length = CUT.get(granularity)
    if length is None:
        return value, end
    stretch = bounds(value)
    if stretch is None:
        return None
    return stretch[0].isoformat()[:length], stretch[1].isoformat()[:length]
