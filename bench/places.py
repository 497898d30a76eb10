"""Score the places stage: toponyms of LGL and GeoVirus, and where events took place.

    python bench/places.py FILE.xml [--show] [--floors FILE]
    python bench/places.py EVENTS.zip [--half first|second|all] [--show] [--floors FILE]

FILE.xml is lgl.xml or GeoVirus.xml. "Near" is the share of the gold names with coordinates that
are resolved within 161 km of them, the names being given; "country" the share in the gold country
(LGL tells it; names of no known place count by the country that the stage supposes). Then the
names are found as well, in LGL: a name is found when its span is the gold one; "end to end" is the
recall of names found and resolved within 161 km.
EVENTS.zip is the event_location set: sentences with a verb and the place of its event. Only the
records of source RELABEL with a place count, every second one as "first" half, on which the stage
may be developed. Offsets of places in them that fit no token are positions of tokens. An event is
right when the place chosen shares a character with a gold one.
"""

from __future__ import annotations

import argparse
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from least import below

from dragoman.engines.spacy_parser import load_parser
from dragoman.model import Article, Parser, Place, Span, Status, Trigger
from dragoman.pipeline import with_circumstances
from dragoman.stages.events.placing import Placing
from dragoman.stages.events.standing import Act, Standing
from dragoman.stages.places.candidates import Setting, Toponym
from dragoman.stages.places.ranking import Choice, choose_places
from dragoman.stages.places.toponyms import holders_in
from dragoman.tables import Tables, load_tables
from dragoman.text.earth import kilometres

NEAR = 161.0  # km, a hundred miles
OTHER_NAMES = {"Palestinian Territory": "PSE", "Russian Federation": "RUS"}


@dataclass(frozen=True, slots=True)
class Gold:
    """A toponym of the gold standard; without coordinates where nobody could place it."""

    span: Span
    text: str
    where: tuple[float, float] | None
    country: str | None


