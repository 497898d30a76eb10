"""Accuracy against gold records: found, type, who, full; status, date, mode and reporters of full
matches.

Gold and coded events of an article are matched one to one. ``found``: the evidence lies in a gold
evidence sentence; ``type``: found, with the PLOVER type; ``who``: found, with actor and recipient;
``full``: type and who. Gold records of ``sure`` 1 are optional: they never lower recall, and
matching one never lowers precision.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.bench.matching import (
    Record,
    Words,
    agree,
    load_words,
    near,
    read_record,
    same_sides,
)
from dragoman.model import DragomanError

LEVELS = ("found", "type", "who", "full")
NO_SCIPY = "Scoring needs scipy. Run: pip install 'dragoman[bench]'"

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One article: gold records and coded ones."""

    name: str
    gold: tuple[Record, ...]
    coded: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """Precision and recall at one level."""

    recalled: int
    gold: int
    right: int
    coded: int

    @property
    def precision(self) -> float:
        """Share of coded events that are right."""
        return self.right / max(1, self.coded)

    @property
    def recall(self) -> float:
        """Share of required gold events that were found."""
        return self.recalled / max(1, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The part as a fraction; 0 of nothing is 0."""
        return self.part / max(1, self.whole)


@dataclass(frozen=True, slots=True)
class Score:
    """All figures of a comparison."""

    articles: int
    levels: dict[str, Level]
    details: dict[str, Share]
    types: dict[str, Level]
    statuses: dict[str, Level]
    reported_by: Level


@dataclass(slots=True)
class _Sums:
    levels: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    types: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    details: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    reporters: Counter[str] = field(default_factory=Counter)


def read_cases(gold: Path, coded: Path, texts: Path) -> list[Case]:
    """The articles that have gold records, with what was coded for them.

    ``gold`` holds NAME.jsonl, ``texts`` NAME.txt; ``coded`` is such a folder, or one file of
    records of many articles. Raises DragomanError when something is missing or unreadable.
    """
    names = sorted(path.stem for path in gold.glob("*.jsonl"))
    if not names:
        raise DragomanError(f"{gold} holds no gold records (NAME.jsonl)")
    words, predicted = load_words(), _coded(coded, names)
    return [_case(name, gold, predicted.get(name, []), texts, words) for name in names]


def _case(name: str, gold: Path, coded: list[Any], texts: Path, words: Words) -> Case:
    text = _text(texts / f"{name}.txt")
    right = tuple(read_record(raw, text, words) for raw in read_lines(gold / f"{name}.jsonl"))
    return Case(name, right, tuple(read_record(raw, text, words) for raw in coded))


def _coded(path: Path, names: list[str]) -> dict[str, list[Any]]:
    """Coded records by article name."""
    if path.is_dir():
        files = {name: path / f"{name}.jsonl" for name in names}
        return {name: read_lines(file) for name, file in files.items() if file.exists()}
    found: dict[str, list[Any]] = defaultdict(list)
    for record in read_lines(path):
        name = str((record.get("cite_info") or {}).get("corpus") or "")
        found[name if name in names else Path(name).stem].append(record)
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DragomanError(f"cannot read the article {path}: {error}") from error


def read_lines(path: Path) -> list[Any]:
    """The records of a JSON Lines file. Raises DragomanError with file and line."""
    records = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        try:
            records += [json.loads(line)] if line.strip() else []
        except ValueError as error:
            raise DragomanError(f"{path}:{number} is no JSON: {error}") from error
    return records


def score(cases: Iterable[Case]) -> Score:
    """Compare all cases. Raises DragomanError when scipy is not installed."""
    sums, articles = _Sums(), 0
    for articles, case in enumerate(cases, 1):  # noqa: B007  counts
        for level in LEVELS:
            _add(sums, case, level, match(case, level))
    levels = {name: _level(sums.levels[name]) for name in LEVELS}
    types = {name: _level(c) for name, c in sorted(sums.types.items())}
    parts = (
        ("status", "full"), ("date", "dated"), ("no date", "undated"),
        ("country", "placed"), ("mode", "moded"),
    )  # fmt: skip
    details = {name: Share(sums.details[name], sums.details[whole]) for name, whole in parts}
    statuses = {name: _level(c) for name, c in sorted(sums.statuses.items())}
    return Score(articles, levels, details, types, statuses, _level(sums.reporters))


def _level(sums: Counter[str]) -> Level:
    return Level(sums["recalled"], sums["gold"], sums["right"], sums["coded"])


def match(case: Case, level: str) -> list[Pair]:
    """The best one-to-one assignment of gold to coded records at a level."""
    if not case.gold or not case.coded:
        return []
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:
        raise DragomanError(NO_SCIPY) from error
    gains = [[_gain(gold, coded, level) for coded in case.coded] for gold in case.gold]
    pairs = zip(*linear_sum_assignment(gains, maximize=True), strict=True)
    return [(int(i), int(j)) for i, j in pairs if gains[i][j] > 0]


def _gain(gold: Record, coded: Record, level: str) -> int:
    """0 for records that do not match; else better the more they have in common."""
    if not near(gold, coded):
        return 0
    kind, who = bool(gold.types & coded.types), same_sides(gold, coded)
    if not {"found": True, "type": kind, "who": who, "full": kind and who}[level]:
        return 0
    return 100 + 10 * kind + 5 * who + (gold.status == coded.status) + 2 * gold.required


def _add(sums: _Sums, case: Case, level: str, pairs: list[Pair]) -> None:
    hit = {i for i, _ in pairs}
    required = [i for i, gold in enumerate(case.gold) if gold.required]
    sums.levels[level].update(
        recalled=sum(i in hit for i in required),
        gold=len(required),
        right=len(pairs),
        coded=len(case.coded),
    )
    if level == "type":
        _add_types(sums, case, required, pairs)
    if level == "full":
        for i, j in pairs:
            _add_details(sums.details, case.gold[i], case.coded[j])
            _add_status(sums, case.gold[i], case.coded[j])


def _add_types(sums: _Sums, case: Case, required: list[int], pairs: list[Pair]) -> None:
    hit, right = {i for i, _ in pairs}, {j for _, j in pairs}
    for i in required:
        for kind in case.gold[i].types:
            sums.types[kind].update(gold=1, recalled=int(i in hit))
    for j, coded in enumerate(case.coded):
        for kind in coded.types:
            sums.types[kind].update(coded=1, right=int(j in right))


def _add_status(sums: _Sums, gold: Record, coded: Record) -> None:
    """Statuses by class, and whether somebody says so where the gold record has a source."""
    same = int(gold.status == coded.status)
    sums.statuses[gold.status].update(gold=1, recalled=same)
    sums.statuses[coded.status].update(coded=1, right=same)
    told, heard = bool(gold.reporters), bool(coded.reporters)
    right = int(told and heard and agree(gold.reporters, coded.reporters))
    sums.reporters.update(gold=int(told), recalled=right, coded=int(heard), right=right)


def _add_details(details: Counter[str], gold: Record, coded: Record) -> None:
    details.update(full=1, status=int(gold.status == coded.status))
    if gold.date:
        same = str(coded.date or "")[: len(gold.date)] == gold.date
        details.update(dated=1, date=int(same))
    else:
        details.update({"undated": 1, "no date": int(coded.date is None)})
    if gold.country:
        details.update(placed=1, country=int(coded.country == gold.country))
    if gold.modes:
        details.update(moded=1, mode=int(bool(gold.modes & coded.modes)))


@dataclass(frozen=True, slots=True)
class Change:
    """An event that one run has and the other has not; ``right``: it agrees with gold fully."""

    article: str
    record: Record
    right: bool


def gained(new: list[Case], old: list[Case]) -> Iterator[Change]:
    """Events of ``new`` that ``old`` does not have. Swap the arguments for the lost ones."""
    before = {case.name: case.coded for case in old}
    for case in new:
        right = {j for _, j in match(case, "full")}
        for j, record in enumerate(case.coded):
            if not any(_same_event(record, other) for other in before.get(case.name, ())):
                yield Change(case.name, record, j in right)


def _same_event(one: Record, two: Record) -> bool:
    return near(one, two) and one.types == two.types and same_sides(one, two)
