"""Readers of dates that stand on the calendar: days, months, years, decades."""

from __future__ import annotations

import re
from datetime import date

from dragoman.model import Granularity
from dragoman.text.calendar import make_date, month_end
from dragoman.text.numerals import parse_year
from dragoman.text.timewords import Reading, TimeContext, unanchored

DUE = ("by ", "By ", "ending ", "beginning ", "starting ")
OVER = ("ended ", "as of ", "As of ", "since ", "Since ")
# What is traded now and delivered in a month to come.
CONTRACT = re.compile(r"(?:[\s,]+[\w-]+)?\s+(?:contracts?|delivery|deliveries|futures)\b")


def read_year_group(ctx: TimeContext, name: str = "y") -> int | None:
    """The year in a group, in figures or words; None where there is none."""
    words = ctx.get(name)
    return parse_year(words, ctx.lexicon.numbers) if words else None


def relative_year(ctx: TimeContext, word: str) -> int | None:
    """The year that "last", "this" or "next" year is; None without an anchor."""
    if ctx.anchor is None:
        return None
    return ctx.anchor.year + {"last": -1, "next": 1}.get(word, 0)


def year_or_relative(ctx: TimeContext) -> int | None:
    """The year that the words give, in figures or told from the anchor's."""
    year = read_year_group(ctx)
    return relative_year(ctx, ctx.get("ry")) if year is None and ctx.get("ry") else year


def nearest_year(ctx: TimeContext, month: int, day: int, *, strict: bool = False) -> int | None:
    """The year of a month and day that names none: the nearest to the anchor.

    What lies ahead counts as more than twice as far where the clause says nothing, and as five
    times as far where it looks back (``strict``: it is out of reach then); what lies behind as
    four times as far where it looks ahead.
    """
    if ctx.anchor is None:
        return None
    ahead = True if ctx.ahead is None and ctx.before.endswith(DUE) else ctx.ahead
    over = ctx.before.endswith(OVER)
    best, least = None, None
    for year in range(ctx.anchor.year - 1, ctx.anchor.year + 2):
        candidate = make_date(year, month, day)
        if candidate is None:
            continue
        distance = (candidate - ctx.anchor).days
        if distance > 0 and (over or (strict and ctx.ahead is False)):
            continue
        cost = _cost(distance, ahead)
        if least is None or cost < least:
            best, least = year, cost
    return best


def _cost(distance: int, ahead: bool | None) -> float:
    weights = {True: (4.0, 1.0), False: (1.0, 5.0), None: (1.0, 2.5)}
    behind, before = weights[ahead]
    return -distance * behind if distance < 0 else distance * before


def numeric(ctx: TimeContext) -> Reading | None:
    """ "2021-12-21", "21.12.2021", "2021-12"."""
    year, month, day = ctx.integer("y"), ctx.integer("mm"), ctx.integer("d")
    if year is None or month is None:
        return None
    if day is None:
        return Reading(f"{year:04d}-{month:02d}", Granularity.MONTH)
    exact = make_date(year, month, day)
    return Reading(exact.isoformat(), Granularity.DAY) if exact else None


def slashed(ctx: TimeContext) -> Reading | None:
    """ "12/21/2021": month first, as American news writes it, unless only day first is a date."""
    first, second, year = ctx.integer("a"), ctx.integer("b"), ctx.integer("y")
    if first is None or second is None or year is None:
        return None
    if len(ctx.get("y")) == 2:
        year += 2000 if year < 50 else 1900
    exact = make_date(year, first, second) or make_date(year, second, first)
    return Reading(exact.isoformat(), Granularity.DAY) if exact else None


def day(ctx: TimeContext) -> Reading | None:
    """ "Dec. 21, 2021", "the 12th of March", "January 11", "March eighth last year"."""
    month, number = ctx.month("m"), ctx.integer("d")
    if number is None or make_date(2024, month, number) is None:
        return None
    year = read_year_group(ctx)
    if year is None and ctx.get("ry"):
        year = relative_year(ctx, ctx.get("ry"))
    elif year is None:
        year = nearest_year(ctx, month, number)
    if year is None:
        return unanchored(Granularity.DAY)
    exact = make_date(year, month, number)
    return Reading(exact.isoformat(), Granularity.DAY) if exact else None


def day_range(ctx: TimeContext) -> Reading | None:
    """ "5-7 June", "December 28, 2021 to January 3, 2022"."""
    first, last = ctx.integer("d"), ctx.integer("dz")
    if first is None or last is None:
        return None
    month = ctx.month("m")
    month_last = ctx.month("mz") if ctx.get("mz") else month
    if make_date(2024, month, first) is None or make_date(2024, month_last, last) is None:
        return None
    year, year_last = _range_years(ctx, (month, first), (month_last, last))
    if year is None or year_last is None:
        return unanchored(Granularity.DAY)
    start, end = make_date(year, month, first), make_date(year_last, month_last, last)
    if start is None or end is None or end < start:
        return None
    return Reading(start.isoformat(), Granularity.DAY, end.isoformat())


