"""Who may ask, from where, and what a browser may do with the answer."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.web.settings import ServeSettings

COOKIE = "dragoman"
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LARGEST = 100_000  # bytes of a request
HEADERS = {
    # Nothing but files of our own; no script or style in a page, no frame, no form elsewhere.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Lets through what comes from where it may, and puts the headers on what goes out."""

    def __init__(self, app: ASGIApp, settings: ServeSettings) -> None:
        self.app, self.settings = app, settings
        self.hosts = settings.allowed_hosts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
                taken = 1000 * (time.perf_counter() - begun)
                headers["server-timing"] = f"app;dur={taken:.1f}"
            await send(message)

        refused = self.refusal(Request(scope))
        await (refused or self.app)(scope, receive, with_headers)

    def refusal(self, request: Request) -> PlainTextResponse | RedirectResponse | None:
        """Why a request is not answered, or None."""
        if host_of(request.headers.get("host", "")) not in self.hosts:
            return _no(421, "This name is not served here (see dragoman serve --host-name).")
        if int(request.headers.get("content-length") or 0) > LARGEST:
            return _no(413, f"More than {LARGEST:,} bytes.")
        if not self.is_known(request):
            return _no(401, "Open the address with ?token=... as dragoman serve printed it, or "
                            "send the header 'Authorization: Bearer TOKEN'.")  # fmt: skip
        if request.method in CHANGING:
            return self._changing(request)
        return None

    def _changing(self, request: Request) -> PlainTextResponse | None:
        if self.settings.read_only:
            return _no(403, "This workbench is read only.")
        if not is_own(request.headers, self.hosts):
            return _no(403, "A request from another site.")
        if request.headers.get("x-dragoman", "") != "1" and not self.bears_token(request):
            # Another site's page cannot send this header without being asked for first.
            return _no(403, "The header 'X-Dragoman: 1' is missing.")
        return None

    def is_known(self, request: Request) -> bool:
        """Does the visitor know the token, where there is one?"""
        if self.settings.token is None or request.url.path == "/enter":
            return True
        cookie = request.cookies.get(COOKIE, "")
        return hmac.compare_digest(cookie, pass_of(self.settings)) or self.bears_token(request)

    def bears_token(self, request: Request) -> bool:
        """Does the header tell the token?"""
        kind, _, told = request.headers.get("authorization", "").partition(" ")
        token = self.settings.token
        return token is not None and kind.lower() == "bearer" and \
            hmac.compare_digest(told.encode(), token.encode())  # fmt: skip


def pass_of(settings: ServeSettings) -> str:
    """What the cookie of a visitor holds who told the token: not the token itself."""
    told = f"{settings.secret}\0{settings.token}".encode()
    return hashlib.sha256(told).hexdigest()


def host_of(header: str) -> str:
    """The name in a Host header without its port.

    >>> host_of("localhost:8420"), host_of("[::1]:8420")
    ('localhost', '[::1]')
    """
    if header.startswith("["):
        return header.partition("]")[0].lower() + "]"
    return header.partition(":")[0].lower()


def is_own(headers: Headers | Mapping[str, str], hosts: frozenset[str]) -> bool:
    """Does a request come from a page of ours, or from no page at all?"""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    told = urlsplit(origin)
    same_place = told.netloc.lower() == headers.get("host", "").lower()
    return told.scheme in {"http", "https"} and same_place and host_of(told.netloc) in hosts


def _no(status: int, why: str) -> PlainTextResponse:
    return PlainTextResponse(why + "\n", status)
