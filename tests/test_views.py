"""What the pages of the workbench show of archives made by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.web.app import create_app
from dragoman.web.params import cursor, query
from dragoman.web.settings import ServeSettings
from handmade import make_archive

PAGES = ("/", "/events", "/dyads", "/dyads/USA/IRN", "/dyads/USA/IRN?period=year&both=true",
         "/actors", "/actors/USA", "/map", "/network", "/quotes", "/review", "/runs")  # fmt: skip
ACTS = [
    ("2021-03-01", "USA", "IRN", "REQUEST"), ("2021-03-02", "USA", "IRN", "THREATEN"),
    ("2021-03-03", "IRN", "USA", "CONSULT"), ("2021-03-09", "IRN", "USA", "REJECT"),
]  # fmt: skip


def visit(folder: Path, acts: list[Any], **settings: Any) -> TestClient:
    make_archive(folder, acts).close()
    app = create_app(ServeSettings(folder, **settings))
    return TestClient(app, base_url="http://localhost")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with visit(tmp_path_factory.mktemp("views") / "a", ACTS, sql=True) as found:
        yield found


def twin(page: str) -> str:
    return "/api" + (page if page != "/" else "/overview")


def test_an_archive_without_any_day_has_pages(tmp_path: Path) -> None:
    acts = [(None, "USA", "IRN", "REQUEST"), (None, "?", "", "CONSULT")]
    with visit(tmp_path / "a", acts) as client:
        for page in PAGES:
            assert client.get(page).status_code == 200, page
            assert client.get(twin(page)).status_code == 200, page
        assert client.get("/api/actors").json()["actors"] == [["IRN", 1], ["USA", 1]]
        assert client.get("/api/dyads/USA/IRN").json()["total"] == 1


def test_days_of_events_at_the_ends_of_the_calendar_break_no_chart(tmp_path: Path) -> None:
    acts = [(day, "USA", "IRN", "REQUEST") for day in ("0001-01-01", "9999-12-31", "2021-03-01")]
    with visit(tmp_path / "a", acts) as client:
        for page in (*PAGES, "/actors/USA?since=1000-01-01",
                     *(f"/dyads/USA/IRN?since=1000-01-01&period={p}"
                       for p in ("day", "week", "month", "year"))):  # fmt: skip
            assert client.get(page).status_code == 200, page


@pytest.mark.parametrize(
    "path", ["/api/overview", "/api/actors/USA", "/api/dyads/USA/IRN?both=true"]
)
def test_words_narrow_every_number_of_a_page(client: TestClient, path: str) -> None:
    told = client.get(path, params={"words": "number 1"} | _pairs(path)).json()
    points = told.get("points") or told["weeks"]
    assert sum(point["events"] for point in points) == told.get("total", told.get("events")) == 1
    assert sum(n for _, n in told["types"]) == 1
    assert [e["incidents"] for e in told.get("dyads", told.get("out", []))] in ([1], [])
    assert len(told.get("latest", [])) <= 1


def _pairs(path: str) -> dict[str, str]:
    return {"both": "true"} if "both" in path else {}


def test_the_days_of_a_bar_take_the_place_of_those_of_the_page(client: TestClient) -> None:
    page = client.get("/", params={"until": "2021-03-09"}).text
    # Once as a bar, once as a row of the table.
    assert page.count('href="/events?since=2021-03-08&amp;until=2021-03-14"') == 2
    assert "until=2021-03-09&amp;since" not in page
    assert query([("until", "x"), ("actor", "USA")], until=None) == "?until=x&actor=USA"


def test_between_both_directions_no_period_is_missing(tmp_path: Path) -> None:
    acts = [("2021-01-04", "USA", "IRN", "REQUEST"), ("2021-02-01", "IRN", "USA", "REQUEST"),
            ("2021-01-18", "BRA", "ARG", "REQUEST"),
            ("2021-02-02", "USA", "IRN;FRA", "CONSULT")]  # fmt: skip
    with visit(tmp_path / "a", acts) as client:
        told = client.get("/api/dyads/USA/IRN?both=true").json()["points"]
    starts = ["2021-01-04", "2021-01-11", "2021-01-18", "2021-01-25", "2021-02-01"]
    assert [point["start"] for point in told] == starts
    assert [point["events"] for point in told] == [1, 0, 0, 0, 2]
    assert [point["articles"] for point in told] == [1, 0, 1, 0, 2]
    assert [point["per_1000"] for point in told] == [1000, None, 0, None, 1000]


def test_the_twins_of_a_later_page_show_that_page(client: TestClient) -> None:
    page = client.get("/events", params={"limit": 2, "sort": "day"}).text
    following = re.findall(r'data-next href="([^"]+)"', page)[0].replace("&amp;", "&")
    assert "CSV of this page" in page
    later = client.get(following).text
    (table,) = re.findall(r'href="(/csv/events[^"]+)"', later)
    told = client.get(table.replace("&amp;", "&")).text.splitlines()
    assert [line.split(",")[0] for line in told[1:]] == re.findall(
        r'href="/events/(\w+)" data-open', later
    )
    assert "CSV of this page" not in client.get("/events").text


@pytest.mark.parametrize("address", ["/events?sort=confidence&limit=1", "/quotes?limit=1"])
@pytest.mark.parametrize(
    "after",
    ["x", "é", "AAAA", cursor("a", "b"), cursor("-day", "2021-03-01", "x"), cursor("", "", "")],
)
def test_what_is_no_place_in_a_list_is_told(client: TestClient, address: str, after: str) -> None:
    """To begin anew in silence would let a program turn pages for ever."""
    for place in ("", "/api", "/csv"):
        answer = client.get(f"{place}{address}&after={after}")
        assert answer.status_code == 400
        assert "is no place in this list" in answer.text


@pytest.mark.parametrize(
    ("address", "heads"),
    [("events", "event_id,article_id,day,"), ("dyads", "actor,recipient,"),
     ("actors", "name,code,"), ("actors/BRA", "start,")],
)  # fmt: skip
def test_a_table_without_rows_has_a_head(client: TestClient, address: str, heads: str) -> None:
    told = client.get(f"/csv/{address}", params={"words": "unicorn"}).text
    assert told.startswith(heads)
    assert told.count("\r\n") == 1


@pytest.mark.parametrize("place", ["segments/log", "log"])
def test_sql_can_switch_no_log_on(client: TestClient, place: str) -> None:
    """DuckDB's own functions that stand where a table does may write files, or end the process."""
    folder = client.app.state.settings.archive  # type: ignore[attr-defined]
    sql = f"SELECT * FROM enable_logging(storage='file', storage_path='{folder / place}')"
    for told in (sql, f"WITH a AS MATERIALIZED ({sql}) SELECT 1", f"SELECT 1 WHERE EXISTS ({sql})",
                 f"DESCRIBE {sql}", sql.replace("enable_logging", '"ENABLE_logging"'),
                 f"SELECT * FROM query($${sql}$$)"):  # fmt: skip
        answer = client.get("/sql", params={"sql": told})
        assert answer.status_code == 200
        assert "is no table here" in answer.text, told
    assert not (folder / place).exists()
    assert client.get("/sql", params={"sql": "SELECT count(*) FROM events"}).status_code == 200
