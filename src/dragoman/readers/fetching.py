"""Fetching feeds and pages: politely, within bounds, and from the open internet only."""

from __future__ import annotations

import time
import urllib.robotparser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from dragoman._version import __version__
from dragoman.model import InputError
from dragoman.readers.addresses import Guarded
from dragoman.readers.limits import MAX_BYTES

AGENT = f"dragoman/{__version__}"
REDIRECTS = 5
SECONDS = 20.0  # for one answer of the other side
WHOLE = 60.0  # for a whole page, however slowly it trickles in
PAUSE = 1.0  # between two pages of one host
LONGEST_PAUSE = 60.0
MOVED = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED, OK, GONE = 304, 200, 400


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: where it came from in the end, its status, its first headers and its bytes."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: bytes


@dataclass(slots=True)
class Host:
    """What is known of a host: its rules for robots, and when it was last asked."""

    robots: urllib.robotparser.RobotFileParser | None = None
    asked: float = field(default=float("-inf"))


class Fetcher:
    """Fetches pages of many hosts, one after the other. Raises InputError with a reason for what
    cannot or may not be fetched. Use it in a ``with``."""

    def __init__(self, *, pause: float = PAUSE, loopback: bool = False) -> None:
        self.pause = pause
        self.hosts: dict[str, Host] = {}
        backend = Guarded(loopback=loopback)
        self.client = httpx.Client(
            transport=_Transport(backend), timeout=SECONDS, headers={"User-Agent": AGENT}
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.client.close()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """A page as its host's robots.txt allows; redirects are followed, each hop checked."""
        for _ in range(REDIRECTS + 1):
            host = self._host(url)
            if host.robots is not None and not host.robots.can_fetch(AGENT, url):
                raise InputError("robots", f"{url}: the site's robots.txt asks not to fetch it")
            self._wait(host)
            found = self._get(url, headers or {})
            if found.status not in MOVED or "location" not in found.headers:
                return found
            url = urljoin(url, found.headers["location"])
        raise InputError("redirects", f"{url}: more than {REDIRECTS} redirects")

    def _host(self, url: str) -> Host:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError("address", f"{url!r} is no address of the web")
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self.hosts:
            self.hosts[root] = host = Host()
            host.robots = self._robots(root)
        return self.hosts[root]

    def _robots(self, root: str) -> urllib.robotparser.RobotFileParser:
        """The rules of a host; one without rules allows all, one that hides them nothing."""
        rules = urllib.robotparser.RobotFileParser()
        found = self._get(f"{root}/robots.txt", {})
        if found.status == OK:
            rules.parse(found.data.decode("utf-8", "replace").splitlines())
        elif found.status in (401, 403):
            rules.parse(["User-agent: *", "Disallow: /"])
        else:
            rules.parse([])
        return rules

    def _wait(self, host: Host) -> None:
        asked = host.robots.crawl_delay(AGENT) if host.robots else None
        pause = min(float(asked), LONGEST_PAUSE) if asked else self.pause
        rest = host.asked + pause - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        host.asked = time.monotonic()

    def _get(self, url: str, headers: Mapping[str, str]) -> Fetched:
        try:
            with self.client.stream("GET", url, headers=dict(headers)) as answer:
                data = b"" if answer.status_code in MOVED else _bounded(url, answer)
                return Fetched(url, answer.status_code, dict(answer.headers), data)
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.TimeoutException,
                httpcore.ProtocolError, httpx.InvalidURL, UnicodeError) as error:  # fmt: skip
            raise InputError("unreachable", f"{url}: {error or type(error).__name__}") from error


def _bounded(url: str, answer: httpx.Response) -> bytes:
    """The body, decompressed, as far as it is bounded in size and time."""
    begun, data = time.monotonic(), bytearray()
    for chunk in answer.iter_bytes(1 << 16):
        data += chunk
        if len(data) > MAX_BYTES:
            raise InputError("too-long", f"{url}: more than {MAX_BYTES:,} bytes")
        if time.monotonic() - begun > WHOLE:
            raise InputError("too-slow", f"{url}: not there after {WHOLE:.0f} seconds")
    return bytes(data)


class _Transport(httpx.BaseTransport):
    """httpx over connections that are checked; no proxies, nothing from the environment."""

    def __init__(self, backend: Guarded) -> None:
        self.pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=backend, max_connections=8
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        address = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port,
            target=request.url.raw_path,
        )  # fmt: skip
        answer = self.pool.handle_request(
            httpcore.Request(
                request.method, address, headers=request.headers.raw, content=b"",
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    def close(self) -> None:
        self.pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()
