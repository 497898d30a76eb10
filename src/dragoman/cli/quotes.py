"""``dragoman quotes``: who says what about whom."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.output import complete_file, show_table, table_width, text_file, write_lines
from dragoman.cli.running import Run, Tally, check_paths, progress
from dragoman.cli.shared import (
    ActorsOption,
    DateOption,
    DebugOption,
    OutputOption,
    ParserOption,
    PublicationOption,
    guarded,
    loading,
    packs,
)
from dragoman.model import Article, Document, QuoteKind

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = ("#", "who", "how", "what", "about")
Records = list[dict[str, Any]]


class QuoteFormat(StrEnum):
    """The formats of ``dragoman quotes``."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


SUFFIXES = {".jsonl": QuoteFormat.JSONL, ".csv": QuoteFormat.CSV}


@guarded
def quotes_command(  # noqa: PLR0913  one parameter an option
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Articles, as for code.")],
    date: DateOption = None,
    publication: PublicationOption = None,
    form: Annotated[
        QuoteFormat | None,
        typer.Option("--format", "-f", help="Default: by the suffix of FILE, else a table."),
    ] = None,
    output: OutputOption = None,
    speaker: Annotated[
        str | None,
        typer.Option("--speaker", metavar="WHO", help="Only by WHO: code, name or words."),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="WHOM", help="Only what names WHOM: code, name or words."),
    ] = None,
    kind: Annotated[
        list[QuoteKind] | None, typer.Option("--kind", help="Only this kind; may be repeated.")
    ] = None,
    actors: ActorsOption = None,
    parser: ParserOption = None,
    debug: DebugOption = False,
) -> None:
    """Who says what about whom: quotations and reported speech, with speaker, cue and place."""
    form = form or (SUFFIXES.get(output.suffix.lower()) if output else None) or QuoteFormat.TABLE
    check_paths(paths, output)
    from dragoman.readers import read_paths

    tally = Tally(("with quotations", "without"))
    documents = read_paths(paths, date=date, publication=publication)
    run = _run(actors, parser, debug=debug)
    with (
        _sink(form, output) as write,
        progress(paths, shown=form is QuoteFormat.TABLE and output is None) as advance,
    ):
        for article, records in run.over(documents, tally, advance):
            chosen = [r for r in records if _is_chosen(r, speaker, about, kind)]
            tally.count(chosen)
            write(article, chosen)
    tally.report()


def _run(actors: list[Path] | None, parser: str | None, *, debug: bool) -> Run[Document, Records]:
    from dragoman.engines.spacy_parser import load_parser
    from dragoman.pipeline import with_entities
    from dragoman.tables import load_tables
    from dragoman.writers.quotes import to_quotes

    with loading("the parser and the tables"):
        tables, engine = load_tables(packs(actors)), load_parser(parser)
    return Run(
        lambda article: with_entities(article, tables, engine),
        lambda doc: to_quotes(doc, tables),
        debug,
    )


def _is_chosen(
    record: dict[str, Any], speaker: str | None, about: str | None, kinds: list[QuoteKind] | None
) -> bool:
    if kinds and record["kind"] not in kinds:
        return False
    by = speaker is None or _one_is_meant(speaker, record["speaker"])
    return by and (about is None or _one_is_meant(about, record["about"]))


def _one_is_meant(wanted: str, entities: Records) -> bool:
    from dragoman.choose import is_meant

    return any(is_meant(wanted, e["code"], e["entity_name"], e["entity_text"]) for e in entities)


# -- writing --------------------------------------------------------------------------------------


@contextmanager
def _sink(form: QuoteFormat, output: Path | None) -> Iterator[Any]:
    """Takes an article and its quotations; on a file that appears only when complete."""
    if output is None:
        yield _writer(form, sys.stdout, to_file=False)
        return
    with complete_file(output) as path, text_file(path) as stream:
        yield _writer(form, stream, to_file=True)


def _writer(form: QuoteFormat, stream: IO[str], *, to_file: bool) -> Any:
    if form is QuoteFormat.JSONL:
        return lambda _, records: write_lines(records, stream)
    if form is QuoteFormat.CSV:
        from dragoman.writers.flat import CsvRows
        from dragoman.writers.quotes import flat_quote, quote_columns

        writer = CsvRows(stream, quote_columns())
        return lambda _, records: writer.write(map(flat_quote, records))
    return lambda article, records: _show(article, records, stream if to_file else None)


def _show(article: Article, records: Records, stream: IO[str] | None) -> None:
    if records:
        show_table(_table(article, records, table_width(stream)), stream)


def _table(article: Article, records: Records, width: int) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from dragoman.writers.rows import clean

    title = Text(clean(article.name))
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS:
        table.add_column(name, overflow="fold", max_width=width // 2 if name == "what" else None)
    for n, record in enumerate(records, 1):
        cells = (str(n), _who(record["speaker"]) or "?", _how(record), clean(record["text"]),
                 _who(record["about"]))  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _who(entities: Records) -> str:
    from dragoman.writers.rows import clean

    names = []
    for one in entities[:4]:
        label = " ".join(part for part in (one["code"], one["sector"]) if part)
        name = one["entity_name"] or one["entity_text"]
        names.append(clean(f"{name} ({label})" if label else name))
    return "\n".join(names)


def _how(record: dict[str, Any]) -> str:
    from dragoman.writers.rows import clean

    stances = {s["stance"] for s in record["speaker"]} - {"asserts"}
    cue = record["cue"]["text"] if record["cue"] else ""
    parts = [record["kind"], clean(cue), *sorted(stances)]
    return ", ".join(part for part in parts if part)
