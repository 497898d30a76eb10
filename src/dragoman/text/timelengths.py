"""Readers of durations ("a 72-hour truce"), sets ("every week") and fixed words ("recently")."""

from __future__ import annotations

from dragoman.model import Granularity
from dragoman.text.numerals import parse_number
from dragoman.text.timewords import Reading, TimeContext, Unit

ADVERBS = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "quarterly": "P3M",
    "yearly": "P1Y",
    "annually": "P1Y",
}
HALVES = {"Y": "6M", "H": "30M", "M": "30S", "D": "12H"}


def length(ctx: TimeContext) -> Reading | None:
    """ "three years", "a 72-hour truce", "the next few years" (P and X: how many is not said)."""
    unit = ctx.unit()
    number = _number(ctx)
    if number is None:
        return Reading(_iso("X", unit), Granularity.VAGUE)
    total = number * unit.count
    whole = int(total)
    if total - whole == 0.5 and unit.code in HALVES and (unit.clock or unit.code == "Y"):
        return Reading(_iso(str(whole), unit, HALVES[unit.code]))
    return Reading(_iso(f"{total:g}", unit))


def _number(ctx: TimeContext) -> float | None:
    half = 0.5 if ctx.get("half") else 0.0
    words = ctx.get("n")
    if words.startswith("half"):
        return 0.5
    if words in {"a", "an"}:
        return 1 + half
    if not words:
        return 1 if ctx.get("u") in {"day", "week", "month", "year", "night", "decade"} else None
    vague = ctx.lexicon.vague_numbers.get(words)
    if vague:
        return float(vague) if vague.isdigit() else None
    number = parse_number(words.removeprefix("a "), ctx.lexicon.numbers)
    return None if number is None else number + half


def _iso(amount: str, unit: Unit, rest: str = "") -> str:
    lead = "" if amount == "0" and rest else f"{amount}{unit.code}"
    return f"P{'T' if unit.clock else ''}{lead}{rest}"


def each(ctx: TimeContext) -> Reading | None:
    """ "daily", "every two weeks", "each July", "Fridays"."""
    if ctx.get("adv") or not any(ctx.get(name) for name in "uwms"):
        return Reading(ADVERBS.get(ctx.words.lower(), "XXXX-XX-XX"))
    if ctx.get("w"):
        return Reading(f"XXXX-WXX-{ctx.lexicon.weekdays[ctx.get('w')] + 1}")
    if ctx.get("m"):
        return Reading(f"XXXX-{ctx.month('m'):02d}")
    if ctx.get("s"):
        return Reading("P1Y")
    unit = ctx.unit()
    words = ctx.get("n")
    if words == "other":
        return Reading(_iso(f"{2 * unit.count}", unit))
    if words == "few":
        return Reading(_iso("X", unit))
    number = ctx.integer("n") or 1
    return Reading(_iso(f"{number * unit.count}", unit))


def fixed(ctx: TimeContext) -> Reading | None:
    """The value the rule itself gives."""
    return Reading(ctx.value, Granularity.VAGUE)


def vague(ctx: TimeContext) -> Reading | None:
    """ "recently", "now", "the future": TIMEX3's references to past, present and future."""
    words = " ".join(ctx.get("vague").split())
    return Reading(ctx.lexicon.vague[words], Granularity.VAGUE)
