"""What a time expression was counted from and why, found by reading it again without that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dragoman.text.timereaders import Reader
from dragoman.text.timewords import NO_ANCHOR, Reading, TimeContext

ANCHOR_WORDS = {
    "publication": "the day of publication",
    "dateline": "the dateline's day",
    "text": "a date before it",
}
TENSES: Mapping[bool | None, str] = {True: "looks ahead", False: "past tense"}


def counted_from(
    reader: Reader, context: TimeContext, reading: Reading, day: str | None
) -> str | None:
    """What the value would be another one without: "text", ``day`` (what gave the day), or None."""
    alone = replace(context, previous=())
    if context.previous and _differs(reader(alone), reading):
        return "text"
    if context.anchor and _differs(reader(replace(context, anchor=None)), reading):
        return day
    either = context.previous and _differs(reader(replace(alone, anchor=None)), reading)
    return "text" if either else None


def reason(
    rule: str, anchor: str | None, reader: Reader, context: TimeContext, reading: Reading
) -> str:
    """The rule, the tense where it decided, and what was counted from or is missing."""
    parts = [rule.replace("-", " ")]
    if anchor in ANCHOR_WORDS:
        if context.ahead is not None and _differs(
            reader(replace(context, ahead=not context.ahead)), reading
        ):
            parts.append(TENSES[context.ahead])
        parts.append(f"counted from {ANCHOR_WORDS[anchor]}")
    elif reading.why == NO_ANCHOR:
        parts.append("no day to count from")
    elif reading.value is None:
        parts.append("the text does not date it")
    return ", ".join(parts)


def _differs(other: Reading | None, reading: Reading) -> bool:
    return other is None or (other.value, other.end) != (reading.value, reading.end)
