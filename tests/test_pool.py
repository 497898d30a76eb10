"""The workbench under many visitors at once: nobody waits for ever, nobody keeps others waiting."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dragoman.web.app import create_app
from dragoman.web.pool import OPEN
from dragoman.web.settings import ServeSettings
from handmade import make_archive

ACTS = [("2021-03-01", "USA", "IRN", "REQUEST"), ("2021-03-02", "IRN", "USA", "THREATEN"),
        ("2021-03-03", "FRA GOV", "IRN", "CONSULT")]  # fmt: skip
THREADS = 40  # that Starlette answers with
SECONDS = 20.0
HOST = [(b"host", b"localhost")]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("pool") / "a"
    make_archive(folder, ACTS).close()
    return create_app(ServeSettings(folder))


class Visitor:
    """Somebody who asks for a page, and may be slow to take what comes."""

    def __init__(self, path: str, taking: asyncio.Event | None = None) -> None:
        self.path, self.taking = path, taking
        self.status = 0
        self.answered = asyncio.Event()

    async def ask(self, app: Any) -> int:
        path, _, query = self.path.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "headers": HOST, "scheme": "http", "server": ("localhost", 80), "root_path": "",
            "client": ("127.0.0.1", 1),
        }  # fmt: skip
        await app(scope, self._receive, self._send)
        return self.status

    async def _receive(self) -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.answered.set()
        elif self.taking is not None:
            await self.taking.wait()


def together(app: Any, paths: list[str]) -> set[int]:
    """The states of the answers to questions that are all asked at once."""

    async def all_of_them() -> list[int]:
        return await asyncio.gather(*(Visitor(path).ask(app) for path in paths))

    return set(asyncio.run(asyncio.wait_for(all_of_them(), SECONDS)))


def test_many_reviewers_may_come_at_once(app: Any) -> None:
    assert together(app, [f"/review?who=coder{n}" for n in range(3 * OPEN)]) == {200}


def test_more_visitors_than_threads_are_all_answered(app: Any) -> None:
    paths = ["/events", "/api/events", "/csv/events", "/runs"]
    assert together(app, [paths[n % 4] for n in range(2 * THREADS)]) == {200}


def test_who_is_slow_to_take_an_answer_keeps_nobody_waiting(app: Any) -> None:
    async def ask() -> int:
        taking = asyncio.Event()
        slow = [Visitor("/events", taking) for _ in range(2 * OPEN)]
        asking = [asyncio.create_task(one.ask(app)) for one in slow]
        for one in slow:
            await one.answered.wait()
        status = await Visitor("/events").ask(app)
        taking.set()
        await asyncio.gather(*asking)
        return status

    assert asyncio.run(asyncio.wait_for(ask(), SECONDS)) == 200


def test_what_fails_gives_its_place_back(app: Any) -> None:
    missing = ["/events/nope", "/api/events?words=%22open", "/api/articles/nope"] * OPEN
    assert together(app, missing) == {404, 400}
    assert together(app, ["/events"] * OPEN) == {200}
