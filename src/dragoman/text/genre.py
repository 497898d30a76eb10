"""Is a text of another genre, whose words only sound political: sport, recipes, markets, shows?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dragoman.text.words import words_of

# A text is of a genre when this many different words of it stand in it and they are this dense.
# Chosen on texts of our own: match reports have 5 % and more, news about a boycott of games 1 %.
DISTINCT = 5
DENSITY = 0.04


def genre_of(text: str, cues: Mapping[str, frozenset[str]]) -> str | None:
    """The genre that speaks against political events, or None.

    >>> genre_of("The ministers met in Geneva.", {"sport": frozenset({"goal", "striker"})}) is None
    True
    """
    words = words_of(text)
    if not words:
        return None
    counts = Counter(words)
    for name, lemmas in cues.items():
        found = [word for word in counts if word in lemmas]
        total = sum(counts[word] for word in found)
        if len(found) >= DISTINCT and total / len(words) >= DENSITY:
            return name
    return None
