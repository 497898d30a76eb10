"""Finding marked words in a text: ``"troops"``, or ``"troops#2"`` where they stand there twice."""

from __future__ import annotations

import re

from dragoman.model import Span

_NUMBERED = re.compile(r"^(?P<words>.+)#(?P<number>[1-9][0-9]*)$", re.DOTALL)


def find_mark(text: str, mark: str) -> Span | str:
    """Where the marked words stand, as whole words; a sentence saying why not if they don't.

    >>> find_mark("Troops met troops.", "troops")
    Span(start=11, end=17)
    """
    numbered = _NUMBERED.match(mark)
    words = numbered["words"] if numbered else mark
    if not words:
        return "empty mention or trigger"
    places = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not places:
        return f"{words!r} does not stand in the text as whole words"
    if numbered is None and len(places) > 1:
        return (
            f"{words!r} stands in the text {len(places)} times: say which, as in {words + '#1'!r}"
        )
    number = int(numbered["number"]) if numbered else 1
    if number > len(places):
        return f"{words!r} stands in the text {len(places)} times only"
    start = places[number - 1]
    return Span(start, start + len(words))
