"""Readers of quarters, halves and seasons, and of the periods that figures are compared over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dragoman.model import Granularity
from dragoman.text.calendar import SEASONS, add_months, month_end, month_value
from dragoman.text.timedates import year_or_relative
from dragoman.text.timeshifts import on
from dragoman.text.timewords import Reading, TimeContext, unanchored

SEASON_CODES = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}


# A half without a year is one of a match, a war or a century unless money is near.
BUSINESS = re.compile(
    r"fiscal|year|quarter|percent|%|million|billion|[$€£]|sales|profit|earning|income|loss|revenue"
    r"|export|import|output|growth|gdp|inflation|budget|deficit|trade",
    re.IGNORECASE,
)


def quarter(ctx: TimeContext) -> Reading | None:
    """ "the third quarter of 2021", "Q3 2021", "third-quarter", "the year-earlier quarter"."""
    number = int(ctx.get("qn")) if ctx.get("q") == "q" else ctx.integer("q")
    if number is None or (ctx.get("q") == "q") != ctx.get("qn").isdigit():
        return None
    year = year_or_relative(ctx)
    if year is None and ctx.anchor is not None:
        year = _nearest_part(ctx, ctx.anchor, number, 4)
    if year is None:
        return unanchored(Granularity.QUARTER)
    back = bool(ctx.get("back"))
    return Reading(f"{year - back:04d}-Q{number}", Granularity.QUARTER, lead=not back)


def _nearest_part(ctx: TimeContext, anchor: date, number: int, parts: int) -> int:
    """The year of a quarter or half: this one or the last begun; the nearest if looking ahead.

    What lies behind counts three times as far then: "third-quarter figures are expected on
    Friday" speaks of the quarter just over.
    """
    now = (anchor.month - 1) * parts // 12 + 1
    if number <= now and not (ctx.ahead and (now - number) * 3 > number + parts - now):
        return anchor.year
    if number <= now:
        return anchor.year + 1
    behind = (now + parts - number) * 3
    return anchor.year if ctx.ahead and number - now < behind else anchor.year - 1


def that_quarter(ctx: TimeContext) -> Reading | None:
    """ "the latest quarter", "the quarter ended Sept. 30", "the year-ago quarter"."""
    day = _ended_quarter(ctx) or _told_quarter(ctx)
    if day is None:
        return unanchored(Granularity.QUARTER)
    if not ctx.get("back"):
        return on(day, "Q")
    return _compared(add_months(day, -12), "Q")


def _ended_quarter(ctx: TimeContext) -> date | None:
    """The quarter whose last month is named behind it: its first day."""
    if not ctx.get("m"):
        return None
    month = ctx.month("m")
    year = year_or_relative(ctx)
    if year is None and ctx.anchor is not None:
        year = ctx.anchor.year - (month > ctx.anchor.month and ctx.ahead is not True)
    return None if year is None else date(year, month, 1)


def _told_quarter(ctx: TimeContext) -> date | None:
    told = ctx.last("Q")
    if told is not None:
        return told.day
    return None if ctx.anchor is None else add_months(ctx.anchor, 0 if ctx.ahead else -3)


def year_ago_period(ctx: TimeContext) -> Reading | None:
    """ "the year-earlier period", "the same period last year": what figures are compared with."""
    told = ctx.last("MQY")
    if told is not None:
        return _compared(add_months(told.day, -12), told.code)
    if ctx.anchor is None:
        return unanchored(Granularity.YEAR)
    return _compared(add_months(ctx.anchor, -12), "Y")


def _compared(day: date | None, code: str) -> Reading | None:
    reading = on(day, code)
    return None if reading is None else replace(reading, lead=False)


def that_year(ctx: TimeContext) -> Reading | None:
    """ "for the year", "the year ended June 30": the year of the figures."""
    told = ctx.here()
    if told is not None and told.code == "Y" and not ctx.get("m"):
        return on(told.day, "Y")
    year = year_or_relative(ctx)
    if year is None and ctx.anchor is not None:
        ahead = bool(ctx.get("m")) and ctx.month("m") > ctx.anchor.month
        year = ctx.anchor.year - (ahead and ctx.ahead is not True)
    if year is None:
        return unanchored(Granularity.YEAR)
    return Reading(f"{year:04d}", Granularity.YEAR)


def months_of_year(ctx: TimeContext) -> Reading | None:
    """ "the first nine months": a length, but figures of the year so far are told from it."""
    number = ctx.integer("n")
    if number is None:
        return None
    base = (date(ctx.anchor.year, 1, 1), "Y") if ctx.anchor else None
    return Reading(f"P{number}M", base=base)


def half(ctx: TimeContext) -> Reading | None:
    """ "the first half of 2022", "last year's second half", "first-half profit"."""
    number = 1 if ctx.get("half") == "first" else 2
    year = year_or_relative(ctx)
    if year is None and not ctx.get("sure") and not BUSINESS.search(f"{ctx.before} {ctx.after}"):
        return None
    if year is None and ctx.anchor is not None:
        year = _nearest_part(ctx, ctx.anchor, number, 2)
    if year is None:
        return unanchored(Granularity.QUARTER)
    end = month_end(year, 6 * number).isoformat()
    return Reading(f"{year:04d}-H{number}", Granularity.QUARTER, end)


def season(ctx: TimeContext) -> Reading | None:
    """ "the summer of 2015", "last fall", "next spring", "in the winter"."""
    code = SEASON_CODES[ctx.get("s")]
    year = year_or_relative(ctx)
    if year is None and ctx.anchor is not None:
        year = _season_year(ctx, SEASONS[code], ctx.anchor)
    if year is None:
        return unanchored(Granularity.QUARTER)
    wraps = code == "WI"
    last = month_end(year + wraps, (SEASONS[code] + 1) % 12 + 1)
    return Reading(f"{year:04d}-{code}", Granularity.QUARTER, last.isoformat())


def _season_year(ctx: TimeContext, month: int, anchor: date) -> int:
    """The year the season begins in, as seen from the anchor."""
    running = anchor.year - (month == 12 and anchor.month <= 2)
    begun = month_value(anchor) >= f"{running:04d}-{month:02d}"
    rel = ctx.get("rel")
    if rel.startswith(("last", "this past", "the past")):
        inside = begun and anchor.month in {month, month % 12 + 1, (month + 1) % 12 + 1}
        return running - (1 if not begun or inside else 0)
    if rel.startswith(("next", "the coming")):
        return running + (1 if begun else 0)
    if rel or ctx.ahead:
        return running
    return running - (0 if begun else 1)
