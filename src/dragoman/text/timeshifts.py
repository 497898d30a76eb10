"""Readers of what is counted from a day: "two days ago", "a year earlier", "the next day"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dragoman.model import Granularity
from dragoman.text.calendar import add_days, add_months, month_value, quarter_value, week_value
from dragoman.text.numerals import parse_number
from dragoman.text.timewords import VAGUE, Before, Reading, TimeContext, Unit, unanchored

NEAR = {
    "yesterday": -1,
    "before yesterday": -2,
    "last night": -1,
    "last evening": -1,
    "tomorrow": 1,
    "after tomorrow": 2,
}
BACK = {"ago", "earlier", "before", "before that", "beforehand", "previously"}
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


def shift(ctx: TimeContext) -> Reading | None:
    """ "two days ago", "a year earlier", "three weeks later", "hours later"."""
    direction, unit_ = ctx.get("dir"), ctx.unit()
    amount = _amount(ctx)
    compared = _year_before(ctx, amount)
    if compared is not None:
        return compared
    ago = direction in {"ago", "time", "from now", "from today", "hence"}
    base = ctx.anchor if ago or ctx.get("word") else ctx.base(grain(unit_))
    if base is None and direction == "earlier" and unit_.code == "Y":
        base = ctx.anchor
    if base is None:
        return unanchored(GRAIN[grain(unit_)]) if ago and amount else _vague(direction)
    if amount is None:
        return _vague(direction)
    base = add_days(base, NEAR.get(ctx.get("word"), 0)) or base
    return on(move(base, -amount if direction in BACK else amount, unit_), grain(unit_))


def _year_before(ctx: TimeContext, amount: int | None) -> Reading | None:
    """ "In the third quarter, up from a year earlier": as exact as the period compared with.

    "A year ago" is told from the anchor unless the sentence speaks of a quarter.
    """
    if amount != 1 or ctx.get("u") != "year" or ctx.get("dir") not in {"ago", "earlier"}:
        return None
    told = ctx.last("MQY") if ctx.get("dir") == "earlier" else ctx.last("Q")
    if told is None or told.code == "Y" or ctx.sentence - told.sentence > 1:
        return None
    if ctx.get("dir") == "ago" and told.sentence != ctx.sentence:
        return None
    reading = on(add_months(told.day, -12), told.code)
    return None if reading is None else replace(reading, lead=False)


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
    steps = 0
    if rel in {"the previous", "the preceding", "before", "earlier"}:
        steps = -1
    elif rel in {"next", "the next", "the very next", "the following", "after"}:
        steps = 1
    return on(move(base, steps, Unit(1, code, clock=False)), code)


def from_event(ctx: TimeContext) -> Reading | None:
    """ "two days after the attack": dated only where an earlier sentence dates that attack."""
    told, unit_, amount = _dated_event(ctx), ctx.unit(), _amount(ctx)
    if not ctx.get("n") and ctx.get("definite"):
        amount = 1
    if told is None or amount is None:
        return VAGUE
    back = ctx.get("dir") in {"before", "ahead of"}
    return on(move(told.day, -amount if back else amount, unit_), grain(unit_))


def _dated_event(ctx: TimeContext) -> Before | None:
    """The only date, and one exact to the day, of an earlier sentence that names the event near."""
    if not ctx.get("that"):
        return None
    stem = re.sub(r"(?:ings?|es|s|e)$", "", ctx.get("event"))  # "they attacked" is an attack
    noun = re.compile(rf"\b{re.escape(stem)}", re.IGNORECASE)
    for told in reversed(ctx.previous):
        if told.sentence < ctx.sentence and noun.search(told.words):
            alone = [one for one in ctx.previous if one.sentence == told.sentence] == [told]
            return told if alone and told.code == "D" else None
    return None
