"""The way of an article: the stages in their order."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Article, Document, Issue, Parser, Reader
from dragoman.stages.blocks import segment_blocks
from dragoman.stages.entities import resolve_entities
from dragoman.stages.events import code_events
from dragoman.stages.events.lookups import EventTables
from dragoman.stages.events.stage import left_out
from dragoman.stages.mentions import find_mentions
from dragoman.stages.places import resolve_places
from dragoman.stages.quotes import attribute_quotes
from dragoman.stages.status import judge_triggers
from dragoman.stages.syntax import parse_syntax
from dragoman.stages.times import resolve_times
from dragoman.stages.triggers import Heard, find_triggers, listen
from dragoman.tables import Tables

__all__ = ["Begun", "before_events", "begin", "code_article", "event_tables", "finish", "left_out",
           "with_circumstances", "with_entities"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Begun:
    """An article that is parsed, and whose sentences the network reads in the background. Its
    readings are used up when it is finished."""

    doc: Document
    heard: Heard | None


def begin(article: Article, tables: Tables, parser: Parser, reader: Reader | None) -> Begun:
    """The first half of the way: blocks, syntax, and the network set to read.

    Without a reader the lexicon codes alone; only the check of the lexicon wants that.
    """
    notes = tuple(Issue("reading", "note", words) for _, words in article.notes)
    doc = segment_blocks(Document(article, issues=notes), tables.blocks)
    doc = parse_syntax(doc, parser)
    return Begun(doc, listen(doc, reader, tables.gate) if reader else None)


def before_events(begun: Begun, tables: Tables) -> Document:
    """The document with all layers but the events."""
    doc = resolve_times(_who(begun.doc, tables), tables.times)
    doc = resolve_places(doc, tables.places)
    doc = find_triggers(doc, tables.lexicon, tables.genres, begun.heard)
    return judge_triggers(doc, tables.status)


def with_entities(article: Article, tables: Tables, parser: Parser) -> Document:
    """An article up to who its mentions are; no more."""
    return _who(begin(article, tables, parser, None).doc, tables)


def with_circumstances(article: Article, tables: Tables, parser: Parser) -> Document:
    """An article up to its times and places; no more."""
    doc = attribute_quotes(begin(article, tables, parser, None).doc, tables.quotes)
    doc = find_mentions(doc, tables.actors, tables.coref)
    return resolve_places(resolve_times(doc, tables.times), tables.places)


def _who(doc: Document, tables: Tables) -> Document:
    """Quotes, mentions, and who they are."""
    doc = find_mentions(attribute_quotes(doc, tables.quotes), tables.actors, tables.coref)
    return resolve_entities(doc, tables.actors, tables.coref)


def finish(begun: Begun, tables: Tables) -> Document:
    """The second half: all layers, events last. Never raises on odd prose: it adds issues."""
    return code_events(before_events(begun, tables), event_tables(tables))


def code_article(
    article: Article, tables: Tables, parser: Parser, reader: Reader | None
) -> Document:
    """One article from its text to its events."""
    return finish(begin(article, tables, parser, reader), tables)


def event_tables(tables: Tables) -> EventTables:
    """The part of the tables that the last stage looks up."""
    return EventTables(
        tables.lexicon,
        tables.contexts,
        tables.weights,
        tables.dating,
        tables.placing,
        tables.sides,
        tables.dating_words,
    )
