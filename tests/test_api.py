"""The API against its own description: thousands of calls made up out of it."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from starlette.testclient import TestClient

from dragoman import Coder
from dragoman.store import Archive, work
from dragoman.web.app import create_app
from dragoman.web.settings import ServeSettings

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
# Cases for each of the 15 addresses, of each kind: fitting the description, and not fitting it.
EACH = 70 if os.environ.get("DRAGOMAN_THOROUGH") else 5
TEXT = (
    "Iran test-fired a ballistic missile on Monday, and the United States condemned the launch. "
    "France called on Iran to return to talks in Vienna."
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, coder: Coder) -> Any:
    folder = tmp_path_factory.mktemp("api")
    rows = [{"text": f"{TEXT} No. {n}.", "date": f"2021-03-{n + 1:02d}"} for n in range(5)]
    source = folder / "news.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in [*rows, {"text": TEXT}]), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "coder_of", lambda _: coder)
        with Archive(folder / "a", create=True) as archive:
            archive.ingest([source], workers=0)
    found = create_app(ServeSettings(folder / "a", hosts=("testserver",)))
    found.state.coder = lambda: coder
    return found


def test_every_answer_is_as_described(app: Any) -> None:
    """No 5xx, no answer that the description does not know. Ids that are made up are not found,
    which is right: so what is accepted and what is refused is not compared."""
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    found = [one.ok() for one in described.get_all_operations()]
    assert len(found) >= 14
    for operation in found:
        for mode in schemathesis.GenerationMode:
            call_many(operation.as_strategy(generation_mode=mode))


def call_many(cases: Any) -> None:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [not_a_server_error, status_code_conformance, content_type_conformance,
              response_headers_conformance, response_schema_conformance]  # fmt: skip

    @given(case=cases)
    @settings(max_examples=EACH, deadline=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def call(case: Any) -> None:
        case.call_and_validate(checks=checks)

    with contextlib.suppress(Unsatisfiable):  # what takes no parameters cannot be asked wrongly
        call()


def test_every_page_has_its_twin(app: Any) -> None:
    client = TestClient(app, base_url="http://localhost")
    paths = client.get("/api/openapi.json").json()["paths"]
    plain = [path for path in paths if "{" not in path]
    assert len(paths) >= 14
    for path in plain:
        page = path.removeprefix("/api")
        assert client.get(page if page != "/overview" else "/").status_code == 200
        assert client.get(path).status_code == 200
