"""The Python way in: ``code`` for one text, ``Coder`` for many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from dragoman.engines.spacy_parser import load_parser
from dragoman.model import Article, Document, Event, Issue, Parser, Quote
from dragoman.pipeline import code_article
from dragoman.tables import Tables, load_tables
from dragoman.writers.html import events_table
from dragoman.writers.plover import to_plover


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded article: ``document`` with all layers, and the usual questions to it."""

    document: Document
    tables: Tables

    @property
    def events(self) -> tuple[Event, ...]:
        """Who did what to whom, in text order."""
        return self.document.events or ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """What was said, and by whom."""
        return self.document.quotes or ()

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What could not be decided, and why."""
        return self.document.issues

    def to_plover(self) -> list[dict[str, Any]]:
        """The events as PLOVER 2.0 records with our fields (docs/record.md)."""
        return to_plover(self.document, self.tables)

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        return events_table(self.document)


class Coder:
    """Codes articles; loads the model and the tables once.

    ``parser`` names a spaCy pipeline or the folder of one; left out, the pinned default is used.
    Raises ModelError when the model is missing or altered.
    """

    def __init__(self, parser: str | Parser | None = None) -> None:
        self.tables = load_tables()
        self.parser = load_parser(parser) if parser is None or isinstance(parser, str) else parser

    def code(
        self, text: str | Article, *, date: Date | str | None = None, publication: str | None = None
    ) -> Coded:
        """Code one text. ``date`` is the day of publication, ISO or a date; without it relative
        dates stay open. Raises ValueError when ``date`` is no ISO day."""
        article = text if isinstance(text, Article) else _article(text, date, publication)
        return Coded(code_article(article, self.tables, self.parser), self.tables)

    def code_all(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Code many articles, one after the other."""
        return (self.code(article) for article in articles)


def _article(text: str, date: Date | str | None, publication: str | None) -> Article:
    day = Date.fromisoformat(date) if isinstance(date, str) else date
    return Article(
        text=text, date=day, date_source="given" if day else None, publication=publication
    )


def code(
    text: str | Article,
    *,
    date: Date | str | None = None,
    publication: str | None = None,
    parser: str | Parser | None = None,
) -> Coded:
    """Code one text; for many make a ``Coder``, which loads the model only once."""
    return Coder(parser).code(text, date=date, publication=publication)
