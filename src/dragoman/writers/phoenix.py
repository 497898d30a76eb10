"""PETRARCH2's rows and Phoenix's (26 columns), tab-separated without a header, CAMEO codes.

Source of the shapes: ``PETRwriter.py`` of PETRARCH2 and ``postprocess.py`` of phoenix_pipeline.
Both keep one row for each (date, source, target, code) of a story; Phoenix's further filter, one
row a day over all stories, would hide how many sources tell of an act and is left to the user.
Sentences are named by article and by where they start in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.writers.cameo import Cameo, cameo_of
from dragoman.writers.codes import actor_code, body, country, quad, roles
from dragoman.writers.dyads import dyads
from dragoman.writers.export import (
    MISSING,
    REPEATED,
    Options,
    Record,
    Tally,
    TsvRows,
    Written,
    columns_of,
    quoted,
    text_out,
)

NOBODY = "NULL"  # PETRARCH's publisher where none is known


@dataclass(frozen=True, slots=True)
class Act:
    """A dyad of a story."""

    record: Record
    day: date
    actor: Record | None
    recipient: Record | None
    cameo: Cameo


def write_petrarch(records: Iterable[Record], path: Path, options: Options) -> Written:
    """Write records as PETRARCH2 does: 7 columns, 8 where the story has an address."""
    tally = Tally()
    with text_out(path) as stream:
        out = TsvRows(stream)
        for act in _acts(records, options, tally):
            out.write(petrarch_row(act))
            tally.rows += 1
    return tally.written()


def write_phoenix(records: Iterable[Record], path: Path, options: Options) -> Written:
    """Write records as Phoenix does; rows are numbered from 1."""
    tally, names = Tally(), columns_of("phoenix")
    with text_out(path) as stream:
        out = TsvRows(stream)
        for act in _acts(records, options, tally):
            tally.rows += 1
            row = phoenix_row(act, tally.rows)
            out.write(row[name] for name in names)
    return tally.written()


def _acts(records: Iterable[Record], options: Options, tally: Tally) -> Iterator[Act]:
    """The dyads of the records, each once a story. Records of a story stand together."""
    story: str | None = None
    seen: set[tuple[Any, ...]] = set()
    for record, day in tally.dated(records, options):
        if record["cite_info"]["article_id"] != story:
            story = record["cite_info"]["article_id"]
            seen.clear()
        acts = [act for act in _of_record(record, day) if not _known(act, seen, tally)]
        tally.events += bool(acts)
        yield from acts


def _of_record(record: Record, day: date) -> Iterator[Act]:
    for dyad in dyads(record):
        yield Act(record, day, dyad.actor, dyad.recipient, cameo_of(record))


def _known(act: Act, seen: set[tuple[Any, ...]], tally: Tally) -> bool:
    sides = (actor_code(act.actor), actor_code(act.recipient))
    key = (act.day, *sides, act.cameo.code)
    if key in seen:
        tally.left_out[REPEATED] += 1
        return True
    seen.add(key)
    return False


def petrarch_row(act: Act) -> list[str]:
    """A dyad as the cells of PETRARCH2: date, source, target, code, issues, ids, address where
    there is one, publisher."""
    cite = act.record["cite_info"]
    start = [act.day.strftime("%Y%m%d"), *(_full(side) for side in (act.actor, act.recipient))]
    url = [cite["url"]] if cite["url"] else []
    return [*start, act.cameo.code, "", _ids(act.record), *url, cite["publication"] or NOBODY]


def _full(entity: Record | None) -> str:
    return actor_code(entity) or MISSING


def _ids(record: Record) -> str:
    article = record["cite_info"]["article_id"]
    return ";".join(f"{article}_{e['start']}" for e in quoted(record, "sentence"))


def phoenix_row(act: Act, number: int) -> dict[str, Any]:
    """A dyad as a row of Phoenix by column name."""
    place, cite = act.record["event_loc"] or {}, act.record["cite_info"]
    return {
        "id": number,
        "date": act.day.strftime("%Y%m%d"),
        "year": act.day.year,
        "month": act.day.strftime("%m"),
        "day": act.day.strftime("%d"),
        **_side("source", act.actor),
        **_side("target", act.recipient),
        "code": act.cameo.code,
        "root_code": act.cameo.root,
        "quad_class": quad(act.cameo.root, "phoenix"),
        "goldstein": act.cameo.goldstein,
        "issues": None,
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "place": place.get("city") or place.get("resolved_place"),
        "state": place.get("province"),
        "country": place.get("country"),
        "ids": _ids(act.record),
        "urls": cite["url"],
        "sources": cite["publication"],
    }


def _side(side: str, entity: Record | None) -> dict[str, str]:
    """Whole code, root, first role and the further parts."""
    found = roles(entity) if entity else []
    code = entity["code"] if entity else None
    root = body(code, "root") or country(code, "cameo")
    whole = actor_code(entity)
    parts = [whole[i : i + 3] for i in range(0, len(whole), 3)]
    agent = found[0] if found else ""
    return {
        side: whole,
        f"{side}_root": root,
        f"{side}_agent": agent,
        f"{side}_others": ";".join(p for p in parts if p not in (root, agent)),
    }
