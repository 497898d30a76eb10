"""Load and soak: real articles through the whole archive, with speed and memory over time.

    python bench/load.py ../shared/data/news/articles_3000.jsonl.gz --form warc --workers 2
    python bench/load.py ... --form jsonl --documents 100000 --workers 2

The articles are wrapped as JSON lines, as a folder of web pages, or as a web archive. With more
documents than there are articles they come again and again, each time ten days later and with
another number in the text, so that none is taken for a duplicate.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from dragoman.store import Archive, Balance
from dragoman.store.query import Filter

PAGE = Path("/proc")
KIB = 1024
APART = 10  # days between an article and its repetition
EVERY = 1_000  # documents between two lines of the report
LINKS = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30))


def articles(source: Path, count: int) -> Iterator[dict[str, Any]]:
    """So many articles, again and again when there are not enough."""
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        found = [json.loads(line) for line in stream]
    for number, article in enumerate(islice(cycle(found), count)):
        again = number // len(found)
        text = article["text"] + (f"\n\nDispatch number {again}." if again else "")
        yield article | {"id": f"{article['id']}-{again}", "text": text,
                         "date": _later(article["date"], APART * again)}  # fmt: skip


def _later(day: str | None, days: int) -> str | None:
    try:
        return str(date.fromisoformat(day) + timedelta(days)) if day else None
    except ValueError:  # "8/19/19": for the reader to judge
        return day


def page(article: dict[str, Any]) -> bytes:
    """An article as the web page of a newspaper, with what stands around it."""
    told = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": article["title"],
        "datePublished": article["date"],
        "publisher": {"@type": "Organization", "name": article["publisher"]},
    }  # fmt: skip
    body = "".join(f"<p>{escape(p)}</p>\n" for p in article["text"].split("\n\n") if p.strip())
    title = escape(article["title"] or "")
    linked = json.dumps(told).replace("</", "<\\/")
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>"
        f"<script type='application/ld+json'>{linked}</script></head><body><nav><ul>{LINKS}</ul>"
        f"</nav><main><article><h1>{title}</h1>{body}</article></main><aside><h2>Most read</h2>"
        f"<ul>{LINKS}</ul></aside><footer><p>Contact us | Terms</p></footer></body></html>"
    ).encode()


def record(number: int, article: dict[str, Any]) -> bytes:
    """An article as a record of a web archive."""
    html = page(article)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html
    url = article["url"] or f"https://news.example/{article['id']}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", 1)


def write(form: str, source: Path, count: int, folder: Path) -> Path:
    """The articles in a form; the path to ingest."""
    found = articles(source, count)
    if form == "html":
        pages = folder / "pages"
        pages.mkdir()
        for number, article in enumerate(found):
            (pages / f"{number:06d}.html").write_bytes(page(article))
        return pages
    path = folder / ("news.warc.gz" if form == "warc" else "news.jsonl")
    with path.open("wb") as stream:
        for number, article in enumerate(found):
            line = json.dumps(article).encode() + b"\n"
            stream.write(record(number, article) if form == "warc" else line)
    return path


def memory() -> int:
    """Resident bytes of this process and all below it."""
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for entry in PAGE.glob("[0-9]*/stat"):
        try:
            told = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(entry.parent.name)
        parents[pid], sizes[pid] = int(told[1]), int(told[21]) * 4 * KIB
    ours = {int((PAGE / "self").resolve().name)}
    for _ in range(4):
        ours |= {pid for pid, parent in parents.items() if parent in ours}
    return sum(sizes.get(pid, 0) for pid in ours)


@dataclass
class Report:
    """Speed and memory as the run goes on."""

    begun: float = field(default_factory=time.perf_counter)
    first: float = 0.0
    last: tuple[int, float] = (0, 0.0)
    peak: int = 0

    def watch(self) -> None:
        """Look at the memory twice a second, for ever."""
        while True:
            self.peak = max(self.peak, memory())
            time.sleep(0.5)

    def __call__(self, balance: Balance) -> None:
        now = time.perf_counter() - self.begun
        count, before = self.last
        if balance.position - count < EVERY:
            return
        speed = (balance.position - count) / (now - before)
        say(f"{balance.position:>8,} documents {now:8.0f} s {speed:6.1f} a second "
            f"{memory() / KIB**2:7.0f} MiB")  # fmt: skip
        self.last = (balance.position, now)


def questions(archive: Archive) -> None:
    """How fast the archive answers."""
    def timed(name: str, ask: Callable[[], Any]) -> None:
        begun = time.perf_counter()
        ask()
        say(f"{name:20s} {1000 * (time.perf_counter() - begun):6.0f} ms")

    timed("filter and list", lambda: list(archive.events(Filter(actor=["USA"]), limit=50)))
    timed("status", archive.status)
    timed("search", lambda: archive.search("immigration reform"))


def say(line: str) -> None:
    """A line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description="Load and soak.")
    parser.add_argument("source", type=Path, help="articles, JSON lines in gzip")
    parser.add_argument("--form", choices=("jsonl", "html", "warc"), default="warc")
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--archive", type=Path, help="keep the archive there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = write(given.form, given.source, given.documents, Path(scratch))
        folder = given.archive or Path(scratch) / "archive"
        shutil.rmtree(folder, ignore_errors=True)
        report = Report()
        threading.Thread(target=report.watch, daemon=True).start()
        with Archive(folder, create=True) as archive:
            balance = archive.ingest([path], workers=given.workers, progress=report)
            seconds = time.perf_counter() - report.begun
            say(balance.line())
            say(f"{balance.events:,} events, {seconds:.0f} s, {balance.position / seconds:.2f} "
                f"articles a second, peak {report.peak / KIB**2:.0f} MiB")  # fmt: skip
            questions(archive)
            say(f"digest {archive.digest()}")


if __name__ == "__main__":
    main()
