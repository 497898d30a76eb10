"""Sitemaps, those of news above all: the pages that a site lists itself."""

from __future__ import annotations

from dragoman.readers.dates import moment
from dragoman.readers.feeds import Entry
from dragoman.readers.markup import Element, all_of, first, parse_xml, words_of
from dragoman.readers.raw import About

MAX_PAGES = 50_000  # as the protocol bounds a sitemap
SITEMAPS = ("urlset", "sitemapindex")


def is_sitemap(data: bytes) -> bool:
    """Does an XML document look like a sitemap or an index of some?"""
    return any(f"<{name}".encode() in data[:2000] for name in SITEMAPS)


def pages(data: bytes) -> tuple[list[Entry], list[str]]:
    """The pages that a sitemap lists, and the sitemaps that an index lists.

    Raises InputError for what is no well-formed XML.
    """
    root = parse_xml(data)
    found = [_entry(node) for node in all_of(root, "url")]
    below = [link for node in all_of(root, "sitemap") if (link := _told(node, "loc"))]
    return [one for one in found if one is not None][:MAX_PAGES], below


def _entry(node: Element) -> Entry | None:
    link = _told(node, "loc")
    if not link:
        return None
    day, published = moment(_told(node, "publication_date"))
    about = About(
        date=day,
        date_source="sitemap" if day else None,
        published=published,
        publication=_told(node, "name"),
        title=_told(node, "title"),
        url=link,
        language=_told(node, "language"),
    )
    return Entry(link, about, "")


def _told(node: Element, name: str) -> str | None:
    return words_of(first(node, name))
