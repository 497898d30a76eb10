"""Who may ask, from where, and what a browser may do with the answer."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.web.settings import ServeSettings

COOKIE = "dragoman"
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
NO_TOKEN = ("Open the address with ?token=... as dragoman serve printed it, or send the header "
            "'Authorization: Bearer TOKEN'.")  # fmt: skip
LARGEST = 100_000  # bytes of a request
TOO_LARGE = f"More than {LARGEST:,} bytes."
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

        request = Request(scope)
        refused = self.refusal(request)
        if refused is None and request.method in CHANGING:
            body = await whole(receive)
            if body is None:
                refused = _no(request, 413, TOO_LARGE)
            else:
                receive = _again(body, receive)
        await (refused or self.app)(scope, receive, with_headers)

    def refusal(self, request: Request) -> Response | None:
        """Why a request is not answered, or None."""
        if host_of(request.headers.get("host", "")) not in self.hosts:
            return _no(request, 421, "This name is not served here: see --host-name.")
        length = request.headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return _no(request, 400, "That is no length of a request.")
        if len(length) > len(str(LARGEST)) or int(length) > LARGEST:
            return _no(request, 413, TOO_LARGE)
        if not self.is_known(request):
            return _no(request, 401, NO_TOKEN)
        if request.method in CHANGING:
            return self._changing(request)
        return None

    def _changing(self, request: Request) -> Response | None:
        if self.settings.read_only:
            return _no(request, 403, "This workbench is read only.")
        if not is_own(request.headers, self.hosts):
            return _no(request, 403, "A request from another site.")
        if request.headers.get("x-dragoman", "") != "1" and not self.bears_token(request):
            # Another site's page cannot send this header without being asked for first.
            return _no(request, 403, "The header 'X-Dragoman: 1' is missing.")
        return None

    def is_known(self, request: Request) -> bool:
        """Does the visitor know the token, where there is one?"""
        if self.settings.token is None or request.url.path == "/enter":
            return True
        cookie = request.cookies.get(COOKIE, "")
        known = hmac.compare_digest(cookie.encode(), pass_of(self.settings).encode())
        return known or self.bears_token(request)

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
        name, bracket, _ = header.partition("]")
        return name.lower() + bracket
    return header.partition(":")[0].lower()


def is_own(headers: Headers | Mapping[str, str], hosts: frozenset[str]) -> bool:
    """Does a request come from a page of ours, or from no page at all?"""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        told = urlsplit(origin)
    except ValueError:
        return False
    same_place = told.netloc.lower() == headers.get("host", "").lower()
    return told.scheme in {"http", "https"} and same_place and host_of(told.netloc) in hosts


async def whole(receive: Receive) -> bytes | None:
    """The body of a request in one piece; None for one that is too large, whatever it said."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > LARGEST:
            return None
        if not message.get("more_body", False):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read, to be read again."""
    left = [body]

    async def reading() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return reading


def _no(request: Request, status: int, why: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": why}, status)
    return PlainTextResponse(why + "\n", status)
