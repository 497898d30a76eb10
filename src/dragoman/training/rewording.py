"""Sentences in like words, for the teacher to judge: more text to learn from, though less sound.

As TinyBERT does (Jiao and others 2020, section 3.2), with the word vectors of the parser model.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.text.pieces import words_of

Floats = NDArray[np.float32]

NEAREST = 12  # words that may stand for one
LIKE = 0.45  # cosine below which they may not
SHARE = 0.25  # of the words of a sentence that are exchanged
AT_ONCE = 512  # words looked up at a time
COMMON = 80  # so many of the commonest words are never exchanged
ENDINGS = ("ing", "ed", "ly", "tion", "s")  # an exchange keeps the form of the word
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Rewording:
    """For each word those that may stand for it."""

    alike: Mapping[str, tuple[str, ...]]

    def reword(self, text: str, dice: random.Random) -> str:
        """The sentence with some of its words exchanged."""
        parts, last = [], 0
        for word in words_of(text):
            others = self.alike.get(word.form)
            if others and dice.random() < SHARE:
                parts += [text[last : word.start], dice.choice(others)]
                last = word.end
        return "".join([*parts, text[last:]])


def load_rewording(texts: Iterable[str], vectors: Mapping[str, Floats]) -> Rewording:
    """Words of the texts in small letters, each with the likest others of the same ending.

    ``vectors`` maps words to rows of one length.
    """
    counts = Counter(w.form for t in texts for w in words_of(t) if w.form.isalpha())
    known = sorted(w for w in counts if w.islower() and w in vectors)
    common = {word for word, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:COMMON]}
    groups: dict[str, list[str]] = {}
    for word in known:
        groups.setdefault(_ending(word), []).append(word)
    alike: dict[str, tuple[str, ...]] = {}
    for words in groups.values():
        alike.update(_neighbours(words, np.array([vectors[w] for w in words], np.float32)))
    return Rewording({word: others for word, others in alike.items() if word not in common})


def _neighbours(words: list[str], rows: Floats) -> Iterator[tuple[str, tuple[str, ...]]]:
    table = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + TINY)
    for start in range(0, len(words), AT_ONCE):
        likeness = table[start : start + AT_ONCE] @ table.T
        for word, row in zip(words[start : start + AT_ONCE], likeness, strict=True):
            best = np.argsort(-row, kind="stable")[: NEAREST + 1]
            others = tuple(words[i] for i in best if row[i] > LIKE and words[i] != word)
            if others:
                yield word, others


def _ending(word: str) -> str:
    return next((ending for ending in ENDINGS if word.endswith(ending)), "")
