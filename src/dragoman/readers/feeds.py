"""RSS and Atom: the entries of a feed, by feedparser."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dragoman.model import InputError
from dragoman.readers.raw import About, Raw, Rejected, joined, text_raw

MAX_ENTRIES = 10_000
SHORTEST = 400  # characters of an entry that may be a whole article


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. ``text`` is what the feed itself gives of the article."""

    id: str
    about: About
    text: str


def entries(data: bytes) -> list[Entry | Rejected]:
    """The entries of a feed, in their order there, each once.

    Raises InputError when this is no feed. An entry without title, link and text is rejected.
    """
    import feedparser

    from dragoman.readers.markup import parse_xml

    parse_xml(data)  # bounds, and no entities
    feed = feedparser.parse(data, resolve_relative_uris=False)
    if not feed.version:
        raise InputError("no-feed", "neither RSS nor Atom")
    outlet = _plain(feed.feed.get("title"))
    found: dict[str, Entry | Rejected] = {}
    for number, item in enumerate(feed.entries[:MAX_ENTRIES], 1):
        entry = _entry(number, item, outlet, feed.feed.get("language"))
        found.setdefault(entry.id if isinstance(entry, Entry) else entry.name, entry)
    rest = len(feed.entries) - MAX_ENTRIES
    if rest > 0:
        found["rest"] = Rejected("rest", "too-many", f"{rest:,} more entries were not read")
    return list(found.values())


def saved_feed(name: str, data: bytes) -> Iterator[Raw | Rejected]:
    """The articles of a feed in a file: those whose text stands in it. Links are not followed."""
    for number, entry in enumerate(entries(data), 1):
        where = f"{name}#{number}"
        if isinstance(entry, Rejected):
            yield Rejected(where, entry.code, entry.message)
        else:
            yield whole_entry(where, entry)


def whole_entry(name: str, entry: Entry) -> Raw | Rejected:
    """The article of an entry whose text stands in the feed itself."""
    if len(entry.text) < SHORTEST:
        return Rejected(
            name, "summary-only",
            f"{entry.about.url}: the feed holds a summary only; dragoman watch fetches the article",
        )  # fmt: skip
    return text_raw(name, joined(entry.about.title, entry.text), entry.about)


def _entry(number: int, item: Any, outlet: str | None, language: str | None) -> Entry | Rejected:
    from dragoman.readers.markup import html_text

    content = item.get("content") or [{}]
    text = html_text(content[0].get("value") or item.get("summary") or "")
    title, link = _plain(item.get("title")), item.get("link")
    if not (title or text) or not (link or text):
        return Rejected(f"entry {number}", "empty", "an entry without title, link or text")
    day, published = _moment(item)
    about = About(
        date=day,
        date_source="feed" if day else None,
        published=published,
        publication=outlet,
        title=title,
        url=link,
        language=language,
        authors=tuple(a for a in [_plain(item.get("author"))] if a),
    )
    return Entry(item.get("id") or link or f"{title}\0{text}", about, text)


def _moment(item: Any) -> tuple[Any, str | None]:
    """The time an entry gives; feedparser has turned it to UTC. What no calendar has is none."""
    named = next((n for n in ("published_parsed", "updated_parsed") if n in item), None)
    when = item[named] if named else None
    try:
        found = datetime.fromtimestamp(calendar.timegm(when), UTC) if when else None
    except (ValueError, OverflowError, OSError):
        return None, None
    return (found.date(), found.isoformat()) if found and found.year > 1990 else (None, None)


def _plain(value: Any) -> str | None:
    from dragoman.readers.markup import html_text

    text = str(value or "").strip()
    return (html_text(text) if "<" in text else " ".join(text.split())) or None
