"""PLV's roots are older than PLOVER 2.0: how types of today are read as them.

PLV keeps CAMEO's order of fights and pressure: blockades (191), occupied places (192) and attacks
on networks are fights, and sanctions or embargoes that are imposed (163) are coercion. What a court
finds is an accusation. CONCEDE and RETREAT are one root, YIELD; promised ones are AGREE. That what
is announced counts as consent or threat, and what fails as a rejection, is PLOVER's own rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.tables.ontology import FORCE, TO_AGREE

YIELD = frozenset({"CONCEDE", "RETREAT"})
HOSTILE = FORCE | {"MOBILIZE", "PROTEST"}
PROMISING = ("agree", "offer", "pledge", "promise")
BLOCKADE = "blockade"
ROWS = {"capture-territory": "ASSAULT", "impose-sanctions": "COERCE"}


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of the words that report an act, beside their type.

    ``will``: told as one of the future; ``to``: stands as an infinitive; ``failed``: said not to
    have come about; ``convict`` and ``cyber``: how likely (0..1) the modes of these names are.
    """

    words: str
    rows: frozenset[str]
    will: bool
    to: bool
    failed: bool
    convict: float
    cyber: float


def older(types: Mapping[str, float], clue: Clue) -> dict[str, float]:
    """The shares of PLV's roots, given those of PLOVER's types."""
    found: dict[str, float] = defaultdict(float)
    for kind, share in types.items():
        for root, part in _roots(kind, clue):
            found[root] += share * part
    return found


def _roots(kind: str, clue: Clue) -> list[tuple[str, float]]:
    """The roots that a type stands for, and how much of it each gets."""
    if clue.failed and kind in TO_AGREE | HOSTILE | YIELD | {"AGREE"}:
        return [("REJECT", 1.0)]
    if kind in YIELD:
        promised = clue.will or clue.to or clue.words.lower().startswith(PROMISING)
        return [("AGREE" if promised else "YIELD", 1.0)]
    if kind == "SANCTION" and not clue.will:
        rest = _pressed(kind, clue)
        return [("ACCUSE", clue.convict), (rest, 1.0 - clue.convict)]
    if clue.will and kind in TO_AGREE | HOSTILE:
        return [("AGREE" if kind in TO_AGREE else "THREATEN", 1.0)]
    if kind == "COERCE":
        return [("ASSAULT", clue.cyber), (_pressed(kind, clue), 1.0 - clue.cyber)]
    return [(kind, 1.0)]


def _pressed(kind: str, clue: Clue) -> str:
    """Where pressure stands in CAMEO."""
    if kind == "COERCE" and BLOCKADE in clue.words.lower():
        return "ASSAULT"
    return next((root for row, root in ROWS.items() if row in clue.rows), kind)
