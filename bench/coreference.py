"""How many links of coreference are right? Passages written for the project, links by hand.

    python bench/coreference.py [--show] [--passages FILE] [--floor 0.85]

A link is right when the entity of its mention is that of the name it means; a pair ("both sides")
when its two members are; a pronoun that means nobody when its entity holds no name. Ends with 1
when fewer are right than the floor.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import Any

from least import options as least_options

from dragoman.engines.spacy_parser import load_parser
from dragoman.model import Article, Document, Entity, MentionKind, Parser, Span
from dragoman.pipeline import with_entities
from dragoman.tables import Tables, load_tables

PASSAGES = Path(__file__).parent / "coreference" / "passages.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """One link: is it right, and what was found instead."""

    passage: str
    mention: str
    means: Any
    found: str
    right: bool


def main() -> int:
    """Run from the command line; 1 when too few links are right."""
    parser = least_options(__doc__, "links")
    parser.add_argument("--passages", type=Path, default=PASSAGES)
    options = parser.parse_args()
    judged = list(judge(options.passages, load_tables(), load_parser()))
    for link in judged if options.show else ():
        if not link.right:
            _say(f"{link.passage}: {link.mention!r} means {link.means!r}, found {link.found!r}")
    right = sum(link.right for link in judged)
    share = right / max(1, len(judged))
    _say(f"{right} of {len(judged)} links right ({share:.3f})")
    return int(share < options.floor)


def judge(passages: Path, tables: Tables, parser: Parser) -> Iterator[Judged]:
    """All links of a file of passages, each judged."""
    for line in passages.read_text("utf-8").splitlines():
        passage = json.loads(line)
        day = Date.fromisoformat(passage["date"])
        doc = with_entities(Article(passage["text"], passage["id"], day, "given"), tables, parser)
        for link in passage["links"]:
            yield _judged(doc, passage["id"], link)


def _judged(doc: Document, passage: str, link: dict[str, Any]) -> Judged:
    span = occurrence(doc.text, link["mention"], link["nth"])
    entity = entity_at(doc, span)
    means = link["means"]
    if means is None:
        right = entity is None or not _named(doc, entity)
    elif isinstance(means, list):
        right = _members(doc, entity) == {_key(doc, name) for name in means}
    else:
        right = entity is not None and _same(doc, entity, means)
    return Judged(passage, link["mention"], means, entity.name if entity else "-", right)


def occurrence(text: str, words: str, nth: int) -> Span:
    """The nth place of some words in a text."""
    found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    match = [m for n, m in enumerate(found, 1) if n == nth][0]  # noqa: RUF015  must be there
    return Span(match.start(), match.end())


def entity_at(doc: Document, span: Span) -> Entity | None:
    """The entity of the mention whose head lies in a span; the widest where there are several."""
    assert doc.mentions is not None and doc.entities is not None and doc.tokens is not None
    inside = [m for m in doc.mentions if span.contains(doc.tokens[m.head].span)]
    if not inside:
        return None
    best = max(inside, key=lambda m: (m.span.end - m.span.start, -m.i))
    return next(e for e in doc.entities if best.i in e.mentions)


def _named(doc: Document, entity: Entity) -> bool:
    assert doc.mentions is not None
    return any(doc.mentions[i].kind is MentionKind.NAME for i in entity.mentions)


def _meant(doc: Document, name: str) -> list[Entity]:
    """The entities of a name, at each of its places."""
    places = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", doc.text)
    found = (entity_at(doc, Span(m.start(), m.end())) for m in places)
    return [entity for entity in found if entity is not None]


def _key(doc: Document, name: str) -> str:
    entities = _meant(doc, name)
    return _country(entities[0]) if entities else name


def _same(doc: Document, entity: Entity, name: str) -> bool:
    """Is an entity the one of a name, or does it bear the same canonical name ("PKK members")?

    A name that only the dateline has is no mention: the canonical name must be that name.
    """
    meant = _meant(doc, name)
    if not meant:
        return entity.code.name == name
    canonical = entity.code.name
    return any(entity == e or (canonical and canonical == e.code.name) for e in meant)


def _members(doc: Document, entity: Entity | None) -> set[str]:
    assert doc.entities is not None
    return {_country(doc.entities[i]) for i in entity.members} if entity else set()


def _country(entity: Entity) -> str:
    return entity.code.name or entity.name


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
