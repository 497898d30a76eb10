"""Pages to send: the week's brief, and events with their words. One file, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path
from typing import Any

from dragoman.analysis import Period
from dragoman.store import Archive, Filter
from dragoman.web import charts
from dragoman.web.params import Asked
from dragoman.web.rendering import FOLDER, templates
from dragoman.web.views.overview import overview
from dragoman.writers.export import Tally, Written

STYLE = FOLDER.parent / "static" / "style.css"


def brief(archive: Archive, week: Date | None = None) -> str:
    """The week that ends with a day (default: the last of the archive) as a page: what changed,
    who with whom, the incidents that most outlets tell, each with its sentence."""
    found = overview(archive, Asked.model_validate({"until": week} if week else {}))
    told = {
        "data": found, "chart": charts.bars(found.weeks, Period.WEEK), "style": _style(),
        "sources": _sources(archive, [one.event.article_id for one in found.latest]),
    }  # fmt: skip
    return templates().get_template("brief.html").render(told)


def write_events_page(
    archive: Archive, wanted: Filter, words: str | None, path: Path
) -> Written:
    """Write events that pass a filter as a page to read, row by row: any number of them."""
    tally = Tally()
    records = tally.every(archive.records(wanted, words=words))
    told = {"rows": _rows(records), "style": _style(), "wanted": wanted, "words": words}
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(templates().get_template("events_page.html").generate(told))
    return tally.written()


def _rows(records: Any) -> Iterator[dict[str, Any]]:
    for record in records:
        sentence = next((e for e in record["evidence"] if e["role"] == "sentence"), None)
        yield {"record": record, "sentence": sentence["text"] if sentence else ""}


def _style() -> str:
    """The style sheet; it is ours and holds no text of anybody else."""
    return STYLE.read_text("utf-8")


def _sources(archive: Archive, ids: list[str]) -> dict[str, dict[str, Any]]:
    marks = ", ".join("?" * len(ids))
    if not ids:
        return {}
    sql = ("SELECT article_id, title, url, publication, published FROM articles "
           f"WHERE article_id IN ({marks})")  # fmt: skip
    with archive.query_engine() as engine:
        return {row["article_id"]: row for row in engine.rows(sql, ids)}


