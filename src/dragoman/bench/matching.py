"""When do two event records tell of the same event? Words, participants, types.

A record is one in the gold format (``text``, ``country``, ``org``) or a PLOVER record
(``entity_text``, ``code``, ``entity_name``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.tables.reading import rows

RANGE = tuple[int, int]
LONG_QUOTE = 30  # a shorter quotation may stand anywhere in the text
TELLING = frozenset({"sentence", "trigger"})


@dataclass(frozen=True, slots=True)
class Words:
    """What the scorer knows of names (data/bench/names.tsv)."""

    aliases: Mapping[str, str]
    slots: frozenset[str]
    stop: frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """One participant: what identifies it, and the words that name it."""

    keys: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Record:
    """An event record, ready to be compared. ``ranges`` are character ranges of its evidence,
    ``country`` that of the place."""

    ranges: tuple[RANGE, ...]
    types: frozenset[str]
    modes: frozenset[str]
    actor: tuple[Side, ...]
    recipient: tuple[Side, ...]
    reporters: tuple[Side, ...]
    status: str
    date: str | None
    country: str | None
    sure: int
    raw: Mapping[str, Any]

    @property
    def required(self) -> bool:
        """Borderline gold records (sure = 1) may be left out without loss."""
        return self.sure > 1


STATUSES = {"future": "planned", "hypothetical": "conditional", "negation": "negated"}


def load_words() -> Words:
    """Names and words of the scorer."""
    found: dict[str, dict[str, str]] = {"alias": {}, "slot": {}, "stop": {}}
    for row in rows("bench/names.tsv"):
        found[row["kind"]][row["name"]] = row["means"]
    return Words(found["alias"], frozenset(found["slot"]), frozenset(found["stop"]))


def read_record(raw: Mapping[str, Any], text: str, words: Words) -> Record:
    """A raw record with its evidence found in the article's text."""
    event = raw.get("event") or []
    status = raw.get("status") or (raw.get("factuality") or {}).get("status") or "actual"
    return Record(
        ranges=tuple(_ranges(raw, text)),
        types=frozenset([event] if isinstance(event, str) else event),
        modes=frozenset(raw.get("mode") or ()),
        actor=tuple(side_of(one, words) for one in raw.get("actor") or ()),
        recipient=tuple(side_of(one, words) for one in raw.get("recipient") or ()),
        reporters=tuple(
            side_of(one, words) for one in raw.get("source") or raw.get("reported_by") or ()
        ),
        status=STATUSES.get(status, status),
        date=raw.get("date"),
        country=_country(raw),
        sure=raw.get("sure", 3),
        raw=raw,
    )


def _country(raw: Mapping[str, Any]) -> str | None:
    """The country of the place: gold records say ``place``, coded ones ``event_loc``."""
    place = raw.get("place") or {}
    found = (raw.get("event_loc") or {}).get("country_code") or place.get("country")
    return found if isinstance(found, str) else None


def _ranges(raw: Mapping[str, Any], text: str) -> Iterable[RANGE]:
    evidence = raw.get("evidence") or []
    telling = [e for e in evidence if isinstance(e, dict) and e.get("role") in TELLING]
    found = [place for e in telling or evidence if (place := _range(e, text)) is not None]
    info = raw.get("text_info") or {}
    return found or ([(info["start"], info["end"])] if "start" in info else [])


def _range(evidence: Any, text: str) -> RANGE | None:
    """Long quotations are looked up, so that texts with other line ends can be compared."""
    quote = evidence if isinstance(evidence, str) else evidence.get("text", "")
    place = text.find(quote) if len(quote) > LONG_QUOTE else -1
    if place >= 0:
        return place, place + len(quote)
    if isinstance(evidence, dict) and "start" in evidence:
        return evidence["start"], evidence["end"]
    return None


def side_of(raw: Any, words: Words) -> Side:
    """What identifies a raw participant."""
    entity = {"text": raw} if isinstance(raw, str) else raw
    code = (entity.get("country") or entity.get("code") or "").upper()
    keys = {words.aliases.get(code, code)} if code and code not in words.slots else set()
    for given in (entity.get("org") or "", entity.get("entity_name") or ""):
        name = given.upper().replace("’", "'")
        keys |= {words.aliases.get(name, name)} if name else set()
    text = entity.get("text") or entity.get("entity_text") or entity.get("name") or ""
    return Side(frozenset(keys), _content(text, words))


def _content(text: str, words: Words) -> frozenset[str]:
    found = re.findall(r"[\w'’]+", text.lower())
    return frozenset(w for w in found if w not in words.stop and len(w) > 2)


def near(one: Record, two: Record) -> bool:
    """Do the records point to words in common?"""
    return any(a < d and c < b for a, b in one.ranges for c, d in two.ranges)


def same_sides(one: Record, two: Record) -> bool:
    """Do actors agree with actors and recipients with recipients?"""
    return agree(one.actor, two.actor) and agree(one.recipient, two.recipient)


def agree(one: tuple[Side, ...], two: tuple[Side, ...]) -> bool:
    """Both empty, or a pair that shares a code; by words only where one of them has no code."""
    if not one or not two:
        return not one and not two
    return any(_same(a, b) for a in one for b in two)


def _same(a: Side, b: Side) -> bool:
    if a.keys & b.keys:
        return True
    return bool((not a.keys or not b.keys) and a.words & b.words)
