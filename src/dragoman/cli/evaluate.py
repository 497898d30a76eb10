"""``dragoman evaluate``: coded events against gold records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.shared import DebugOption, guarded

if TYPE_CHECKING:
    from dragoman.bench.score import Case, Change, Score

SHOWN = 160


@guarded
def evaluate_command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder with NAME.jsonl.")],
    pred: Annotated[Path, typer.Argument(metavar="PRED", help="Folder, or one file of records.")],
    texts: Annotated[
        Path | None, typer.Argument(metavar="[TEXTS]", help="Folder with NAME.txt; default GOLD.")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Also figures for each type.")] = False,
    other: Annotated[
        Path | None,
        typer.Option("--gained-lost", metavar="OTHER_PRED", help="Compare with an earlier run."),
    ] = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Precision, recall and F1 of coded events against gold records."""
    from dragoman.bench.score import read_cases, score

    cases = read_cases(gold, pred, texts or gold)
    for line in score_lines(score(cases), types=show):
        typer.echo(line)
    if other is not None:
        _changes(cases, read_cases(gold, other, texts or gold))


def score_lines(result: Score, *, types: bool) -> list[str]:
    """The figures as lines."""
    lines = [f"articles {result.articles}"]
    for name, level in result.levels.items():
        lines.append(
            f"{name:6s} P {level.precision:.3f} R {level.recall:.3f} F1 {level.f1:.3f}"
            f"  (gold {level.gold}, coded {level.coded})"
        )
    parts = [f"{n} {s.value:.3f} of {s.whole}" for n, s in result.details.items()]
    lines.append("of full matches: " + "  ".join(parts))
    said = result.reported_by
    lines.append(
        f"who says so: P {said.precision:.3f} R {said.recall:.3f} F1 {said.f1:.3f}"
        f"  (gold {said.gold}, coded {said.coded})"
    )
    classes = result.statuses | result.types if types else {}
    for name, level in classes.items():
        lines.append(
            f"  {name:10s} gold {level.gold:3d} R {level.recall:.2f}"
            f"  coded {level.coded:3d} P {level.precision:.2f}"
        )
    return lines


def _changes(new: list[Case], old: list[Case]) -> None:
    from dragoman.bench.score import gained

    for title, sign, changes in (
        ("gained", "+", list(gained(new, old))),
        ("lost", "-", list(gained(old, new))),
    ):
        right = sum(change.right for change in changes)
        typer.echo(f"\n{title} {len(changes)} (agree with gold fully: {right})")
        for change in changes:
            typer.echo(f"{sign} {_told(change)}")


def _told(change: Change) -> str:
    """An event in one line; a star marks those that agree with gold fully."""
    from dragoman.writers.rows import clean

    raw = change.record.raw
    kinds = " ".join([*sorted(change.record.types), *sorted(change.record.modes)])
    sides = " -> ".join(_names(raw.get(role)) for role in ("actor", "recipient"))
    words = next((e["text"] for e in raw.get("evidence") or () if isinstance(e, dict)), "")
    star = "*" if change.right else " "
    return clean(f"{star} {change.article}: {kinds}: {sides} | {words[:SHOWN]}")


def _names(side: Any) -> str:
    found = [e if isinstance(e, str) else e.get("entity_text") or e.get("text") for e in side or ()]
    return ", ".join(str(name) for name in found) or "-"
