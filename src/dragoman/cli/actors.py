"""``dragoman actors``: who is meant, who is in no table, and tables of one's own."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.output import complete_file
from dragoman.cli.shared import (
    FAILED,
    ActorsOption,
    DateOption,
    DebugOption,
    ParserOption,
    fail,
    guarded,
    iso_day,
    loading,
    note,
    packs,
)

if TYPE_CHECKING:
    from dragoman.gaps import Gap
    from dragoman.model import Article, Parser
    from dragoman.resolve import Resolved
    from dragoman.tables import Tables
    from dragoman.tables.petrarch import Imported

actors_app = typer.Typer(help="Who is meant; packs of your own actors.", no_args_is_help=True)

SHOWN_NOTES = 10
LAST_EDIT = "2015-04-07"  # of openeventdata's dictionaries: what they call open was so then


@actors_app.command("resolve")
@guarded
def resolve_command(  # noqa: PLR0913  one parameter an option
    text: Annotated[str, typer.Argument(metavar="TEXT", help='Words: "the Iranian president".')],
    date: DateOption = None,
    context: Annotated[
        str, typer.Option("--context", metavar="TEXT", help="More words of the same article.")
    ] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Show the reasons.")] = False,
    actors: ActorsOption = None,
    parser: ParserOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Who do these words mean, of which country and kind, on that day?"""
    from dragoman.resolve import resolve

    tables, engine = _engines(actors, parser)
    found = resolve(text, tables, engine, date=date, context=context)
    if not found:
        fail(f"{text!r}: no words that name a participant")
    for one in found:
        typer.echo(_told(one))
        if explain:
            _explain(one)


def _engines(actors: list[Path] | None, parser: str | None) -> tuple[Tables, Parser]:
    from dragoman.engines.spacy_parser import load_parser
    from dragoman.tables import load_tables

    with loading("the parser and the tables"):
        return load_tables(packs(actors)), load_parser(parser)


def _told(one: Resolved) -> str:
    who = one.code
    sectors = ",".join([who.sector or "-", *who.other_sectors])
    rest = [part for part in (who.name, who.office) if part]
    return "\t".join([one.text, who.code or "unknown", sectors, *rest])


def _explain(one: Resolved) -> None:
    from dragoman.tables.reasons import load_reasons

    reasons = load_reasons()
    for why in one.code.why:
        typer.echo(f"    {why:<32} {reasons.tell('actor', why)}")


@actors_app.command("gaps")
@guarded
def gaps_command(  # noqa: PLR0913  one parameter an option
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Articles, as for code.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write all as CSV, to fill in."),
    ] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="Show N at most.")] = 30,
    date: DateOption = None,
    actors: ActorsOption = None,
    parser: ParserOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Names that no table knows, by the number of articles, with contexts."""
    from dragoman.gaps import by_frequency
    from dragoman.tables.packs import GAP_COLUMNS

    found = by_frequency(_search(paths, date, _engines(actors, parser)))
    if output is None:
        for gap in found[:most]:
            typer.echo(f"{gap.articles:6d} {gap.mentions:6d}  {gap.name}\n{'':15}{gap.contexts[0]}")
    else:
        with complete_file(output) as temporary:
            columns = ("name", "code", "sector", *GAP_COLUMNS)
            _write(temporary, columns, (_gap_cells(gap) for gap in found))
    note(f"names in no table: {len(found)}")


def _search(paths: list[str], date: Date | None, engines: tuple[Tables, Parser]) -> dict[str, Gap]:
    from dragoman.gaps import gaps
    from dragoman.model import Article
    from dragoman.readers import read_paths

    rejected = 0

    def articles() -> Iterable[Article]:
        nonlocal rejected
        for document in read_paths(paths, date=date):
            if isinstance(document, Article):
                yield document
            else:
                rejected += 1
                note(f"{document.name}: {document.message}")

    found: dict[str, Gap] = {}
    count = 0
    for count, found in enumerate(gaps(articles(), *engines), 1):
        if count % 100 == 0:
            note(f"{count} articles read, {len(found)} names")
    note(f"articles read: {count}, rejected: {rejected}")
    return found


def _gap_cells(gap: Gap) -> Mapping[str, object]:
    return {"name": gap.name, "code": "", "sector": "", "articles": gap.articles,
            "mentions": gap.mentions, "context": " | ".join(gap.contexts)}  # fmt: skip


@actors_app.command("check")
@guarded
def check_command(
    pack: Annotated[
        list[Path] | None, typer.Argument(metavar="PACK", help="CSV packs; none: the tables.")
    ] = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Check packs, or the tables that ship: codes, dates, names with two meanings, gaps."""
    from dragoman.tables.actor_checks import check_pack, check_tables

    problems = [p for path in pack for p in check_pack(path)] if pack else check_tables()
    for problem in problems:
        typer.echo(f"{problem.where}: {problem.what}\n    fix: {problem.fix}")
    typer.echo(f"{len(problems)} problems")
    if problems:
        raise typer.Exit(FAILED)


@actors_app.command("import")
@guarded
def import_command(
    source: Annotated[Path, typer.Argument(metavar="DICTIONARY", help="TABARI or PETRARCH file.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PACK", help="CSV to write.")],
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DAY", help="Last day the dictionary was kept up.")
    ] = LAST_EDIT,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Turn an actor or agent dictionary of TABARI or PETRARCH into a pack."""
    from dragoman.tables.actor_rows import known_codes, load_countries
    from dragoman.tables.ontology import load_ontology
    from dragoman.tables.packs import COLUMNS
    from dragoman.tables.petrarch import import_dictionary

    codes = known_codes(load_countries().values(), load_ontology())
    imported = import_dictionary(source.read_bytes(), codes, iso_day(as_of).isoformat())
    with complete_file(output) as temporary:
        _write(temporary, COLUMNS, imported.rows)
    _tell_import(imported, output)


def _tell_import(imported: Imported, output: Path) -> None:
    for line in imported.notes[:SHOWN_NOTES]:
        note(line)
    if len(imported.notes) > SHOWN_NOTES:
        note(f"... and {len(imported.notes) - SHOWN_NOTES} more")
    note(
        f"{output}: {len(imported.rows)} rows; {len(imported.notes)} lines left out, "
        f"{imported.places} mere countries skipped; use it with --actors {output}"
    )


def _write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
