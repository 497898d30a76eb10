"""Document: one article's text and the layers that the stages add to it, each written once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dragoman.model.article import Article
from dragoman.model.event import Event, Judgement, Trigger
from dragoman.model.layers import (
    Block,
    BlockKind,
    Dateline,
    Entity,
    Mention,
    Place,
    Quote,
    Sentence,
    TimeExpression,
    Token,
)
from dragoman.model.span import Span


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a stage could not decide: which stage, a short code, what happened, and where."""

    stage: str
    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that has run, with the version of what it ran (a model's name and digest)."""

    stage: str
    version: str


@dataclass(frozen=True, slots=True)
class Document:
    """The text as received and everything found in it. All spans point into ``text``.

    Layers are None until their stage has run; ``add`` refuses to write one twice, and ``issues``
    and ``steps`` only grow.
    """

    article: Article
    blocks: tuple[Block, ...] | None = None
    dateline: tuple[Dateline, ...] | None = None
    tokens: tuple[Token, ...] | None = None
    sentences: tuple[Sentence, ...] | None = None
    quotes: tuple[Quote, ...] | None = None
    times: tuple[TimeExpression, ...] | None = None
    mentions: tuple[Mention, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    places: tuple[Place, ...] | None = None
    triggers: tuple[Trigger, ...] | None = None
    judgements: tuple[Judgement, ...] | None = None
    events: tuple[Event, ...] | None = None
    issues: tuple[Issue, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def text(self) -> str:
        """The one text all spans point into."""
        return self.article.text

    def add(
        self, step: Step, *, issues: tuple[Issue, ...] = (), **layers: tuple[Any, ...]
    ) -> Document:
        """A new document with more layers.

        Raises ValueError when a layer is already written or a span leaves the text: both are
        mistakes in a stage, never in the article.
        """
        for name, layer in layers.items():
            if getattr(self, name) is not None:
                raise ValueError(f"stage {step.stage} writes layer {name!r} a second time")
            self._check(name, layer)
        return replace(
            self,
            issues=self.issues + issues,
            steps=(*self.steps, step),
            **layers,  # type: ignore[arg-type]
        )

    def _check(self, name: str, layer: tuple[Any, ...]) -> None:
        for item in layer:
            span = getattr(item, "span", None)
            if span is not None and span.end > len(self.text):
                raise ValueError(
                    f"{name}: {span} ends after the text ({len(self.text)} characters)"
                )

    def block_kind(self, sentence: Sentence) -> BlockKind:
        """The kind of the block a sentence stands in."""
        assert self.blocks is not None
        return self.blocks[sentence.block].kind
