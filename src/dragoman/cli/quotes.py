"""``dragoman quotes``: who says what about whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.listing import ListFormatOption, Listing, Records, Wanted, list_all
from dragoman.cli.running import Run
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
from dragoman.model import Document, QuoteKind


@guarded
def quotes_command(  # noqa: PLR0913  one parameter an option
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Articles, as for code.")],
    date: DateOption = None,
    publication: PublicationOption = None,
    form: ListFormatOption = None,
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

    def listing() -> Listing:
        from dragoman.writers.quotes import flat_quote, quote_columns

        return Listing(
            words=("with quotations", "without"),
            run=_run(actors, parser, debug=debug),
            keep=lambda record: _is_chosen(record, speaker, about, kind),
            heads=("who", "how", "what", "about"),
            cells=_cells,
            columns=quote_columns(),
            flat=flat_quote,
            wide="what",
        )

    list_all(Wanted(paths, date, publication, form, output), listing)


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


def _cells(record: dict[str, Any]) -> tuple[str, ...]:
    from dragoman.writers.rows import clean

    who = _who(record["speaker"]) or "?"
    return who, _how(record), clean(record["text"]), _who(record["about"])


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
