"""Who says which words: from quotes to tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dragoman.model import Quote, Token

# Contents that are no report: the object or purpose of a verb ("accused X of", "threatened to").
LOOSE = ("topic:", "indirect:object", "indirect:infinitive", "indirect:preposition")


def reports(quote: Quote) -> bool:
    """Is the quote somebody's statement, so that the speaker claims the acts in it?"""
    return quote.speaker_token is not None and not quote.rule.startswith(LOOSE)


def speakers_of(tokens: Sequence[Token], quotes: Sequence[Quote]) -> dict[int, int]:
    """For each token inside reported words the token that names the speaker.

    Of nested reports the innermost counts: the shortest content.
    """
    starts = [token.span.start for token in tokens]
    found: dict[int, int] = {}
    for quote in sorted(quotes, key=lambda q: -sum(len(c) for c in q.content)):
        if quote.speaker_token is None or not reports(quote):
            continue
        for content in quote.content:
            inside = range(bisect_left(starts, content.start), bisect_left(starts, content.end))
            found.update(dict.fromkeys(inside, quote.speaker_token))
    return found
