"""Linking what was ingested: articles to stories, events to incidents. Links are kept; of new
articles only those between them and their neighbours in time are worked out."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from dragoman.merge import articles, incidents
from dragoman.merge.articles import Link, Told
from dragoman.merge.clusters import clusters
from dragoman.merge.incidents import Act
from dragoman.store.answers import AMONG, Engine, listed
from dragoman.store.segments import empty_table, quoted, segment_paths
from dragoman.tables.reading import rows

LINKS = "links"
MEMBERS = "members"
ARTICLES = """SELECT article_id, published, url, minhash, terms, weights FROM stored_articles
    WHERE outcome = 'coded'"""
FRESH = """SELECT article_id FROM documents WHERE outcome = 'coded'
    EXCEPT SELECT article_id FROM linked"""
EVENTS = f"""SELECT event_id, article_id, event, modes, status, date, actors, actor_names,
    recipients, recipient_names, country, place, sentence, trigger FROM events
    WHERE article_id {AMONG}"""


def link_articles(
    con: duckdb.DuckDBPyConnection, fresh: Mapping[Date | None, set[str]]
) -> Iterator[list[dict[str, Any]]]:
    """Links of the articles that have none yet, in batches by month of publication."""
    weights = incident_weights()
    for month in sorted(fresh, key=str):
        new = fresh[month]
        told = list(_articles(con, month))
        found = list(articles.links(told, new))
        yield [*_rows("article", found), *_rows("event", _events(con, found, weights))]


def fresh_articles(
    con: duckdb.DuckDBPyConnection, manifest: sqlite3.Connection
) -> dict[Date | None, set[str]]:
    """Articles without links, by the first day of their month."""
    ids = [row[0] for row in manifest.execute(FRESH)]
    found: dict[Date | None, set[str]] = defaultdict(set)
    if ids:  # else the articles' files need not be touched
        told = con.execute("SELECT article_id, published FROM stored_articles "
                           f"WHERE article_id {AMONG}", [listed(ids)])  # fmt: skip
        for article, day in told.fetchall():
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
    for row in Engine(con).rows(EVENTS, [listed(wanted)]):
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


def link_views(con: duckdb.DuckDBPyConnection, folder: Path, manifest: sqlite3.Connection) -> None:
    """``links``, and from the members ``incidents`` (one row an event) and ``stories`` (one row an
    article): those without company are clusters of their own."""
    for kind in (LINKS, MEMBERS):
        paths = segment_paths(folder, manifest, kind)
        if paths:
            con.execute(f"CREATE VIEW {kind} AS SELECT * FROM read_parquet([{quoted(*paths)}])")
        else:
            con.execute(f"CREATE TABLE {kind} ({empty_table(kind)})")
    # For counting: of events without company each counts, of the others each cluster.
    con.execute("CREATE VIEW clusters AS SELECT id AS event_id, cluster FROM members "
                "WHERE kind = 'event'")  # fmt: skip
    for name, kind, id_, table in (("incidents", "event", "event_id", "events"),
                                   ("stories", "article", "article_id", "articles")):  # fmt: skip
        con.execute(
            f"CREATE VIEW {name} AS SELECT t.{id_}, coalesce(m.cluster, t.{id_}) AS "
            f"{name.removesuffix('s').replace('storie', 'story')}, m.score, m.reason "
            f"FROM {table} AS t LEFT JOIN members AS m ON m.kind = '{kind}' AND m.id = t.{id_}"
        )
