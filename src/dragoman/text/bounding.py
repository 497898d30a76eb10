"""Endless sentences cut to a length that later stages can climb through in bounded time."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import ParsedToken

LONGEST = 250  # words; the longest sentence of any newspaper article seen had 160


def bound(parsed: Sequence[ParsedToken]) -> list[ParsedToken]:
    """The words, sentences of more than LONGEST words cut behind a sign or at that length.

    A word whose governor lies beyond the cut becomes the root of its piece.
    """
    if not parsed:
        return []
    tokens = list(parsed)
    starts = [i for i, token in enumerate(tokens) if token.sentence_start]
    for first, last in zip(starts, [*starts[1:], len(tokens)], strict=True):
        while last - first > LONGEST:
            cut = _cut(tokens, first)
            tokens[cut] = tokens[cut]._replace(sentence_start=True)
            _part(tokens, first, cut)
            first = cut
        _part(tokens, first, last)
    return tokens


def _cut(tokens: Sequence[ParsedToken], first: int) -> int:
    """Where the next piece begins: behind the last sign in the second half, else at the length."""
    for i in range(first + LONGEST - 1, first + LONGEST // 2, -1):
        if tokens[i].pos == "PUNCT":
            return i + 1
    return first + LONGEST


def _part(tokens: list[ParsedToken], first: int, last: int) -> None:
    for i in range(first, last):
        if not first <= tokens[i].head < last:
            tokens[i] = tokens[i]._replace(head=i, dep="ROOT")
