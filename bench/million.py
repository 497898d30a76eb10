"""How fast an archive of many events answers, through its own interface.

    python bench/million.py ARCHIVE [--events 2000000]

The events of an archive are written again and again into another one, with other ids, days and
articles, until there are enough of them; then the questions of a page are asked.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from dragoman.store import Archive, Filter
from dragoman.store.segments import ROW_GROUP, file_sha, segment_paths

EACH = 250_000  # events of a segment
TIMES = 7
FACETS = ("event", "status", "country", "publication", "quad_code")


def grow(source: Archive, target: Path, count: int) -> None:
    """An archive with so many events."""
    shutil.copytree(source.folder, target, dirs_exist_ok=True)
    listed = segment_paths(source.folder, source.con, "events")
    with Archive(target) as archive, duckdb.connect() as con:
        archive.con.execute("UPDATE segments SET live = 0 WHERE kind = 'events'")
        coding = archive.con.execute("SELECT coding FROM codings WHERE current = 1").fetchone()[0]
        con.execute("CREATE TABLE seen AS SELECT * FROM read_parquet(?)", [listed])
        own = con.execute("SELECT count(*) FROM seen").fetchone()[0]  # type: ignore[index]
        for number in range(0, count, EACH):
            path = target / "segments" / f"events-grown{number:09d}.parquet"
            con.execute(
                f"COPY (SELECT md5(event_id || r) AS event_id, md5(article_id || r) AS article_id, "
                f"published, publication, date, day + CAST(r AS INTEGER) AS day, "
                f"seen.* EXCLUDE (event_id, article_id, published, publication, date, day) "
                f"FROM seen, range({number // own}, {number // own + EACH // own + 2}) AS t(r) "
                f"LIMIT {EACH}) TO '{path}.tmp' (FORMAT parquet)"
            )
            con.execute(
                f"COPY (SELECT * FROM read_parquet('{path}.tmp') ORDER BY event_id) TO '{path}' "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
            )
            Path(f"{path}.tmp").unlink()
            row = (path.name, "events", coding, 0, EACH, path.stat().st_size, file_sha(path), "0")
            archive.con.execute("INSERT INTO segments VALUES (?,?,?,?,?,?,?,?,1)", row)


def timed(name: str, ask: Callable[[], Any]) -> None:
    """Tell how long an answer takes: the median of some."""
    ask()
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - begun))
    sys.stdout.write(f"{name:24s} {statistics.median(taken):7.1f} ms\n")


def main() -> None:
    """Grow and ask."""
    parser = argparse.ArgumentParser(description="Questions to an archive of many events.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--events", type=int, default=2_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        with Archive(given.archive) as source:
            grow(source, Path(scratch) / "a", given.events)
        with Archive(Path(scratch) / "a") as archive:
            ask(archive)


def ask(archive: Archive) -> None:
    """The questions of a page."""
    wanted = Filter(actor=["USA"], recipient=["RUS"], event=["THREATEN"], status=["actual"])
    with archive.query_engine() as engine:
        sys.stdout.write(f"{engine.value('SELECT count(*) FROM events'):,} events\n")
        id_ = engine.value("SELECT event_id FROM events LIMIT 1 OFFSET 1000000")
    timed("opening", archive.query_engine().close)
    timed("filter and count", lambda: archive.count(wanted))
    timed("facets", lambda: archive.facets(wanted, FACETS))
    timed("facets of everything", lambda: archive.facets(Filter(), FACETS))
    timed("look-up by id", lambda: archive.event(id_))
    timed("the first 50 of a filter", lambda: list(archive.events(wanted, limit=50)))


if __name__ == "__main__":
    main()
