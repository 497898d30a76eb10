"""What a web page says about itself: JSON-LD, OpenGraph and meta elements, in this order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.readers.dates import moment

MAX_SCRIPT = 2_000_000
DEPTH = 8
ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting",
            "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
            "WebPage")  # fmt: skip
DAYS = ("article:published_time", "og:article:published_time", "og:published_time",
        "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
        "publish-date", "dc.date.issued", "dc.date", "dcterms.created", "date",
        "cxenseparse:recs:publishtime")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A page's own words. ``days`` are pairs of source and value, the best first."""

    days: tuple[tuple[str, str], ...] = ()
    title: str | None = None
    publication: str | None = None
    url: str | None = None
    language: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()


def told_by(tree: Any) -> Told:
    """What a parsed page says about itself."""
    linked = next(_articles(tree), {})
    metas = _metas(tree)
    offers = [("json-ld", _text(linked.get("datePublished")))]
    offers += [(f"meta {name}", metas.get(name)) for name in DAYS]
    days = [(source, value) for source, value in offers if value and moment(value)[0]]
    return Told(
        days=tuple(dict(reversed([(value, (source, value)) for source, value in days])).values())
        [::-1],
        title=_text(linked.get("headline")) or metas.get("og:title") or _of(tree, "//title"),
        publication=metas.get("og:site_name") or _name(linked.get("publisher")),
        url=_url(tree, metas, linked),
        language=_language(tree),
        section=metas.get("article:section") or _text(linked.get("articleSection")),
        authors=_authors(linked, metas),
    )  # fmt: skip


def _articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The articles that JSON-LD describes, those with a day first."""
    found = []
    for script in tree.xpath('//script[@type="application/ld+json"]/text()'):
        if len(script) > MAX_SCRIPT:
            continue
        try:
            found += list(_things(json.loads(script, strict=False), DEPTH))
        except (ValueError, RecursionError):
            continue
    yield from sorted(found, key=lambda thing: not thing.get("datePublished"))


def _things(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        for part in data if depth else ():
            yield from _things(part, depth - 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(kind in ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield data
        if depth:
            yield from _things(data.get("@graph", []), depth - 1)


def _metas(tree: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _url(tree: Any, metas: Mapping[str, str], linked: Mapping[str, Any]) -> str | None:
    canonical = tree.xpath('//link[@rel="canonical"]/@href')
    page = linked.get("mainEntityOfPage")
    offers = [*canonical, metas.get("og:url"), _text(linked.get("url")),
              page.get("@id") if isinstance(page, dict) else page]  # fmt: skip
    return next((str(u).strip() for u in offers if str(u or "").startswith("http")), None)


def _language(tree: Any) -> str | None:
    found = tree.xpath("//html/@lang") or tree.xpath("//@lang")
    return str(found[0]).strip()[:20] or None if found else None


def _authors(linked: Mapping[str, Any], metas: Mapping[str, str]) -> tuple[str, ...]:
    people = linked.get("author")
    found = [_name(one) for one in (people if isinstance(people, list) else [people])]
    named = [name for name in found if name]
    meta = metas.get("author") or metas.get("article:author")
    return tuple(named or ([meta] if meta and not meta.startswith("http") else []))


def _name(thing: Any) -> str | None:
    if isinstance(thing, list):
        thing = thing[0] if thing else None
    return _text(thing.get("name") if isinstance(thing, dict) else thing)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _of(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) or None if found else None
