"""Who is meant by a few words: the way of an article, for a mention given by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date as Date

from dragoman.model import (
    ActorCode,
    Article,
    Block,
    BlockKind,
    Document,
    Entity,
    Mention,
    MentionKind,
    Parser,
    Span,
    Step,
)
from dragoman.stages.entities import resolve_entities
from dragoman.stages.mentions import find_mentions
from dragoman.stages.syntax import parse_syntax
from dragoman.tables import Tables

CARRIER = " said so."  # the parser knows a phrase better as part of a sentence
# A state that is merely named is no government; one that acts in foreign affairs is (CODEBOOK).
STATES = ("name:", "short:", "abbr:")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Words that name a participant, and who they mean."""

    text: str
    code: ActorCode


def resolve(
    text: str,
    tables: Tables,
    parser: Parser,
    *,
    date: Date | None = None,
    context: str = "",
    acting: bool = True,
) -> list[Resolved]:
    """The participants that a phrase names, outermost first; coordinated ones each for itself.

    ``date`` is the day of the text, ``context`` further text of the same article. A state that is
    not ``acting`` gets no sector. Words that name nobody give an empty list.
    """
    doc = _document(text, context, date)
    doc = find_mentions(parse_syntax(doc, parser), tables.actors, tables.coref)
    doc = resolve_entities(doc, tables.actors, tables.coref)
    return [
        Resolved(mention.span.of(doc.text), _role(entity.code, acting))
        for mention in _outermost(doc, len(text))
        for entity in _members(doc, mention)
    ]


def _document(text: str, context: str, date: Date | None) -> Document:
    whole = f"{text}{CARRIER}\n\n{context}"
    end = len(text) + len(CARRIER)
    spans = [Span(0, end)]
    if context:
        spans.append(Span(end + 2, len(whole)))
    blocks = tuple(Block(span, BlockKind.BODY, "given") for span in spans)
    article = Article(text=whole, date=date, date_source="given" if date else None)
    return Document(article).add(Step("blocks", "1"), blocks=blocks)


def _outermost(doc: Document, end: int) -> list[Mention]:
    """Mentions of the phrase itself that depend on no other one of them, conjuncts apart."""
    assert doc.mentions is not None and doc.tokens is not None
    inside = [m for m in doc.mentions if m.span.end <= end and m.kind is not MentionKind.PRONOUN]
    heads = {m.head for m in inside}
    return [m for m in inside if not _below(doc, m.head, heads - {m.head})]


def _below(doc: Document, i: int, heads: set[int]) -> bool:
    assert doc.tokens is not None
    token = doc.tokens[i]
    while token.head != token.i:
        linked = token.dep in {"conj", "dep"}
        token = doc.tokens[token.head]
        if token.i in heads and not linked:
            return True
    return False


def _members(doc: Document, mention: Mention) -> list[Entity]:
    assert doc.entities is not None
    entity = next(e for e in doc.entities if mention.i in e.mentions)
    return [doc.entities[i] for i in entity.members] or [entity]


def _role(code: ActorCode, acting: bool) -> ActorCode:
    state = "PRE" in code.other_sectors or any(why.startswith(STATES) for why in code.why[:1])
    bare = code.sector == "GOV" and state
    if acting or not bare:
        return code
    return replace(code, sector=next(iter(code.other_sectors), None), other_sectors=())
