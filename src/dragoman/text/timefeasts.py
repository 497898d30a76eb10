"""Feasts that other calendars than the Gregorian one date: Jewish and Orthodox ones."""

from __future__ import annotations

from datetime import date, timedelta


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar, as the Gregorian one counts (Meeus).

    >>> orthodox_easter(2021)
    datetime.date(2021, 5, 2)
    """
    epact = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7
    month, day = divmod(epact + weekday + 114, 31)
    apart = year // 100 - year // 400 - 2  # days between the two calendars
    return date(year, month, day + 1) + timedelta(days=apart)


def hebrew_new_year(year: int) -> date:
    """Rosh Hashanah, the day that begins on the evening before (Gauss's rule, after Conway).

    >>> hebrew_new_year(2021)
    datetime.date(2021, 9, 7)
    """
    cycle = 12 * (year % 19 + 1) % 19
    # In parts of a day, so that the postponements are decided in whole numbers.
    whole = 492480 * 5
    moon = (
        (year // 100 - year // 400 - 2) * whole
        + 765433 * 5 * cycle
        + (year % 4) * whole // 4
        - (313 * year + 89081) * 25
    )
    days, part = divmod(moon, whole)
    day = date(year, 9, 1) + timedelta(days=days - 1)
    weekday = day.weekday()
    if weekday in {6, 2, 4}:
        return day + timedelta(days=1)
    if weekday == 0 and part * 25920 >= 23269 * whole and cycle > 11:
        return day + timedelta(days=1)
    if weekday == 1 and part * 2160 >= 1367 * whole and cycle > 6:
        return day + timedelta(days=2)
    return day


def hanukkah(year: int) -> date:
    """The first day of Hanukkah; a year of 355 or 385 days has a longer month before it.

    >>> hanukkah(2021)
    datetime.date(2021, 11, 29)
    """
    start = hebrew_new_year(year)
    longer = (hebrew_new_year(year + 1) - start).days in {355, 385}
    return start + timedelta(days=83 + longer)
