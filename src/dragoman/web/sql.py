"""Questions in SQL, where the owner of the archive allows them: read only, in a sandbox."""

from __future__ import annotations

import contextlib
from typing import Annotated, Any

import duckdb
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dragoman.model import ArchiveError
from dragoman.store import Archive
from dragoman.store.answers import Engine
from dragoman.store.query import open_engine
from dragoman.store.segments import SEGMENTS, quoted
from dragoman.web.rendering import Open, page

sql_pages = APIRouter(include_in_schema=False)
MEMORY = "1GB"
TABLES = ("events", "articles", "quotes", "incidents", "stories", "links", "reviewed")


@sql_pages.get("/sql")
def ask_page(
    request: Request, archive: Open, sql: Annotated[str, Query(max_length=10_000)] = ""
) -> HTMLResponse:
    """A question and its answer."""
    settings = request.app.state.settings
    told: dict[str, Any] = {"sql": sql, "tables": TABLES, "heads": [], "rows": [], "why": None}
    if sql.strip():
        try:
            heads, rows = answer(archive, sql, settings.seconds, settings.rows)
            told |= {"heads": heads, "rows": rows, "most": settings.rows}
        except ArchiveError as error:
            told["why"] = str(error)
    return page(request, "sql.html", told)


def answer(
    archive: Archive, sql: str, seconds: float, most: int
) -> tuple[list[str], list[list[Any]]]:
    """The answer to one SELECT, at most so many rows. The connection of its own sees the archive's
    segments and nothing else of the machine, and its settings cannot be changed any more.

    Raises ArchiveError for anything but one SELECT, and when it takes too long.
    """
    with contextlib.closing(open_engine(archive.folder, archive.con)) as whole:
        try:
            statements = duckdb.extract_statements(sql)
        except duckdb.Error as error:
            raise ArchiveError(f"that is no SQL: {error}") from error
        if len(statements) != 1 or statements[0].type is not duckdb.StatementType.SELECT:
            raise ArchiveError("one SELECT, nothing else")
        _sandbox(whole, str(archive.folder / SEGMENTS))
        bounded = Engine(whole.con.cursor(), whole.codings, seconds)
        with contextlib.closing(bounded) as engine:
            rows = []
            for row in engine.rows(f"SELECT * FROM ({sql.strip().rstrip(';')}) LIMIT {most}"):
                rows.append(list(row.values()))
                heads = list(row)
            return (heads if rows else []), rows


def _sandbox(engine: Engine, folder: str) -> None:
    engine.con.execute(f"SET allowed_directories = [{quoted(folder)}]")
    engine.con.execute("SET enable_external_access = false")
    engine.con.execute(f"SET memory_limit = '{MEMORY}'")
    engine.con.execute("SET lock_configuration = true")
