"""``dragoman times`` and ``dragoman places``: the times and places that articles name."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.listing import ListFormatOption, Listing, Records, Wanted, list_all
from dragoman.cli.running import Run
from dragoman.cli.shared import (
    DateOption,
    DebugOption,
    OutputOption,
    ParserOption,
    PublicationOption,
    guarded,
    loading,
)
from dragoman.model import Document

if TYPE_CHECKING:
    from dragoman.tables import Tables

PathsArgument = Annotated[list[str], typer.Argument(metavar="PATH", help="Articles, as for code.")]


class TimeType(StrEnum):
    """TIMEX3's types."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@guarded
def times_command(  # noqa: PLR0913  one parameter an option
    paths: PathsArgument,
    date: DateOption = None,
    publication: PublicationOption = None,
    form: ListFormatOption = None,
    output: OutputOption = None,
    kind: Annotated[
        list[TimeType] | None, typer.Option("--type", help="Only this type; may be repeated.")
    ] = None,
    parser: ParserOption = None,
    debug: DebugOption = False,
) -> None:
    """Times named in articles, as TIMEX3: what they mean, and what they were counted from."""

    def listing() -> Listing:
        from dragoman.writers.circumstances import flat_listing, listed, to_times

        columns = listed("time")
        return Listing(
            words=("with times", "without"),
            run=_run(to_times, parser, debug=debug),
            keep=lambda record: not kind or record["type"] in kind,
            heads=("words", "type", "value", "to", "counted from", "why"),
            cells=_time_cells,
            columns=columns,
            flat=lambda record: flat_listing(record, columns),
            wide="why",
        )

    list_all(Wanted(paths, date, publication, form, output), listing)


@guarded
def places_command(  # noqa: PLR0913  one parameter an option
    paths: PathsArgument,
    date: DateOption = None,
    publication: PublicationOption = None,
    form: ListFormatOption = None,
    output: OutputOption = None,
    country: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="ISO3", help="Only in this country; may be repeated."),
    ] = None,
    peoples: Annotated[
        bool, typer.Option("--peoples/--no-peoples", help='List adjectives too ("Iraqi").')
    ] = True,
    parser: ParserOption = None,
    debug: DebugOption = False,
) -> None:
    """Places named in articles, resolved against the gazetteer: where they are, and how surely."""

    def listing() -> Listing:
        from dragoman.writers.circumstances import flat_listing, listed, to_places

        columns = listed("place")
        return Listing(
            words=("with places", "without"),
            run=_run(to_places, parser, debug=debug),
            keep=lambda record: _is_chosen(record, country, peoples=peoples),
            heads=("words", "place", "in", "country", "kind", "lat", "lon", "score"),
            cells=_place_cells,
            columns=columns,
            flat=lambda record: flat_listing(record, columns),
            wide="place",
        )

    list_all(Wanted(paths, date, publication, form, output), listing)


def _run(
    records: Callable[[Document, Tables], Records], parser: str | None, *, debug: bool
) -> Run[Document, Records]:
    from dragoman.engines.spacy_parser import load_parser
    from dragoman.pipeline import with_circumstances
    from dragoman.tables import load_tables

    with loading("the parser and the tables"):
        tables, engine = load_tables(), load_parser(parser)
    return Run(
        lambda article: with_circumstances(article, tables, engine),
        lambda doc: records(doc, tables),
        debug,
    )


def _is_chosen(record: dict[str, Any], countries: list[str] | None, *, peoples: bool) -> bool:
    here = not countries or record["country_code"] in {code.upper() for code in countries}
    return here and (peoples or not record["people"])


def _time_cells(record: dict[str, Any]) -> tuple[str, ...]:
    names = ("text", "type", "value", "value_end", "anchor", "why")
    return tuple(_text(record[name]) for name in names)


def _place_cells(record: dict[str, Any]) -> tuple[str, ...]:
    name = "?" if record["no_match"] else record["resolved_place"]
    names = ("province", "country_code", "feature_code", "lat", "lon", "score")
    return (_text(record["text"]), _text(name), *(_text(record[one]) for one in names))


def _text(value: Any) -> str:
    from dragoman.writers.rows import clean

    return "" if value is None else clean(str(value))
