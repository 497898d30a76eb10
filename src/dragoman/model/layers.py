"""The layers that stages add to a document: blocks, sentences, tokens, mentions, quotes, times."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.model.span import Span


class BlockKind(StrEnum):
    """What a paragraph of a scraped article is."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"
    CREDIT = "credit"
    TEASER = "teaser"
    BOILERPLATE = "boilerplate"
    DESK = "desk"
    TWEET = "tweet"
    SUMMARY = "summary"
    DIGEST = "digest"


# What belongs to the story: posts that it quotes as a whole are part of it.
STORY = frozenset({BlockKind.BODY, BlockKind.TWEET})


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph with its kind; ``reason`` names the rule that decided."""

    span: Span
    kind: BlockKind
    reason: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a wire story: "MOSCOW, Dec 21 (Reuters) -"; parts that are absent are None."""

    span: Span
    place: Span | None
    agency: Span | None
    day: Span | None


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``i`` and ``head`` are positions in ``Document.tokens``; a root heads itself.

    ``pos`` is the universal part of speech, ``tag`` Penn Treebank, ``dep`` the ClearNLP label that
    spaCy's English pipelines give, ``ner`` the type of named entity or "", ``space`` whether a
    blank follows.
    """

    i: int
    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ner: str
    ner_start: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``first`` up to, not including, ``last``; ``block`` is a position in the blocks."""

    i: int
    span: Span
    first: int
    last: int
    block: int


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found in the text: tokens ``first`` to ``last`` (half-open) and what it may mean.

    ``kind`` is that of the name tables (country, adjective, capital, org, person, surname ...), or
    ``ner:PERSON`` and the like for names that only the parser knows; ``keys`` are table rows.
    A ``risky`` name ("SDF", "the Senate") needs support from the rest of the document.
    """

    first: int
    last: int
    kind: str
    keys: tuple[str, ...]
    text: str
    risky: bool = False


class MentionKind(StrEnum):
    """How a mention names its participant."""

    NAME = "name"
    NOUN = "noun"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a participant: tokens ``first`` to ``last`` (half-open), headed by ``head``.

    ``names`` are the known names inside it, in order, each with the table rows it may mean; the
    last one need not cover the head ("Iranian missiles").
    """

    i: int
    span: Span
    first: int
    last: int
    head: int
    kind: MentionKind
    names: tuple[NameHit, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorCode:
    """Who is meant: PLOVER country or organisation code, sector and the reasons for both.

    ``code`` is ISO 3166 alpha-3 or one of PLOVER's non-state codes (IGO UNO EUR NGO ISM IMG MNC);
    None where it stays unknown. ``name`` is canonical ("Vladimir Putin", "NATO"). ``why`` names
    the table rows and rules used, in order. ``body`` is the organisation that a person speaks for
    whose code names none (IGO ...); ``identifier`` is Wikidata's.
    """

    code: str | None
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    name: str | None = None
    office: str | None = None
    why: tuple[str, ...] = ()
    body: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """Coreferent mentions (positions in ``Document.mentions``) and who they are.

    A coordinated mention ("the US and NATO") has no code of its own; ``members`` then holds the
    positions of its parts in ``Document.entities``.
    """

    i: int
    name: str
    mentions: tuple[int, ...]
    code: ActorCode
    political: bool
    members: tuple[int, ...] = ()


class QuoteKind(StrEnum):
    """How the words are given: whole sentences between marks, some words between marks that are
    somebody's, words between marks that keep a distance, a report in other words, or only what was
    spoken of ("criticised the deal")."""

    DIRECT = "direct"
    PARTIAL = "partial"
    SCARE = "scare"
    INDIRECT = "indirect"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said. ``content`` has several spans when the speaker stands in between.

    ``speaker`` are the words that name the speaker, which may be a pronoun; ``speaker_token`` is
    their head in ``Document.tokens``. ``cue`` is the word that says that it is said.
    """

    content: tuple[Span, ...]
    kind: QuoteKind
    cue: Span | None
    speaker: Span | None
    speaker_token: int | None
    rule: str


class Granularity(StrEnum):
    """How exact a time value is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3-like expression.

    ``value`` is ISO 8601 cut to the granularity ("2021-12-21", "2021-12", "2021"), or None when the
    words cannot be resolved (no anchor); ``end`` the last day of a range. ``kind`` is TIMEX3's
    DATE, TIME, DURATION or SET; ``rule`` the pattern that read it. ``anchor`` is what the value
    was counted from: "publication", "dateline", "text" (a date before it in the paragraph), None
    where the words say it all; ``why`` the rule and what decided, for a reader.
    """

    span: Span
    kind: str
    value: str | None
    granularity: Granularity | None
    end: str | None
    rule: str
    anchor: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in the text, and what it is on the map, as far as the tables know it.

    ``resolution`` follows Mordecai: 1 country, 2 province, 3 district, 4 city, 5 smaller than a
    city; 0 what is larger than a country or in none (continents, seas). ``code`` is GeoNames'
    feature code or the kind of our tables (sea, region, base ...), None where no place of the name
    is known: then ``name`` are the words themselves. ``lat`` and ``lon`` are degrees, cut to what
    the kind of place warrants, and None for a country. ``score`` is 0..1: how surely this place is
    meant and no other of the name. ``people``: the words are an adjective ("Iraqi"), or a people.
    """

    span: Span
    name: str
    country: str | None
    resolution: int
    rule: str
    code: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    province: str | None = None
    district: str | None = None
    score: float = 0.0
    people: bool = False
