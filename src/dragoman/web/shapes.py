"""What the API answers, as types; the pages show the same."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from dragoman.analysis import Alert, ChangePoint, Edge, Emerging, FirstAct, Point, Record

Json = dict[str, Any]


class Refusal(BaseModel):
    """Why there is no answer."""

    detail: str


class EventRow(BaseModel):
    """An event in a list. Codes, sectors and names of a side stand in the same order."""

    event_id: str
    article_id: str
    day: Date | None
    date: str | None
    event: str
    modes: list[str]
    contexts: list[str]
    status: str
    certainty: str
    quad_code: int
    event_scale: float
    actors: list[str]
    actor_sectors: list[str]
    actor_names: list[str]
    recipients: list[str]
    recipient_sectors: list[str]
    recipient_names: list[str]
    reporters: list[str]
    reporter_names: list[str]
    country: str | None
    place: str | None
    confidence: float
    trigger: str
    sentence: str | None
    publication: str | None
    published: Date | None


class Facet(BaseModel):
    """How many events have which value; ``name`` is that of the filter."""

    name: str
    title: str
    values: list[tuple[str, int]]


class EventList(BaseModel):
    """A page of events; ``next`` is the cursor of the page after it."""

    total: int
    events: list[EventRow]
    next: str | None


class EventPage(EventList):
    """A page of events with its facets."""

    facets: list[Facet]


class Told(BaseModel):
    """An article that tells an incident: the event in it."""

    event: EventRow
    title: str | None
    url: str | None
    score: float | None
    reason: str | None


class EventDetail(BaseModel):
    """One event: its record as corrected and as coded, its article, the others that tell it, and
    what people judged."""

    event: EventRow
    record: Json
    coded: Json
    article: Json | None
    incident: str
    incident_total: int
    told: list[Told]
    reviews: list[Json]
    withdrawn: bool
    seen: int
    fields: dict[str, str | None]


class Incident(BaseModel):
    """An incident in a list: its best told event, and how many articles and outlets tell it."""

    incident: str
    articles: int
    outlets: int
    event: EventRow


class Overview(BaseModel):
    """What is in the archive and what changed in its last week."""

    since: Date | None
    until: Date | None
    events: int
    incidents: int
    articles: int
    outlets: int
    weeks: list[Point]
    types: list[tuple[str, int]]
    dyads: list[Edge]
    alerts: list[Alert]
    records: list[Record]
    first_acts: list[FirstAct]
    latest: list[Incident]


class Article(BaseModel):
    """An article with its text, blocks, events and quotations."""

    article: Json
    text: str
    blocks: list[Json]
    events: list[EventRow]
    evidence: dict[str, list[Json]]
    quotes: list[Json]
    story: list[Json]


class Issues(BaseModel):
    """What could not be decided in an article, coded anew with the coder of this installation."""

    article_id: str
    events: int
    issues: list[Json]


class Dyad(BaseModel):
    """Two parties over time."""

    actor: str
    recipient: str
    both: bool
    period: str
    points: list[Point]
    changes: list[ChangePoint]
    note: str | None
    alert: Alert | None
    total: int
    types: list[tuple[str, int]]
    first_acts: list[FirstAct]


class Actor(BaseModel):
    """One code: what it does and suffers, with whom, and what it says."""

    code: str
    name: str
    total: int
    points: list[Point]
    out: list[Edge]
    received: list[Edge]
    types: list[tuple[str, int]]
    names: list[tuple[str, int]]
    offices: list[Json]
    quotes: list[Json]


class Actors(BaseModel):
    """The most active parties, and those that emerge."""

    actors: list[tuple[str, int]]
    emerging: list[Emerging]


class MapPlace(BaseModel):
    """A place of the map with its events; ``precise`` only where the evidence names it."""

    place: str
    country: str | None
    lat: float
    lon: float
    events: int
    mean: float
    precise: bool


class Map(BaseModel):
    """Where events happened: by country, and by place where the text names one."""

    total: int
    located: int
    countries: list[Json]
    places: list[MapPlace]


class Network(BaseModel):
    """Who acts on whom."""

    edges: list[Edge]
    nodes: list[Json]


class Quotes(BaseModel):
    """Quotations by speaker, by whom they are about, and by words."""

    total: int
    quotes: list[Json]
    next: str | None


class Runs(BaseModel):
    """The books of the archive."""

    status: Json
    runs: list[Json]
    dead_letters: list[Json]
    snapshots: list[Json]
    feeds: list[Json]


class Queue(BaseModel):
    """What is to be judged next."""

    kind: str
    who: str
    ids: list[str]
    first: EventDetail | None
    progress: Json
    agreement: Json
    precision: list[Json]


class Reviewed(BaseModel):
    """What became of a judgement."""

    review: int
    state: str
    verdict: str
    changes: dict[str, Annotated[list[str | None], Field(min_length=2, max_length=2)]]
    message: str
    other: Json | None
