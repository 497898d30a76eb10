"""Sitemaps, those of news above all: the pages that a site lists itself."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dragoman.readers.dates import moment
from dragoman.readers.feeds import Entry
from dragoman.readers.markup import Element, parse_xml
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
    found = [_entry(node) for node in _all(root, "url")]
    below = [link for node in _all(root, "sitemap") if (link := _text(node, "loc"))]
    return [one for one in found if one is not None][:MAX_PAGES], below


def _entry(node: Element) -> Entry | None:
    link = _text(node, "loc")
    if not link:
        return None
    day, published = moment(_text(node, "publication_date"))
    about = About(
        date=day,
        date_source="sitemap" if day else None,
        published=published,
        publication=_text(node, "name"),
        title=_text(node, "title"),
        url=link,
        language=_text(node, "language"),
    )
    return Entry(link, about, "")


def _all(node: Element, name: str) -> Iterator[Element]:
    for one in node.iter():
        if isinstance(one.tag, str) and etree.QName(one).localname == name:
            yield one


def _text(node: Element, name: str) -> str | None:
    found = next(_all(node, name), None)
    return (found.text or "").strip() or None if found is not None else None
