"""From a sentence to the pieces that the network reads: one way, at work and in training."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dragoman.text.pieces import Word, words_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Pieces(NamedTuple):
    """Numbers of the pieces, and for each the position of its word; None for the signs around."""

    words: list[Word]
    ids: list[int]
    owner: list[int | None]


class Cutter:
    """Cuts sentences into at most ``longest`` pieces; the rest is left off."""

    def __init__(self, path: Path, longest: int) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.longest = longest

    def cut(self, sentence: str) -> Pieces:
        """The pieces of a sentence."""
        words = words_of(sentence)
        encoding = self._tokenizer.encode([word.form for word in words], is_pretokenized=True)
        return Pieces(words, encoding.ids[: self.longest], encoding.word_ids[: self.longest])
