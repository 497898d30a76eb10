"""Who acts on whom: the network of an archive and its measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from dragoman.analysis.series import PAIRS
from dragoman.store.answers import INCIDENTS
from dragoman.store.asking import Asking
from dragoman.store.query import Filter

EDGES = f"""
    SELECT actor, recipient, count(*) AS events, {INCIDENTS} AS incidents,
           avg(event_scale) AS mean, count(*) FILTER (quad_code > 2) AS conflict,
           min(day) AS first, max(day) AS last
    FROM ({{pairs}}) LEFT JOIN clusters USING (event_id) GROUP BY 1, 2
    ORDER BY incidents DESC, 1, 2 LIMIT {{limit}}"""


@dataclass(frozen=True, slots=True)
class Edge:
    """All that one code did to another; ``conflict`` counts events of conflict."""

    actor: str
    recipient: str
    events: int
    incidents: int
    mean: float
    conflict: int
    first: Date
    last: Date


def edges(
    archive: Asking, wanted: Filter | None = None, *, words: str | None = None, limit: int = 1000
) -> list[Edge]:
    """Directed dyads with their weights, the strongest first."""
    where, values = archive.condition(wanted, words)
    sql = EDGES.format(pairs=PAIRS.format(where=where), limit=int(limit))
    with archive.query_engine() as engine:
        return [Edge(**row) for row in engine.rows(sql, values)]


def measures(found: list[Edge]) -> list[dict[str, Any]]:
    """By node: incidents out and in, partners, PageRank by incidents received, share of partners
    that answer (reciprocity), and betweenness. The strongest first."""
    import networkx as nx

    graph = nx.DiGraph()
    for edge in found:
        graph.add_edge(edge.actor, edge.recipient, weight=edge.incidents)
    if not graph:
        return []
    rank = nx.pagerank(graph, weight="weight")
    between = nx.betweenness_centrality(graph)
    told = [
        {
            "code": node,
            "out": graph.out_degree(node, weight="weight"),
            "in": graph.in_degree(node, weight="weight"),
            "partners": len(set(graph.successors(node)) | set(graph.predecessors(node))),
            "pagerank": round(rank[node], 4),
            "betweenness": round(between[node], 4),
            "reciprocity": round(nx.reciprocity(graph, node) or 0.0, 3),
        }
        for node in graph
    ]
    return sorted(told, key=lambda n: (-n["out"] - n["in"], n["code"]))
