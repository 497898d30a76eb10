"""Score the times stage on documents in TimeML: TimeBank and AQUAINT.

    python bench/times.py FOLDER [--half first|second|all] [--errors] [--floors FILE]

The rules were written with the first half of the files, sorted by name, in view; of the second
half only the totals were looked at. Tags are taken off the TEXT element and the document's creation
date is the anchor. An expression is found when it shares a character with one of the gold
standard's (relaxed) or has exactly its span (strict); "value" asks for the right value as well.
Values are compared at the granularity the stage gives: a gold "1998-02-13TEV" counts as its day,
"198X" as "198", and a Saturday with its Sunday as the gold standard's "-WE" of that week. What the
stage reads as one expression with an end, "from May 3 to June 5", TimeML marks as two: where a word
joins the ends they are compared one by one.
"Calendar" is the share of the gold standard's exact days that were found and given that day.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from least import below

from dragoman.model import Article, Document, TimeExpression
from dragoman.stages.times import resolve_times
from dragoman.tables.times import TimePatterns, load_times

TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
VALUE = re.compile(r'\bvalue="([^"]*)"')
DAY = re.compile(r"\d{4}-\d\d-\d\d")
JOINED = re.compile(r"\s+(?:to|and|until|till|through|thru)\s+")


@dataclass(frozen=True, slots=True)
class Gold:
    """A TIMEX3 of the gold standard."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Given:
    """An expression that the stage found, as the gold standard would write it."""

    start: int
    end: int
    value: str
    rule: str


@dataclass(slots=True)
class Counts:
    """What is counted over all documents."""

    documents: int = 0
    gold: int = 0
    found: int = 0
    relaxed: int = 0
    strict: int = 0
    value: int = 0
    days: int = 0
    days_right: int = 0
    seconds: float = 0.0


def read_tml(path: Path) -> tuple[str, date | None, list[Gold]]:
    """The text without tags, the day of creation and the time expressions."""
    source = path.read_text(encoding="utf-8")
    created = re.search(r"<DCT>.*?value=\"(\d{4}-\d\d-\d\d)", source, re.DOTALL)
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.DOTALL)
    text, gold = strip_tags(body[1] if body else "")
    return text, date.fromisoformat(created[1]) if created else None, gold


def strip_tags(source: str) -> tuple[str, list[Gold]]:
    """Text and time expressions of a TEXT element."""
    parts: list[str] = []
    open_tags: list[tuple[int, str]] = []
    gold: list[Gold] = []
    length = at = 0
    for tag in TAG.finditer(source):
        piece = unescape(source[at : tag.start()])
        parts.append(piece)
        length, at = length + len(piece), tag.end()
        if tag[2] == "TIMEX3" and not tag[1]:
            value = VALUE.search(tag[3])
            open_tags.append((length, value[1] if value else ""))
        elif tag[2] == "TIMEX3":
            start, value_text = open_tags.pop()
            gold.append(Gold(start, length, value_text))
    parts.append(unescape(source[at:]))
    return "".join(parts), [one for one in gold if one.end > one.start]


def plain(value: str) -> str:
    """A gold value cut to what the stage can give."""
    value = re.sub(r"(?<=\d\d\d\d-\d\d-\d\d)T.*", "", value)
    value = re.sub(r"(-XX)+$", "", value)
    return re.sub(r"^(\d{2,3})X+$", r"\1", value)


def given(expression: TimeExpression, text: str) -> list[Given]:
    """The expression: a weekend written as TIMEX3 does, a range in words as its two ends."""
    start, end, value = expression.span.start, expression.span.end, expression.value or ""
    joint = JOINED.search(text, start, end)
    if expression.end and joint and "-W" not in value:
        last = expression.end[: len(value)]
        return [
            Given(start, joint.start(), value, expression.rule),
            Given(joint.end(), end, last, expression.rule),
        ]
    if DAY.fullmatch(value) and expression.end and expression.rule == "weekend":
        year, week, _ = date.fromisoformat(value).isocalendar()
        value = f"{year}-W{week:02d}-WE"
    return [Given(start, end, value, expression.rule)]


