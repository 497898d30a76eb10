"""The way of an article: the stages in their order."""

from __future__ import annotations

from dragoman.model import Article, Document, Parser
from dragoman.stages.blocks import segment_blocks
from dragoman.stages.entities import resolve_entities
from dragoman.stages.events import code_events
from dragoman.stages.events.stage import EventTables
from dragoman.stages.mentions import find_mentions
from dragoman.stages.places import resolve_places
from dragoman.stages.quotes import attribute_quotes
from dragoman.stages.status import judge_triggers
from dragoman.stages.syntax import parse_syntax
from dragoman.stages.times import resolve_times
from dragoman.stages.triggers import find_triggers
from dragoman.tables import Tables


def code_article(article: Article, tables: Tables, parser: Parser) -> Document:
    """One article with all layers, events last. Never raises on odd prose: it adds issues."""
    doc = segment_blocks(Document(article), tables.blocks)
    doc = parse_syntax(doc, parser)
    doc = attribute_quotes(doc, tables.quotes)
    doc = resolve_times(doc, tables.times)
    doc = find_mentions(doc, tables.actors)
    doc = resolve_entities(doc, tables.actors, tables.coref)
    doc = resolve_places(doc, tables.actors)
    doc = find_triggers(doc, tables.lexicon, tables.genres)
    doc = judge_triggers(doc, tables.status)
    return code_events(doc, EventTables(tables.lexicon, tables.ontology, tables.contexts))
