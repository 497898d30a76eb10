"""The workbench as an application: one function makes it."""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from dragoman._version import __version__
from dragoman.api import Coder
from dragoman.model import DragomanError
from dragoman.web.pages import api, pages, posts
from dragoman.web.pool import Archives
from dragoman.web.rendering import templates
from dragoman.web.security import COOKIE, HEADERS, Guard, pass_of
from dragoman.web.settings import ServeSettings
from dragoman.web.sql import sql_pages

STATIC = Path(str(resources.files("dragoman").joinpath("web", "static")))
ABOUT = """Events of a dragoman archive. Every list has a total, pages by cursor (`next` goes into
`after`), and a twin page for people and one as CSV under the same address without `/api`, or with
`/csv` in its place."""


def create_app(settings: ServeSettings) -> FastAPI:
    """The application over an archive. Raises ArchiveError when it cannot be opened."""
    archives = Archives(settings.archive, settings.seconds)
    if find_spec("ruptures"):
        import_module("ruptures")  # takes a second, which no visitor should wait for

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        archives.close()

    app = FastAPI(title="dragoman", version=__version__, description=ABOUT, lifespan=life,
                  docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")  # fmt: skip
    app.state.settings, app.state.archives = settings, archives
    app.state.coder = _Once(Coder)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(api, prefix="/api")
    app.include_router(pages)
    app.include_router(posts)
    if settings.sql:
        app.include_router(sql_pages)
    app.add_api_route("/enter", enter, include_in_schema=False)
    app.add_exception_handler(DragomanError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _missing)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(Guard, settings=settings)
    return app


class _Once:
    """Something that is slow to make, made when it is first wanted."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make, self.lock, self.made = make, Lock(), None

    def __call__(self) -> Any:
        with self.lock:
            self.made = self.made or self.make()
            return self.made


def enter(request: Request, token: str = "") -> Response:
    """Where a visitor tells the token: a cookie knows them from then on."""
    settings: ServeSettings = request.app.state.settings
    if settings.token is None or not hmac.compare_digest(token.encode(), settings.token.encode()):
        return _told(request, 401, "That is not the token of this workbench.")
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, pass_of(settings), httponly=True, samesite="strict", path="/")
    return answer


async def _refused(request: Request, error: Exception) -> Response:
    return _told(request, 400, str(error))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
    return _told(request, 422, told)


async def _missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = _told(request, error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


async def _failed(request: Request, _: Exception) -> Response:
    # This answer does not pass the guard, which would put the headers on it.
    answer = _told(request, 500, "Something is wrong here; the log of the server says what.")
    answer.headers.update(HEADERS)
    return answer


def _told(request: Request, status: int, why: str) -> Response:
    """An error as the asker wants it: JSON for programs, a page for people."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": why}, status)
    if request.headers.get("hx-request"):
        return HTMLResponse(templates().get_template("_error.html").render(why=why), status)
    page = templates().get_template("error.html").render(
        request=request, why=why, status=status, view="", pairs=[], settings=None
    )
    return HTMLResponse(page, status)


def openapi(settings: ServeSettings) -> str:
    """The description of the API as JSON."""
    return json.dumps(create_app(settings).openapi(), indent=1)
