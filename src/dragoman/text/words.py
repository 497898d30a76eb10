"""Words of a text, for looking them up in lists of cues."""

from __future__ import annotations

import re

WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def words_of(text: str) -> list[str]:
    """The words in lower case, hyphened ones whole.

    >>> words_of("A cease-fire held.")
    ['a', 'cease-fire', 'held']
    """
    return WORD.findall(text.lower())
