"""Score the linking of articles to stories on BASIL: triples of articles on one event each.

    python bench/stories.py FOLDER [--floors FILE]

B3 precision, recall and F1 over the articles; all are compared with all.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from incidents import b3
from least import below

from dragoman.merge import articles
from dragoman.merge.articles import Told
from dragoman.merge.clusters import clusters
from dragoman.merge.features import article_features


def read(folder: Path) -> tuple[list[Told], dict[str, str]]:
    """The articles as they are compared, and the triple of each."""
    told, triples = {}, {}
    for path in sorted(folder.rglob("*.json")):
        row = json.loads(path.read_text("utf-8"))
        paragraphs = (" ".join(sentences) for sentences in row["body-paragraphs"])
        features = article_features("\n\n".join([row["title"], *paragraphs]))
        terms = dict(zip(features["terms"], features["weights"], strict=True))
        day = date.fromisoformat(row["date"])
        told[row["uuid"]] = Told(row["uuid"], day, row["url"], tuple(features["minhash"]), terms)
        triples[row["uuid"]] = row["triplet-uuid"]
    return list(told.values()), triples


def main() -> int:
    """Print the figures; 1 when one is below its floor."""
    parser = argparse.ArgumentParser(description="Linking of articles to stories.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--floors", type=Path, help="JSON file with least figures")
    given = parser.parse_args()
    if not given.folder.is_dir():
        sys.stdout.write(f"skipped: {given.folder} is not there\n")
        return 0
    told, triples = read(given.folder)
    scores = {(link.a, link.b): link.score for link in articles.links(told)}
    p, r, f = b3(list(clusters(scores, articles.STORY)), triples)
    sys.stdout.write(f"{len(told)} articles; stories  B3 P {p:.3f} R {r:.3f} F1 {f:.3f}\n")
    return below({"f1": f, "precision": p, "recall": r}, given.floors, "stories")


if __name__ == "__main__":
    sys.exit(main())
