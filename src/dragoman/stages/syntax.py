"""Sentences and words of the body, through a parser."""

from __future__ import annotations

from dragoman.model import STORY, Document, ParsedToken, Parser, Sentence, Span, Step, Token
from dragoman.text.bounding import bound
from dragoman.text.mending import mend


def parse_syntax(doc: Document, parser: Parser) -> Document:
    """Adds the layers ``tokens`` and ``sentences`` for body blocks; other blocks are not parsed.

    Each block is parsed by itself: a line break ends a sentence. A dateline is cut off first.
    """
    assert doc.blocks is not None
    places = [i for i, block in enumerate(doc.blocks) if block.kind in STORY]
    starts = [_start(doc, doc.blocks[i].span) for i in places]
    texts = [
        doc.text[start : doc.blocks[i].span.end] for i, start in zip(places, starts, strict=True)
    ]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for block, start, text, parsed in zip(places, starts, texts, parser.parse(texts), strict=True):
        _append(doc, tokens, sentences, mend(text, bound(parsed)), block, start)
    step = Step("syntax", parser.version)
    return doc.add(step, tokens=tuple(tokens), sentences=tuple(sentences))


def _start(doc: Document, block: Span) -> int:
    for dateline in doc.dateline or ():
        if block.contains(dateline.span):
            return dateline.span.end
    return block.start


def _append(
    doc: Document,
    tokens: list[Token],
    sentences: list[Sentence],
    parsed: list[ParsedToken],
    block: int,
    start: int,
) -> None:
    base = len(tokens)
    bounds = [n for n, token in enumerate(parsed) if token.sentence_start]
    for n, token in enumerate(parsed):
        span = Span(start + token.start, start + token.end)
        tokens.append(
            Token(base + n, span, span.of(doc.text), token.lemma, token.pos, token.tag, token.dep,
                  base + token.head, token.ner, token.ner_start)
        )  # fmt: skip
    for first, last in zip(bounds, [*bounds[1:], len(parsed)], strict=True):
        span = tokens[base + first].span.join(tokens[base + last - 1].span)
        sentences.append(Sentence(len(sentences), span, base + first, base + last, block))
