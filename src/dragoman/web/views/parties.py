"""Dyads, actors, the network between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date as Date
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from dragoman import analysis
from dragoman.analysis import By, Period
from dragoman.model import ArchiveError, DragomanError
from dragoman.store import Archive, Filter
from dragoman.store.answers import INCIDENTS
from dragoman.tables.actor_rows import load_countries
from dragoman.tables.reading import rows
from dragoman.web.params import Asked
from dragoman.web.shapes import Actor, Actors, Dyad, Network

SHOWN = 15
PARTIES = f"""SELECT party, {INCIDENTS} AS n
    FROM (SELECT event_id, unnest(list_distinct(list_concat(actors, recipients))) AS party
          FROM events WHERE {{where}}) LEFT JOIN clusters USING (event_id)
    WHERE party <> '' GROUP BY 1 ORDER BY n DESC, 1 LIMIT ?"""
SAID = """SELECT quote_id, article_id, published, publication, kind, speaker_names, text FROM quotes
    WHERE list_contains(speakers, ?) ORDER BY published DESC NULLS LAST, quote_id LIMIT 12"""


def dyad(
    archive: Archive, actor: str, recipient: str, asked: Asked, period: Period, both: bool
) -> Dyad:
    """What one does to another over time; with ``both`` also what the other does to it."""
    told = asked.model_copy(update={"actor": [actor], "recipient": [recipient]})
    wanted = told.filter()
    points = analysis.series(archive, wanted, period, words=asked.words)
    if both:
        back = replace(wanted, actor=[recipient], recipient=[actor])
        other = analysis.series(archive, back, period, words=asked.words)
        pair = replace(wanted, actor=[actor, recipient], recipient=[actor, recipient])
        frame = analysis.series(archive, pair, period, words=asked.words)
        points = _together(points, other, frame)
    changes, note = _changes(points)
    key = f"{actor} {recipient}"
    until = latest_day(archive)
    found = (
        analysis.alerts(archive, By.DYAD, until=asked.until, wanted=wanted, limit=1)
        if until else []
    )  # fmt: skip
    return Dyad(
        actor=actor, recipient=recipient, both=both, period=period.value, points=points,
        changes=changes, note=note, alert=next((a for a in found if a.key == key), None),
        total=archive.count(wanted, words=asked.words),
        types=list(archive.facets(wanted, ["event"], words=asked.words)["event"].items()),
        first_acts=_firsts(archive, until - timedelta(365), wanted, (actor, recipient))
        if until else [],
    )  # fmt: skip


def latest_day(archive: Archive) -> Date | None:
    """The day that the archive reaches to; None where no article has one."""
    try:
        return analysis.last_day(archive)
    except ArchiveError:
        return None


def _firsts(
    archive: Archive, since: Date, wanted: Filter, pair: tuple[str, str]
) -> list[analysis.FirstAct]:
    """First acts of one dyad: events have other parties, too, that come along."""
    found = analysis.first_acts(archive, since, wanted, limit=1_000)
    return [one for one in found if (one.actor, one.recipient) == pair]


def _together(
    a: list[analysis.Point], b: list[analysis.Point], frame: list[analysis.Point]
) -> list[analysis.Point]:
    """Both directions in one series; of the ``frame`` come the periods between them, without
    events."""
    by = {p.start: replace(p, **NOTHING, per_1000=0.0 if p.articles else None) for p in frame}
    for one in (*a, *b):
        there = by.get(one.start)
        by[one.start] = _sum(one, there) if there else one
    return [by[start] for start in sorted(by)]


def _sum(one: analysis.Point, other: analysis.Point) -> analysis.Point:
    events = one.events + other.events
    added = {
        name: getattr(one, name) + getattr(other, name)
        for name in ("events", "incidents", "sum", "verbal_cooperation", "material_cooperation",
                     "verbal_conflict", "material_conflict")
    }  # fmt: skip
    share = (one.per_1000 or 0.0) + (other.per_1000 or 0.0) if one.articles else None
    mean = added["sum"] / events if events else 0.0
    return analysis.Point(
        start=one.start, mean=mean, articles=one.articles, per_1000=share, **added
    )


def _changes(points: list[analysis.Point]) -> tuple[list[analysis.ChangePoint], str | None]:
    try:
        return analysis.change_points(points), None
    except DragomanError as error:
        return [], str(error)


def actors(archive: Archive, asked: Asked) -> Actors:
    """The parties in most incidents, and the names that emerge."""
    where, values = archive.condition(asked.filter(), asked.words)
    with archive.query_engine() as engine:
        found = engine.rows(PARTIES.format(where=where), [*values, 60])
        most = [(row["party"], row["n"]) for row in found]
    until = latest_day(archive)
    new = analysis.emerging(archive, until=until, wanted=asked.filter()) if until else []
    return Actors(actors=most, emerging=new)


def actor(archive: Archive, code: str, asked: Asked) -> Actor:
    """What a code does and suffers, with whom, who it is, and what it says."""
    own = asked.model_copy(update={"party": [code]}).filter()
    acting = asked.model_copy(update={"actor": [code]}).filter()
    suffering = asked.model_copy(update={"recipient": [code]}).filter()
    with archive.query_engine() as engine:
        said = list(engine.rows(SAID, [code]))
    words = asked.words
    out = analysis.edges(archive, acting, words=words, limit=60)
    received = analysis.edges(archive, suffering, words=words, limit=60)
    return Actor(
        code=code, name=label(code), total=archive.count(own, words=words),
        points=analysis.series(archive, own, Period.MONTH, words=words),
        out=[e for e in out if e.actor == code][:SHOWN],
        received=[e for e in received if e.recipient == code][:SHOWN],
        types=list(archive.facets(own, ["event"], words=words)["event"].items()),
        names=_names(archive, acting, code, words), offices=offices(code), quotes=said,
    )  # fmt: skip


def _names(
    archive: Archive, acting: Filter, code: str, words: str | None
) -> list[tuple[str, int]]:
    """Under which names the code acts, the most frequent first."""
    where, values = archive.condition(acting, words)
    sql = (
        "SELECT p.name AS name, count(*) AS n FROM (SELECT unnest(list_transform(range(1, "
        "len(actors) + 1), i -> {'code': actors[i], 'name': actor_names[i]})) AS p FROM events "
        f"WHERE {where}) WHERE p.code = ? AND p.name <> '' GROUP BY 1 ORDER BY n DESC, 1 LIMIT 25"
    )
    with archive.query_engine() as engine:
        return [(row["name"], row["n"]) for row in engine.rows(sql, [*values, code])]


def offices(code: str) -> list[dict[str, Any]]:
    """Heads of state and government of a country by date, the latest first."""
    found = [
        {"name": row["name"], "office": row["office"], "start": row["start"], "end": row["end"]}
        for row in rows("actors/persons.tsv")
        if row.get("code") == code and row["office"] in LEADERS
    ]
    return sorted(found, key=lambda row: row["start"], reverse=True)[:40]


NOTHING: dict[str, Any] = dict.fromkeys(
    ("events", "incidents", "mean", "sum", "verbal_cooperation", "material_cooperation",
     "verbal_conflict", "material_conflict"), 0,
)  # fmt: skip
LEADERS = frozenset({"president", "prime minister", "king", "queen", "chancellor", "emir", "sultan",
                     "supreme leader", "taoiseach", "premier"})  # fmt: skip


def network(archive: Archive, asked: Asked, limit: int) -> Network:
    """The strongest dyads, and measures of the network they make."""
    found = analysis.edges(archive, asked.filter(), words=asked.words, limit=limit)
    return Network(edges=found, nodes=analysis.measures(found))


def label(code: str) -> str:
    """The name of a code."""
    return _names_of_codes().get(code, code)


@cache
def _names_of_codes() -> Mapping[str, str]:
    countries = {code: country.name for code, country in load_countries().items()}
    return MappingProxyType(CODES | countries)


CODES = {"IGO": "international body", "UNO": "United Nations", "EUR": "European Union",
         "NGO": "non-governmental organisation", "ISM": "international social movement",
         "IMG": "international militant group", "MNC": "multinational company"}  # fmt: skip
