"""Numbers in words and figures: "72", "2 1/2", "twenty-four", "nineteen ninety-seven"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIGURES = re.compile(r"(\d+(?:\.\d+)?)(?:\s+(\d)/(\d))?")
_LARGE = (100, 1000, 1_000_000)


def parse_number(words: str, table: Mapping[str, float]) -> float | None:
    """The number, or None when a word is not in ``table``.

    >>> parse_number("2 1/2", {})
    2.5
    >>> parse_number("twenty-four", {"twenty": 20, "four": 4})
    24.0
    """
    figures = _FIGURES.fullmatch(words.replace(",", "").strip())
    if figures:
        whole, over, under = figures.groups()
        return float(whole) + (int(over) / int(under) if over and under != "0" else 0)
    return _in_words(re.split(r"[\s-]+", words.lower().strip()), table)


def _in_words(words: list[str], table: Mapping[str, float]) -> float | None:
    total = current = 0.0
    for word in words:
        if word == "and":
            continue
        if word not in table:
            return None
        number = table[word]
        if number in _LARGE:
            current = (current or 1) * number
            if number > 100:
                total, current = total + current, 0.0
        else:
            current += number
    return total + current


def parse_year(words: str, table: Mapping[str, float]) -> int | None:
    """A year in figures or as it is spoken.

    >>> parse_year("nineteen ninety", {"nineteen": 19, "ninety": 90})
    1990
    """
    if words.isdigit():
        return int(words)
    parts = re.split(r"[\s-]+", words.lower().strip())
    if "thousand" in parts:
        number = parse_number(words, table)
        return None if number is None else int(number)
    century, rest = table.get(parts[0]), _in_words(parts[1:], table)
    return None if century is None or rest is None else int(century * 100 + rest)
