"""Charts as shapes: where each bar, line and node stands. The templates draw them as SVG, so that
every piece of text is escaped as all text is, and a bar is a link like any other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

from dragoman.analysis import ChangePoint, Edge, Period, Point
from dragoman.text.periods import step

WIDTH, HEIGHT, MARGIN, FOOT = 960, 240, 44, 22
PARTS = (("verbal_cooperation", "q1"), ("material_cooperation", "q2"), ("verbal_conflict", "q3"),
         ("material_conflict", "q4"))  # fmt: skip
NODES = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of a bar."""

    y: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: its rectangles, what it says, and its days."""

    x: float
    width: float
    pieces: tuple[Piece, ...]
    title: str
    since: Date
    until: Date


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with cooperation above the axis and conflict below, and the mean score as a line."""

    width: int
    height: int
    axis: float
    bars: tuple[Bar, ...]
    times: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    line: str


def bars(
    points: Sequence[Point], period: Period, changes: Sequence[ChangePoint] = ()
) -> Chart | None:
    """The chart of a series; None for an empty one."""
    if not points:
        return None
    up = max(1, *(p.cooperation for p in points))
    down = max(1, *(p.conflict for p in points))
    room = HEIGHT - FOOT - 8
    axis, unit = 8 + room * up / (up + down), room / (up + down)
    wide = (WIDTH - MARGIN) / len(points)
    xs = [MARGIN + n * wide for n in range(len(points))]
    starts = {p.start: x for p, x in zip(points, xs, strict=True)}
    return Chart(
        WIDTH, HEIGHT, round(axis, 1),
        tuple(_bar(p, x, wide, axis, unit, period) for p, x in zip(points, xs, strict=True)),
        tuple(_times(points, xs)), _counts(up, down, axis, unit),
        tuple(Tick(round(starts[c.start], 1), f"level shifts from {c.before} to {c.after} a "
              f"{period.value}, from {c.start} on") for c in changes if c.start in starts),
        _line(points, xs, wide),
    )  # fmt: skip


def _bar(p: Point, x: float, wide: float, axis: float, unit: float, period: Period) -> Bar:
    pieces, top, bottom = [], axis, axis
    for name, kind in PARTS:
        height = getattr(p, name) * unit
        if height and kind in {"q1", "q2"}:
            top -= height
            pieces.append(Piece(round(top, 1), round(height, 1), kind))
        elif height:
            pieces.append(Piece(round(bottom, 1), round(height, 1), kind))
            bottom += height
    title = (
        f"{p.start}: {p.incidents} incidents, {p.cooperation} events of cooperation, "
        f"{p.conflict} of conflict, mean score {p.mean:+.1f}, {p.articles} articles"
    )
    wide = round(max(0.8, wide - 0.6), 2)
    return Bar(round(x, 2), wide, tuple(pieces), title, p.start, last_of(p.start, period))


def last_of(start: Date, period: Period) -> Date:
    """The last day of a period, also of the last one that the calendar has."""
    try:
        return step(start, period) - timedelta(1)
    except (OverflowError, ValueError):
        return Date.max


def _times(points: Sequence[Point], xs: Sequence[float]) -> list[Tick]:
    """A mark where a year begins, or where a month does in short series."""
    years = len({p.start.year for p in points})
    found, last = list[Tick](), ""
    for p, x in zip(points, xs, strict=True):
        told = str(p.start.year) if years > 2 else f"{p.start:%b %Y}"
        if told != last and (not found or x - found[-1].at > 44):
            found.append(Tick(round(x, 1), told))
        last = told
    return found


def _counts(up: int, down: int, axis: float, unit: float) -> tuple[Tick, ...]:
    return (Tick(round(axis - up * unit, 1), str(up)), Tick(round(axis, 1), "0"),
            Tick(round(axis + down * unit, 1), str(down)))  # fmt: skip


def _line(points: Sequence[Point], xs: Sequence[float], wide: float) -> str:
    """The mean score of the periods with events, from -10 (bottom) to 10 (top)."""
    height = HEIGHT - FOOT - 8
    return " ".join(
        f"{x + wide / 2:.1f},{8 + height * (10 - p.mean) / 20:.1f}"
        for p, x in zip(points, xs, strict=True) if p.events
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A party on the drawing of a network."""

    code: str
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Arc:
    """A dyad on it; ``kind`` is the class of its colour."""

    path: str
    width: float
    kind: str
    edge: Edge


def drawing(edges: Sequence[Edge]) -> tuple[list[Node], list[Arc]]:
    """The strongest parties around a circle, so that whoever deals with each other most lies
    together, and arcs between them bent to the right of their way."""
    weights: dict[str, int] = {}
    for edge in edges:
        for code in (edge.actor, edge.recipient):
            weights[code] = weights.get(code, 0) + edge.incidents
    shown = sorted(weights, key=lambda code: (-weights[code], code))[:NODES]
    order = _around(shown, edges)
    most = max(weights.values(), default=1)
    places = {}
    for n, code in enumerate(order):
        turn = 2 * math.pi * n / max(1, len(order)) - math.pi / 2
        places[code] = (500 + 400 * math.cos(turn), 360 + 300 * math.sin(turn))
    nodes = [
        Node(code, round(places[code][0], 1), round(places[code][1], 1),
             round(6 + 16 * math.sqrt(weights[code] / most), 1))
        for code in order
    ]  # fmt: skip
    kept = [e for e in edges if e.actor in places and e.recipient in places]
    widest = max((e.incidents for e in kept), default=1)
    return nodes, [_arc(e, places, widest) for e in reversed(kept)]


def _around(codes: Sequence[str], edges: Sequence[Edge]) -> list[str]:
    """Each party beside the one it deals with most of those not placed yet."""
    ties: dict[frozenset[str], int] = {}
    for edge in edges:
        pair = frozenset((edge.actor, edge.recipient))
        ties[pair] = ties.get(pair, 0) + edge.incidents
    left, found = list(codes), list[str]()
    while left:
        last = found[-1] if found else left[0]
        best = max(left, key=lambda code: (ties.get(frozenset((last, code)), 0), -left.index(code)))
        found.append(best)
        left.remove(best)
    return found


def _arc(edge: Edge, places: dict[str, tuple[float, float]], widest: int) -> Arc:
    (x1, y1), (x2, y2) = places[edge.actor], places[edge.recipient]
    bend = 0.12
    cx, cy = (x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend
    kind = "conflict" if edge.conflict > edge.events / 2 else "cooperation"
    width = round(0.6 + 7 * math.sqrt(edge.incidents / widest), 1)
    return Arc(f"M{x1:.1f},{y1:.1f}Q{cx:.1f},{cy:.1f},{x2:.1f},{y2:.1f}", width, kind, edge)
