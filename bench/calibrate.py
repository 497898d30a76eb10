"""How reliable confidence is, and the fitting of its weights.

    python bench/calibrate.py            reliability of the weights that ship, set by set
    python bench/calibrate.py --fit      fit them anew (src/dragoman/data/confidence/weights.tsv)

An event is right when it matches a gold record fully: type, actor and recipient. The weights are
fitted to the two development sets, which the network was not trained on; each of them is measured
with weights fitted to the other, the test set with those of both.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from accuracy import gold_articles
from numpy.typing import NDArray

from dragoman import Article, Coder
from dragoman.bench.score import match, read_cases
from dragoman.model import Document, Step
from dragoman.pipeline import before_events, event_tables
from dragoman.stages.events.confidence import features
from dragoman.stages.events.finishing import Finisher
from dragoman.stages.events.stage import draft_events
from dragoman.stages.events.standing import Standing
from dragoman.writers.plover import to_plover

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "src" / "dragoman" / "data" / "confidence" / "weights.tsv"
SETS = {
    "gold": ROOT.parent / "shared" / "gold" / "articles",
    "wikinews": ROOT / "bench" / "wikinews",
    "test": ROOT / "data" / "corpus" / "test",
}
FITTED = ("gold", "wikinews")
BINS = 10
RIDGE = 1.0  # keeps weights small where a feature is rare
STEPS = 60  # of Newton's method; it settles after about ten

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cases:
    """Events of a set: what speaks for them, and whether they are right."""

    found: list[dict[str, float]]
    right: list[bool]

    def table(self, names: Sequence[str]) -> Floats:
        """One row an event, one column a feature."""
        return np.array([[one[name] for name in names] for one in self.found])


def collect(name: str, coder: Coder) -> Cases:
    """All events of a set, also those too doubtful to be coded."""
    folder = SETS[name]
    told: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as predictions:
        for article in gold_articles(folder, folder):
            doc, told[article.name] = _events(article, coder)
            lines = (json.dumps(record) for record in to_plover(doc, coder.tables))
            Path(predictions, f"{article.name}.jsonl").write_text("\n".join(lines), "utf-8")
        cases = read_cases(folder, Path(predictions), folder)
    found, right = [], []
    for case in cases:
        full = {j for _, j in match(case, "full")}
        found += told[case.name]
        right += [j in full for j in range(len(told[case.name]))]
    return Cases(found, right)


def _events(article: Article, coder: Coder) -> tuple[Document, list[dict[str, float]]]:
    tables = event_tables(coder.tables)
    doc = before_events(coder.begin(article), coder.tables)
    standing = Standing(doc, tables.dating_words)
    _, groups = draft_events(standing, tables)
    finisher = Finisher(standing, tables)
    events = tuple(finisher.finish(group) for group in groups)
    return doc.add(Step("events", "all"), events=events), [
        features(group, tables.lexicon) for group in groups
    ]


def fit(table: Floats, right: Floats) -> Floats:
    """Logistic regression by Newton's method; the first column, the base, is not shrunk."""
    weights = np.zeros(table.shape[1])
    shrink = RIDGE * np.eye(len(weights))
    shrink[0, 0] = 0.0
    for _ in range(STEPS):
        shares = chance(table, weights)
        slope = table.T @ (shares - right) + shrink @ weights
        bend = (table * (shares * (1 - shares))[:, None]).T @ table + shrink
        weights = weights - np.linalg.solve(bend + 1e-9 * np.eye(len(weights)), slope)
    return weights


def chance(table: Floats, weights: Floats) -> Floats:
    """The chance of being right, 0..1."""
    shares: Floats = 1 / (1 + np.exp(-(table @ weights)))
    return shares


def reliability(shares: Floats, right: Floats) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error, and for each bin the mean confidence, share right, number."""
    bins = np.minimum((shares * BINS).astype(int), BINS - 1)
    rows = [
        (float(shares[bins == b].mean()), float(right[bins == b].mean()), int((bins == b).sum()))
        for b in range(BINS)
        if (bins == b).any()
    ]
    error = sum(abs(said - was) * count for said, was, count in rows) / len(right)
    return error, rows


def report(name: str, shares: Floats, right: Floats) -> None:
    """A line for the set and one for each bin."""
    error, rows = reliability(shares, right)
    _say(f"{name}: {len(right)} events, {right.mean():.2f} right, ECE {error:.3f}")
    for said, was, count in rows:
        _say(f"  said {said:.2f}  was {was:.2f}  {'#' * round(40 * was)} ({count})")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Reliability of confidence; fitting it.")
    parser.add_argument("--fit", action="store_true", help="fit the weights anew and write them")
    parser.add_argument("--model", type=Path, help="folder of another event network")
    options = parser.parse_args()
    coder = Coder(model=options.model)
    there = [name for name, folder in SETS.items() if any(folder.glob("*.jsonl"))]
    cases = {name: collect(name, coder) for name in there}
    rows = list(csv.DictReader(WEIGHTS.open(encoding="utf-8"), delimiter="\t"))
    names = [row["feature"] for row in rows]
    weights = np.array([float(row["weight"]) for row in rows])
    for name in there:
        if options.fit:
            weights = _fitted([cases[n] for n in FITTED if n in there and n != name], names)
        right = np.array(cases[name].right, float)
        report(name, chance(cases[name].table(names), weights), right)
    if options.fit:
        _write(rows, _fitted([cases[n] for n in FITTED if n in there], names))
    return 0


def _fitted(cases: Sequence[Cases], names: Sequence[str]) -> Floats:
    table = np.concatenate([one.table(names) for one in cases])
    return fit(table, np.concatenate([np.array(one.right, float) for one in cases]))


def _write(rows: Sequence[dict[str, str]], weights: Floats) -> None:
    lines = ["feature\tweight\tmeaning"]
    lines += [
        f"{row['feature']}\t{weight:.2f}\t{row['meaning']}"
        for row, weight in zip(rows, weights, strict=True)
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")
    _say(f"written: {WEIGHTS.name}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
