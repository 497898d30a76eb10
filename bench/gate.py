"""The gate: figures of a run against pinned floors, and what was gained and lost since the pin.

Floors live in floors.json, one entry for each gold set, with a digest of the gold so that it cannot
change unseen. What matched fully lives in pinned/SET.jsonl as ids of gold records.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.bench.score import Case, match, score

# A run may fall below its floor by this much: about one event of the larger set.
EPSILON = 0.002
MEASURES = ("f1", "precision", "recall")

Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Result:
    """One run over a gold set: figures by level, and the gold ids matched fully by article."""

    name: str
    digest: str
    articles: int
    figures: Figures
    matched: Mapping[str, tuple[str, ...]]
    coded: Mapping[str, int]


class RegressionError(Exception):
    """A floor would be lowered without being asked to."""


def gold_digest(gold: Path, texts: Path) -> str:
    """One digest over all gold records, their texts and their days of publication."""
    digest = hashlib.sha256()
    records = sorted(gold.glob("*.jsonl"))
    used = [path for record in records for path in (record, texts / f"{record.stem}.txt")]
    for path in [*used, *sorted(gold.glob("meta.json"))]:
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def result_of(name: str, digest: str, cases: list[Case]) -> Result:
    """The figures of a run."""
    found = score(cases)
    figures = {
        level: {measure: round(getattr(values, measure), 4) for measure in MEASURES}
        for level, values in found.levels.items()
    }
    matched = {case.name: _matched(case) for case in cases}
    coded = {case.name: len(case.coded) for case in cases}
    return Result(name, digest, found.articles, figures, matched, coded)


def _matched(case: Case) -> tuple[str, ...]:
    pairs = sorted(i for i, _ in match(case, "full"))
    return tuple(str(case.gold[i].raw.get("id", i)) for i in pairs)


# -- floors -----------------------------------------------------------------------------------


def complaints(result: Result, pinned: Mapping[str, Any] | None) -> list[str]:
    """What stands against letting the run pass; empty when nothing does."""
    if pinned is None:
        return [f"no floors for {result.name!r} yet: run with --update"]
    found = []
    if pinned["digest"] != result.digest:
        found.append("the gold files are not those that were pinned: run with --update")
    return found + [
        f"{level} {measure} {result.figures[level][measure]:.4f} is below its floor {floor:.4f}"
        for level, floors in pinned["floors"].items()
        for measure, floor in floors.items()
        if result.figures[level][measure] < floor - EPSILON
    ]


def pin(
    result: Result, pinned: Mapping[str, Any] | None, *, slack: float, allow_regression: bool
) -> dict[str, Any]:
    """A new entry for floors.json: each figure less ``slack``.

    Raises RegressionError when that lowers a floor by more than EPSILON, unless it is allowed.
    """
    old: Figures = {} if pinned is None else pinned["floors"]
    floors = {
        level: {measure: round(max(0.0, value - slack), 4) for measure, value in values.items()}
        for level, values in result.figures.items()
    }
    lowered = [
        f"{level} {measure}: {floor:.4f} to {floors[level][measure]:.4f}"
        for level, values in old.items()
        for measure, floor in values.items()
        if floors[level][measure] < floor - EPSILON
    ]
    if lowered and not allow_regression:
        told = "; ".join(lowered)
        raise RegressionError(f"refusing to lower floors without --allow-regression: {told}")
    return {"digest": result.digest, "articles": result.articles, "floors": floors}


# -- gained and lost --------------------------------------------------------------------------


def changes(result: Result, pinned: Mapping[str, tuple[str, ...]]) -> tuple[list[str], list[str]]:
    """Gold ids matched now and not at the pin, and the other way round."""
    now = {f"{name}: {i}" for name, ids in result.matched.items() for i in ids}
    then = {f"{name}: {i}" for name, ids in pinned.items() for i in ids}
    return sorted(now - then), sorted(then - now)


def read_pinned(path: Path) -> dict[str, tuple[str, ...]]:
    """Gold ids by article; nothing where there is no file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {line["article"]: tuple(line["full"]) for line in map(json.loads, lines)}


def write_pinned(path: Path, result: Result) -> None:
    """One line for each article: how many events were coded, and the gold ids matched fully."""
    lines = [
        json.dumps({"article": name, "coded": result.coded[name], "full": list(ids)})
        for name, ids in sorted(result.matched.items())
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def read_floors(path: Path) -> dict[str, Any]:
    """All entries of floors.json; none where there is no file."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def write_floors(path: Path, floors: Mapping[str, Any]) -> None:
    """All entries, sets in order of name."""
    path.write_text(json.dumps(dict(sorted(floors.items())), indent=1) + "\n", "utf-8")
