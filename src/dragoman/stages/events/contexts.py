"""PLOVER contexts of an event, from cue words in the sentences around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def contexts_of(passage: str, cues: Iterable[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    """Contexts whose cue words stand in the passage, in the ontology's order."""
    text = passage.lower()
    words = set(WORD.findall(text))
    pairs = set(zip(WORD.findall(text), WORD.findall(text)[1:], strict=False))
    grams = words | {" ".join(p) for p in pairs}
    return tuple(name for name, cue in cues if cue & grams)
