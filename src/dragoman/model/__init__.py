"""What things are: frozen records, standard library only."""

from dragoman.model.article import Article
from dragoman.model.document import Document, Issue, Step
from dragoman.model.errors import DragomanError, InputError, ModelError, TableError
from dragoman.model.event import Event, Evidence, Judgement, Participant, Role, Status, Trigger
from dragoman.model.layers import (
    ActorCode,
    Block,
    BlockKind,
    Dateline,
    Entity,
    Granularity,
    Mention,
    MentionKind,
    NameHit,
    Place,
    Quote,
    QuoteKind,
    Sentence,
    TimeExpression,
    Token,
)
from dragoman.model.ports import ParsedToken, Parser
from dragoman.model.span import Span

__all__ = [
    "ActorCode", "Article", "Block", "BlockKind", "Dateline", "Document", "DragomanError",
    "Entity", "Event", "Evidence", "Granularity", "InputError", "Issue", "Judgement", "Mention",
    "MentionKind", "ModelError", "NameHit", "ParsedToken", "Parser", "Participant", "Place",
    "Quote", "QuoteKind", "Role", "Sentence", "Span", "Status", "Step", "TableError",
    "TimeExpression", "Token", "Trigger",
]  # fmt: skip