def pair(
    gold: list[Gold], found: Iterable[Given]
) -> tuple[list[tuple[Gold, Given]], list[Gold], list[Given]]:
    """Overlapping expressions, one to one in the order of the text; and the rest of both."""
    left = sorted(gold, key=lambda one: one.start)
    pairs, spurious = [], []
    for item in found:
        hits = [g for g in left if g.start < item.end and item.start < g.end]
        if hits:
            pairs.append((hits[0], item))
            left.remove(hits[0])
        else:
            spurious.append(item)
    return pairs, left, spurious


def score(path: Path, patterns: TimePatterns, counts: Counts) -> list[str]:
    """Count one document; returns a line for each error."""
    text, created, gold = read_tml(path)
    started = time.perf_counter()
    times = resolve_times(Document(Article(text, date=created)), patterns).times or ()
    counts.seconds += time.perf_counter() - started
    found = [one for item in times for one in given(item, text)]
    pairs, missed, spurious = pair(gold, found)
    right = [(g, f) for g, f in pairs if plain(g.value) == f.value]
    counts.documents += 1
    counts.gold += len(gold)
    counts.found += len(found)
    counts.relaxed += len(pairs)
    counts.strict += sum((g.start, g.end) == (f.start, f.end) for g, f in pairs)
    counts.value += len(right)
    counts.days += sum(DAY.fullmatch(plain(g.value)) is not None for g in gold)
    counts.days_right += sum(DAY.fullmatch(plain(g.value)) is not None for g, _ in right)

    def near(start: int, end: int) -> str:
        marked = f"{text[max(0, start - 50) : start]}[{text[start:end]}]{text[end : end + 40]}"
        return " ".join(marked.split())

    wrong = [(g, f) for g, f in pairs if plain(g.value) != f.value]
    return [
        *(f"missed\t{g.value}\t\t\t{near(g.start, g.end)}" for g in missed),
        *(f"spurious\t\t{f.value}\t{f.rule}\t{near(f.start, f.end)}" for f in spurious),
        *(f"value\t{g.value}\t{f.value}\t{f.rule}\t{near(f.start, f.end)}" for g, f in wrong),
    ]


def rates(right: int, found: int, gold: int) -> str:
    """Precision, recall and F1 as a line."""
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1(right, found, gold):.3f}"


def f1(right: int, found: int, gold: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / max(found + gold, 1)


def figures(counts: Counts) -> dict[str, float]:
    """The figures that floors are set for."""
    return {
        "relaxed": f1(counts.relaxed, counts.found, counts.gold),
        "strict": f1(counts.strict, counts.found, counts.gold),
        "value": f1(counts.value, counts.found, counts.gold),
        "calendar": counts.days_right / max(counts.days, 1),
        "speed": counts.documents / max(counts.seconds, 1e-9),
    }


def report(counts: Counts) -> str:
    """The figures, one a line."""
    found = figures(counts)
    return "\n".join(
        (
            f"documents {counts.documents}  gold {counts.gold}  found {counts.found}",
            f"relaxed   {rates(counts.relaxed, counts.found, counts.gold)}",
            f"strict    {rates(counts.strict, counts.found, counts.gold)}",
            f"value     {rates(counts.value, counts.found, counts.gold)}",
            f"calendar  {found['calendar']:.3f}  ({counts.days_right} of {counts.days})",
            f"speed     {found['speed']:.0f} documents a second",
        )
    )


def main() -> int:
    """Score a folder."""
    parser = argparse.ArgumentParser(description="Score time expressions on TimeML documents.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("first", "second", "all"), default="second")
    parser.add_argument("--errors", action="store_true", help="list every error")
    parser.add_argument("--floors", type=Path, help="JSON file: least value of each figure")
    options = parser.parse_args()
    paths = sorted(options.folder.rglob("*.tml"), key=lambda path: path.name)
    if not paths:
        sys.stdout.write(f"skipped: {options.folder} holds no .tml files\n")
        return 0
    middle = len(paths) // 2
    chosen = {"first": paths[:middle], "second": paths[middle:], "all": paths}[options.half]
    counts, patterns = Counts(), load_times()
    for path in chosen:
        errors = score(path, patterns, counts)
        if options.errors:
            sys.stdout.writelines(f"{path.name}\t{line}\n" for line in errors)
    sys.stdout.write(f"{report(counts)}\n")
    return below(figures(counts), options.floors, "times")


if __name__ == "__main__":
    sys.exit(main())
