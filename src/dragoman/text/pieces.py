"""Words as the encoder gets them: split the same way in training and at work."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

# A word (split at hyphens and apostrophes), an abbreviation, a number with its separators, a sign.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:\.[^\W\d_](?![^\W\d_])\.?)*|\S")
# The encoder knows no capitals: what would be another word without them is spelled apart.
_CAPITALS = {"US": "usa", "IT": "i.t.", "WHO": "w.h.o.", "AID": "a.i.d."}


class Word(NamedTuple):
    """A word: offsets into the sentence, and the form that the encoder reads."""

    start: int
    end: int
    form: str


def words_of(sentence: str) -> list[Word]:
    """The words of a sentence.

    >>> [w.form for w in words_of("US troops told us: 40,000 men.")]
    ['usa', 'troops', 'told', 'us', ':', '40,000', 'men', '.']
    >>> [w.form for w in words_of("The U.S. attacked.The end")]
    ['The', 'U.S.', 'attacked', '.', 'The', 'end']
    """
    found = []
    for match in _WORD.finditer(sentence):
        word = match.group()
        found.append(Word(match.start(), match.end(), _CAPITALS.get(word, word)))
    return found


def covered(words: list[Word], start: int, end: int) -> range:
    """Positions of the words that a piece of the sentence touches."""
    first = bisect_right(words, start, key=lambda word: word.end)
    last = bisect_left(words, end, key=lambda word: word.start)
    return range(first, last)
