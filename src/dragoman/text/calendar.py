"""Calendar arithmetic on plain dates: months, weeks, Easter, the days a cut value covers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

DAY = timedelta(days=1)

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""TIMEX3's code of a season and the (northern) month it begins in."""


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day.

    >>> make_date(2021, 2, 30) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date | None:
    """The day ``months`` later, cut to the month's last day; None outside the calendar.

    >>> add_months(date(2021, 1, 31), 1)
    datetime.date(2021, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9998:
        return None
    return date(year, month, min(day.day, month_end(year, month).day))


def add_days(day: date, days: int) -> date | None:
    """The day ``days`` later; None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - DAY


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).

    >>> easter(2022)
    datetime.date(2022, 4, 17)
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - shift + 15) % 30
    quarter, odd = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * quarter - epact - odd) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth Monday (0) to Sunday (6) of a month; ``nth`` -1 is the last one.

    >>> nth_weekday(2021, 11, 3, 4)
    datetime.date(2021, 11, 25)
    """
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = month_end(year, month)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def weekday_before(day: date, weekday: int) -> date:
    """The most recent such weekday, ``day`` itself included."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def weekday_after(day: date, weekday: int) -> date:
    """The coming such weekday, ``day`` itself included."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def week_value(day: date) -> str:
    """The ISO week of a day.

    >>> week_value(date(2021, 12, 21))
    '2021-W51'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_value(day: date) -> str:
    """The quarter of a day: "2021-Q4"."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def month_value(day: date) -> str:
    """The month of a day: "2021-12"."""
    return f"{day.year:04d}-{day.month:02d}"


def bounds(value: str) -> tuple[date, date] | None:
    """First and last day that a cut value covers; None when it is no stretch of the calendar.

    >>> bounds("2021-W51")
    (datetime.date(2021, 12, 20), datetime.date(2021, 12, 26))
    >>> bounds("PAST_REF") is None
    True
    """
    for pattern, read in _SHAPES:
        match = pattern.fullmatch(value)
        if match:
            try:
                return read(*match.groups())
            except ValueError:
                return None
    return None


def _day(year: str, month: str, day: str) -> tuple[date, date]:
    exact = date(int(year), int(month), int(day))
    return exact, exact


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    first = date(year, month, 1)
    after = add_months(first, count)
    if after is None:
        raise ValueError("outside the calendar")
    return first, after - DAY


def _week(year: str, week: str) -> tuple[date, date]:
    monday = date.fromisocalendar(int(year), int(week), 1)
    return monday, monday + 6 * DAY


def _years(first: int, last: int) -> tuple[date, date]:
    return date(first, 1, 1), date(last, 12, 31)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., tuple[date, date]]], ...] = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), _day),
    (re.compile(r"(\d{4})-(\d\d)"), lambda y, m: _months(int(y), int(m), 1)),
    (re.compile(r"(\d{4})-W(\d\d)"), _week),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda y, q: _months(int(y), int(q) * 3 - 2, 3)),
    (re.compile(r"(\d{4})-H([12])"), lambda y, h: _months(int(y), int(h) * 6 - 5, 6)),
    (re.compile(r"(\d{4})-(SP|SU|FA|WI)"), lambda y, s: _months(int(y), SEASONS[s], 3)),
    (re.compile(r"(\d{4})"), lambda y: _years(int(y), int(y))),
    (re.compile(r"(\d{3})"), lambda d: _years(int(d) * 10, int(d) * 10 + 9)),
    (re.compile(r"(\d{2})"), lambda c: _years(int(c) * 100, int(c) * 100 + 99)),
)
