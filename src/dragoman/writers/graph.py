"""Networks of who did what to whom, as GraphML and GEXF (networkx writes them).

Nodes are codes: country or body, and sector ("RUS MIL"); the uncoded stand under their names.
Edges are directed, one for each (actor, recipient, type), with the number of events, their mean
PLOVER score, and the first and last day. The network is built in memory: its size is that of the
pairs, not of the events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import networkx

from dragoman.writers.codes import place_words, sector_words
from dragoman.writers.dyads import dyads
from dragoman.writers.export import (
    NO_RECIPIENT,
    Options,
    Record,
    Tally,
    Written,
    day_of,
    name_of,
    plain,
    text_out,
)

# What XML 1.0 cannot hold even as a reference, beyond control characters: see ``export.plain``.
NOT_XML = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "?")
# networkx tells the day of writing; a file of the same events should be the same file.
TODAY = re.compile(r' lastmodifieddate="[^"]*"')


@dataclass(slots=True)
class Edge:
    """The events of a type from one node to another."""

    count: int = 0
    scale: float = 0.0
    first: date | None = None
    last: date | None = None

    def add(self, scale: float, day: date | None) -> None:
        """Take one more event."""
        self.count += 1
        self.scale += scale
        if day is not None:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)

    def cells(self) -> dict[str, Any]:
        """The attributes; days that nobody tells are left out."""
        days = {"first_day": self.first, "last_day": self.last}
        told = {name: day.isoformat() for name, day in days.items() if day}
        return {"count": self.count, "mean_scale": round(self.scale / self.count, 3)} | told


def write_graphml(records: Iterable[Record], path: Path, options: Options) -> Written:
    """Write the network of the records as GraphML."""
    graph, written = network(records, options)
    networkx.write_graphml(graph, path, encoding="utf-8", named_key_ids=True)
    return written


def write_gexf(records: Iterable[Record], path: Path, options: Options) -> Written:
    """Write the network of the records as GEXF 1.2."""
    graph, written = network(records, options)
    lines = "\n".join(networkx.generate_gexf(graph, version="1.2draft"))
    with text_out(path) as stream:
        stream.write(TODAY.sub("", lines, count=1) + "\n")
    return written


def network(records: Iterable[Record], options: Options) -> tuple[Any, Written]:
    """The network as a MultiDiGraph of networkx, and the counts; rows are edges."""
    graph = networkx.MultiDiGraph()
    tally = Tally()
    edges: dict[tuple[str, str, str], Edge] = {}
    for record in tally.told(records, options):
        if _add(record, edges, graph):
            tally.events += 1
        else:
            tally.left_out[NO_RECIPIENT] += 1
    for number, ((actor, recipient, event), edge) in enumerate(sorted(edges.items(), key=_key), 1):
        name = f"e{number}"
        graph.add_edge(actor, recipient, key=name, id=name, event=event, **edge.cells())
    tally.rows = len(edges)
    return graph, tally.written()


def _key(pair: tuple[tuple[str, str, str], Edge]) -> tuple[str, str, str]:
    return pair[0]


def _add(record: Record, edges: dict[tuple[str, str, str], Edge], graph: Any) -> bool:
    """Add the pairs of a record; False when it has none."""
    pairs = [(d.actor, d.recipient) for d in dyads(record) if d.actor and d.recipient]
    for actor, recipient in pairs:
        sides = (_node(graph, actor), _node(graph, recipient))
        edge = edges.setdefault((*sides, record["event"][0]), Edge())
        edge.add(record["event_scale"], day_of(record))
    return bool(pairs)


def _node(graph: Any, entity: Record) -> str:
    """The name of the node of a participant, which is in the graph from then on."""
    codes = [part for part in (entity["code"], entity["sector"]) if part]
    node = " ".join(codes) if entity["code"] else _xml(name_of(entity))
    if node not in graph:
        words = (place_words(entity["code"]), *sector_words(entity)[:1])
        label = ", ".join(word for word in words if word) if entity["code"] else node
        graph.add_node(node, label=label, code=entity["code"] or "", sector=entity["sector"] or "")
    return node


def _xml(text: str) -> str:
    return plain(text.translate(NOT_XML)) or "?"
