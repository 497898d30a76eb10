"""How fast the workbench answers: every page of it, over an archive.

    python bench/pages.py ARCHIVE [--times 20]

Pages are asked for in turn, with events, articles and dyads drawn from the archive; told are the
median and the 95th percentile at the server, in milliseconds, without the first call of each.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from starlette.testclient import TestClient

from dragoman.store import Archive
from dragoman.web.app import create_app
from dragoman.web.settings import ServeSettings

EVENTS = "SELECT event_id, article_id FROM events USING SAMPLE {} ROWS (reservoir, 1)"


def addresses(archive: Archive, times: int) -> Iterator[tuple[str, list[str]]]:
    """Pages by name, each with as many addresses as it is asked for."""
    with archive.query_engine() as engine:
        drawn = list(engine.rows(EVENTS.format(times)))
    draw = random.Random(1)
    codes = [code for code in archive.facets(names=["actors"])["actors"] if len(code) == 3][:12]
    pairs = [draw.sample(codes, 2) for _ in range(times)]
    years = [draw.randint(2013, 2019) for _ in range(times)]
    yield "overview", ["/"] * times
    yield "events", ["/events"] * times
    yield "events, filtered", [f"/events?actor={a}&recipient={b}" for a, b in pairs]
    yield "events, words", ["/events?words=sanctions"] * times
    yield "events, a year", [f"/events?since={y}-01-01&until={y}-12-31" for y in years]
    yield "event", [f"/events/{row['event_id']}" for row in drawn]
    yield "article", [f"/articles/{row['article_id']}" for row in drawn]
    yield "dyads", ["/dyads"] * times
    yield "dyad", [f"/dyads/{a}/{b}" for a, b in pairs]
    yield "actors", ["/actors"] * times
    yield "actor", [f"/actors/{a}" for a, _ in pairs]
    yield "map", ["/map"] * times
    yield "network", ["/network"] * times
    yield "quotes", [f"/quotes?speaker={a}" for a, _ in pairs]
    yield "review", ["/review?who=bench"] * times
    yield "runs", ["/runs"] * times


def main() -> None:
    """Ask and tell."""
    parser = argparse.ArgumentParser(description="How fast the pages of the workbench are.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    client = TestClient(create_app(ServeSettings(given.archive)), base_url="http://localhost")
    with Archive(given.archive) as archive:
        pages = list(addresses(archive, given.times))
    whole = []
    for name, asked in pages:
        taken = [_asked(client, address) for address in asked][1:]
        whole += taken
        _tell(name, taken)
    _tell("all", whole)


def _asked(client: TestClient, address: str) -> float:
    answer = client.get(address)
    if answer.status_code not in {200, 404}:
        raise SystemExit(f"{address}: {answer.status_code}")
    return float(answer.headers["server-timing"].rpartition("=")[2])


def _tell(name: str, taken: list[float]) -> None:
    highest = statistics.quantiles(taken, n=20)[-1]
    sys.stdout.write(f"{name:18s} median {statistics.median(taken):6.0f}  p95 {highest:6.0f} ms\n")


if __name__ == "__main__":
    main()
