"""What articles are compared by: a MinHash signature, and their most telling words."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import Any

from rensa import RMinHash

from dragoman.tables.reading import rows

HASHES = 64
SEED = 1
SHINGLE = 5  # words
TERMS = 60

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_OWN = re.compile(r"['’]s$")


def forms_of(text: str) -> list[str]:
    """The words and numbers of a text in any alphabet, in lower case, possessives cut off.

    >>> forms_of("Erdoğan's U.S.-led talks")
    ['erdoğan', 'u.s.-led', 'talks']
    """
    return [_OWN.sub("", word.lower()) for word in _WORD.findall(text)]


def article_features(text: str) -> dict[str, Any]:
    """Signature, terms and weights of an article, as columns of the archive."""
    words = forms_of(text)
    weighed = terms_of(words)
    return {
        "minhash": signature(words),
        "terms": [term for term, _ in weighed],
        "weights": [round(weight, 4) for _, weight in weighed],
    }


def signature(words: list[str]) -> list[int]:
    """A MinHash signature of the shingles of a text; equal for equal texts anywhere."""
    count = max(1, len(words) - SHINGLE + 1)
    hashed = RMinHash(num_perm=HASHES, seed=SEED)
    hashed.update([" ".join(words[n : n + SHINGLE]) for n in range(count)])
    return list(hashed.digest())


def terms_of(words: list[str]) -> list[tuple[str, float]]:
    """The words that tell most of what a text is about, the weightiest first; their weights
    squared add up to 1."""
    rarity, unseen = rarities()
    counts = Counter(w for w in words if len(w) > 1 and not w.isdigit())
    weights = {w: (1 + math.log(n)) * rarity.get(w, unseen) for w, n in counts.items()}
    best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:TERMS]
    best = [(term, weight) for term, weight in best if weight > 0]
    norm = math.sqrt(sum(weight * weight for _, weight in best)) or 1.0
    return [(term, weight / norm) for term, weight in best]


@cache
def rarities() -> tuple[dict[str, float], float]:
    """Logarithms of the rarity of words in news, and that of words that are not listed."""
    table = {row["word"]: int(row["articles"]) for row in rows("merge/words.tsv")}
    total = table.pop("")
    return {w: math.log(total / n) for w, n in table.items()}, math.log(total)
