"""Days and moments as files write them: ISO 8601, RFC 2822, seconds since 1970, written out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from datetime import date as Date
from email.utils import parsedate_to_datetime

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
EARLIEST, LATEST = 1700, 2100
_WRITTEN = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\.?\s+)?(?P<month>[A-Za-z]{3,9})\.?\s+"
    r"(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})"
)
_NUMBERS = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_SECONDS = re.compile(r"\d{9,10}|\d{12,13}")


def moment(value: object) -> tuple[Date | None, str | None]:
    """The day that a value tells, and the moment in ISO 8601 where it tells one with its zone.

    A day of which nobody can tell whether month or day comes first is no day.

    >>> moment("Tue, 04 Mar 2014 08:15:00 +0300")
    (datetime.date(2014, 3, 4), '2014-03-04T08:15:00+03:00')
    >>> moment("March 4, 2014")
    (datetime.date(2014, 3, 4), None)
    >>> moment("04/03/2014")
    (None, None)
    """
    if isinstance(value, datetime):
        return value.date(), value.isoformat() if value.tzinfo else None
    if isinstance(value, Date):
        return value, None
    text = str(value).strip() if value is not None else ""
    found = _iso(text) or _mail(text) or _seconds(text)
    if found:
        day = found.date() if EARLIEST < found.year < LATEST else None
        return day, found.isoformat() if day and found.tzinfo else None
    return _compact(text) or _written(text) or _numbers(text), None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) >= len("2014-03-04") else None
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if ":" in text else None
    except (ValueError, IndexError, TypeError):
        return None


def _seconds(text: str) -> datetime | None:
    if not _SECONDS.fullmatch(text):
        return None
    seconds = int(text) / (1000 if len(text) > len("1234567890") else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _compact(text: str) -> Date | None:
    match = _COMPACT.fullmatch(text)
    return _day(*match.groups()) if match else None


def _written(text: str) -> Date | None:
    match = _WRITTEN.search(text)
    if not match:
        return None
    month = MONTHS.get(match["month"][:3].lower())
    day = match["d1"] or match["d2"]
    return _day(match["year"], month, day) if month and day else None


def _numbers(text: str) -> Date | None:
    match = _NUMBERS.match(text)
    if not match:
        return None
    first, second, third = match.groups()
    if len(first) == 4:
        return _day(first, second, third)
    if len(third) != 4 or (int(first) <= 12 and int(second) <= 12 and first != second):
        return None
    month, day = (first, second) if int(second) > 12 else (second, first)
    return _day(third, month, day)


def _day(year: object, month: object, day: object) -> Date | None:
    try:
        found = Date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None
    return found if EARLIEST < found.year < LATEST else None
