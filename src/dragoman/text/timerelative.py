"""Readers of dates told from another day: weekdays, "last week", "two days ago"."""

from __future__ import annotations

import re
from datetime import date

from dragoman.model import Granularity
from dragoman.text.calendar import (
    add_days,
    add_months,
    bounds,
    make_date,
    weekday_after,
    weekday_before,
)
from dragoman.text.timedates import nearest_year, read_year_group
from dragoman.text.timeshifts import GRAIN, NEAR, move, on
from dragoman.text.timewords import VAGUE, Reading, TimeContext, unanchored

# What may be ahead when it is told of by its weekday: "will decide after Sunday's vote".
# "On Monday and Tuesday" are days of one week.
PAIRED = re.compile(r"day(?: night| morning| evening)?,? (?:and|or|through|to) $")
AHEAD_NOUN = re.compile(
    r"[\s,]+(?:[\w-]+\s+){0,2}?(?:vote|votes|election|elections|runoff|run-off|referendum|poll"
    r"|polls|summit|meeting|talks|match|game|hearing|deadline|session|conference|ceremony|debate"
    r"|inauguration|visit|funeral|rally|march|protest|protests|anniversary)\b",
    re.IGNORECASE,
)


def near(ctx: TimeContext) -> Reading | None:
    """ "today", "late yesterday", "tomorrow night", "this morning", "the day after tomorrow"."""
    if ctx.anchor is None:
        return unanchored(Granularity.DAY)
    return on(add_days(ctx.anchor, NEAR.get(ctx.get("word"), 0)))


def weekday(ctx: TimeContext) -> Reading | None:
    """ "on Tuesday", "last Friday", "Tuesday night", "Monday next week"."""
    if ctx.anchor is None:
        return unanchored(Granularity.DAY)
    number = ctx.lexicon.weekdays[ctx.get("w")]
    rel = ctx.get("rel")
    if ctx.get("week"):
        return on(_in_week(ctx.anchor, ctx.get("week").split()[-2], number))
    if ctx.get("dir"):
        return on(_weeks_from(ctx, ctx.anchor, number))
    earlier = ctx.base("D")
    if earlier and rel.startswith(("the following", "following", "the next")):
        return on(weekday_after(earlier + date.resolution, number))
    if ctx.get("d"):
        return _weekday_with_day(ctx, ctx.anchor)
    return on(_paired(ctx, ctx.anchor, number) or _nearest(ctx, ctx.anchor, number))


def _paired(ctx: TimeContext, anchor: date, number: int) -> date | None:
    """The weekday that follows the one just named; not ahead unless that one is."""
    told = ctx.here()
    if ctx.get("rel") or told is None or told.code != "D" or not PAIRED.search(ctx.before):
        return None
    day = weekday_after(told.day, number)
    return day if told.day > anchor or day <= anchor else None


def _nearest(ctx: TimeContext, anchor: date, number: int) -> date:
    rel, step = ctx.get("rel"), date.resolution
    if rel in {"last", "the previous", "previous", "the preceding"}:
        return weekday_before(anchor - step, number)
    if rel in {"next", "following", "the following", "the next"}:
        return weekday_after(anchor + step, number)
    if rel in {"this coming", "the coming"}:
        return weekday_after(anchor, number)
    if rel == "this":
        back = weekday_before(anchor, number)
        return back if ctx.ahead is False else weekday_after(anchor, number)
    return weekday_after(anchor, number) if _is_ahead(ctx) else weekday_before(anchor, number)


def _is_ahead(ctx: TimeContext) -> bool:
    """Does the clause look ahead? "Friday's" something has been, unless it is a thing to come."""
    if not ctx.words.endswith(("'s", "’s")):
        return bool(ctx.ahead)
    return bool(ctx.ahead) and AHEAD_NOUN.match(ctx.after) is not None


def _in_week(anchor: date, rel: str, number: int) -> date | None:
    shift = {"last": -7, "next": 7}.get(rel, 0)
    return add_days(anchor, number - anchor.weekday() + shift)


def _weeks_from(ctx: TimeContext, anchor: date, number: int) -> date | None:
    weeks = ctx.integer("n") or 1
    if ctx.get("dir") == "before":
        return add_days(weekday_before(anchor, number), -7 * weeks)
    return add_days(weekday_after(anchor, number), 7 * weeks)


