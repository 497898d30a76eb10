"""Charts as files: Vega-Lite by Altair, drawn by vl-convert; nothing is fetched for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.analysis.series import Point
from dragoman.model import DragomanError
from dragoman.text.periods import Period

MISSING = "Charts need Altair and vl-convert. Run: pip install 'dragoman[analysis]'"
SUFFIXES = (".svg", ".png", ".html", ".json")
CLASSES = {"verbal_cooperation": "#1b6e3c", "material_cooperation": "#00616f",
           "verbal_conflict": "#9a4d00", "material_conflict": "#a8232a"}  # fmt: skip
SHARP = 2.0  # pixels of a PNG for each of the chart


def series_chart(points: Sequence[Point], period: Period, title: str = "") -> Any:
    """An Altair chart of a series: events of cooperation above zero, of conflict below, by class;
    under it the mean PLOVER score. Shows itself in notebooks.

    Raises DragomanError when Altair is not installed.
    """
    try:
        import altair as alt
    except ImportError as error:
        raise DragomanError(MISSING) from error
    rows = [
        {"start": p.start.isoformat(), "class": name.replace("_", " "),
         "events": getattr(p, name) * (-1 if "conflict" in name else 1)}
        for p in points for name in CLASSES
    ]  # fmt: skip
    scores = [{"start": p.start.isoformat(), "score": p.mean} for p in points if p.events]
    colours = alt.Scale(domain=[c.replace("_", " ") for c in CLASSES], range=list(CLASSES.values()))
    when = alt.X("start:T", title=f"by {period.value}")
    bars = alt.Chart({"values": rows}).mark_bar().encode(
        x=when, y=alt.Y("sum(events):Q", title="conflict ← events → cooperation"),
        color=alt.Color("class:N", scale=colours, title=None), order="class:N",
    ).properties(width=720, height=240, title=title)  # fmt: skip
    line = alt.Chart({"values": scores}).mark_line(color="#444444").encode(
        x=when, y=alt.Y("score:Q", title="mean PLOVER score", scale=alt.Scale(domain=[-10, 10])),
    ).properties(width=720, height=110)  # fmt: skip
    return bars & line


def write_chart(chart: Any, path: Path, suffix: str) -> None:
    """Write a chart to a file: drawn as SVG or PNG, as a page that holds all it needs, or as the
    Vega-Lite specification. Raises DragomanError when vl-convert is not installed."""
    if suffix == ".json":
        path.write_text(json.dumps(chart.to_dict(), indent=1, default=str) + "\n", "utf-8")
        return
    try:
        import vl_convert as vlc
    except ImportError as error:
        raise DragomanError(MISSING) from error
    told = chart.to_json()
    if suffix == ".png":
        path.write_bytes(vlc.vegalite_to_png(told, scale=SHARP))
    elif suffix == ".svg":
        path.write_text(vlc.vegalite_to_svg(told), "utf-8")
    else:
        path.write_text(vlc.vegalite_to_html(told, bundle=True), "utf-8")
