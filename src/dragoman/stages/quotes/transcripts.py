"""Transcripts of interviews and debates: "WALLACE: Let me ask you ...", turn by turn, no marks."""

from __future__ import annotations

import re
from collections import Counter

from dragoman.model import Quote, QuoteKind, Span
from dragoman.stages.quotes.scene import Scene

NAME = re.compile(
    r"[\"“]?(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})(?: \([^)\n]{1,60}\))?:\s+(?=\S)"
)
SIDES = 2
LEAST_TURNS = 4  # fewer lines with a name and a colon are a list or a slip


def turns(scene: Scene) -> list[Quote]:
    """The turns of a transcript; none where the names of at least two do not come back."""
    found = []
    for block in scene.body:
        match = NAME.match(scene.text, block.start, block.end)
        if match is not None:
            found.append((match, block))
    counts = Counter(match["name"] for match, _ in found)
    again = {name for name, n in counts.items() if n > 1}
    if len(found) < LEAST_TURNS or len(again) < SIDES:
        return []
    return [turn for match, block in found if (turn := _turn(scene, match, block)).content[0]]


def _turn(scene: Scene, match: re.Match[str], block: Span) -> Quote:
    name = Span(match.start("name"), match.end("name"))
    inside = scene.within(name)
    speaker = inside[-1] if len(inside) else None
    words = scene.text[match.end() : block.end].rstrip('"” ')
    content = Span(match.end(), match.end() + len(words))
    return Quote((content,), QuoteKind.DIRECT, None, name, speaker, "direct:transcript")
