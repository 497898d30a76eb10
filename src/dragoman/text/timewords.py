"""What the readers of time expressions work on: the words they know and what they give back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.model import Granularity
from dragoman.text.numerals import parse_number


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time: ``count`` times the ISO unit ``code`` (a fortnight is 2 W)."""

    count: int
    code: str
    clock: bool


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """Words and what they stand for, keys in lower case.

    ``care`` tells which names of months are also other words; ``vague_numbers`` maps "a couple
    of" to "2" and "several" to "X"; ``need`` and ``name`` are the words before a month that is
    also a word, or also the name of a person in the text; ``feasts`` are the days of holidays that
    move, by rule and year.
    """

    months: Mapping[str, int]
    care: Mapping[str, str]
    weekdays: Mapping[str, int]
    units: Mapping[str, Unit]
    numbers: Mapping[str, float]
    vague_numbers: Mapping[str, str]
    vague: Mapping[str, str]
    holidays: Mapping[str, str]
    feasts: Mapping[tuple[str, int], date]
    need: frozenset[str]
    name: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means. ``why`` is set where it could not be resolved.

    ``base`` is the period that later words count from, where it is not the value itself; a reading
    that only compares ("from 5 percent a year earlier") does not ``lead`` on to later words.
    """

    value: str | None
    granularity: Granularity | None = None
    end: str | None = None
    kind: str | None = None
    why: str | None = None
    base: tuple[date, str] | None = None
    lead: bool = True


NO_ANCHOR = "no-anchor"
REACH = 2
ORDER = "DWMQY"
"""ISO units (Q for a quarter) from fine to coarse."""


def unanchored(granularity: Granularity | None) -> Reading:
    """A relative expression in an article without a date."""
    return Reading(None, granularity, why=NO_ANCHOR)


VAGUE = Reading(None, Granularity.VAGUE)
"""An expression that points at something the text does not date."""


@dataclass(frozen=True, slots=True)
class Before:
    """A date named before: its first day, the ISO unit it is exact to, and where it stands.

    ``sentence`` is the number of its sentence in the paragraph and ``words`` what
    stands near it there.
    """

    day: date
    code: str
    sentence: int
    words: str


@dataclass(frozen=True, slots=True)
class TimeContext:
    """One match: its named groups in lower case, and what the reader may look at around it.

    ``anchor`` is the day of publication, ``previous`` the dates before these words in the
    paragraph, the last one last, ``sentence`` the number of the sentence, ``ahead`` what the
    clause says: True future, False past, None nothing.
    """

    groups: Mapping[str, str]
    words: str
    before: str
    after: str
    lexicon: TimeLexicon
    anchor: date | None
    previous: tuple[Before, ...]
    sentence: int
    ahead: bool | None
    value: str | None = None

    def get(self, name: str) -> str:
        """The group's words, or "" where it took no part in the match."""
        return self.groups.get(name, "")

    def integer(self, name: str) -> int | None:
        """The group as a whole number: figures, ordinals and words."""
        words = re.sub(r"(?<=\d)(st|nd|rd|th)$", "", self.get(name))
        table = self.lexicon.numbers
        if words in table:
            return int(table[words])
        number = parse_number(words, table) if words else None
        return None if number is None else int(number)

    def month(self, name: str) -> int:
        """The group as the number of a month."""
        return self.lexicon.months[self.get(name).rstrip(".")]

    def base(self, code: str) -> date | None:
        """The last date that is as exact as the ISO unit ``code``.

        One that is not the very last counts if it is at most some sentences back.
        """
        for age, told in enumerate(reversed(self.previous)):
            near = self.sentence - told.sentence <= REACH
            if (near or age == 0) and ORDER.index(told.code) <= ORDER.index(code):
                return told.day
        return None

    def last(self, codes: str) -> Before | None:
        """The last date in the paragraph that is given in one of these ISO units."""
        return next((one for one in reversed(self.previous) if one.code in codes), None)

    def here(self) -> Before | None:
        """The last date of the same sentence."""
        last = self.previous[-1] if self.previous else None
        return last if last and last.sentence == self.sentence else None

    def unit(self) -> Unit:
        """The unit of time the expression counts in."""
        return self.lexicon.units.get(self.get("u"), Unit(1, "D", False))
