"""Linking what was ingested: articles to stories, events to incidents. Links are kept; of new
articles only those between them and their neighbours in time are worked out."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from dragoman.merge import articles, incidents
from dragoman.merge.articles import Link, Told
from dragoman.merge.clusters import clusters
from dragoman.merge.incidents import Act
from dragoman.store.answers import Engine
from dragoman.store.commit import content_digest, file_sha, segment_paths
from dragoman.tables.reading import rows

LINKS = "links"
LINK_COLUMNS = "{'kind': 'VARCHAR', 'a': 'VARCHAR', 'b': 'VARCHAR', 'score': 'DOUBLE', " \
               "'reason': 'VARCHAR'}"  # fmt: skip
MEMBER_COLUMNS = "{'kind': 'VARCHAR', 'id': 'VARCHAR', 'cluster': 'VARCHAR', 'score': 'DOUBLE', " \
                 "'reason': 'VARCHAR'}"  # fmt: skip
TEMPLATES = {LINKS: LINK_COLUMNS, "members": MEMBER_COLUMNS}
EMPTY = {
    LINKS: "kind VARCHAR, a VARCHAR, b VARCHAR, score DOUBLE, reason VARCHAR",
    "members": "kind VARCHAR, id VARCHAR, cluster VARCHAR, score DOUBLE, reason VARCHAR",
}
ARTICLES = """SELECT article_id, published, url, minhash, terms, weights FROM stored_articles
    WHERE outcome = 'coded'"""
EVENTS = """SELECT event_id, article_id, event, modes, status, date, actors, actor_names,
    recipients, recipient_names, country, place, sentence, trigger FROM events
    WHERE article_id IN (SELECT unnest(?))"""


def link_articles(
    con: duckdb.DuckDBPyConnection, manifest: sqlite3.Connection
) -> Iterator[list[dict[str, Any]]]:
    """Links of the articles that have none yet, in batches by month of publication."""
    weights = incident_weights()
    fresh = fresh_articles(con, manifest)
    for month in sorted(fresh, key=str):
        new = fresh[month]
        told = list(_articles(con, month))
        found = list(articles.links(told, new))
        yield [*_rows("article", found), *_rows("event", _events(con, found, weights))]


def fresh_articles(
    con: duckdb.DuckDBPyConnection, manifest: sqlite3.Connection
) -> dict[Date | None, set[str]]:
    """Articles without links, by the first day of their month."""
    linked = {row[0] for row in manifest.execute("SELECT article_id FROM linked")}
    found: dict[Date | None, set[str]] = defaultdict(set)
    query = "SELECT article_id, published FROM stored_articles WHERE outcome = 'coded'"
    for article, day in con.execute(query).fetchall():
        if article not in linked:
            found[day.replace(day=1) if day else None].add(article)
    return found


def _articles(con: duckdb.DuckDBPyConnection, month: Date | None) -> Iterator[Told]:
    if month is None:
        found = con.execute(f"{ARTICLES} AND published IS NULL").fetchall()
    else:
        bounds = [month - timedelta(articles.REPRINT), month + timedelta(31 + articles.REPRINT)]
        found = con.execute(f"{ARTICLES} AND published BETWEEN ? AND ?", bounds).fetchall()
    for id_, day, url, minhash, terms, weights in found:
        yield Told(id_, day, url, tuple(minhash), dict(zip(terms, weights, strict=True)))


def _events(
    con: duckdb.DuckDBPyConnection, found: Sequence[Link], weights: dict[str, float]
) -> Iterator[Link]:
    pairs = [(link.a, link.b, 1.0 if link.reason == "copy" else link.score) for link in found]
    wanted = sorted({one for a, b, _ in pairs for one in (a, b)})
    acts: dict[str, list[Act]] = defaultdict(list)
    for row in Engine(con).rows(EVENTS, [wanted]):
        acts[row["article_id"]].append(incidents.act_of(row))
    pairs_of_acts = ((acts[a], acts[b], likeness) for a, b, likeness in pairs)
    return incidents.links(pairs_of_acts, weights)


def _rows(kind: str, found: Iterable[Link]) -> Iterator[dict[str, Any]]:
    for link in found:
        yield {"kind": kind, "a": link.a, "b": link.b, "score": link.score, "reason": link.reason}


def incident_weights() -> dict[str, float]:
    """Weights of what speaks for one incident (data/merge/weights.tsv)."""
    return {row["trait"]: float(row["weight"]) for row in rows("merge/weights.tsv")}


def members(con: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Who belongs to which story and incident, with the best link of each as score and reason."""
    for kind, least in (("article", articles.STORY), ("event", incidents.LEAST)):
        links = con.execute(
            "SELECT a, b, max(score), arg_max(reason, score) FROM links WHERE kind = ? "
            "GROUP BY a, b ORDER BY a, b", [kind],
        ).fetchall()  # fmt: skip
        scores = {(a, b): score for a, b, score, _ in links}
        best: dict[str, tuple[float, str]] = {}
        for a, b, score, reason in links:
            for one in (a, b):
                best[one] = max(best.get(one, (0.0, "")), (score, reason))
        for found in clusters(scores, least):
            for one in found if len(found) > 1 else ():
                score, reason = best[one]
                yield {"kind": kind, "id": one, "cluster": found[0], "score": score,
                       "reason": reason}  # fmt: skip


def write_links(folder: Path, kind: str, found: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    """Write links or members as a segment; what the manifest has to know of it."""
    content = content_digest(found)
    path = folder / "segments" / f"{kind}-{content[:24]}.parquet"
    draft, lines = path.with_name(f".{path.name}.tmp"), path.with_name(f".{path.name}.jsonl")
    lines.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(
            f"COPY (SELECT * FROM read_json('{str(lines).replace(chr(39), chr(39) * 2)}', "
            f"format='newline_delimited', columns={TEMPLATES[kind]}) ORDER BY ALL) TO "
            f"'{str(draft).replace(chr(39), chr(39) * 2)}' (FORMAT parquet, COMPRESSION zstd)"
        )
    lines.unlink()
    draft.replace(path)
    return path.name, kind, "", 0, len(found), path.stat().st_size, file_sha(path), content


def link_views(con: duckdb.DuckDBPyConnection, folder: Path, manifest: sqlite3.Connection) -> None:
    """``links``, and from the members ``incidents`` (one row an event) and ``stories`` (one row an
    article): those without company are clusters of their own."""
    for kind in (LINKS, "members"):
        paths = segment_paths(folder, manifest, kind)
        if paths:
            listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
            con.execute(f"CREATE VIEW {kind} AS SELECT * FROM read_parquet([{listed}])")
        else:
            con.execute(f"CREATE TABLE {kind} ({EMPTY[kind]})")
    for name, kind, id_, table in (("incidents", "event", "event_id", "events"),
                                   ("stories", "article", "article_id", "articles")):  # fmt: skip
        con.execute(
            f"CREATE VIEW {name} AS SELECT t.{id_}, coalesce(m.cluster, t.{id_}) AS "
            f"{name.removesuffix('s').replace('storie', 'story')}, m.score, m.reason "
            f"FROM {table} AS t LEFT JOIN members AS m ON m.kind = '{kind}' AND m.id = t.{id_}"
        )
