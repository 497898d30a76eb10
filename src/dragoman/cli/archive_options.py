"""Options that the commands of the archive share."""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from dragoman.cli.shared import note

if TYPE_CHECKING:
    from dragoman.readers import Columns
    from dragoman.store import Balance

ArchiveArgument = Annotated[Path, typer.Argument(metavar="ARCHIVE", help="Folder of the archive.")]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=0, metavar="N",
                 help="Processes that code; 0: this one. Default: one for each core."),
]  # fmt: skip
DaskOption = Annotated[
    str | None,
    typer.Option("--dask", metavar="SCHEDULER",
                 help='Code on a Dask cluster: its address, or "local" for one on this machine.'),
]  # fmt: skip
TextColOption = Annotated[str | None, typer.Option("--text-col", metavar="NAME", help="Column.")]
DateColOption = Annotated[str | None, typer.Option("--date-col", metavar="NAME", help="Column.")]
TitleColOption = Annotated[str | None, typer.Option("--title-col", metavar="NAME", help="Column.")]
PublicationColOption = Annotated[
    str | None, typer.Option("--publication-col", metavar="NAME", help="Column.")
]
UrlColOption = Annotated[str | None, typer.Option("--url-col", metavar="NAME", help="Column.")]
IdColOption = Annotated[str | None, typer.Option("--id-col", metavar="NAME", help="Column.")]
Several = list[str] | None


def _many(flag: str, what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        flag, help=f"Only events with this {what}; may be repeated."
    )
    return option


ActorOption = Annotated[Several, _many("--actor", "code of an actor")]
RecipientOption = Annotated[Several, _many("--recipient", "code of a recipient")]
EventOption = Annotated[Several, _many("--event", "PLOVER type")]
ModeOption = Annotated[Several, _many("--mode", "mode")]
ContextOption = Annotated[Several, _many("--context", "context")]
StatusesOption = Annotated[Several, _many("--status", "status")]
ReportersOption = Annotated[Several, _many("--reported-by", "code of one who says so")]
PartyOption = Annotated[Several, _many("--party", "code of an actor or recipient")]
SectorOption = Annotated[Several, _many("--sector", "sector of an actor or recipient")]
CountryOption = Annotated[Several, _many("--country", "ISO code of where it happened")]
OutletOption = Annotated[Several, _many("--publication", "newspaper or agency")]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Only from this day on.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Only up to this day.")
]
SureOption = Annotated[
    float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Only events at least so sure.")
]
WordsOption = Annotated[
    str | None, typer.Option("--words", metavar="WORDS", help="Only with these in the sentence.")
]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many.")]


# The fields of a Filter, and the options that fill them.
FILTERS: dict[str, Any] = {
    "actor": ActorOption,
    "recipient": RecipientOption,
    "event": EventOption,
    "mode": ModeOption,
    "context": ContextOption,
    "status": StatusesOption,
    "reported_by": ReportersOption,
    "party": PartyOption,
    "sector": SectorOption,
    "country": CountryOption,
    "publication": OutletOption,
    "since": SinceOption,
    "until": UntilOption,
    "min_confidence": SureOption,
}


def columns_of(**names: str | None) -> Columns:
    """The columns that options name."""
    from dragoman.readers import Columns

    return Columns(**names)


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options that make up a filter in place of its parameter ``wanted``. A
    day that is none ends the program."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        from dragoman.cli.shared import iso_day
        from dragoman.store import Filter

        told = {name: given.pop(name) for name in FILTERS}
        for bound in ("since", "until"):
            if told[bound]:
                iso_day(told[bound])
        command(wanted=Filter(**{k: v for k, v in told.items() if v is not None}), **given)

    hints = get_type_hints(command, localns={"Filter": object}, include_extras=True)
    own = inspect.signature(command).parameters.values()
    added = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, annotation=kind,
            default=0.0 if kind is SureOption else None,
        )
        for name, kind in FILTERS.items()
    ]  # fmt: skip
    kept = [
        p.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[p.name])
        for p in own if p.name != "wanted"
    ]  # fmt: skip
    run.__signature__ = inspect.Signature([*kept, *added])  # type: ignore[attr-defined]
    run.__annotations__ = {**{p.name: p.annotation for p in kept}, **FILTERS}
    return run


def cores() -> int:
    """Cores that this process may use."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return found or 1


@contextlib.contextmanager
def reporting() -> Iterator[Callable[[Balance], None]]:
    """Something that shows how far a run is: a line that is rewritten on a terminal, a line now
    and then elsewhere."""
    import time

    begun = told = time.monotonic()

    def show(balance: Balance) -> None:
        nonlocal told
        now = time.monotonic()
        live = sys.stderr.isatty()
        if now - told < (0.2 if live else 30):
            return
        told = now
        speed = balance.position / max(0.001, now - begun)
        line = f"{balance.position:,} documents, {balance.events:,} events, {speed:.1f} a second"
        if live:
            typer.echo(f"\r{line}\x1b[K", nl=False, err=True)
        else:
            note(line)

    yield show
    if sys.stderr.isatty():
        typer.echo("\r\x1b[K", nl=False, err=True)
