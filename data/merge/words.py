"""Writes src/dragoman/data/merge/words.tsv: in how many passages of our own text each word stands.

    python data/merge/words.py

Passages are articles of data/corpus/articles, and twenty lines each of its other texts.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dragoman.merge.features import forms_of

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "data" / "corpus"
TABLE = ROOT / "src" / "dragoman" / "data" / "merge" / "words.tsv"
LINES = 20
FEWEST = 2


def passages() -> Iterator[str]:
    """All text, in pieces of about the length of an article."""
    for path in sorted(CORPUS.glob("articles/*/*.txt")):
        yield path.read_text("utf-8")
    lines = (CORPUS / "plain" / "wikinews.txt").read_text("utf-8").splitlines()
    for path in sorted(CORPUS.glob("sentences/*.jsonl")):
        told = path.read_text("utf-8").splitlines()
        lines += [json.loads(line)["text"] for line in told if line.strip()]
    for start in range(0, len(lines), LINES):
        yield "\n".join(lines[start : start + LINES])


def main() -> None:
    """Write the table."""
    counts: Counter[str] = Counter()
    total = 0
    for text in passages():
        total += 1
        counts.update(set(forms_of(text)))
    kept = sorted((w, n) for w, n in counts.items() if n >= FEWEST and not w.isdigit())
    TABLE.parent.mkdir(exist_ok=True)
    told = "".join(f"{word}\t{n}\n" for word, n in kept)
    TABLE.write_text(f"word\tarticles\n\t{total}\n{told}", "utf-8")
    sys.stdout.write(f"{len(kept)} words of {total} passages\n")


if __name__ == "__main__":
    main()
