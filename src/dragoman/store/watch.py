"""Watching feeds: what is new in them is fetched and ingested."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dragoman.model import ArchiveError, InputError
from dragoman.readers.feeds import Entry, entries, whole_entry
from dragoman.readers.fetching import GONE, NOT_MODIFIED, Fetched, Fetcher
from dragoman.readers.raw import About, Kind, Raw, Rejected, kind_of
from dragoman.readers.sitemaps import is_sitemap, pages
from dragoman.store.archive import Archive, Job
from dragoman.store.outcomes import Balance
from dragoman.store.runs import now
from dragoman.store.schema import transaction

KEYS = frozenset({"url", "publication", "whole"})
MAX_SITEMAPS = 20
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap. ``publication`` wins over what it calls itself; ``whole``: its entries
    hold the whole articles, no pages are fetched."""

    url: str
    publication: str | None = None
    whole: bool = False


def load_feeds(path: Path) -> list[Feed]:
    """The feeds of a TOML file with tables [[feed]]. Raises ArchiveError for a wrong one."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path}: {error}") from error
    found = told.get("feed", [])
    for number, feed in enumerate(found, 1):
        unknown = set(feed) - KEYS
        if "url" not in feed or unknown:
            what = f"unknown {sorted(unknown)}" if unknown else "no url"
            raise ArchiveError(f"{path}: feed {number} has {what}; known are {sorted(KEYS)}")
    if not found:
        raise ArchiveError(f"{path}: no [[feed]] in it")
    return [Feed(**feed) for feed in found]


def _about_page(about: About, feed: Feed, kind: Kind) -> About:
    """What the feed says of a page. A web page knows its title and moment better; the feed's day
    is for those that tell none."""
    if kind is Kind.TEXT:
        return about
    return About(publication=feed.publication, url=about.url, listed=about.published)


class Watch:
    """One look at some feeds."""

    def __init__(self, archive: Archive, fetcher: Fetcher, tell: Tell) -> None:
        self.archive, self.fetcher, self.tell = archive, fetcher, tell
        self.con: sqlite3.Connection = archive.con

    def look(self, feeds: Sequence[Feed], **how: Any) -> Balance:
        """Fetch what is new and ingest it; ``how`` as of ``Archive.ingest``. A feed or page that
        cannot be fetched is told, and tried again at the next look."""
        found: list[Raw | Rejected] = []
        seen: list[tuple[str, str, str | None]] = []
        for feed in feeds:
            for entry in self._new(feed):
                document = self._document(feed, entry)
                if document is not None:
                    found.append(document)
                    seen.append((feed.url, entry.id, entry.about.url))
        balance = self.archive.store(Job("watch", [now()], lambda: found), **how)
        with transaction(self.con):
            self.con.executemany(
                "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, 'done')",
                [(*one, now()) for one in seen],
            )
        return balance

    def _new(self, feed: Feed) -> Iterator[Entry]:
        try:
            answer = self._ask(feed.url)
            listed = self._listed(answer) if answer else []
        except InputError as error:
            self._note(feed.url, error.code)
            self.tell(f"{feed.url}: {error}")
            return
        for entry in listed:
            if isinstance(entry, Rejected):
                self.tell(f"{feed.url}, {entry.name}: {entry.message}")
            elif not self._is_seen(feed.url, entry.id):
                yield entry

    def _ask(self, url: str) -> Fetched | None:
        """The feed, or None when it has not changed since the last look."""
        row = self.con.execute("SELECT etag, modified FROM feeds WHERE url = ?", (url,)).fetchone()
        told = dict(row) if row else {}
        names = {"etag": "If-None-Match", "modified": "If-Modified-Since"}
        answer = self.fetcher.fetch(url, {names[k]: v for k, v in told.items() if v})
        if answer.status == NOT_MODIFIED:
            self._note(url, "unchanged", told)
            return None
        if answer.status >= GONE:
            raise InputError("http-status", f"the answer was {answer.status}")
        told = {"etag": answer.headers.get("etag"),
                "modified": answer.headers.get("last-modified")}  # fmt: skip
        self._note(url, "read", told)
        return answer

    def _listed(self, answer: Fetched) -> list[Entry | Rejected]:
        if not is_sitemap(answer.data):
            return entries(answer.data)
        listed, below = pages(answer.data)
        for link in below[:MAX_SITEMAPS]:
            listed += pages(self.fetcher.fetch(link).data)[0]
        return list(listed)

    def _document(self, feed: Feed, entry: Entry) -> Raw | Rejected | None:
        """The article of an entry; None when its page cannot be had today."""
        about = replace(entry.about, publication=feed.publication or entry.about.publication)
        link = about.url
        if feed.whole or not link:
            return whole_entry(entry.id, replace(entry, about=about))
        try:
            page = self.fetcher.fetch(link)
        except InputError as error:
            self.tell(str(error))
            return None
        if page.status >= GONE:
            return Rejected(link, "http-status", f"{link}: the answer was {page.status}")
        told = page.headers.get("content-type", "text/html")
        kind = kind_of(told)
        if kind is None:
            return Rejected(link, "not-text", f"{link}: {told} is neither a web page nor text")
        return Raw(link, page.data, kind, _about_page(about, feed, kind))

    def _is_seen(self, feed: str, entry: str) -> bool:
        query = "SELECT 1 FROM entries WHERE feed = ? AND entry = ?"
        return self.con.execute(query, (feed, entry)).fetchone() is not None

    def _note(self, url: str, status: str, told: Mapping[str, Any] | None = None) -> None:
        marks = (told or {}).get("etag"), (told or {}).get("modified")
        with transaction(self.con):
            self.con.execute(
                "INSERT INTO feeds (url, etag, modified, fetched, status) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET etag = excluded.etag, modified = excluded.modified, "
                "fetched = excluded.fetched, status = excluded.status",
                (url, *marks, now(), status),
            )
