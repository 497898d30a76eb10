"""Answers printed: tables for people, JSON lines and CSV for programs."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from dragoman.cli.shared import print_wide


class Answer(StrEnum):
    """The formats of an answer."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


AnswerOption = Annotated[
    Answer, typer.Option("--format", "-f", help="How the answer is printed.")
]


def show_rows(rows: list[dict[str, Any]], names: tuple[str, ...], *, as_json: bool) -> None:
    """Print rows as a table of some columns, or as JSON lines."""
    answer(rows, None if as_json else names, Answer.JSONL if as_json else Answer.TABLE)


def answer(rows: list[dict[str, Any]], names: tuple[str, ...] | None, form: Answer) -> None:
    """Print rows; a table shows the named columns, or all."""
    from rich.table import Table

    from dragoman.writers.flat import CsvRows

    if form is Answer.JSONL:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False, default=str))
        return
    heads = names or tuple(rows[0] if rows else ())
    if form is Answer.CSV:
        CsvRows(sys.stdout, heads).write(
            {name: _plain(row[name]) for name in heads} for row in rows
        )
        return
    table = Table(*heads)
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in heads))
    print_wide(table)


def _plain(value: Any) -> Any:
    """A cell of CSV: numbers stay numbers."""
    return value if isinstance(value, int | float) else _cell(value)


def _cell(value: Any) -> str:
    from dragoman.writers.rows import clean

    if isinstance(value, list):
        return clean("; ".join(str(one) for one in value))
    return "" if value is None else clean(str(value))


