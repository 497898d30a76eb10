"""Triggers, events and the evidence for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dragoman.model.layers import ActorCode, Place
from dragoman.model.span import Span


class Status(StrEnum):
    """Is it so? PLOVER's auxiliary modes, made first class."""

    ACTUAL = "actual"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    NEGATED = "negated"
    HISTORICAL = "historical"


class Certainty(StrEnum):
    """How surely the words say it: plainly, as likely, or as a mere possibility."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Stance(StrEnum):
    """How a voice stands to what it speaks of."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    PREDICTS = "predicts"
    ASKS = "asks"


class Role(StrEnum):
    """The part a piece of evidence plays in an event."""

    SENTENCE = "sentence"
    TRIGGER = "trigger"
    ACTOR = "actor"
    RECIPIENT = "recipient"
    TIME = "time"
    PLACE = "place"
    CONDITION = "condition"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the event network says of a trigger; all numbers are probabilities (0..1).

    ``event``: that the words carry an event at all. ``types``, ``modes`` (of the likeliest type)
    and ``statuses`` by name. ``contexts`` are those likelier than not. ``roles`` gives for
    positions in ``Document.mentions`` how likely each is actor, recipient and reporter.
    """

    event: float
    types: Mapping[str, float]
    modes: Mapping[str, float]
    statuses: Mapping[str, float]
    contexts: tuple[str, ...]
    roles: Mapping[int, tuple[float, float, float]]

    @property
    def type(self) -> str:
        """The likeliest type."""
        return max(self.types, key=lambda name: self.types[name])

    @property
    def status(self) -> Status:
        """The likeliest status."""
        return Status(max(self.statuses, key=lambda name: self.statuses[name]))


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that report an act: the token ``head`` matched by lexicon row ``row``.

    A trigger that only the network hears has one of the rows for any word ("heard-verb").
    """

    i: int
    head: int
    sentence: int
    span: Span
    row: str
    event: str
    mode: tuple[str, ...]
    reciprocal: bool = False
    opinion: Opinion | None = None

    @property
    def heard(self) -> bool:
        """Does only the network hear it, and no row of the lexicon name it?"""
        return self.row.startswith("heard-")


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who vouches for an act, denies it or asks about it.

    ``token`` is the head of the words that name them, ``mention`` their position in
    ``Document.mentions`` (None for "satellite images" and the like, who are no participants).
    ``depth`` is 1 for whom the article quotes, 2 for whom that voice quotes, and so on; voices of
    one depth speak together.
    """

    token: int
    span: Span
    mention: int | None
    stance: Stance
    depth: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a trigger: is it so, how surely, who says so, and the rules that decided.

    ``trigger`` is a position in ``Document.triggers``; ``voices`` come outermost first, and there
    are none when the article itself vouches. ``condition`` are the words it hangs on.
    """

    trigger: int
    status: Status
    certainty: Certainty
    voices: tuple[Voice, ...]
    why: tuple[str, ...]
    condition: Span | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the article and the part they play."""

    role: Role
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor, recipient or reporter of an event: who, and the words that say so."""

    code: ActorCode
    text: str
    span: Span
    entity: int | None = None


@dataclass(frozen=True, slots=True)
class Reporter(Participant):
    """Who says so, how they stand to it, and how deep they are quoted (see ``Voice``).

    ``anonymous``: not a name in the whole article ("a senior official"); the code holds what is
    known of them all the same.
    """

    stance: Stance = Stance.ASSERTS
    depth: int = 1
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when, where, how surely, and who says so (PLOVER 2.0 and our fields).

    ``date`` is ISO 8601 cut to ``date_granularity``; None when the text does not tell. ``date_end``
    is the last day of an act that lasts. ``date_source`` tells whether words of the text date it
    (stated), its dateline (dateline), or only that it is news (publication).
    ``confidence`` is 0..1. ``why`` lists lexicon rows and rules. ``evidence`` is in order of role,
    its first sentence being the one that reports the event best.
    """

    id: str
    event: str
    mode: tuple[str, ...]
    context: tuple[str, ...]
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    status: Status
    certainty: Certainty
    reported_by: tuple[Reporter, ...]
    date: str | None
    date_text: str | None
    date_granularity: str | None
    date_end: str | None
    date_source: str | None
    place: Place | None
    confidence: float
    block: str
    evidence: tuple[Evidence, ...]
    why: tuple[str, ...]