def _range_years(
    ctx: TimeContext, first: tuple[int, int], last: tuple[int, int]
) -> tuple[int | None, int | None]:
    start, end = read_year_group(ctx), read_year_group(ctx, "yz")
    wraps = 1 if last < first else 0
    if start is None and end is None:
        start = nearest_year(ctx, *first)
    if start is None and end is not None:
        start = end - wraps
    if end is None and start is not None:
        end = start + wraps
    return start, end


def month(ctx: TimeContext) -> Reading | None:
    """ "December 2021", "early March 2020", "May last year"."""
    year = read_year_group(ctx)
    if year is None:
        year = relative_year(ctx, ctx.get("ry"))
    if year is None:
        return unanchored(Granularity.MONTH)
    return Reading(f"{year:04d}-{ctx.month('m'):02d}", Granularity.MONTH)


def bare_month(ctx: TimeContext) -> Reading | None:
    """ "in May", "last March", "late November": the year comes from the anchor."""
    if not _is_month(ctx):
        return None
    number, rel = ctx.month("m"), ctx.get("rel")
    if ctx.anchor is None:
        return unanchored(Granularity.MONTH)
    now = (ctx.anchor.year, ctx.anchor.month)
    if rel.startswith(("last", "this past")):
        year = now[0] - (number >= now[1])
    elif rel.startswith(("next", "the coming", "this coming")):
        year = now[0] + (number <= now[1])
    elif rel == "this":
        year = now[0]
    else:
        year = _month_year(ctx, number)
    return Reading(f"{year:04d}-{number:02d}", Granularity.MONTH)


def _month_year(ctx: TimeContext, number: int) -> int:
    assert ctx.anchor is not None
    if CONTRACT.match(ctx.after):
        return ctx.anchor.year + (number < ctx.anchor.month)
    if number == ctx.anchor.month:
        return ctx.anchor.year
    return nearest_year(ctx, number, 15, strict=True) or ctx.anchor.year


def _is_month(ctx: TimeContext) -> bool:
    """Is it the month, and not the modal verb, a march or somebody's name?"""
    care = ctx.lexicon.care.get(ctx.get("m"), "")
    if not care or ctx.get("rel") or ctx.get("mod"):
        return True
    words = ctx.before.lower().split()
    lead = words[-1].strip('("“,') if words else ""
    if ctx.after.startswith(("'s", "’s")) and care == "strict":
        return lead in ctx.lexicon.name
    if care == "name":
        return lead in ctx.lexicon.need or not ctx.after[1:2].isupper()
    return lead in ctx.lexicon.need


def month_range(ctx: TimeContext) -> Reading | None:
    """ "from May to July", "between November 2021 and February 2022"."""
    first, last = ctx.month("m"), ctx.month("mz")
    start, end = read_year_group(ctx), read_year_group(ctx, "yz")
    wraps = 1 if last < first else 0
    if end is None and ctx.get("ry"):
        end = relative_year(ctx, ctx.get("ry"))
    if start is None:
        start = nearest_year(ctx, first, 15) if end is None else end - wraps
    if start is None:
        return unanchored(Granularity.MONTH)
    closing = month_end(start + wraps if end is None else end, last)
    if closing < date(start, first, 1):
        return None
    return Reading(f"{start:04d}-{first:02d}", Granularity.MONTH, closing.isoformat())


def year(ctx: TimeContext) -> Reading | None:
    """ "2022", "mid-2014", "nineteen ninety-seven"."""
    number = read_year_group(ctx)
    if number is None or not 1000 <= number <= 2199:
        return None
    return Reading(f"{number:04d}", Granularity.YEAR)


def year_range(ctx: TimeContext) -> Reading | None:
    """ "2015-2017", "2015-17", "between 2015 and 2017"."""
    first, last = int(ctx.get("y")), int(ctx.get("yz"))
    if last < 100:
        last += first // 100 * 100
        last += 100 if last < first and first % 100 > 90 else 0
    if not first < last:
        return None
    return Reading(f"{first:04d}", Granularity.YEAR, f"{last:04d}-12-31")


def decade(ctx: TimeContext) -> Reading | None:
    """ "the 1990s", "the late '70s", "the nineties"."""
    words = ctx.get("dec")
    number = int(words) if words.isdigit() else int(ctx.lexicon.numbers[words])
    if number < 100:
        number += 1900 if number >= 30 else 2000
    return Reading(f"{number // 10:03d}", Granularity.DECADE)


def century(ctx: TimeContext) -> Reading | None:
    """ "the 20th century" is "19": the years that begin so."""
    number = ctx.integer("o")
    if number is None or not 2 <= number <= 30:
        return None
    return Reading(f"{number - 1:02d}", Granularity.VAGUE)
