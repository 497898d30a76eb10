"""Code the gold sets anew and write their figures into docs/accuracy.md.

    python bench/page.py [--gold FOLDER ...]

A gold set is a folder with NAME.jsonl, NAME.txt and meta.json; one that is not there keeps the
figures that the page has for it. Everything between the two marks of the page is replaced.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from accuracy import gold_articles

from dragoman import Coder
from dragoman.bench.score import Level, Score, read_cases, score

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
SETS = (
    ROOT / "bench" / "wikinews",
    ROOT.parent / "shared" / "gold" / "articles",
    ROOT / "data" / "corpus" / "test",
)
SECTION = re.compile(r"^(### `[\w-]+`)\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
START, END = "<!-- figures: python bench/page.py -->\n", "<!-- end of figures -->"


def main() -> int:
    """Run from the command line."""
    options = argparse.ArgumentParser(description="Refresh the figures of docs/accuracy.md.")
    options.add_argument("--gold", type=Path, nargs="*", default=SETS, help="folders of gold sets")
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(START)
    known, _, after = rest.partition(END)
    parts = dict(SECTION.findall(known))
    coder = Coder()
    for folder in options.parse_args().gold:
        if any(folder.glob("*.jsonl")):
            lines = tables(measure(folder, coder))
            parts[f"### `{folder.name}`"] = "\n" + "\n".join(lines) + "\n\n"
    figures = "\n" + "".join(f"{title}\n{text}" for title, text in parts.items())
    PAGE.write_text(before + START + figures + END + after, "utf-8")
    sys.stdout.write(figures)
    return 0


def measure(gold: Path, coder: Coder) -> Score:
    """The figures of one gold set, coded anew."""
    with tempfile.TemporaryDirectory() as folder:
        for article in gold_articles(gold, gold):
            lines = [json.dumps(record) for record in coder.code(article).to_plover()]
            (Path(folder) / f"{article.name}.jsonl").write_text("\n".join(lines), "utf-8")
        return score(read_cases(gold, Path(folder), gold))


def tables(result: Score) -> Iterator[str]:
    """Levels, details and types as Markdown."""
    full = result.levels["full"]
    yield f"{result.articles} articles, {full.gold} gold events that count, {full.coded} coded."
    yield "\n| level | P | R | F1 |\n|---|---|---|---|"
    for name, level in result.levels.items():
        yield f"| `{name}` | {level.precision:.3f} | {level.recall:.3f} | {level.f1:.3f} |"
    yield "\n| of full matches | right | of |\n|---|---|---|"
    for name, share in result.details.items():
        yield f"| {name} | {share.value:.3f} | {share.whole} |"
    said = result.reported_by
    yield (
        f"\nWho says so, in full matches: P {said.precision:.2f}, R {said.recall:.2f}, "
        f"F1 {said.f1:.2f} ({said.gold} with a source in gold)."
    )
    yield from _classes("status", result.statuses)
    yield from _classes("type", result.types)


def _classes(title: str, classes: Mapping[str, Level]) -> Iterator[str]:
    yield f"\n| {title} | gold | R | coded | P |\n|---|---|---|---|---|"
    for name, level in classes.items():
        found, right = f"{level.recall:.2f}", f"{level.precision:.2f}"
        yield f"| `{name}` | {level.gold} | {found} | {level.coded} | {right} |"


if __name__ == "__main__":
    sys.exit(main())
