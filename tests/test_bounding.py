"""Endless sentences: cut into pieces that stand by themselves, and coded in bounded time."""

from __future__ import annotations

import time

from dragoman import Coder
from dragoman.model import ParsedToken
from dragoman.text.bounding import LONGEST, bound


def _words(count: int, comma_every: int = 0) -> list[ParsedToken]:
    """A sentence in which every word hangs on the one before."""
    pos = ["PUNCT" if comma_every and n % comma_every == 0 else "NOUN" for n in range(1, count + 1)]
    return [
        ParsedToken(n, n + 1, "w", pos[n], "NN", "conj" if n else "ROOT", max(0, n - 1), "", False,
                    n == 0)
        for n in range(count)
    ]  # fmt: skip


def _pieces(tokens: list[ParsedToken]) -> list[range]:
    starts = [n for n, token in enumerate(tokens) if token.sentence_start]
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(tokens)], strict=True)]


def test_a_sentence_of_usual_length_stays_as_it_is():
    words = _words(LONGEST)
    assert bound(words) == words


def test_pieces_are_short_and_no_head_lies_outside():
    tokens = bound(_words(5 * LONGEST + 7))
    for piece in _pieces(tokens):
        assert len(piece) <= LONGEST
        assert all(tokens[n].head in piece for n in piece)
        assert tokens[piece.start].dep == "ROOT"


def test_the_cut_is_behind_a_comma_where_there_is_one():
    tokens = bound(_words(2 * LONGEST, comma_every=40))
    first = _pieces(tokens)[0]
    assert tokens[first.stop - 1].pos == "PUNCT"


def test_a_line_without_full_stops_is_coded_in_bounded_time(coder: Coder):
    began = time.perf_counter()
    coded = coder.code("Russia attacked Syria, " * 1500)
    assert len(coded.events) == 1
    assert time.perf_counter() - began < 30
