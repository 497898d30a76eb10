"""Score the merging of events to incidents on articles of our own.

    python bench/incidents.py [--show] [--fit] [--floors FILE]

B3 precision, recall and F1 (Bagga and Baldwin 1998) over the coded events whose trigger stands at
marked words of bench/incidents. With ``--fit`` the weights of the traits are fitted: on the first
half of the incidents for the score of the second and the other way round, then on all for the
table. Articles are compared with all others of the set.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from least import below
from scipy.optimize import minimize

from dragoman import Article, Coder
from dragoman.merge import articles, incidents
from dragoman.merge.articles import Told
from dragoman.merge.clusters import clusters
from dragoman.merge.features import article_features
from dragoman.merge.incidents import Act
from dragoman.store.columns import event_row
from dragoman.store.linking import incident_weights
from dragoman.tables.reading import rows

HERE = Path(__file__).parent / "incidents"
TABLE = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "merge" / "weights.tsv"
MARK = re.compile(r"\{([\w-]+):([^{}]*)\}")
RIDGE = 3.0
Pair = tuple[Act, Act, float]


@dataclass(frozen=True, slots=True)
class Marked:
    """An article with the places of its acts: start, end, label."""

    article: Article
    acts: tuple[tuple[int, int, str], ...]


def read() -> Iterator[Marked]:
    """The articles of the set."""
    for path in sorted(HERE.glob("*.txt")):
        for number, piece in enumerate(path.read_text("utf-8").split("\n@ ")):
            head, _, body = piece.removeprefix("@ ").partition("\n")
            outlet, day, title = (part.strip() for part in head.split("|"))
            yield _marked(f"{path.stem}-{number}", outlet, date.fromisoformat(day),
                          f"{title}\n\n{body.strip()}")  # fmt: skip


def _marked(name: str, outlet: str, day: date, text: str) -> Marked:
    plain, acts, at = "", [], 0
    for found in MARK.finditer(text):
        plain += text[at : found.start()]
        acts.append((len(plain), len(plain) + len(found[2]), found[1]))
        plain, at = plain + found[2], found.end()
    article = Article(plain + text[at:], name, date=day, publication=outlet)
    return Marked(article, tuple(acts))


def coded(coder: Coder) -> tuple[list[Told], dict[str, list[Act]], dict[str, str]]:
    """Articles and their events as they are compared, and the labels of the events."""
    told, acts, labels = [], defaultdict(list), {}
    for marked in read():
        article = marked.article
        features = article_features(article.text)
        terms = dict(zip(features["terms"], features["weights"], strict=True))
        told.append(Told(article.id, article.date, None, tuple(features["minhash"]), terms))
        for record in coder.code(article).to_plover():
            act = incidents.act_of(event_row(record, ""))
            acts[article.id].append(act)
            places = [(e["start"], e["end"]) for e in record["evidence"] if e["role"] == "trigger"]
            label = next((name for start, end, name in marked.acts
                          if any(a < end and start < b for a, b in places)), None)  # fmt: skip
            if label:
                labels[act.id] = label
    return told, acts, labels


def pairs(told: Sequence[Told], acts: Mapping[str, list[Act]]) -> list[Pair]:
    """All pairs of events of linked articles."""
    return [
        (a, b, 1.0 if link.reason == "copy" else link.score)
        for link in articles.links(told)
        for a in acts.get(link.a, ())
        for b in acts.get(link.b, ())
    ]


def merged(found: Sequence[Pair], weights: Mapping[str, float]) -> list[list[str]]:
    """Clusters of events."""
    scores = {}
    for a, b, likeness in found:
        link = incidents.compare(a, b, likeness, weights)
        if link:
            scores[link.a, link.b] = link.score
    return list(clusters(scores, incidents.LEAST))


def b3(groups: Sequence[Sequence[str]], labels: Mapping[str, str]) -> tuple[float, float, float]:
    """B3 precision, recall and F1 over what is labelled."""
    group_of = {one: n for n, group in enumerate(groups) for one in group}
    ours = {one: group_of.get(one, one) for one in labels}
    together, apart = defaultdict(set), defaultdict(set)
    for one, label in labels.items():
        together[ours[one]].add(one)
        apart[label].add(one)
    shared = [(one, len(together[ours[one]] & apart[labels[one]])) for one in labels]
    precision = sum(n / len(together[ours[one]]) for one, n in shared) / len(labels)
    recall = sum(n / len(apart[labels[one]]) for one, n in shared) / len(labels)
    return precision, recall, 2 * precision * recall / (precision + recall)


def fit(found: Sequence[Pair], labels: Mapping[str, str], usual: Mapping[str, float]) -> dict:
    """Weights of the traits; a ridge holds them near the usual ones."""
    rows_, truth = [], []
    for a, b, likeness in found:
        if a.id in labels and b.id in labels and a.article != b.article:
            rows_.append(dict(incidents.traits(a, b, likeness)))
            truth.append(1.0 if labels[a.id] == labels[b.id] else -1.0)
    names = list(usual)
    table = np.array([[1.0 if n == "" else row.get(n, 0.0) for n in names] for row in rows_])
    sign, start = np.array(truth), np.array([usual[n] for n in names])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (table @ w)
        slope = -sign / (1 + np.exp(margin))
        away = RIDGE * (w - start)
        whole = np.logaddexp(0, -margin).sum() + away @ away / (2 * RIDGE)
        return whole, table.T @ slope + away

    best = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return dict(zip(names, (round(float(v), 2) for v in best), strict=True))


def halves(labels: Mapping[str, str]) -> list[dict[str, str]]:
    """The labels of the first and of the second half of the incidents."""
    return [
        {k: v for k, v in labels.items() if (int(v[:2]) > 20) is later} for later in (False, True)
    ]


def crossed(found: Sequence[Pair], labels: Mapping[str, str], usual: Mapping[str, float]) -> None:
    """Scores of each half with weights of the other; then the table with weights of both."""
    first, second = halves(labels)
    for name, learnt, asked in (("second", first, second), ("first", second, first)):
        p, r, f = b3(merged(found, fit(found, learnt, usual)), asked)
        sys.stdout.write(f"{name} half with weights of the other: P {p:.3f} R {r:.3f} F1 {f:.3f}\n")
    weights = fit(found, labels, usual)
    told = [row | {"weight": f"{weights[row['trait']]:.2f}"} for row in rows("merge/weights.tsv")]
    lines = ["\t".join(told[0]), *("\t".join(row.values()) for row in told)]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def show(groups: Sequence[Sequence[str]], labels: Mapping[str, str]) -> None:
    """What is together and should not be, and what is apart and should not be."""
    group_of = {one: n for n, group in enumerate(groups) for one in group}
    for group in groups:
        names = [labels[one] for one in group if one in labels]
        if len(set(names)) > 1:
            sys.stdout.write(f"together {sorted(names)}\n")
    for label in sorted(set(labels.values())):
        parts = {group_of.get(one, one) for one, name in labels.items() if name == label}
        if len(parts) > 1:
            sys.stdout.write(f"apart {label}: {len(parts)} parts\n")


def main() -> int:
    """Print the figures; 1 when one is below its floor."""
    parser = argparse.ArgumentParser(description="Merging of events to incidents.")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    parser.add_argument("--fit", action="store_true", help="fit the weights and write the table")
    parser.add_argument("--floors", type=Path, help="JSON file with least figures")
    given = parser.parse_args()
    told, acts, labels = coded(Coder())
    found = pairs(told, acts)
    if given.fit:
        crossed(found, labels, incident_weights())
    groups = merged(found, incident_weights())
    p, r, f = b3(groups, labels)
    sys.stdout.write(f"{len(told)} articles, {len(labels)} events at marked words, "
                     f"{len(set(labels.values()))} incidents\n")  # fmt: skip
    sys.stdout.write(f"incidents  B3 P {p:.3f} R {r:.3f} F1 {f:.3f}\n")
    if given.show:
        show(groups, labels)
    return below({"f1": f, "precision": p, "recall": r}, given.floors, "incidents")


if __name__ == "__main__":
    sys.exit(main())
