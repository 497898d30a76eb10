"""The Python way in: ``code`` for one text, ``Coder`` for many."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from pathlib import Path
from typing import Any, TypeVar

from dragoman.choose import is_chosen
from dragoman.engines.onnx_reader import load_reader
from dragoman.engines.spacy_parser import load_parser
from dragoman.model import Article, Document, Event, Issue, Parser, Quote, Reader
from dragoman.pipeline import Begun, begin, finish, left_out, with_entities
from dragoman.stages.events.skips import Skip
from dragoman.tables import Tables, load_tables
from dragoman.text.relevance import is_relevant
from dragoman.writers.circumstances import to_places, to_times
from dragoman.writers.html import events_table
from dragoman.writers.plover import to_plover, version_of
from dragoman.writers.quotes import to_quotes

T = TypeVar("T")
Half = TypeVar("Half")
R = TypeVar("R")


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

    def to_quotes(self) -> list[dict[str, Any]]:
        """Who says what about whom, as records (docs/quotes.md)."""
        return to_quotes(self.document, self.tables)

    def to_times(self) -> list[dict[str, Any]]:
        """The times that the article names, as records (docs/times.md)."""
        return to_times(self.document, self.tables)

    def to_places(self) -> list[dict[str, Any]]:
        """The places that the article names, as records (docs/places.md)."""
        return to_places(self.document, self.tables)

    def filtered(
        self, *, status: Collection[str] | None = None, reported_by: str | None = None
    ) -> Coded:
        """The same article with fewer events: those of some statuses, and those that somebody
        reports: a code, a name or words; "article" for what the article itself vouches for,
        "anybody" for all else. Raises ValueError when a status is none of the five."""
        chosen = tuple(e for e in self.events if is_chosen(e, status, reported_by))
        return replace(self, document=replace(self.document, events=chosen))

    def __repr__(self) -> str:
        """In one line: a document prints by the page, its tables by the book."""
        return (f"<Coded: {len(self.events)} events, {len(self.quotes)} quotations, "
                f"{len(self.issues)} issues>")  # fmt: skip

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        return events_table(self.document)


class Coder:
    """Codes articles; loads the model and the tables once.

    ``parser`` names a spaCy pipeline or the folder of one; left out, the pinned default is used.
    ``model`` is a folder that ``dragoman train`` wrote; left out, the network that ships is used.
    Events with less than ``min_confidence`` (0..1) are left out; an issue names each. ``actors``
    are packs of actors (docs/actors.md), laid over the tables that ship; the last one wins.
    Raises ModelError when a model is missing or altered, TableError when a pack has a wrong row.
    """

    def __init__(
        self,
        parser: str | Parser | None = None,
        model: str | Path | Reader | None = None,
        *,
        min_confidence: float = 0.0,
        actors: Sequence[str | Path] = (),
    ) -> None:
        self.min_confidence = min_confidence
        tables = load_tables([Path(pack) for pack in actors])
        self.parser = load_parser(parser) if parser is None or isinstance(parser, str) else parser
        self.reader = _reader(model)
        self.tables = replace(tables, ontology=tables.ontology.with_types(self.reader.added))

    def code(
        self, text: str | Article, *, date: Date | str | None = None, publication: str | None = None
    ) -> Coded:
        """Code one text. ``date`` is the day of publication, ISO or a date; without it relative
        dates stay open. Raises ValueError when ``date`` is no ISO day."""
        article = text if isinstance(text, Article) else _article(text, date, publication)
        return self.finish(self.begin(article))

    @property
    def version(self) -> str:
        """What its events name as their coder: program, parser, network and tables."""
        return version_of(self.parser.version, self.reader.version, self.tables.digest)

    def is_relevant(self, article: Article) -> bool:
        """Could there be a political event in an article? Cheap, and rather wrongly yes than no."""
        return is_relevant(article.text, self.tables.gate)

    def begin(self, article: Article) -> Begun:
        """Parse an article and let the network read it in the background. What is begun can be
        finished once."""
        return begin(article, self.tables, self.parser, self.reader)

    def finish(self, begun: Begun) -> Coded:
        """Code an article that is begun."""
        return Coded(_sure(finish(begun, self.tables), self.min_confidence), self.tables)

    def quotes(
        self, text: str | Article, *, date: Date | str | None = None, publication: str | None = None
    ) -> list[dict[str, Any]]:
        """Who says what about whom in one text, as records (docs/quotes.md); no events are coded,
        which takes less than half the time. Arguments as of ``code``."""
        article = text if isinstance(text, Article) else _article(text, date, publication)
        return to_quotes(with_entities(article, self.tables, self.parser), self.tables)

    def code_all(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Code many articles in their order. The network reads one while the next is parsed, so
        each comes out when the next one has come in."""
        return one_ahead(articles, self.begin, self.finish)


def one_ahead(
    items: Iterable[T], begin: Callable[[T], Half], finish: Callable[[Half], R]
) -> Iterator[R]:
    """Begins and finishes each item, in their order; each is finished when the next is begun."""
    waiting: list[Half] = []
    for item in items:
        waiting.append(begin(item))
        if len(waiting) > 1:
            yield finish(waiting.pop(0))
    yield from map(finish, waiting)


def _sure(doc: Document, least: float) -> Document:
    """The document without events that are less sure; each leaves its issues."""
    events = doc.events or ()
    kept = tuple(e for e in events if e.confidence >= least)
    issues = [
        i for e in events if e.confidence < least for i in left_out(e, Skip.UNSURE.value, least)
    ]
    return replace(doc, events=kept, issues=(*doc.issues, *issues)) if issues else doc


def _reader(model: str | Path | Reader | None) -> Reader:
    return load_reader(model) if model is None or isinstance(model, str | Path) else model


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
