"""The key under which a name of a place is looked up, whatever marks and short forms it is in."""

from __future__ import annotations

import re

from dragoman.text.fold import fold

SHORT_FORMS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
MARKS = re.compile(r"['.]")
GAPS = re.compile(r"[\s\-–—/,]+")


def place_key(name: str) -> str:
    """Lower case without accents and marks; "St.", "Ft." and "Mt." in full at the beginning.

    >>> place_key("St. Petersburg"), place_key("Rostov-on-Don")
    ('saint petersburg', 'rostov on don')
    """
    words = GAPS.sub(" ", MARKS.sub("", fold(name))).split()
    if len(words) > 1:
        words[0] = SHORT_FORMS.get(words[0], words[0])
    return " ".join(words)
