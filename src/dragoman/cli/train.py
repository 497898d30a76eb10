"""``dragoman train``: a model from labelled sentences."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.shared import USAGE, DebugOption, fail, guarded, note

if TYPE_CHECKING:
    from dragoman.training.labels import Labels


TeacherOption = Annotated[
    Path | None,
    typer.Option(
        "--teacher",
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        help="The larger encoder, where the settings ask for a teacher "
        "(dragoman models install --teacher FOLDER).",
    ),
]


@guarded
def train_command(
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER",
            exists=True,
            file_okay=False,
            help="Folders with *.jsonl files of labelled sentences.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="Where the model goes.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Settings and files kept aside (TOML); see training/config.toml.",
        ),
    ] = None,
    teacher: TeacherOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only check the sentences and count their labels.")
    ] = False,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Train a model on labelled sentences; use it with: dragoman code --model FOLDER

    The format is described in data/corpus/README.md. A labels.toml in a folder adds event types,
    modes and contexts to PLOVER's. Training needs: pip install 'dragoman[train]'
    """  # fmt: skip
    from dragoman.engines.larger import larger_encoder
    from dragoman.training.labels import labels_of
    from dragoman.training.plan import Plan, read_plan

    labels = labels_of(folders)
    if check:
        _check(folders, labels)
        return
    if out is None:
        fail("say where the model goes, with --out FOLDER", USAGE)
    plan = read_plan(config) if config else Plan()
    larger = larger_encoder(teacher) if teacher else None
    run = _training()
    scores = run.train(folders, out, plan, labels, note, larger)
    for line in scores.lines():
        typer.echo(line)
    typer.echo(f"model in {out}")


def _check(folders: list[Path], labels: Labels) -> None:
    """Faults of all lines, then what there is of each label."""
    from dragoman.training.lint import counts, faults_of, near_copies

    samples, faults = faults_of(folders, labels)
    for line in [*faults, *near_copies(samples)]:
        typer.echo(line)
    for line in counts(samples):
        typer.echo(line)
    if faults:
        fail(f"{len(faults)} lines to mend")


def _training() -> ModuleType:
    """The training modules; an error of one line when what they need is not installed."""
    try:
        from dragoman.training import run
    except ImportError as error:
        fail(f"training needs {error.name}; run: pip install 'dragoman[train]'", USAGE)
    return run
