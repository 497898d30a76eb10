"""Readers of dates told from another day: weekdays, "last week", "two days ago", holidays."""

from __future__ import annotations

from datetime import date

from dragoman.model import Granularity
from dragoman.text.calendar import (
    add_days,
    add_months,
    easter,
    make_date,
    month_value,
    nth_weekday,
    quarter_value,
    week_value,
    weekday_after,
    weekday_before,
)
from dragoman.text.numerals import parse_number
from dragoman.text.timedates import nearest_year, read_year_group, relative_year
from dragoman.text.timewords import VAGUE, Reading, TimeContext, Unit, unanchored

NEAR = {
    "yesterday": -1,
    "before yesterday": -2,
    "last night": -1,
    "last evening": -1,
    "tomorrow": 1,
    "after tomorrow": 2,
}
GRAIN = {
    "D": Granularity.DAY,
    "W": Granularity.WEEK,
    "M": Granularity.MONTH,
    "Y": Granularity.YEAR,
    "Q": Granularity.QUARTER,
}


def on(day: date | None, code: str = "D") -> Reading | None:
    """The reading that covers a day at the granularity of an ISO unit (Q for a quarter)."""
    if day is None:
        return None
    cut = {"D": day.isoformat(), "W": week_value(day), "M": month_value(day)}
    cut |= {"Y": f"{day.year:04d}", "Q": quarter_value(day)}
    return Reading(cut[code], GRAIN[code])


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
    return on(_nearest(ctx, ctx.anchor, number))


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
    return weekday_after(anchor, number) if ctx.ahead else weekday_before(anchor, number)


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


def move(day: date, amount: int, unit: Unit) -> date | None:
    """The day that many units later; hours count as nothing unless they fill days."""
    steps = amount * unit.count
    if unit.clock:
        return add_days(day, int(steps / 24) if unit.code == "H" else 0)
    if unit.code in "DW":
        return add_days(day, steps * (7 if unit.code == "W" else 1))
    return add_months(day, steps * (12 if unit.code == "Y" else 1))


def grain(unit: Unit) -> str:
    """The ISO unit to cut at when a day was reached by counting in this unit."""
    return "D" if unit.clock else unit.code


def unit(ctx: TimeContext) -> Reading | None:
    """ "last week", "earlier this month", "next year", "the end of the month"."""
    word, rel = ctx.get("u"), ctx.get("rel").removeprefix("the ")
    code = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}.get(word, "Y")
    if ctx.anchor is None:
        return unanchored(GRAIN[code])
    if rel in {"last", "past", "previous", "this past"}:
        steps = -1
    else:
        steps = 1 if rel in {"next", "coming", "this coming"} else 0
    target = move(ctx.anchor.replace(day=1) if code in "MQY" else ctx.anchor, steps, ctx.unit())
    if target is None:
        return None
    if word == "decade":
        return Reading(f"{target.year // 10:03d}", Granularity.DECADE)
    if word == "century":
        return Reading(f"{target.year // 100:02d}", Granularity.VAGUE)
    return on(target, code)


def week_of(ctx: TimeContext) -> Reading | None:
    """ "the week of March 6"."""
    month, number = ctx.month("m"), ctx.integer("d")
    year = read_year_group(ctx) or nearest_year(ctx, month, number or 1)
    if year is None:
        return unanchored(Granularity.WEEK)
    return on(make_date(year, month, number or 0), "W")


def shift(ctx: TimeContext) -> Reading | None:
    """ "two days ago", "a year earlier", "three weeks later", "hours later"."""
    direction, unit_ = ctx.get("dir"), ctx.unit()
    amount = _amount(ctx)
    ago = direction in {"ago", "time", "from now", "from today", "hence"}
    back = direction in {"ago", "earlier", "before", "before that", "beforehand", "previously"}
    base = ctx.anchor if ago or ctx.get("word") else ctx.base(grain(unit_))
    if base is None and direction == "earlier" and unit_.code == "Y":
        base = ctx.anchor
    if base is None:
        return unanchored(GRAIN[grain(unit_)]) if ago and amount else _vague(direction)
    if amount is None:
        return _vague(direction)
    base = add_days(base, NEAR.get(ctx.get("word"), 0)) or base
    return on(move(base, -amount if back else amount, unit_), grain(unit_))


