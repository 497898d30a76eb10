"""Watching feeds: fetched politely, within bounds, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman import Coder
from dragoman.model import ArchiveError, InputError
from dragoman.readers import fetching
from dragoman.readers.fetching import Fetcher
from dragoman.store import Archive, work
from dragoman.store.watch import Feed, Watch, load_feeds
from helpers import run
from test_formats import LONG


class Site(BaseHTTPRequestHandler):
    """A newspaper: what it answers, and what it was asked."""

    pages: dict[str, tuple[int, dict[str, str], bytes]]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers, body = self.pages.get(self.path, (404, {}, b"nothing here"))
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def real_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine's own addresses may be connected to; no others."""
    import socket

    from conftest import REAL

    def only_here(self: socket.socket, address: tuple[str, int]) -> None:
        assert address[0] in {"127.0.0.1", "::1"}
        REAL["connect"](self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)
    monkeypatch.setattr(socket, "getaddrinfo", REAL["getaddrinfo"])
    monkeypatch.setattr(socket, "create_connection", REAL["create_connection"])


@pytest.fixture
def site(real_sockets: None) -> Iterator[type[Site]]:
    assert real_sockets is None
    served = type("Served", (Site,), {"pages": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.root = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(pause=0, loopback=True) as found:
        yield found


@pytest.fixture
def shared_coder(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ingested is coded with the coder of all tests, which is loaded already."""
    monkeypatch.setattr(work, "coder_of", lambda _: coder)


def page(text: str) -> tuple[int, dict[str, str], bytes]:
    body = "".join(f"<p>{p}</p>" for p in text.split("\n\n"))
    html = f"<html><head><title>T</title></head><body><article>{body}</article></body></html>"
    return 200, {"Content-Type": "text/html"}, html.encode()


def feed(root: str, *names: str) -> tuple[int, dict[str, str], bytes]:
    items = "".join(f"<item><title>{n}</title><link>{root}/{n}</link></item>" for n in names)
    body = f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>"
    return 200, {"Content-Type": "application/rss+xml", "ETag": f'"{len(names)}"'}, body.encode()


@pytest.mark.usefixtures("shared_coder")
def test_what_is_new_is_fetched_once(
    site: type[Site], fetcher: Fetcher, tmp_path: Path
) -> None:
    root = site.root  # type: ignore[attr-defined]
    site.pages |= {"/feed": feed(root, "a", "b"), "/a": page(LONG), "/b": (500, {}, b"")}
    told: list[str] = []
    with Archive(tmp_path / "x", create=True) as archive:
        watch = Watch(archive, fetcher, told.append)
        first = watch.look([Feed(f"{root}/feed", "Harbour Post")], workers=0)
        assert (first.position, first.rejected) == (2, 1)
        again = watch.look([Feed(f"{root}/feed")], workers=0)
        assert again.position == 0
        site.pages |= {"/feed": feed(root, "a", "b", "c"), "/c": page(LONG.replace("Nor", "Sor"))}
        third = watch.look([Feed(f"{root}/feed")], workers=0)
        assert third.position == 1
        with archive.query_engine() as engine:
            found = engine.value("SELECT list(publication ORDER BY url) FROM articles")
        assert found == ["Harbour Post", None]
    assert site.asked.count("/a") == 1


@pytest.mark.usefixtures("shared_coder")
def test_the_feed_dates_pages_that_tell_no_day(
    site: type[Site], fetcher: Fetcher, tmp_path: Path
) -> None:
    root = site.root  # type: ignore[attr-defined]
    status, headers, body = feed(root, "a", "b")
    told = b"</link><pubDate>Tue, 04 Mar 2014 08:15:00 +0300</pubDate>"
    own = b'<head><meta property="article:published_time" content="2014-02-27T10:00:00Z"/>'
    dated = page(LONG.replace("Nor", "Sor"))[2].replace(b"<head>", own)
    site.pages |= {"/feed": (status, headers, body.replace(b"</link>", told)), "/a": page(LONG),
                   "/b": (200, {"Content-Type": "text/html"}, dated)}  # fmt: skip
    with Archive(tmp_path / "x", create=True) as archive:
        Watch(archive, fetcher, print).look([Feed(f"{root}/feed")], workers=0)
        with archive.query_engine() as engine:
            found = engine.value(
                "SELECT list(published::VARCHAR || ' ' || date_source ORDER BY url) FROM articles"
            )
    assert found == ["2014-03-04 feed", "2014-02-27 meta article:published_time"]


@pytest.mark.usefixtures("shared_coder")
def test_a_feed_that_fails_does_not_stop_the_others(
    site: type[Site], fetcher: Fetcher, tmp_path: Path
) -> None:
    root = site.root  # type: ignore[attr-defined]
    site.pages |= {"/good": feed(root, "a"), "/a": page(LONG), "/bad": (200, {}, b"<html>")}
    told: list[str] = []
    with Archive(tmp_path / "x", create=True) as archive:
        feeds = [Feed(f"{root}/bad"), Feed(f"{root}/gone"), Feed(f"{root}/good")]
        balance = Watch(archive, fetcher, told.append).look(feeds, workers=0)
    assert (balance.position, len(told)) == (1, 2)


def test_a_sitemap_and_an_index(site: type[Site], fetcher: Fetcher, tmp_path: Path) -> None:
    root = site.root  # type: ignore[attr-defined]
    index = f"<sitemapindex><sitemap><loc>{root}/map</loc></sitemap></sitemapindex>"
    listed = f"<urlset><url><loc>{root}/a</loc></url><url></url></urlset>"
    site.pages |= {"/index": (200, {}, index.encode()), "/map": (200, {}, listed.encode())}
    with Archive(tmp_path / "x", create=True) as archive:
        watch = Watch(archive, fetcher, print)
        assert [entry.id for entry in watch._new(Feed(f"{root}/index"))] == [f"{root}/a"]


def test_robots_are_obeyed(site: type[Site], fetcher: Fetcher) -> None:
    root = site.root  # type: ignore[attr-defined]
    site.pages |= {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /secret"),
                   "/a": page(LONG)}  # fmt: skip
    assert fetcher.fetch(f"{root}/a").status == 200
    with pytest.raises(InputError, match=r"robots\.txt"):
        fetcher.fetch(f"{root}/secret")
    assert "/secret" not in site.asked


def test_redirects_are_followed_within_bounds(site: type[Site], fetcher: Fetcher) -> None:
    root = site.root  # type: ignore[attr-defined]
    site.pages |= {"/a": (302, {"Location": "/b"}, b""), "/b": page(LONG),
                   "/loop": (301, {"Location": "/loop"}, b"")}  # fmt: skip
    assert fetcher.fetch(f"{root}/a").url == f"{root}/b"
    with pytest.raises(InputError, match="redirects"):
        fetcher.fetch(f"{root}/loop")


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd",
               "gopher://127.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://0x0a000001/"],
)  # fmt: skip
def test_no_hop_leads_behind_the_firewall(
    site: type[Site], fetcher: Fetcher, target: str
) -> None:
    root = site.root  # type: ignore[attr-defined]
    site.pages["/a"] = (302, {"Location": target}, b"")
    with pytest.raises(InputError) as error:
        fetcher.fetch(f"{root}/a")
    assert error.value.code in {"address", "unreachable"}


def test_this_machine_is_not_fetched_from(site: type[Site]) -> None:
    root = site.root  # type: ignore[attr-defined]
    with Fetcher(pause=0) as strict, pytest.raises(InputError, match="not on the open internet"):
        strict.fetch(f"{root}/a")
    assert site.asked == []


def test_bodies_are_bounded(
    site: type[Site], fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gzip

    root = site.root  # type: ignore[attr-defined]
    site.pages["/big"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 9_000_000))
    monkeypatch.setattr(fetching, "MAX_BYTES", 1_000_000)
    with pytest.raises(InputError, match="more than 1,000,000 bytes"):
        fetcher.fetch(f"{root}/big")
    monkeypatch.setattr(fetching, "MAX_BYTES", 100_000_000)
    monkeypatch.setattr(fetching, "WHOLE", -1.0)
    with pytest.raises(InputError, match="not there after"):
        fetcher.fetch(f"{root}/big")


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "no .*feed"), ("[[feed]]\n", "no url"), ("[[feed]]\nurl='x'\nname='y'", "unknown"),
     ("[[feed", "feeds.toml")],
)  # fmt: skip
def test_wrong_lists_of_feeds_are_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(ArchiveError, match=told):
        load_feeds(path)
    assert run("watch", tmp_path / "x", path).exit_code == 1
