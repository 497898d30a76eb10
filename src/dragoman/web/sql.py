"""Questions in SQL, where the owner of the archive allows them: read only, in a sandbox."""

from __future__ import annotations

import contextlib
import json
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
LONGEST = 20_000  # characters of a cell
CHARACTERS = 4_000_000  # of an answer
FUNCTIONS = frozenset({"range", "generate_series", "unnest"})  # that may stand for a table
SHOWN = """SELECT left(CAST(COLUMNS(*) AS VARCHAR), {longest}) FROM (
{asked}
) LIMIT {most}"""
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
) -> tuple[list[str], list[list[str | None]]]:
    """The answer to one SELECT as text, at most so many rows. The connection of its own sees the
    archive's segments and nothing else of the machine, and its settings cannot be changed any more.

    Raises ArchiveError for anything but one SELECT, and when it takes too long.
    """
    with contextlib.closing(open_engine(archive.folder, archive.con)) as whole:
        asked = _one_select(whole, sql)
        _sandbox(whole, str(archive.folder / SEGMENTS))
        bounded = Engine(whole.con.cursor(), whole.codings, seconds)
        with contextlib.closing(bounded) as engine:
            rows = list[list[str | None]]()
            room = CHARACTERS
            for row in engine.rows(SHOWN.format(asked=asked, longest=LONGEST, most=most)):
                rows.append(list(row.values()))
                room -= sum(len(cell or "") for cell in row.values())
                if room < 0:
                    break
            return [column[0] for column in engine.con.description or ()], rows


def _one_select(engine: Engine, sql: str) -> str:
    """The statement without what follows it. Raises ArchiveError for anything but one SELECT of
    tables: some functions that stand where a table does open files or change settings."""
    try:
        statements = engine.con.extract_statements(sql)
        told = engine.value("SELECT json_serialize_sql(?)", [sql])
        functions: list[str] = []
        parsed = json.loads(told, object_hook=lambda node: _with_function(node, functions))
    except (duckdb.Error, RecursionError) as error:
        raise ArchiveError(f"that is no SQL: {error}") from error
    one = len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT
    if not one or parsed["error"]:
        raise ArchiveError("one SELECT, nothing else")
    unknown = sorted(set(functions) - FUNCTIONS)
    if unknown:
        raise ArchiveError(f"{unknown[0]} is no table here; ask {', '.join(TABLES)}")
    raw = sql.encode()
    ends = (at for at, _ in duckdb.tokenize(sql) if raw[at : at + 1] == b";")
    return raw[: next(ends, None)].decode()


def _with_function(node: dict[str, Any], found: list[str]) -> dict[str, Any]:
    """The node of a parsed statement; the function that stands in it as a table is ``found``."""
    if node.get("type") == "TABLE_FUNCTION":
        found.append(str(node["function"].get("function_name", "?")).lower())
    return node


def _sandbox(engine: Engine, folder: str) -> None:
    engine.con.execute(f"SET allowed_directories = [{quoted(folder)}]")
    engine.con.execute("SET temp_directory = ''")  # what does not fit into memory is not answered
    engine.con.execute("SET python_enable_replacements = false")
    engine.con.execute("SET enable_external_access = false")
    engine.con.execute(f"SET memory_limit = '{MEMORY}'")
    engine.con.execute("SET lock_configuration = true")
