"""Folding of letters, one for one, so that names match across spellings and offsets stay."""

from __future__ import annotations

import unicodedata

APOSTROPHES = "’‘ʼ`´ʻ"


def _folded(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    lower = base.lower()
    return lower if len(lower) == 1 else base


_LATIN = {code: _folded(chr(code)) for code in range(0x41, 0x250)}
_MARKS = {ord(char): "'" for char in APOSTROPHES} | {0xA0: " ", 0x2011: "-", 0x2010: "-"}
_OWN = {ord(char): base for char, base in zip("ıłŁøØđ", "illood", strict=True)}
FOLDED = {**_LATIN, **_MARKS, **_OWN}


def fold(text: str) -> str:
    """Lower case without accents, apostrophes straight; as long as the text itself.

    >>> fold("Erdoğan’s Türkiye")
    "erdogan's turkiye"
    """
    return text.translate(FOLDED)
