"""Analysis of an archive: tables, series, alerts, change points, ladders, networks, comparisons.

Every function takes an open ``Archive`` and asks it; nothing is kept. Counts are of incidents (one
happening told by many articles counts once) and of events, with the number of articles beside them.
"""

from dragoman.analysis.alerts import Alert, Record, alerts, records
from dragoman.analysis.changes import ChangePoint, change_points
from dragoman.analysis.compare import Comparison, compare
from dragoman.analysis.emerging import Emerging, emerging
from dragoman.analysis.ladder import Escalation, FirstAct, escalations, first_acts
from dragoman.analysis.network import Edge, edges, measures
from dragoman.analysis.series import DyadRow, Point, dyad_table, last_day, series
from dragoman.text.periods import By, Period

__all__ = [
    "Alert", "By", "ChangePoint", "Comparison", "DyadRow", "Edge", "Emerging", "Escalation",
    "FirstAct", "Period", "Point", "Record", "alerts", "change_points", "compare", "dyad_table",
    "edges", "emerging", "escalations", "first_acts", "last_day", "measures", "records", "series",
]  # fmt: skip
