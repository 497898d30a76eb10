"""An index of names: the longest name that starts at a place in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from dragoman.text.fold import fold

FIRST = re.compile(r"\w+")


class Name(NamedTuple):
    """A name and what it names.

    ``kind`` is country, adjective, capital, org, person ..., ``key`` the row it leads to. ``exact``
    names need their very letters; ``risky`` ones need support from the document (an expansion, the
    full name, the country). ``own`` ones come from a user's pack.
    """

    text: str
    kind: str
    key: str
    exact: bool = False
    risky: bool = False
    ambiguous: bool = False
    own: bool = False


class NameIndex:
    """Finds names in text, whatever the case of accents and apostrophes, longest first.

    The names that begin with a word are put in order when the word is first met.
    """

    __slots__ = ("_groups", "_ordered")

    def __init__(self, names: Iterable[Name]) -> None:
        groups: dict[str, list[tuple[str, Name]]] = defaultdict(list)
        for name in names:
            folded = fold(name.text)
            first = FIRST.search(folded)
            if first:
                groups[first.group()].append((folded, name))
        self._groups = dict(groups)
        self._ordered: dict[str, list[tuple[str, list[Name]]]] = {}

    def _beginning(self, word: str) -> list[tuple[str, list[Name]]]:
        """The folded names that begin with a word, the longest first, and their meanings."""
        if word not in self._ordered and word in self._groups:
            meanings: dict[str, list[Name]] = defaultdict(list)
            for folded, name in self._groups[word]:
                meanings[folded].append(name)
            order = sorted(meanings.items(), key=lambda item: (-len(item[0]), item[0]))
            self._ordered[word] = order
        return self._ordered.get(word, [])

    def at(self, text: str, folded: str, start: int) -> tuple[int, list[Name]] | None:
        """End and meanings of the longest name at ``start``, or None.

        ``folded`` is ``fold(text)``. A name needs a capital somewhere, so that "turkey" and "who"
        are words, not names.
        """
        first = FIRST.match(folded, start)
        if first is None:
            return None
        for name, meanings in self._beginning(first.group()):
            end = start + len(name)
            if not folded.startswith(name, start) or _inside_word(folded, end, name):
                continue
            words = text[start:end]
            fitting = [m for m in meanings if _fits(m, words)]
            if fitting:
                return end, fitting
        return None


def _inside_word(folded: str, end: int, name: str) -> bool:
    return end < len(folded) and folded[end].isalnum() and name[-1].isalnum()


def _fits(name: Name, words: str) -> bool:
    if name.exact:
        return words == name.text or words.replace("’", "'") == name.text
    if words == words.lower():
        return name.text == name.text.lower()
    return words[:1].isupper() or not name.text[:1].isupper()
