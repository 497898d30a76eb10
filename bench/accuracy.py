"""Code a gold set, score it, and hold the figures against pinned floors.

    python bench/accuracy.py                                            the default set
    python bench/accuracy.py --gold bench/wikinews --texts bench/wikinews
    python bench/accuracy.py --update [--slack 0.01] [--allow-regression]

A gold set is a folder with NAME.jsonl (records), NAME.txt (articles) and meta.json (their days of
publication). Ends with 1 when a figure is below its floor. A set that is not there is skipped.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path
from typing import Any

from gate import (
    EPSILON,
    RegressionError,
    Result,
    changes,
    complaints,
    gold_digest,
    pin,
    read_floors,
    read_pinned,
    result_of,
    write_floors,
    write_pinned,
)

from dragoman import Article, Coder, DragomanError
from dragoman.bench.score import read_cases

HERE = Path(__file__).parent
DEFAULT = HERE.parents[1] / "shared" / "gold" / "articles"
PASSED, FAILED, UNUSABLE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; the exit code tells whether the gate is passed."""
    options = _parser().parse_args(arguments)
    texts = options.texts or options.gold
    if not any(options.gold.glob("*.jsonl")):
        _say(f"skipped: {options.gold} holds no gold records")
        return PASSED
    try:
        result = measure(options.gold, texts, options.name or options.gold.name)
    except DragomanError as error:
        _say(str(error))
        return UNUSABLE
    _report(result, options.home)
    return _update(result, options) if options.update else _judge(result, options.home)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Accuracy against gold, with pinned floors.")
    parser.add_argument("--gold", type=Path, default=DEFAULT, help="folder with NAME.jsonl")
    parser.add_argument("--texts", type=Path, help="folder with NAME.txt; default: GOLD")
    parser.add_argument("--name", help="of the set in floors.json; default: that of GOLD")
    parser.add_argument("--home", type=Path, default=HERE, help="folder of floors.json and pinned/")
    parser.add_argument("--update", action="store_true", help="pin the figures of this run")
    parser.add_argument("--slack", type=float, default=0.0, help="pin so much below the figures")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower floors")
    return parser


# -- measuring --------------------------------------------------------------------------------


def measure(gold: Path, texts: Path, name: str) -> Result:
    """Code all articles that have gold records, and score them."""
    coder = Coder()
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder)
        for article in gold_articles(gold, texts):
            lines = [json.dumps(record) for record in coder.code(article).to_plover()]
            (predictions / f"{article.name}.jsonl").write_text("\n".join(lines), "utf-8")
        cases = read_cases(gold, predictions, texts)
    return result_of(name, gold_digest(gold, texts), cases)


def gold_articles(gold: Path, texts: Path) -> Iterator[Article]:
    """The articles of a gold set with their days of publication."""
    meta = _meta(gold, texts)
    for path in sorted(gold.glob("*.jsonl")):
        known = meta.get(path.stem, {})
        day = Date.fromisoformat(known["date"]) if known.get("date") else None
        text = (texts / f"{path.stem}.txt").read_text("utf-8")
        yield Article(text, path.stem, day, "given" if day else None, known.get("publisher"))


def _meta(*folders: Path) -> dict[str, Any]:
    path = next((f / "meta.json" for f in folders if (f / "meta.json").exists()), None)
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path else {}
    return found


# -- telling ----------------------------------------------------------------------------------


def _report(result: Result, home: Path) -> None:
    coded = sum(result.coded.values())
    _say(f"{result.name}: {result.articles} articles, {coded} events coded")
    for level, values in result.figures.items():
        precision, recall, f1 = values["precision"], values["recall"], values["f1"]
        _say(f"{level:6s} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    pinned = read_pinned(_pinned_path(result, home))
    gained, lost = changes(result, pinned) if pinned else ([], [])
    _say(f"matched fully since the pin: {len(gained)} gained, {len(lost)} lost")
    for sign, ids in (("+", gained), ("-", lost)):
        for line in ids:
            _say(f"  {sign} {line}")


def _judge(result: Result, home: Path) -> int:
    found = complaints(result, read_floors(home / "floors.json").get(result.name))
    for line in found:
        _say(f"FAILED {line}")
    if not found:
        _say(f"passed: no figure is more than {EPSILON} below its floor")
    return FAILED if found else PASSED


def _update(result: Result, options: argparse.Namespace) -> int:
    path = options.home / "floors.json"
    floors = read_floors(path)
    try:
        entry = pin(result, floors.get(result.name), slack=options.slack,
                    allow_regression=options.allow_regression)  # fmt: skip
    except RegressionError as error:
        _say(f"FAILED {error}")
        return FAILED
    write_floors(path, floors | {result.name: entry})
    write_pinned(_pinned_path(result, options.home), result)
    _say(f"pinned {result.name} in {path}")
    return PASSED


def _pinned_path(result: Result, home: Path) -> Path:
    return home / "pinned" / f"{result.name}.jsonl"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
