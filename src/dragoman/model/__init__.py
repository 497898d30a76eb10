"""What things are: frozen records, standard library only."""

from dragoman.model.article import Article
from dragoman.model.document import Document, Issue, Step
from dragoman.model.errors import (
    ArchiveError,
    DragomanError,
    InputError,
    ModelError,
    TableError,
)
from dragoman.model.event import (
    Certainty,
    Event,
    Evidence,
    Judgement,
    Opinion,
    Participant,
    Reporter,
    Role,
    Stance,
    Status,
    Trigger,
    Voice,
)
from dragoman.model.layers import (
    STORY,
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
from dragoman.model.ports import Answer, Found, ParsedToken, Parser, Reader, Reading
from dragoman.model.span import Span

__all__ = [
    "STORY", "ActorCode", "Answer", "ArchiveError", "Article", "Block", "BlockKind", "Certainty",
    "Dateline", "Document",
    "DragomanError", "Entity", "Event", "Evidence", "Found", "Granularity", "InputError",
    "Issue", "Judgement", "Mention", "MentionKind", "ModelError", "NameHit", "Opinion",
    "ParsedToken", "Parser", "Participant", "Place", "Quote", "QuoteKind", "Reader", "Reading",
    "Reporter", "Role", "Sentence", "Span", "Stance", "Status", "Step", "TableError",
    "TimeExpression", "Token", "Trigger", "Voice",
]  # fmt: skip
