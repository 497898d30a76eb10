"""Folding of letters, one for one, so that names match across spellings and offsets stay."""

from __future__ import annotations

import unicodedata

APOSTROPHES = "’‘ʼ`´ʻ"


def _folded(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    lower = base.lower()
    return lower if len(lower) == 1 else base


_TABLE = {code: _folded(chr(code)) for code in range(0x41, 0x250)}
_TABLE |= {ord(char): "'" for char in APOSTROPHES}
_TABLE |= {ord("ı"): "i", ord("ł"): "l", ord("Ł"): "l", ord("ø"): "o", ord("Ø"): "o", ord("đ"): "d",
           0xA0: " ", ord("‑"): "-", ord("‐"): "-"}  # fmt: skip


def fold(text: str) -> str:
    """Lower case without accents, apostrophes straight; as long as the text itself.

    >>> fold("Erdoğan’s Türkiye")
    "erdogan's turkiye"
    """
    return text.translate(_TABLE)
