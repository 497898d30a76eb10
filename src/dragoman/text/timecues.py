"""Where a stretch of text looks ahead or back, and where its sentences begin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

BREAK = re.compile(r"[.!?;][\"”’')]*\s+(?=[A-Z\"“‘(])|\n\s*\n")

NEAR = 40  # characters


@dataclass(frozen=True, slots=True)
class TenseCues:
    """The words that tell the tense by their place, and the ends of sentences."""

    places: list[int]
    ahead: list[bool | None]
    breaks: list[int]

    def sentence(self, start: int) -> int:
        """The number of the sentence a place is in."""
        return bisect_right(self.breaks, start)

    def words(self, text: str, start: int, end: int) -> str:
        """What stands near a place in its sentence."""
        number = self.sentence(start)
        first = self.breaks[number - 1] if number else 0
        last = self.breaks[number] if number < len(self.breaks) else len(text)
        return text[max(first, start - NEAR) : min(last, end + NEAR)]

    def at(self, start: int, end: int) -> bool | None:
        """What the nearest cue before in the sentence says, else the first one after.

        A verb of the past right after comes first: "the man who will stand on Friday told".
        """
        number = self.sentence(start)
        first = self.breaks[number - 1] if number else 0
        last = self.breaks[number] if number < len(self.breaks) else None
        after = bisect_left(self.places, end)
        near = self.places[after] - end <= 1 if after < len(self.places) else False
        if near and self.ahead[after] is not True:
            return self.ahead[after]
        i = bisect_left(self.places, start)
        if i and self.places[i - 1] >= first:
            return self.ahead[i - 1]
        if after < len(self.places) and (last is None or self.places[after] < last):
            return self.ahead[after]
        return None


def tense_cues(text: str, kinds: Iterable[tuple[re.Pattern[str], bool | None]]) -> TenseCues:
    """The cues of a text; of two at one place the later kind counts."""
    marks: dict[int, bool | None] = {}
    for pattern, ahead in kinds:
        marks |= {found.start(): ahead for found in pattern.finditer(text)}
    places = sorted(marks)
    breaks = [found.end() for found in BREAK.finditer(text)]
    return TenseCues(places, [marks[place] for place in places], breaks)
