"""Fits the relevance gate: which words speak for a political event in a sentence.

    python data/gate/fit.py

A logistic regression on the words of the sentences of data/corpus (CC0, CC BY 2.5); an event is
what the labels or the event network say. Writes src/dragoman/data/gate/words.tsv.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dragoman.engines.onnx_reader import load_reader
from dragoman.stages.triggers.hearing import FAINT
from dragoman.text.words import words_of

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "data" / "corpus"
TABLE = ROOT / "src" / "dragoman" / "data" / "gate" / "words.tsv"
FEWEST = 3  # sentences with a word
RIDGE = 2.0
SMALLEST = 0.1  # weight that is written


def labelled() -> Iterator[tuple[str, bool]]:
    """Sentences, and whether they are labelled with an event."""
    for folder in ("sentences", "articles/lines"):
        for path in sorted((CORPUS / folder).glob("*.jsonl")):
            for line in path.read_text("utf-8").splitlines():
                row = json.loads(line)
                yield row["text"], bool(row.get("events"))
    for line in (CORPUS / "plain" / "wikinews.txt").read_text("utf-8").splitlines():
        yield line.strip(), False


def fit(words: list[set[str]], truth: np.ndarray) -> dict[str, float]:
    """Weights by word, "" for the constant."""
    counts = Counter(w for some in words for w in some)
    place = {w: n for n, w in enumerate(sorted(w for w, c in counts.items() if c >= FEWEST))}
    at = [(row, place[w]) for row, some in enumerate(words) for w in some if w in place]
    rows, columns = zip(*at, strict=True)
    table = csr_matrix((np.ones(len(at)), (rows, columns)), (len(words), len(place)))
    sign = np.where(truth, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (table @ weights[:-1] + weights[-1])
        slope = -sign / (1 + np.exp(margin))
        whole = np.logaddexp(0, -margin).sum() + RIDGE * weights[:-1] @ weights[:-1] / 2
        return whole, np.append(table.T @ slope + RIDGE * weights[:-1], slope.sum())

    best = minimize(loss, np.zeros(len(place) + 1), jac=True, method="L-BFGS-B",
                    options={"maxiter": 200}).x  # fmt: skip
    return {"": float(best[-1])} | {w: float(best[n]) for w, n in place.items()}


def main() -> None:
    """Write the table."""
    reader = load_reader(background=False)
    found = list(labelled())
    readings = reader.read([text for text, _ in found])
    truth = [event or bool(reading.triggers(FAINT))
             for (_, event), reading in zip(found, readings, strict=True)]  # fmt: skip
    weights = fit([set(words_of(text)) for text, _ in found], np.array(truth))
    kept = sorted((w, v) for w, v in weights.items() if abs(v) >= SMALLEST or not w)
    TABLE.write_text("word\tweight\n" + "".join(f"{w}\t{v:.2f}\n" for w, v in kept), "utf-8")
    sys.stdout.write(f"{len(kept)} words of {len(found)} sentences\n")


if __name__ == "__main__":
    main()
