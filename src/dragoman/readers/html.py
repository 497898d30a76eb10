"""Web pages: the article's text by trafilatura, with what the page says about itself."""

from __future__ import annotations

from typing import Any

import trafilatura
from trafilatura.settings import Document

from dragoman.model import Article
from dragoman.readers.dates import moment
from dragoman.readers.pages import Told, told_by
from dragoman.readers.raw import About, Rejected
from dragoman.readers.rescue import paragraphs
from dragoman.readers.text import Pairs, article_of

RESCUED = "the page's structure could not be read; the text is that of its paragraphs"


def read_html(page: str, *, name: str = "page", about: About | None = None) -> Article | Rejected:
    """The article of a web page; ``about`` wins over what the page says.

    A page without article text is rejected.
    """
    tree = trafilatura.load_html(page)
    told = told_by(tree) if tree is not None else Told()
    text, notes = _text(page, tree)
    if not text.strip():
        return Rejected(
            name, "no-article",
            "no article text found in this page: empty, or built by scripts; "
            "save the article's text as .txt",
        )  # fmt: skip
    given = about or About()
    days = told.days if given.date else told.days or _listed(given) or _searched(page)
    about = given.over(_about(told, days))
    return article_of(name, text, about, candidates=days, notes=notes)


def _about(told: Told, days: Pairs) -> About:
    """What a page says of itself, the first of the days that it offers."""
    source, value = days[0] if days else (None, None)
    day, published = moment(value)
    return About(
        date=day,
        date_source=source if day else None,
        published=published,
        publication=told.publication,
        title=told.title,
        url=told.url,
        language=told.language,
        section=told.section,
        authors=told.authors,
    )


def _text(page: str, tree: Any) -> tuple[str, Pairs]:
    """The article's text; where trafilatura gives up, that of the paragraphs, and a note."""
    found = None if tree is None else trafilatura.bare_extraction(
        tree, favor_precision=True, include_comments=False, include_tables=False,
        with_metadata=False, deduplicate=False,
    )  # fmt: skip
    if isinstance(found, Document) and (found.text or "").strip():
        return found.text or "", ()
    rescued = paragraphs(page)
    return rescued, (("rescued", RESCUED),) if rescued else ()


def _listed(given: About) -> Pairs:
    """The day of the feed that lists the page."""
    return (("feed", given.listed),) if given.listed else ()


def _searched(page: str) -> Pairs:
    """The day of first publication as htmldate finds it in the page: a day only, and a guess."""
    from htmldate import find_date

    try:
        found = find_date(page, original_date=True, extensive_search=False)
    except (ValueError, TypeError):
        return ()
    return (("htmldate", str(found)),) if found else ()
