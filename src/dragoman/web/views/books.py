"""Quotations, and the books of the archive."""

from __future__ import annotations

import json
from typing import Any

from dragoman.store import Archive
from dragoman.store.answers import AMONG, listed
from dragoman.store.search import search
from dragoman.web.params import cursor, place
from dragoman.web.shapes import Quotes, Runs

QUOTE = """quote_id, article_id, published, publication, kind, speakers, speaker_names, about,
    text"""
MOST_FOUND = 20_000
ORDER = "-published"


def quotes(
    archive: Archive, *, speaker: list[str], about: list[str], words: str | None,
    after: str | None, limit: int,
) -> Quotes:  # fmt: skip
    """What was said by whom about whom, the latest first."""
    parts, values = ["true"], list[Any]()
    for column, wanted in (("speakers", speaker), ("about", about)):
        if wanted:
            parts.append(f"list_has_any({column}, ?)")
            values.append(wanted)
    if words:
        parts.append(f"quote_id {AMONG}")
        values.append(listed(search(archive.con, words, "quotes", MOST_FOUND)))
    where = " AND ".join(parts)
    behind, more = _behind(after)
    with archive.query_engine() as engine:
        total = engine.value(f"SELECT count(*) FROM quotes WHERE {where}", values)
        found = list(engine.rows(
            f"SELECT {QUOTE} FROM quotes WHERE {where}{behind} ORDER BY published DESC NULLS LAST, "
            f"quote_id LIMIT {limit + 1}", [*values, *more]))  # fmt: skip
    last = found[limit - 1] if len(found) > limit else None
    following = cursor(ORDER, last["published"], last["quote_id"]) if last else None
    return Quotes(total=total, quotes=found[:limit], next=following)


def _behind(after: str | None) -> tuple[str, list[Any]]:
    if not after:
        return "", []
    day, quote_id = place(after, ORDER)
    if not day:
        return " AND published IS NULL AND quote_id > ?", [quote_id]
    return (" AND (published < TRY_CAST(? AS DATE) OR (published = TRY_CAST(? AS DATE) AND "
            "quote_id > ?) OR published IS NULL)", [day, day, quote_id])  # fmt: skip


def runs(archive: Archive) -> Runs:
    """What was ingested when, what became of the documents, versions, snapshots, feeds."""
    con = archive.con
    told = [dict(row) for row in con.execute("SELECT * FROM runs ORDER BY run DESC LIMIT 200")]
    for run in told:
        run["sources"] = json.loads(run["sources"])[:-1] or json.loads(run["sources"])
    return Runs(
        status=archive.status(), runs=told, dead_letters=archive.dead_letters()[:500],
        snapshots=[dict(row) for row in con.execute("SELECT * FROM snapshots ORDER BY at DESC")],
        feeds=[dict(row) for row in con.execute("SELECT * FROM feeds ORDER BY url")],
    )  # fmt: skip