def _vague(direction: str) -> Reading:
    """Nothing to count from, or no number: only "ago" and "from now" tell past and future."""
    if direction == "ago":
        return Reading("PAST_REF", Granularity.VAGUE)
    if direction in {"from now", "hence", "time"}:
        return Reading("FUTURE_REF", Granularity.VAGUE)
    return VAGUE


def _amount(ctx: TimeContext) -> int | None:
    """How many units, None for "several"; "a year-ago" and bare "a" are one."""
    words = ctx.get("n")
    if not words:
        return 1 if ctx.get("u") == "year" else None
    if words in {"a", "an"}:
        return 1
    if words.endswith("half"):
        return None
    vague = ctx.lexicon.vague_numbers.get(words)
    if vague:
        return int(vague) if vague.isdigit() else None
    words = words.removeprefix("a ")
    number = parse_number(words, ctx.lexicon.numbers)
    return None if number is None else int(number)


def other(ctx: TimeContext) -> Reading | None:
    """ "the next day", "the following year", "that month": told from the last date given."""
    word, rel = ctx.get("u"), ctx.get("rel")
    code = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}.get(word, "D")
    base = ctx.base(code)
    if base is None:
        return VAGUE
    if code == "Q":
        return on(base if not rel else add_months(base, -12), code)
    steps = 0
    if rel in {"the previous", "the preceding", "before", "earlier"}:
        steps = -1
    elif rel in {"next", "the next", "the very next", "the following", "after"}:
        steps = 1
    return on(move(base, steps, Unit(1, code, clock=False)), code)


def clock(ctx: TimeContext) -> Reading | None:
    """ "10 p.m.", "noon": on the last day named, else on the day of publication."""
    base = ctx.base("D") or ctx.anchor
    return unanchored(Granularity.DAY) if base is None else on(base)


def holiday(ctx: TimeContext) -> Reading | None:
    """ "Christmas Eve", "Easter 2016", "9/11", "Ramadan" (which only a moon table could date)."""
    rule, *details = ctx.lexicon.holidays[ctx.get("h").replace("’", "'")].split()
    if rule == "vague":
        return VAGUE
    if rule == "day":
        return on(date.fromisoformat(details[0]))
    year = read_year_group(ctx)
    if year is None and ctx.get("ry"):
        year = relative_year(ctx, ctx.get("ry"))
    day = _holiday(rule, details, year) if year else _near_holiday(ctx, rule, details)
    if day is None:
        return unanchored(Granularity.DAY)
    return on(day, "W" if details[-1] == "week" else "D")


def _holiday(rule: str, details: list[str], year: int) -> date | None:
    if rule == "fixed":
        month, day = map(int, details[0].split("-"))
        return make_date(year, month, day)
    if rule == "easter":
        return add_days(easter(year), int(details[0]))
    month, weekday_, nth = map(int, details[:3])
    return nth_weekday(year, month, weekday_, nth)


def _near_holiday(ctx: TimeContext, rule: str, details: list[str]) -> date | None:
    if ctx.anchor is None:
        return None
    years = range(ctx.anchor.year - 1, ctx.anchor.year + 2)
    days = [day for year in years if (day := _holiday(rule, details, year))]
    past = [day for day in days if day <= ctx.anchor]
    coming = [day for day in days if day >= ctx.anchor]
    rel = ctx.get("rel")
    if rel in {"last", "this past"}:
        return max(day for day in days if day < ctx.anchor)
    if rel in {"next", "this coming"} or ctx.ahead:
        return min(coming)
    if rel == "this":
        return days[1]
    soon = (min(coming) - ctx.anchor).days * 2 < (ctx.anchor - max(past)).days
    return min(coming) if soon and ctx.ahead is None else max(past)
