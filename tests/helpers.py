"""Small tools that several test files share."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path

from typer.testing import CliRunner, Result

from dragoman.cli.app import app
from dragoman.model import Article, Document, Span, Token

DATA = Path(__file__).parent / "data"


def read_table(table: str, *, columns: int) -> list[tuple[str, ...]]:
    """Rows of a test table: cells divided by " | ", lines that start with # are headings."""
    rows = []
    for line in table.strip().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("|"))
        assert len(cells) == columns, f"{len(cells)} cells, not {columns}: {line}"
        rows.append(cells)
    return rows


def article(text: str, day: str = "") -> Article:
    """An article as a test writes it: its text, and its day as ISO where it matters."""
    return Article(text=text, date=Date.fromisoformat(day) if day else None)


def place_of(text: str, words: str) -> Span:
    """Where words stand in a text; "words#2" is their second place."""
    wanted, _, number = words.partition("#")
    start = -1
    for _ in range(int(number or 1)):
        start = text.index(wanted, start + 1)
    return Span(start, start + len(wanted))


def token_at(doc: Document, words: str) -> Token:
    """The first token of some words of the text."""
    span = place_of(doc.text, words)
    return next(t for t in doc.tokens or () if t.span.overlaps(span))


def run(*arguments: object, text: str | None = None) -> Result:
    """The command line in this process, with arguments as in a shell; no traceback for a user."""
    result = CliRunner().invoke(app, [str(a) for a in arguments], input=text)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result
