"""The escalation ladder: from demands to violence between two parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from types import MappingProxyType

from dragoman.analysis.series import PAIRS
from dragoman.store.asking import Asking
from dragoman.store.query import Filter
from dragoman.tables.reading import rows
from dragoman.text.periods import Period

HIGHEST = """
    SELECT actor, recipient, CAST(date_trunc('{period}', day) AS DATE) AS start, event,
           count(*) AS events, min(event_id) AS event_id
    FROM ({pairs}) WHERE event IN (SELECT unnest(?)) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3"""
# What is seen lately is looked for in all the time before, in which far fewer sides than events
# differ: those are taken apart.
FIRSTS = """
    WITH late AS (
        SELECT actor, recipient, event, min(day) AS day,
               arg_min(event_id, (day, event_id)) AS event_id
        FROM ({late}) GROUP BY 1, 2, 3),
    whole AS (SELECT DISTINCT actor_key, recipient_key, event FROM events WHERE {early}),
    early AS (
        SELECT DISTINCT actor, recipient, event
        FROM (SELECT event, unnest(string_split(actor_key, '|')) AS actor,
                     if(recipient_key = '|', actor_key, recipient_key) AS others FROM whole),
             unnest(string_split(others, '|')) AS o(recipient))
    SELECT late.* FROM late ANTI JOIN early USING (actor, recipient, event)
    ORDER BY day DESC, 1, 2, 3 LIMIT ?"""
MATERIAL = 4  # the first rung of deeds


@dataclass(frozen=True, slots=True)
class Escalation:
    """A dyad that went from words to deeds: in ``start`` it reached the rung of ``event``, in the
    last period with hostile acts before it was at most at ``before``."""

    actor: str
    recipient: str
    start: Date
    event: str
    rung: int
    before: int
    event_id: str


@dataclass(frozen=True, slots=True)
class FirstAct:
    """A kind of act that a dyad had never shown before, with the event that is the first."""

    actor: str
    recipient: str
    event: str
    day: Date
    event_id: str


def escalations(
    archive: Asking, wanted: Filter | None = None, period: Period = Period.MONTH
) -> list[Escalation]:
    """Dyads that rose from words to deeds from one period with hostile acts to the
    next, the highest rungs first."""
    where, values = archive.condition(wanted)
    sql = HIGHEST.format(period=period.value, pairs=PAIRS.format(where=where))
    best: dict[tuple[str, str], dict[Date, tuple[int, str, str]]] = {}
    with archive.query_engine() as engine:
        for row in engine.rows(sql, [*values, list(rungs())]):
            there = best.setdefault((row["actor"], row["recipient"]), {})
            told = (rungs()[row["event"]], row["event"], row["event_id"])
            there[row["start"]] = max(there.get(row["start"], (0, "", "")), told)
    found = [one for pair, by in best.items() for one in _rises(pair, by)]
    return sorted(found, key=lambda e: (-e.rung, e.start, e.actor, e.recipient))


def _rises(
    pair: tuple[str, str], by: Mapping[Date, tuple[int, str, str]]
) -> Iterator[Escalation]:
    before = 0
    for start in sorted(by):
        rung, event, event_id = by[start]
        if rung >= MATERIAL > before > 0:
            yield Escalation(*pair, start, event, rung, before, event_id)
        before = rung


def first_acts(
    archive: Asking, since: Date, wanted: Filter | None = None, limit: int = 100
) -> list[FirstAct]:
    """Kinds of acts that were seen in a dyad for the first time since a day."""
    where, values = archive.condition(wanted)
    where = f"{where} AND status = 'actual' AND day {{}} CAST(? AS DATE)"
    late, early = where.format(">="), where.format("<")
    sql = FIRSTS.format(late=PAIRS.format(where=late), early=early)
    with archive.query_engine() as engine:
        rows = engine.rows(sql, [*values, since, *values, since, limit])
        return [FirstAct(**row) for row in rows]


@cache
def rungs() -> Mapping[str, int]:
    """The rung of each hostile type, 1 (demands) to 8 (violence)."""
    return MappingProxyType({r["event"]: int(r["rung"]) for r in rows("analysis/ladder.tsv")})