def read_xml(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Texts and toponyms of LGL or GeoVirus."""
    for article in ET.parse(path).getroot():
        names = [*article.iter("toponym"), *article.iter("location")]
        yield article.findtext("text") or "", [_gold(name) for name in names]


def _gold(name: ET.Element) -> Gold:
    place = name.find("gaztag") if name.tag == "toponym" else name
    lat, lon = (place.findtext("lat"), place.findtext("lon")) if place is not None else (None, None)
    span = Span(int(name.findtext("start") or 0), int(name.findtext("end") or 0))
    words = name.findtext("phrase") or name.findtext("name") or ""
    country = place.findtext("country") if place is not None else None
    return Gold(span, words, (float(lat), float(lon)) if lat and lon else None, country)


def is_near(choice: Choice, gold: Gold) -> bool:
    """Is the place chosen within a hundred miles of the gold one?"""
    if choice.entry is None or gold.where is None:
        return False
    return kilometres(gold.where, choice.entry.point) <= NEAR


def resolve(path: Path, tables: Tables, *, show: bool) -> dict[str, float]:
    """Names given: how many are resolved rightly."""
    codes = {entry.name: entry.country for entry in tables.places.states.values()} | OTHER_NAMES
    placed = near = told = same = 0
    for text, names in read_xml(path):
        toponyms = [Toponym(g.text, holders_in(text, g.span.end, tables.places)) for g in names]
        for gold, choice in zip(
            names, choose_places(toponyms, tables.places, Setting()), strict=True
        ):
            if gold.where is None:
                continue
            right = is_near(choice, gold)
            placed, near = placed + 1, near + right
            if gold.country in codes:
                told, same = told + 1, same + (choice.country == codes[gold.country])
            if show and not right:
                sys.stdout.write(f"{gold.text}\t{gold.where}\t{choice}\n")
    found = {"near": near / max(placed, 1)}
    return found | ({"country": same / told} if told else {})


def find(path: Path, tables: Tables, parser: Parser) -> dict[str, float]:
    """Names found as well."""
    gold_names = found_names = hits = placed = near = 0
    for text, names in read_xml(path):
        places = with_circumstances(Article(text), tables, parser).places or ()
        by_span = {(p.span.start, p.span.end): p for p in places}
        gold_names, found_names = gold_names + len(names), found_names + len(by_span)
        for gold in names:
            place = by_span.get((gold.span.start, gold.span.end))
            hits += place is not None
            placed += gold.where is not None
            near += place is not None and _lies_near(place, gold, tables)
    return {
        "tagging": 2 * hits / max(gold_names + found_names, 1),
        "end to end": near / max(placed, 1),
    }


def _lies_near(place: Place, gold: Gold, tables: Tables) -> bool:
    """A country's coordinates are not in the layer: those of the table stand for them."""
    if gold.where is None:
        return False
    if place.lat is None or place.lon is None:
        state = tables.places.states.get(place.country or "")
        return state is not None and kilometres(gold.where, state.point) <= NEAR
    return kilometres(gold.where, (place.lat, place.lon)) <= NEAR


# -- where events took place -----------------------------------------------------------------------


def read_events(path: Path) -> list[tuple[str, Span, list[Span]]]:
    """Texts, verbs and their places."""
    with zipfile.ZipFile(path) as archive:
        records = json.loads(archive.read(archive.namelist()[0]))
    chosen = (r for r in records if r.get("source") == "RELABEL" and r.get("spans"))
    found = [_event(record) for record in chosen]
    return [(text, verb, places) for text, verb, places in found if verb and places]


def _event(record: Mapping[str, Any]) -> tuple[str, Span | None, list[Span]]:
    tokens = record["tokens"]
    starts, ends = {t["start"] for t in tokens}, {t["end"] for t in tokens}
    verb, places = None, []
    for span in record["spans"]:
        first, last = span["start"], span["end"]
        if span["label"] == "VERB":
            verb = Span(first, last)
        elif first in starts and last in ends and first < last:
            places.append(Span(first, last))
        else:
            places.append(Span(tokens[first]["start"], tokens[last]["end"]))
    return record["text"], verb, places


def place_events(
    path: Path, half: str, tables: Tables, parser: Parser, *, show: bool
) -> dict[str, float]:
    """The share of events whose place is chosen rightly."""
    steps = {"first": slice(0, None, 2), "second": slice(1, None, 2), "all": slice(None)}
    events, right = read_events(path)[steps[half]], 0
    for text, verb, gold in events:
        place = event_place(text, verb, tables, parser)
        good = place is not None and any(
            place.span.start < g.end and g.start < place.span.end for g in gold
        )
        right += good
        if show and not good:
            words = [g.of(text) for g in gold]
            sys.stdout.write(f"{place and place.span.of(text)}\t{words}\t{text}\n")
    return {"event place": right / max(len(events), 1)}


def event_place(text: str, verb: Span, tables: Tables, parser: Parser) -> Place | None:
    """The place chosen for the event of a verb."""
    doc = with_circumstances(Article(text), tables, parser)
    head = next((t for t in doc.tokens or () if verb.start < t.span.end), None)
    sentence = next((s for s in doc.sentences or () if head and s.first <= head.i < s.last), None)
    if head is None or sentence is None:
        return None
    placing = Placing(Standing(doc, tables.dating_words), tables.placing)
    trigger = Trigger(0, head.i, sentence.i, head.span, "", "ASSAULT", ())
    return placing.where(Act(trigger, "ASSAULT", Status.ACTUAL, told=False))[0]


def main() -> int:
    """Score a file."""
    parser = argparse.ArgumentParser(description="Score names of places, or places of events.")
    parser.add_argument("file", type=Path, help="lgl.xml, GeoVirus.xml or the zip of events")
    parser.add_argument("--half", choices=("first", "second", "all"), default="second")
    parser.add_argument("--show", action="store_true", help="print the wrong ones")
    parser.add_argument("--floors", type=Path, help="JSON with least figures")
    options = parser.parse_args()
    if not options.file.exists():
        sys.stdout.write(f"{options.file} is not there: skipped\n")
        return 0
    tables, engine, name = load_tables(), load_parser(None), options.file.stem.lower()
    if options.file.suffix == ".zip":
        found = place_events(options.file, options.half, tables, engine, show=options.show)
    else:
        found = resolve(options.file, tables, show=options.show)
        if "country" in found:
            found |= find(options.file, tables, engine)
    for figure, value in found.items():
        sys.stdout.write(f"{figure:12s} {value:.3f}\n")
    return below(found, options.floors, name)


if __name__ == "__main__":
    sys.exit(main())
