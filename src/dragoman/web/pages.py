"""The addresses: each page for people has a twin for programs with the same data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal, TypeVar, get_args

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from dragoman.analysis import Period
from dragoman.store import Archive
from dragoman.store.queues import Queue as Kind
from dragoman.store.reviewing import Judge, Judgement, Verdict
from dragoman.web import charts
from dragoman.web.params import Asked, AskedList
from dragoman.web.rendering import Open, page
from dragoman.web.shapes import (
    Actor,
    Actors,
    Article,
    Dyad,
    EventDetail,
    EventPage,
    Issues,
    Map,
    Network,
    Overview,
    Queue,
    Quotes,
    Refusal,
    Reviewed,
    Runs,
)
from dragoman.web.views import articles, books, events, overview, parties, places, review
from dragoman.web.words import article_words, event_words
from dragoman.writers.flat import harmless

Answers = dict[int | str, dict[str, Any]]


def problems(told: Mapping[int, str]) -> Answers:
    """Answers that say why there is none, for the description of the API."""
    return {status: {"model": Refusal, "description": why} for status, why in told.items()}


REFUSED = problems({
    400: "The question cannot be answered as it is put.", 401: "The token is missing.",
    421: "This name is not served here.", 422: "A value that cannot stand there.",
})  # fmt: skip
MISSING = problems({404: "There is none of this id."})
FOREIGN = problems({
    403: "Not from a page of this workbench, or it is read only.", 413: "Too many bytes.",
})  # fmt: skip
api = APIRouter(responses=REFUSED)
pages = APIRouter(include_in_schema=False)
posts = APIRouter(responses=REFUSED)

Wanted = Annotated[Asked, Query()]
Listed = Annotated[AskedList, Query()]
Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]
Code = Annotated[str, Path(min_length=1, max_length=16, pattern=r"^[A-Z]{2,16}$")]
Data = Callable[..., Any]
Some = TypeVar("Some")
FIVE_YEARS = timedelta(5 * 365)
ONE_YEAR = timedelta(365)


def twin(
    path: str, template: str, shape: type[BaseModel], rows: str | None = None
) -> Callable[[Data], Data]:
    """Serve what a function tells as a page, as JSON and, where ``rows`` names a list in it, as
    CSV. Functions may take what FastAPI fills in; ``shown`` of the module tells a page more."""

    def register(data: Data) -> Data:
        def as_json(found: Any = Depends(data)) -> Any:
            return found

        def as_page(request: Request, found: Any = Depends(data)) -> HTMLResponse:
            more = SHOWN[template](found) if template in SHOWN else {}
            pairs = request.query_params.multi_items()
            return page(request, template, found, pairs, rows=rows, **more)

        def as_csv(found: Any = Depends(data)) -> Response:
            return table(getattr(found, rows or ""), data.__name__, heads_of(shape, rows or ""))

        missing = MISSING if "{" in path else None
        name = data.__name__
        api.get(path, response_model=shape, summary=_first_line(data), responses=missing,
                operation_id=name)(as_json)  # fmt: skip
        pages.get(path if path != "/overview" else "/")(as_page)
        if rows:
            pages.get(f"/csv{path}")(as_csv)
        return data

    return register


def _first_line(data: Data) -> str:
    return (data.__doc__ or "").strip().splitlines()[0].rstrip(".")


def heads_of(shape: type[BaseModel], rows: str) -> list[str]:
    """The columns of a list, where its type tells them: a table without rows has a head, too."""
    (one,) = get_args(shape.model_fields[rows].annotation)
    if issubclass(one, BaseModel):
        return list(one.model_fields)
    return [field.name for field in fields(one)] if is_dataclass(one) else []


def table(rows: list[Any], name: str, heads: list[str]) -> Response:
    """Rows as CSV that no spreadsheet takes for formulas."""
    told = [row.model_dump(mode="json") if isinstance(row, BaseModel) else row for row in rows]
    stream = io.StringIO()
    plain = [_flat(row) for row in told]
    heads = list(plain[0]) if plain else heads
    if heads:
        writer = csv.DictWriter(stream, heads, lineterminator="\r\n", restval="")
        writer.writeheader()
        writer.writerows(plain)
    head = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(stream.getvalue(), media_type="text/csv; charset=utf-8", headers=head)


def _flat(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        row = {name: getattr(row, name) for name in type(row).__dataclass_fields__}
    return {name: harmless(_cell(value)) for name, value in row.items()}


def _cell(value: Any) -> Any:
    """Lists in one cell, with ``;`` between their parts."""
    if not isinstance(value, list):
        return value
    return ";".join("" if one is None else str(one) for one in value)


@twin("/overview", "overview.html", Overview)
def get_overview(archive: Open, asked: Wanted) -> Overview:
    """What is in the archive and what changed in its last week."""
    return overview.overview(archive, asked)


@twin("/events", "events.html", EventPage, rows="events")
def get_events(archive: Open, asked: Listed) -> EventPage:
    """Events that pass a filter, with counts of what they are."""
    return events.event_page(archive, asked)


@twin("/events/{event_id}", "event.html", EventDetail)
def get_event(archive: Open, event_id: Id) -> EventDetail:
    """One event with its words, its incident and its reviews."""
    return _found(events.event_detail(archive, event_id), "event", event_id)


@twin("/articles/{article_id}", "article.html", Article)
def get_article(archive: Open, article_id: Id) -> Article:
    """An article with its blocks, events and quotations."""
    return _found(articles.article(archive, article_id), "article", article_id)


@twin("/articles/{article_id}/issues", "issues.html", Issues, rows="issues")
def get_issues(archive: Open, article_id: Id, request: Request) -> Issues:
    """What could not be decided in an article; it is coded anew for that."""
    found = _found(events.article_of(archive, article_id), "article", article_id)
    return articles.issues(found, request.app.state.coder())


@twin("/dyads", "dyads.html", Network, rows="edges")
def get_dyads(archive: Open, asked: Wanted) -> Network:
    """The strongest dyads."""
    return parties.network(archive, _lately(archive, asked, ONE_YEAR), 300)


@twin("/dyads/{actor}/{recipient}", "dyad.html", Dyad, rows="points")
def get_dyad(
    archive: Open, actor: Code, recipient: Code, asked: Wanted,
    period: Period = Period.WEEK, both: bool = False,
) -> Dyad:  # fmt: skip
    """Two parties over time; the last five years where no day is given."""
    lately = _lately(archive, asked, FIVE_YEARS)
    return parties.dyad(archive, actor, recipient, lately, period, both)


@twin("/actors", "actors.html", Actors, rows="emerging")
def get_actors(archive: Open, asked: Wanted) -> Actors:
    """The most active parties, and those that emerge."""
    return parties.actors(archive, asked)


@twin("/actors/{code}", "actor.html", Actor, rows="points")
def get_actor(archive: Open, code: Code, asked: Wanted) -> Actor:
    """One party: what it does and suffers, with whom, and what it says."""
    return parties.actor(archive, code, _lately(archive, asked, FIVE_YEARS))


@twin("/map", "map.html", Map, rows="countries")
def get_map(archive: Open, asked: Wanted) -> Map:
    """Where events happened, as far as the words tell."""
    return places.world(archive, asked)


@twin("/network", "network.html", Network, rows="nodes")
def get_network(archive: Open, asked: Wanted) -> Network:
    """Who acts on whom, with measures; the last year where no day is given."""
    return parties.network(archive, _lately(archive, asked, ONE_YEAR), 150)


@twin("/quotes", "quotes.html", Quotes, rows="quotes")
def get_quotes(
    archive: Open,
    speaker: Annotated[list[str], Query(default_factory=list, max_length=20)],
    about: Annotated[list[str], Query(default_factory=list, max_length=20)],
    words: Annotated[str | None, Query(max_length=200)] = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Quotes:
    """What was said by whom about whom."""
    return books.quotes(
        archive, speaker=[s for s in speaker if s], about=[a for a in about if a],
        words=(words or "").strip() or None, after=after, limit=limit,
    )  # fmt: skip


@twin("/runs", "runs.html", Runs, rows="dead_letters")
def get_runs(archive: Open) -> Runs:
    """What was ingested, and what became of the documents."""
    return books.runs(archive)


@twin("/review", "review.html", Queue)
def get_review(
    archive: Open, asked: Wanted, kind: Kind = Kind.UNCERTAIN,
    who: Annotated[str, Query(max_length=60)] = "",
    sample: Annotated[str | None, Query(max_length=100)] = None,
    skip: Annotated[list[str], Query(max_length=500)] = [],  # noqa: B006  FastAPI copies it
) -> Queue:  # fmt: skip
    """Events to be judged next, agreement between coders, precision of samples."""
    return review.review_queue(archive, kind, who, asked, sample, frozenset(skip))


class Decision(BaseModel):
    """A judgement as it is sent. ``seen`` is the number of the last review that was shown."""

    who: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
    verdict: Verdict
    values: dict[Literal["event", "mode", "actor", "recipient", "status", "certainty", "date",
                         "country", "reported_by", "context"], str | None] = {}  # fmt: skip
    note: Annotated[str | None, Field(max_length=2_000)] = None
    sample: Annotated[str | None, Field(max_length=100)] = None
    seen: Annotated[int, Field(ge=0, le=2**53)] = 0
    role: Judge = Judge.CODER


@posts.post("/api/events/{event_id}/reviews", responses={**MISSING, **FOREIGN})
def post_review(
    archive: Open, event_id: Id, decision: Decision, x_dragoman: Annotated[Literal["1"], Header()]
) -> Reviewed:
    """Judge an event: accept it, reject it, or correct its fields."""
    del x_dragoman  # the guard has asked for it: no page of another site can send it
    _found(events.event_detail(archive, event_id), "event", event_id)
    told = Judgement(event_id, **decision.model_dump())
    return review.decide(archive, told)


def _found(what: Some | None, kind: str, id_: str) -> Some:
    if what is None:
        raise HTTPException(404, f"no {kind} {id_} in this archive")
    return what


def _lately(archive: Archive, asked: Asked, back: timedelta) -> Asked:
    """The last years where no day was asked for: a chart of all time would show mostly nothing."""
    if asked.since or asked.until:
        return asked
    until = parties.latest_day(archive)
    return asked.model_copy(update={"since": until - back, "until": until} if until else {})


def _chart(found: Any) -> dict[str, Any]:
    period = Period(getattr(found, "period", "month"))
    return {"chart": charts.bars(found.points, period, getattr(found, "changes", ())),
            "period": period}  # fmt: skip


def _weekly(found: Overview) -> dict[str, Any]:
    return {"chart": charts.bars(found.weeks, Period.WEEK), "period": Period.WEEK}


def _drawing(found: Network) -> dict[str, Any]:
    nodes, arcs = charts.drawing(found.edges)
    return {"nodes": nodes, "arcs": arcs}


def _world(found: Map) -> dict[str, Any]:
    return {"shapes": places.shaded(found), "points": places.points(found)}


def _review(found: Queue) -> dict[str, Any]:
    return {"words": event_words(found.first) if found.first else []}


# What a page shows beside its data: shapes of charts, texts with marks.
SHOWN: dict[str, Callable[[Any], dict[str, Any]]] = {
    "overview.html": _weekly, "dyad.html": _chart, "actor.html": _chart, "network.html": _drawing,
    "dyads.html": _drawing, "map.html": _world, "review.html": _review,
    "event.html": lambda found: {"words": event_words(found)},
    "article.html": lambda found: {"blocks": article_words(found)},
}  # fmt: skip
