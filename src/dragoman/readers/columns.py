"""Which column of a table holds what: told by the user, else guessed by name and by content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from dragoman.model import InputError
from dragoman.readers.dates import moment
from dragoman.readers.raw import About, joined
from dragoman.tables.reading import rows

LONG = 200  # characters: longer than any title
FIELDS = ("text", "date", "title", "publication", "url", "language", "authors", "section", "id")


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns; None where there is none. ``id`` names the row."""

    text: str | None = None
    date: str | None = None
    title: str | None = None
    publication: str | None = None
    url: str | None = None
    language: str | None = None
    authors: str | None = None
    section: str | None = None
    id: str | None = None

    def guessed(self, sample: Sequence[Mapping[str, Any]]) -> Columns:
        """These columns, and for those that are not told the ones that look like it.

        Raises InputError when a told column is not there, or none holds text.
        """
        names = list(dict.fromkeys(name for row in sample for name in row))
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        wrong = [name for name in told.values() if name is not None and name not in names]
        if wrong:
            raise InputError("no-column", f"no column {wrong[0]!r}; there are {_listed(names)}")
        taken = {name for name in told.values() if name}
        for field in FIELDS:
            told[field] = told[field] or _named(field, names, taken)
            taken |= {told[field]} if told[field] else set()
        told["text"] = told["text"] or _longest(sample, [n for n in names if n not in taken])
        if told["text"] is None:
            raise InputError(
                "no-column", f"no column holds text; name it with --text-col, of {_listed(names)}"
            )
        return Columns(**told)


def row_about(row: Mapping[str, Any], columns: Columns) -> About:
    """What a row says of its document."""
    day, published = moment(row.get(columns.date)) if columns.date else (None, None)
    return About(
        date=day,
        date_source="column" if day else None,
        published=published,
        publication=_cell(row, columns.publication),
        title=_cell(row, columns.title),
        url=_cell(row, columns.url),
        language=_cell(row, columns.language),
        section=_cell(row, columns.section),
        authors=_people(row.get(columns.authors)) if columns.authors else (),
    )


def row_text(row: Mapping[str, Any], columns: Columns) -> str:
    """The text of a row, its title before it; lists of paragraphs are put together."""
    body = _joined(row.get(columns.text or "")).strip()
    title = " ".join((_cell(row, columns.title) or "").split())
    if not title or not body or " ".join(body[: 2 * len(title)].split()).startswith(title):
        return body
    return joined(title, body)


def _joined(value: Any) -> str:
    if isinstance(value, list | tuple):
        inner = [_joined(part) for part in value]
        flat = all(not isinstance(part, list | tuple) for part in value)
        short = flat and value and sum(map(len, inner)) < LONG * len(inner)
        return (" " if short and len(inner) < 2 else "\n\n").join(inner)
    return "" if value is None else str(value)


def _cell(row: Mapping[str, Any], name: str | None) -> str | None:
    value = row.get(name) if name else None
    return str(value).strip() or None if value is not None else None


def _people(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list | tuple) else str(value or "").split(";")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _named(field: str, names: Sequence[str], taken: set[str]) -> str | None:
    usual = next(row["names"].split() for row in rows("formats/guesses.tsv")
                 if row["field"] == field)  # fmt: skip
    plain = {_plain(name): name for name in reversed(names) if name not in taken}
    return next((plain[word] for word in usual if word in plain), None)


def _plain(name: str) -> str:
    return "".join(c for c in str(name).casefold() if c.isalnum())


def _longest(sample: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str | None:
    means = {n: sum(len(_joined(row.get(n))) for row in sample) / len(sample) for n in names}
    best = max(means, key=lambda n: means[n], default=None)
    return best if best is not None and means[best] >= LONG else None


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:12])
    return shown + (f" and {len(names) - 12} more" if len(names) > 12 else "")
