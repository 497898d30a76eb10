"""Short articles with the events a careful reader codes; README.md tells the format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dragoman import Coder
from dragoman.model import Document, Event, Participant, Role
from helpers import article, place_of

HERE = Path(__file__).parent
KINDS = ("in_the_wild", "synthetic", "negative")
ARTICLES = sorted(path for kind in KINDS for path in (HERE / kind).glob("*.jsonl"))
DEFAULTS = {"status": "actual", "reported_by": []}
IGNORED = frozenset({"trigger", "optional", "wrong", "why"})

Line = Mapping[str, Any]


def lines(path: Path) -> list[Line]:
    """The lines of a golden file; none where there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def expected(path: Path) -> list[Line]:
    """What must or may be coded in an article."""
    return lines(path)[1:]


def failures(path: Path) -> list[Line]:
    """What is known to go wrong in an article: events that are missing, or too many ("wrong")."""
    return lines(HERE / "known_failures" / f"{path.stem}.jsonl")


@cache
def coded(path: Path, coder: Coder) -> Document:
    head = lines(path)[0]
    text = (path.parent / head.get("text", f"{path.stem}.txt")).read_text("utf-8")
    return coder.code(article(text, head["date"])).document


def sides(participants: tuple[Participant, ...]) -> list[str]:
    """Codes as the golden files write them: "RUS GOV"."""
    return [" ".join(filter(None, (p.code.code, p.code.sector))) for p in participants]


def shown(event: Event) -> dict[str, Any]:
    """A coded event in the form of the golden files."""
    return {
        "event": event.event,
        "actor": sides(event.actor),
        "recipient": sides(event.recipient),
        "status": event.status.value,
        "reported_by": sides(event.reported_by),
        "date": event.date,
        "trigger": [e.text for e in event.evidence if e.role is Role.TRIGGER],
    }


def touches(event: Event, line: Line, text: str) -> bool:
    """Do the trigger words of both overlap?"""
    place = place_of(text, line["trigger"])
    return any(e.role is Role.TRIGGER and e.span.overlaps(place) for e in event.evidence)


def fits(event: Event, line: Line, text: str) -> bool:
    """Is it the event of the line? Fields that the line leaves out are not compared."""
    defaults = {} if line.get("optional") or line.get("wrong") else DEFAULTS
    wanted = {**defaults, **{k: v for k, v in line.items() if k not in IGNORED}}
    found = shown(event)
    return touches(event, line, text) and all(found[key] == wanted[key] for key in wanted)


def compare(path: Path, doc: Document) -> tuple[list[Line], list[Event]]:
    """Lines that no event fits, and events that no line expects and no known failure explains."""
    missing, spare = [], list(doc.events or ())
    for line in expected(path):
        found = next((e for e in spare if fits(e, line, doc.text)), None)
        if found is not None:
            spare.remove(found)
        elif not line.get("optional"):
            missing.append(line)
    known = failures(path)
    return missing, [e for e in spare if not any(touches(e, k, doc.text) for k in known)]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_golden(path: Path, coder: Coder) -> None:
    doc = coded(path, coder)
    missing, spare = compare(path, doc)
    extra = [shown(event) for event in spare]
    assert not missing and not extra, f"missing: {missing}\nnot expected: {extra}"


KNOWN = [(path, line) for path in ARTICLES for line in failures(path)]


@pytest.mark.xfail(reason="known failure; once it is right, move its line", strict=True)
@pytest.mark.parametrize(
    ("path", "line"), KNOWN, ids=[f"{path.stem}-{line['trigger']}" for path, line in KNOWN]
)
def test_known_failure(path: Path, line: Line, coder: Coder) -> None:
    doc = coded(path, coder)
    found = any(fits(event, line, doc.text) for event in doc.events or ())
    assert found is not bool(line.get("wrong"))


def test_every_known_failure_has_its_article() -> None:
    stems = {path.stem for path in ARTICLES}
    assert all(path.stem in stems for path in (HERE / "known_failures").glob("*.jsonl"))
