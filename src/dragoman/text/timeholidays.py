"""Readers of holidays and of the eve of a day."""

from __future__ import annotations

from datetime import date

from dragoman.model import Granularity
from dragoman.text.calendar import add_days, easter, make_date, nth_weekday
from dragoman.text.timedates import day as month_day
from dragoman.text.timedates import year_or_relative
from dragoman.text.timefeasts import hanukkah, hebrew_new_year, orthodox_easter
from dragoman.text.timerelative import weekday
from dragoman.text.timeshifts import on
from dragoman.text.timewords import VAGUE, Reading, TimeContext, unanchored


def holiday(ctx: TimeContext) -> Reading | None:
    """ "Christmas Eve", "Easter 2016", "9/11", "Ramadan" (which only a moon table could date)."""
    rule, *details = ctx.lexicon.holidays[ctx.get("h").replace("’", "'")].split()
    if rule == "vague":
        return VAGUE
    if rule == "day":
        # A day of history is spoken of in passing: what follows is not counted from it.
        return Reading(details[0], Granularity.DAY, lead=False)
    year = year_or_relative(ctx)
    if year is None and ctx.anchor is None:
        return unanchored(Granularity.DAY)
    day = _holiday(ctx, rule, details, year) if year else _near_holiday(ctx, rule, details)
    if day is None:
        return VAGUE
    return on(day, "W" if details[-1:] == ["week"] else "D")


def eve(ctx: TimeContext) -> Reading | None:
    """ "the eve of Easter" is the day before; "the eve of the vote" says no day."""
    if ctx.get("h"):
        found = holiday(ctx)
    elif ctx.get("m"):
        found = month_day(ctx)
    else:
        found = weekday(ctx) if ctx.get("w") else VAGUE
    if found is None or not found.value or found.granularity is not Granularity.DAY:
        return found
    return on(add_days(date.fromisoformat(found.value), -1))


def _holiday(ctx: TimeContext, rule: str, details: list[str], year: int) -> date | None:
    if rule == "fixed":
        month, day = map(int, details[0].split("-"))
        return make_date(year, month, day)
    if rule == "easter":
        return add_days(easter(year), int(details[0]))
    if rule == "orthodox":
        return add_days(orthodox_easter(year), int(details[0]))
    if rule == "hebrew":
        return add_days(hebrew_new_year(year), int(details[0]))
    if rule == "hanukkah":
        return hanukkah(year)
    if rule == "table":
        return ctx.lexicon.feasts.get((details[0], year))
    month, weekday_, nth = map(int, details[:3])
    return nth_weekday(year, month, weekday_, nth)


def _near_holiday(ctx: TimeContext, rule: str, details: list[str]) -> date | None:
    if ctx.anchor is None:
        return None
    years = range(ctx.anchor.year - 1, ctx.anchor.year + 2)
    days = [day for year in years if (day := _holiday(ctx, rule, details, year))]
    if len(days) < 3:
        return None
    past = [day for day in days if day <= ctx.anchor]
    coming = [day for day in days if day >= ctx.anchor]
    rel = ctx.get("rel")
    if rel in {"last", "this past"}:
        return max(day for day in days if day < ctx.anchor)
    if rel in {"next", "this coming"}:
        return min(coming)
    if rel == "this":
        return days[1]
    behind, before = (ctx.anchor - max(past)).days, (min(coming) - ctx.anchor).days
    if ctx.ahead:
        return min(coming) if before <= behind * 4 else max(past)
    return min(coming) if before * 2 < behind and ctx.ahead is None else max(past)
