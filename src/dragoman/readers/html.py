"""Web pages: the article's text by trafilatura, with what the page says about itself."""

from __future__ import annotations

from datetime import date as Date

import trafilatura
from trafilatura.settings import Document

from dragoman.model import Article
from dragoman.readers.text import Rejected, make_article


def read_html(
    page: str, *, name: str = "page", date: Date | None = None, publication: str | None = None
) -> Article | Rejected:
    """The article of a web page; ``date`` and ``publication`` win over what the page says.

    A page without article text, or nested too deeply to be read, is rejected.
    """
    found = trafilatura.bare_extraction(
        page, favor_precision=True, include_comments=False, include_tables=False,
        with_metadata=True, deduplicate=False,
    )  # fmt: skip
    if not isinstance(found, Document) or not (found.text or "").strip():
        return Rejected(
            name, "no-article",
            "no article text found in this page: empty, built by scripts, or nested too deeply; "
            "save the article's text as .txt",
        )  # fmt: skip
    told = _day(found.date)
    return make_article(
        Article(
            text=found.text or "",
            name=name,
            date=date or told,
            date_source="given" if date else "html" if told else None,
            publication=publication or found.sitename or None,
            title=found.title or None,
            url=found.url or None,
            language=found.language or None,
            authors=tuple(part.strip() for part in (found.author or "").split(";") if part.strip()),
        )
    )


def _day(value: str | None) -> Date | None:
    try:
        return Date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