def _weekday_with_day(ctx: TimeContext, anchor: date) -> Reading | None:
    """ "Tuesday the 21st": the nearest month in which that day is that weekday."""
    number, day = ctx.lexicon.weekdays[ctx.get("w")], ctx.integer("d")
    for months in (0, -1, 1, -2, 2):
        month = add_months(anchor.replace(day=1), months)
        exact = month and make_date(month.year, month.month, day or 0)
        if exact and exact.weekday() == number:
            return on(exact)
    return None


def weekend(ctx: TimeContext) -> Reading | None:
    """ "over the weekend", "last weekend": Saturday to Sunday."""
    base = ctx.base("W") if ctx.get("rel").endswith(("following", "previous")) else ctx.anchor
    if base is None:
        return unanchored(Granularity.DAY) if ctx.anchor is None else VAGUE
    rel = ctx.get("rel")
    if rel in {"next", "this coming", "the coming", "the following"} or (
        rel in {"this", "the"} and ctx.ahead
    ):
        saturday = weekday_after(base, 5)
    elif rel == "this":
        just_over = base.weekday() in {0, 5, 6}
        saturday = weekday_before(base, 5) if just_over else weekday_after(base, 5)
    else:
        saturday = weekday_before(base, 5)
    sunday = saturday + date.resolution
    return Reading(saturday.isoformat(), Granularity.DAY, sunday.isoformat())


def unit(ctx: TimeContext) -> Reading | None:
    """ "last week", "earlier this month", "next year", "the end of the month"."""
    word, rel = ctx.get("u"), ctx.get("rel").removeprefix("the ")
    code = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}.get(word, "Y")
    if ctx.anchor is None:
        return unanchored(GRAIN[code])
    if rel in {"last", "past", "previous", "this past", "prior", "preceding"}:
        steps = -1
    else:
        steps = 1 if rel in {"next", "coming", "this coming"} else 0
    base = _unit_base(ctx, ctx.anchor, code)
    target = move(base.replace(day=1) if code in "MQY" else base, steps, ctx.unit())
    if target is None:
        return None
    if word == "decade":
        return Reading(f"{target.year // 10:03d}", Granularity.DECADE)
    if word == "century":
        return Reading(f"{target.year // 100:02d}", Granularity.VAGUE)
    return on(target, code)


def unit_end(ctx: TimeContext) -> Reading | None:
    """ "At year-end", "by month-end": the last day, which books are closed on."""
    code = {"month": "M", "quarter": "Q"}.get(ctx.get("u"), "Y")
    year = read_year_group(ctx)
    if year is not None:
        return on(make_date(year, 12, 31)) if code == "Y" else None
    if ctx.anchor is None:
        return unanchored(Granularity.DAY)
    past = code == "Y" and ctx.anchor.month < 3 and ctx.ahead is False
    stretch = on(add_months(ctx.anchor, -12 if past else 0), code)
    days = bounds(stretch.value) if stretch and stretch.value else None
    return on(days[1]) if days else None


def second_day(ctx: TimeContext) -> Reading | None:
    """ "Oct. 24 and 25", "on the 15th": the month is that of the date before, or the anchor's."""
    told = ctx.here()
    base = told.day if told is not None and told.code in "DM" else ctx.anchor
    if base is None:
        return unanchored(Granularity.DAY)
    return on(make_date(base.year, base.month, ctx.integer("d") or 0))


def _unit_base(ctx: TimeContext, anchor: date, code: str) -> date:
    """ "The previous month" counts from the date told before it, "last month" from the anchor."""
    if not ctx.get("rel").endswith(("previous", "prior", "preceding")):
        return anchor
    return ctx.base(code) or anchor


def week_of(ctx: TimeContext) -> Reading | None:
    """ "the week of March 6"."""
    month, number = ctx.month("m"), ctx.integer("d")
    year = read_year_group(ctx) or nearest_year(ctx, month, number or 1)
    if year is None:
        return unanchored(Granularity.WEEK)
    return on(make_date(year, month, number or 0), "W")


def clock(ctx: TimeContext) -> Reading | None:
    """ "10 p.m.", "noon": on the last day named, else on the day of publication."""
    base = ctx.base("D")
    if base is None and ctx.get("need"):
        return None  # "in the evening" of a day that is not told may be any evening
    base = base or ctx.anchor
    return unanchored(Granularity.DAY) if base is None else on(base)
