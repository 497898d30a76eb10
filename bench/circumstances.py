"""How well acts are dated and placed, and the fitting of the weights that decide it.

    python bench/circumstances.py                 right and invented dates and places, set by set
    python bench/circumstances.py --fit dates     fit the weights anew (src/dragoman/data/dating)
    python bench/circumstances.py --fit places    the same for places (src/dragoman/data/placing)
    python bench/circumstances.py --floors FILE   fail where a figure is below its floor

Each gold record whose trigger stands in its evidence is dated and placed by itself, whether or not
the coder would find the act. A date is right when it begins with the gold one, a place when its
words share the gold one's; a record that has none is right when it gets none. The weights are
fitted to the articles of data/corpus; the other sets only measure. Candidates of one act compete:
the weights maximise the likelihood that a right one wins (maximum entropy, with a ridge).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from accuracy import gold_articles
from fitting import Case, fit, measure, write
from least import below

from dragoman import Article, Coder
from dragoman.model import Document, Span, Status, Trigger
from dragoman.pipeline import with_circumstances
from dragoman.stages.events.dating import Dating
from dragoman.stages.events.placing import Placing, names
from dragoman.stages.events.standing import Act, Standing

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "dragoman" / "data"
FITTED = {
    "own": ROOT / "data" / "corpus" / "articles" / "own",
    "corpus wikinews": ROOT / "data" / "corpus" / "articles" / "wikinews",
}
MEASURED = {
    "gold": ROOT.parent / "shared" / "gold" / "articles",
    "wikinews": ROOT / "bench" / "wikinews",
    "test": ROOT / "data" / "corpus" / "test",
}
# How much a record without one counts. An invented date is the worse mistake; a place is seldom
# told, and most records have none.
NONE = {"dates": 2.0, "places": 0.25}


def cases(folder: Path, coder: Coder) -> Iterator[tuple[Case, Case]]:
    """The date and the place of all records of a set whose trigger is found in their evidence."""
    for article in gold_articles(folder, folder):
        doc = read(article, coder)
        standing = Standing(doc, coder.tables.dating_words)
        dating, placing = Dating(standing, {}), Placing(standing, {})
        lines = (folder / f"{article.name}.jsonl").read_text("utf-8").splitlines()
        for record in map(json.loads, filter(None, lines)):
            act = find_act(doc, record)
            if act is not None:
                yield date_case(dating, act, record), place_case(placing, act, record)


def date_case(dating: Dating, act: Act, record: Mapping[str, Any]) -> Case:
    """The dates that an act may have."""
    found, shared, gold = list(dating.candidates(act)), dating.standing.traits(act), record["date"]
    traits = [[f"{c.kind}:{t}" for t in (*shared, *c.traits)] for c in found]
    values = [c.value for c in found]
    right = [v is not None and v.startswith(gold) if gold else v is None for v in values]
    return Case(traits, values, right, bool(gold))


def place_case(placing: Placing, act: Act, record: Mapping[str, Any]) -> Case:
    """The places that an act may have taken place at."""
    told = record.get("place")
    gold = told["text"].lower() if isinstance(told, dict) and told.get("text") else None
    found, shared = list(placing.sites(act)), placing.shared(act)
    values = [site.place.name if site.place else None for site in found]
    words = [site.place.span.of(placing.doc.text).lower() if site.place else "" for site in found]
    right = [bool(w) and (w in gold or gold in w) if gold else not w for w in words]
    return Case([names(site, shared) for site in found], values, right, gold is not None)


def read(article: Article, coder: Coder) -> Document:
    """An article with the layers that dating and placing look at."""
    return with_circumstances(article, coder.tables, coder.parser)


def find_act(doc: Document, record: Mapping[str, Any]) -> Act | None:
    """The act of a record, by its trigger's words in its first evidence."""
    first = record["evidence"][0] if record.get("evidence") else ""
    words = _first(record.get("trigger")) or ""
    start = doc.text.find(words, doc.text.find(first)) if first and words else -1
    if start < 0 or start > doc.text.find(first) + len(first):
        return None
    inside = [
        t for t in doc.tokens or () if start - len(t.text) < t.span.start < start + len(words)
    ]
    numbers = {t.i for t in inside}
    head = next((t for t in inside if t.head not in numbers or t.head == t.i), None)
    if head is None:
        return None
    sentence = next(s.i for s in doc.sentences or () if s.first <= head.i < s.last)
    span = Span(inside[0].span.start, inside[-1].span.end)
    kind, status = _first(record["event"]) or "", Status(_first(record.get("status")) or "actual")
    trigger = Trigger(0, head.i, sentence, span, "", kind, ())
    sides = (_lands(record["actor"]), _lands(record["recipient"]))
    return Act(trigger, kind, status, bool(record["source"]), *sides)


def _lands(side: list[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(one["country"] for one in side if one.get("country"))


def _first(value: Any) -> str | None:
    """A cell that may be a list: its first entry."""
    found = value[0] if isinstance(value, list) and value else value
    return found if isinstance(found, str) else None


def main() -> int:
    """Measure, or fit and measure."""
    parser = argparse.ArgumentParser(description="Measure and fit how acts are dated and placed.")
    parser.add_argument("--fit", choices=("dates", "places"), help="fit these weights anew")
    parser.add_argument("--floors", type=Path, help="JSON with least figures; no fitted sets")
    options = parser.parse_args()
    if options.fit and options.floors:
        parser.error("--fit needs the fitted sets, --floors leaves them out")
    coder = Coder()
    wanted = MEASURED if options.floors else FITTED | MEASURED
    folders = {name: folder for name, folder in wanted.items() if folder.is_dir()}
    found = {name: list(cases(folder, coder)) for name, folder in folders.items()}
    tasks = {"dates": ("dating", coder.tables.dating), "places": ("placing", coder.tables.placing)}
    figures: dict[str, float] = {}
    for column, (task, (folder, known)) in enumerate(tasks.items()):
        weights: Mapping[str, float] = known
        if options.fit == task:
            weights = fit([pair[column] for name in FITTED for pair in found[name]], NONE[task])
            write(DATA / folder / "weights.tsv", weights)
        for name, some in found.items():
            for figure, value in measure([pair[column] for pair in some], weights).items():
                figures[f"{task} {name} {figure}"] = value
    for name, value in figures.items():
        sys.stdout.write(f"{name:32s} {value:.3f}\n")
    return below(figures, options.floors, "circumstances")


if __name__ == "__main__":
    sys.exit(main())
