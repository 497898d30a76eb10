"""``dragoman analyse``: tables, alerts, change points, ladders, networks of an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli import archive_options as options
from dragoman.cli.answers import Answer, AnswerOption, answer
from dragoman.cli.archive_options import ArchiveArgument, filtered
from dragoman.cli.shared import USAGE, DebugOption, fail, guarded, iso_day, note
from dragoman.text.periods import By, Period

if TYPE_CHECKING:
    from dragoman.store import Archive, Filter

HELP = "Tables, alerts, change points, ladders and networks of an archive."
analyse_app = typer.Typer(help=HELP, rich_markup_mode=None, no_args_is_help=True)

PeriodOption = Annotated[Period, typer.Option("--by", help="How time is cut.")]
WeeksOption = Annotated[int, typer.Option("--weeks", min=1, max=520, metavar="N")]
YearsOption = Annotated[int, typer.Option("--years", min=1, max=50, metavar="N")]


def _tell(archive: Path, form: Answer, ask: Callable[[Archive], Iterable[Any]]) -> None:
    """Ask an archive, and print the answer: rows of dataclasses or dicts."""
    from dragoman.store import Archive

    with Archive(archive) as store:
        found = list(ask(store))
    rows = [one if isinstance(one, dict) else asdict(one) for one in found]
    if not rows and form is Answer.TABLE:
        note("nothing")
        return
    answer([{name: _short(value) for name, value in row.items()} for row in rows], None, form)


def _short(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def _day(told: str | None) -> Date | None:
    return iso_day(told) if told else None


@analyse_app.command("series")
@guarded
@filtered
def series_command(
    archive: ArchiveArgument, wanted: Filter, period: PeriodOption = Period.WEEK,
    words: options.WordsOption = None, form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Counts and PLOVER scores by period, with the number of articles and incidents per 1,000."""
    from dragoman import analysis

    _tell(archive, form, lambda store: analysis.series(store, wanted, period, words=words))


@analyse_app.command("dyads")
@guarded
@filtered
def dyads_command(
    archive: ArchiveArgument, wanted: Filter, period: PeriodOption = Period.MONTH,
    form: AnswerOption = Answer.CSV,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Every directed dyad by period: the panel that models take."""
    from dragoman import analysis

    _tell(archive, form, lambda store: analysis.dyad_table(store, wanted, period))


@analyse_app.command("alerts")
@guarded
@filtered
def alerts_command(  # noqa: PLR0913  one parameter an option
    archive: ArchiveArgument, wanted: Filter,
    of: Annotated[By, typer.Option("--of", help="What is watched.")] = By.DYAD,
    weeks: WeeksOption = 4,
    week_to: Annotated[
        str | None, typer.Option("--week-to", metavar="YYYY-MM-DD",
                                 help="Last day of the week; default: of the archive."),
    ] = None,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """What changed in the last week against the weeks before (rules of ACLED's Trendfinder)."""
    from dragoman import analysis

    until = _day(week_to)
    _tell(archive, form, lambda s: analysis.alerts(s, of, weeks, until=until, wanted=wanted))


@analyse_app.command("records")
@guarded
@filtered
def records_command(
    archive: ArchiveArgument, wanted: Filter, years: YearsOption = 1,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Countries with more material conflict in 30 days than ever in the years before."""
    from dragoman import analysis

    _tell(archive, form, lambda store: analysis.records(store, years=years, wanted=wanted))


@analyse_app.command("changes")
@guarded
@filtered
def changes_command(
    archive: ArchiveArgument, wanted: Filter, period: PeriodOption = Period.WEEK,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """When the level of a series shifted (needs the extra "analysis")."""
    from dragoman import analysis

    def ask(store: Archive) -> Iterable[Any]:
        return analysis.change_points(analysis.series(store, wanted, period))

    _tell(archive, form, ask)


@analyse_app.command("ladder")
@guarded
@filtered
def ladder_command(
    archive: ArchiveArgument, wanted: Filter, period: PeriodOption = Period.MONTH,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Dyads that rose from words to deeds from one period to the next."""
    from dragoman import analysis

    _tell(archive, form, lambda store: analysis.escalations(store, wanted, period))


@analyse_app.command("first")
@guarded
@filtered
def first_command(
    archive: ArchiveArgument, wanted: Filter, weeks: WeeksOption = 4,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Kinds of acts that a dyad shows for the first time in the last weeks."""
    from dragoman import analysis

    def ask(store: Archive) -> Iterable[Any]:
        return analysis.first_acts(store, analysis.last_day(store) - timedelta(7 * weeks), wanted)

    _tell(archive, form, ask)


@analyse_app.command("emerging")
@guarded
@filtered
def emerging_command(
    archive: ArchiveArgument, wanted: Filter, weeks: WeeksOption = 4,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Actors that act far more in the last weeks than their year before makes expect."""
    from dragoman import analysis

    _tell(archive, form, lambda store: analysis.emerging(store, weeks=weeks, wanted=wanted))


@analyse_app.command("network")
@guarded
@filtered
def network_command(
    archive: ArchiveArgument, wanted: Filter,
    edges: Annotated[bool, typer.Option("--edges", help="The dyads, not the parties.")] = False,
    form: AnswerOption = Answer.TABLE,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Parties with their measures in the network of who acts on whom."""
    from dragoman import analysis

    def ask(store: Archive) -> Iterable[Any]:
        found = analysis.edges(store, wanted)
        return found if edges else analysis.measures(found)

    _tell(archive, form, ask)


@guarded
@filtered
def plot_command(  # noqa: PLR0913  one parameter an option
    archive: ArchiveArgument, wanted: Filter,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help=".svg, .png, .html or .json.")
    ],
    period: PeriodOption = Period.WEEK,
    words: options.WordsOption = None,
    title: Annotated[str | None, typer.Option("--title", help="Above the chart.")] = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Draw a series: cooperation above the line, conflict below (needs the extra "analysis")."""
    from dragoman import analysis
    from dragoman.analysis.charts import SUFFIXES, series_chart, write_chart
    from dragoman.cli.output import complete_file
    from dragoman.store import Archive

    if output.suffix not in SUFFIXES:
        fail(f"{output}: use one of {', '.join(SUFFIXES)}", USAGE)
    with Archive(archive) as store:
        points = analysis.series(store, wanted, period, words=words)
    chart = series_chart(points, period, title=title or "")
    with complete_file(output) as path:
        write_chart(chart, path, output.suffix)
    note(f"{len(points)} points drawn to {output}")


@guarded
def brief_command(
    archive: ArchiveArgument,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="An HTML page.")],
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="YYYY-MM-DD",
                     help="A day of the week, which ends with it; default: the archive's last."),
    ] = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """The week as one self-contained page: charts, changes, and the sentences behind them."""
    from dragoman.cli.output import complete_file
    from dragoman.store import Archive
    from dragoman.web.brief import brief

    with Archive(archive) as store, complete_file(output) as path:
        path.write_text(brief(store, _day(week)), "utf-8")
    note(f"written to {output}")
