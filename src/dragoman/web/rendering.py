"""Pages out of templates; what every page needs."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date as Date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dragoman._version import __version__
from dragoman.store import Archive
from dragoman.store.changes import CORRECTABLE, Several
from dragoman.tables.ontology import load_ontology
from dragoman.tables.reasons import Reasons, load_reasons
from dragoman.web.charts import last_of
from dragoman.web.params import query
from dragoman.web.shapes import EventDetail
from dragoman.web.views.parties import label
from dragoman.writers.html import QUADS
from dragoman.writers.marks import UNPRINTABLE

FOLDER = Path(str(resources.files("dragoman").joinpath("web", "templates")))
# Overrides of the direction of writing make a reader read what is not there.
HIDDEN = UNPRINTABLE | dict.fromkeys((0x202D, 0x202E), "\ufffd")


async def borrowed(request: Request) -> AsyncIterator[Archive]:
    """An open archive for the time of a request."""
    async with request.app.state.archives.borrow() as archive:
        yield archive


# Given back before the answer is sent: who is slow to take it keeps nobody waiting.
Open = Annotated[Archive, Depends(borrowed, scope="function")]


@cache
def templates() -> Environment:
    """The templates; all that is put into them is escaped."""
    found = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_printable,
    )  # fmt: skip
    found.filters |= {
        "number": number, "share": share, "reason": _reason, "segment": segment, "web": web,
        "score": score, "label": label,
    }  # fmt: skip
    found.globals |= {
        "query": query, "quads": QUADS, "version": __version__, "people": people,
        "choices_of": choices, "last_of": last_of, "types": tuple(load_ontology().types),
    }  # fmt: skip
    return found


def page(
    request: Request, template: str, data: Any, pairs: Iterable[tuple[str, str]] = (), **more: Any
) -> HTMLResponse:
    """A page; ``pairs`` is what its address asks for."""
    told = {
        "request": request, "data": data, "pairs": list(pairs), "view": request.url.path,
        "settings": request.app.state.settings, **more,
    }  # fmt: skip
    return HTMLResponse(templates().get_template(template).render(told))


def number(value: float | None) -> str:
    """A number with separators of thousands.

    >>> number(1234567)
    '1,234,567'
    """
    return "" if value is None else f"{value:,}"


def share(value: float | None) -> str:
    """A share as per cent."""
    return "" if value is None or math.isnan(value) else f"{value:.0%}"


def score(value: float | None) -> str:
    """A PLOVER score with its sign."""
    return "" if value is None else f"{value:+.1f}"


def segment(value: object) -> str:
    """Text as one part of an address' path."""
    return quote(str(value), safe="")


def web(url: str | None) -> str:
    """An address that a link may lead to: of the web, or none at all.

    >>> web("javascript:alert(1)"), web("https://post.example/1")
    ('', 'https://post.example/1')
    """
    plain = (url or "").strip()
    return plain if plain.lower().startswith(("https://", "http://")) else ""


def people(names: list[str], codes: list[str], sectors: list[str] | None = None) -> list[Any]:
    """Participants as name, code and sector."""
    sectors = sectors or [""] * len(codes)
    return [
        {"name": name or code or "?", "code": code, "sector": sector}
        for name, code, sector in zip(names, codes, sectors, strict=False)
    ]


def choices(found: EventDetail) -> dict[str, Sequence[str]]:
    """For each field with a fixed set of values, those that it may have."""
    return {
        name: field.allowed(found.record)
        for name, field in CORRECTABLE.items()
        if field.allowed is not None and not isinstance(field, Several)
    }


def _reason(rule: str) -> str:
    """The meaning of a rule in words."""
    return _reasons().tell("why", rule)


@cache
def _reasons() -> Reasons:
    return load_reasons()


def _printable(value: Any) -> Any:
    """What HTML cannot hold is shown as such; days in ISO form; nothing as nothing."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return ""
    if isinstance(value, Date):
        return value.isoformat()
    return value.translate(HIDDEN) if isinstance(value, str) else value
