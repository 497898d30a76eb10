"""Characters that no file can hold."""

from __future__ import annotations

import re

_UNUSABLE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def clean(text: str) -> str:
    """Replace what no file can hold, one character for one, so that offsets stay.

    Lone surrogates become U+FFFD; control characters that print nothing become blanks.
    """
    return _CONTROL.sub(" ", _UNUSABLE.sub("\ufffd", text))
