"""Who is in no table: the unresolved names of many articles, by frequency, with contexts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dragoman.model import Article, Document, Parser
from dragoman.pipeline import with_entities
from dragoman.stages.entities import unknown
from dragoman.tables import Tables
from dragoman.text.fold import fold

SHOWN = 3  # contexts kept of a name
AROUND = 60  # characters before and after it


@dataclass(slots=True)
class Gap:
    """A name that no table knows: its usual spelling, how often, in how many articles, where."""

    name: str
    mentions: int = 0
    articles: int = 0
    contexts: list[str] = field(default_factory=list)


def gaps(articles: Iterable[Article], tables: Tables, parser: Parser) -> Iterator[dict[str, Gap]]:
    """After each article: all gaps found so far, by folded name."""
    found: dict[str, Gap] = {}
    for article in articles:
        _add(found, with_entities(article, tables, parser))
        yield found


def by_frequency(found: dict[str, Gap]) -> list[Gap]:
    """The gaps, those in most articles first."""
    return sorted(found.values(), key=lambda gap: (-gap.articles, -gap.mentions, gap.name))


def _add(found: dict[str, Gap], doc: Document) -> None:
    assert doc.entities is not None and doc.mentions is not None
    seen: set[str] = set()
    for entity in doc.entities:
        if not unknown(doc, entity):
            continue
        span = doc.mentions[entity.mentions[0]].span
        name = " ".join(span.of(doc.text).split())
        gap = found.setdefault(fold(name), Gap(name))
        gap.articles += fold(name) not in seen
        gap.mentions += len(entity.mentions)
        seen.add(fold(name))
        if len(gap.contexts) < SHOWN:
            start, end = max(0, span.start - AROUND), span.end + AROUND
            gap.contexts.append(" ".join(doc.text[start:end].split()))
