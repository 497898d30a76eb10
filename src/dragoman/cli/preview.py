"""``dragoman preview``: what is in a source, and which columns are taken for what."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.archive_options import (
    DateColOption,
    IdColOption,
    PublicationColOption,
    TextColOption,
    TitleColOption,
    UrlColOption,
    columns_of,
)
from dragoman.cli.shared import USAGE, DebugOption, fail, guarded, note, print_wide


@guarded
def preview_command(  # noqa: PLR0913  one parameter an option
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file or folder.")],
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="Documents to show.")] = 5,
    text_col: TextColOption = None,
    date_col: DateColOption = None,
    title_col: TitleColOption = None,
    publication_col: PublicationColOption = None,
    url_col: UrlColOption = None,
    id_col: IdColOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Show the first documents of a source as they would be read: a look before a long run."""
    if source != "-" and not Path(source).exists():
        fail(f"{source}: no such file or folder", USAGE)
    from rich.table import Table

    from dragoman.readers import Reading, Rejected, extract
    from dragoman.writers.rows import clean

    columns = columns_of(text=text_col, date=date_col, title=title_col, url=url_col,
                         publication=publication_col, id=id_col)  # fmt: skip
    table = Table("name", "date", "from", "publication", "title", "text")
    for found in islice(Reading(columns).documents([source]), number):
        article = found if isinstance(found, Rejected) else extract(found)
        if isinstance(article, Rejected):
            note(f"rejected {article.name}: {article.message} [{article.code}]")
            continue
        day = article.date.isoformat() if article.date else ""
        shown = (article.name, day, article.date_source or "", article.publication or "",
                 article.title or "", article.text[:160])  # fmt: skip
        table.add_row(*(clean(cell) for cell in shown))
    print_wide(table)
