"""``dragoman review``: samples, agreement, precision, and what reviews are good for elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.answers import Answer, AnswerOption, answer
from dragoman.cli.archive_options import ArchiveArgument, filtered
from dragoman.cli.shared import USAGE, DebugOption, fail, guarded, note

if TYPE_CHECKING:
    from dragoman.store import Filter

HELP = "Samples to judge, agreement between coders, precision; gold and training data out of it."
review_app = typer.Typer(help=HELP, rich_markup_mode=None, no_args_is_help=True)
SampleOption = Annotated[
    str | None, typer.Option("--sample", metavar="NAME", help="Only of this sample.")
]


@review_app.command("sample")
@guarded
@filtered
def sample_command(
    archive: ArchiveArgument,
    wanted: Filter,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    size: Annotated[int, typer.Option("--size", min=1, metavar="N", help="Events.")] = 200,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another one draws others.")] = 0,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Draw a random sample of events to be judged, and keep it under a name."""
    from dragoman.store import Archive
    from dragoman.store.queues import draw_sample

    with Archive(archive) as store:
        ids = draw_sample(store, name, size, wanted=wanted, seed=seed)
    note(f"{len(ids)} events drawn; judge them: dragoman serve {archive}, Review, a sample")


@review_app.command("status")
@guarded
def review_status_command(
    archive: ArchiveArgument,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """How far the review is: judgements, disputes, alpha between coders, precision of samples."""
    from dragoman.store import Archive
    from dragoman.store.queues import agreement, precision, progress

    with Archive(archive) as store:
        told, alpha = progress(store), agreement(store)
        samples = [precision(store, one["sample"]) for one in told["samples"]]
    answer(list(_lines(told, alpha, samples)), None, form)


def _lines(told: Any, alpha: Any, samples: list[Any]) -> Any:
    yield {"what": "judgements", "of": "all", "value": told["reviews"], "low": None, "high": None}
    yield {"what": "disputed events", "of": "all", "value": told["disputed"], "low": None,
           "high": None}  # fmt: skip
    for who, count in told["coders"].items():
        yield {"what": "judgements", "of": who, "value": count, "low": None, "high": None}
    for field, value in alpha["alpha"].items():
        if value is not None:
            yield {"what": "Krippendorff's alpha", "of": field, "value": round(value, 3),
                   "low": None, "high": None}  # fmt: skip
    for one in samples:
        for name in ("right", "event"):
            told = {key: _rounded(one[name][key]) for key in ("share", "low", "high")}
            yield {"what": f"precision, {name}", "of": f"{one['sample']} ({one['judged']} judged)",
                   "value": told.pop("share"), **told}  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


@review_app.command("log")
@guarded
def log_command(
    archive: ArchiveArgument,
    sample: SampleOption = None,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Every judgement: who, when, what, from what to what."""
    from dragoman.store import Archive
    from dragoman.store.reviewing import all_reviews

    with Archive(archive) as store:
        rows = list(all_reviews(store, sample))
    for row in rows:
        row["changes"] = [f"{f}: {a or 'nothing'} -> {b or 'nothing'}"
                          for f, (a, b) in row["changes"].items()]  # fmt: skip
    shown = ("review", "event_id", "who", "at", "role", "verdict", "state", "changes", "note")
    answer([{name: row[name] for name in shown} for row in rows], shown, form)


@review_app.command("export")
@guarded
def review_export_command(
    archive: ArchiveArgument,
    gold: Annotated[
        Path | None, typer.Option("--gold", metavar="FOLDER", help="Articles with their events.")
    ] = None,
    train: Annotated[
        Path | None, typer.Option("--train", metavar="FILE", help="Sentences, .jsonl.")
    ] = None,
    sample: SampleOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Write what was judged as gold records, or as sentences for ``dragoman train``."""
    from dragoman.store import Archive
    from dragoman.store.judged import write_gold, write_training

    if gold is None and train is None:
        fail("what shall be written? Give --gold FOLDER or --train FILE", USAGE)
    with Archive(archive) as store:
        if gold is not None:
            articles, events = write_gold(store, gold, sample)
            note(f"{events:,} events of {articles:,} articles written to {gold}")
        if train is not None:
            sentences, events = write_training(store, train, sample)
            note(f"{sentences:,} sentences with {events:,} events written to {train}")
