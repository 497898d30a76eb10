"""What people correct: values of fields, checked, and put into a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date as Date
from functools import cache
from typing import Any

from dragoman.model import ArchiveError, Certainty, Status
from dragoman.tables.actor_rows import load_countries
from dragoman.tables.actors import Country
from dragoman.tables.ontology import Ontology, load_ontology
from dragoman.tables.reading import split

Record = dict[str, Any]
CODE = re.compile(r"[A-Z]{3}")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
Differences = dict[str, tuple[str | None, str | None]]  # by field: what was there, what is
GRANULARITY = {4: "year", 7: "month", 10: "day"}
LIST = ";"
STATED = "stated"


def checked(field: str, value: str | None, record: Record) -> str | None:
    """A value as it is kept: lists are parts with ``;`` between them, nothing is None.

    Raises ArchiveError, which tells what may stand there, for what may not.
    """
    if field not in CORRECTABLE:
        raise ArchiveError(f"{field!r} cannot be corrected; {', '.join(CORRECTABLE)} can")
    told = LIST.join(" ".join(part.split()) for part in split((value or "").strip(), LIST)) or None
    CORRECTABLE[field].check(told, record)
    return CORRECTABLE[field].settled(told, record)


def checked_values(record: Record, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Several values, each checked as if those before it stood there already: the type first."""
    unknown = [field for field in values if field not in CORRECTABLE]
    told: dict[str, str | None] = {}
    for field in [*unknown, *(f for f in CORRECTABLE if f in values)]:
        told[field] = checked(field, values[field], with_changes(record, told))
    return told


def differences(record: Record, values: Mapping[str, str | None]) -> Differences:
    """By field, what stands in the record and what shall: only what is not the same."""
    new = checked_values(record, values)
    return {f: (value_of(f, record), v) for f, v in new.items() if value_of(f, record) != v}


def value_of(field: str, record: Record) -> str | None:
    """What stands in a field of a record, in the form in which corrections tell it."""
    return CORRECTABLE[field].read(record)


def with_changes(record: Record, changes: Mapping[str, str | None]) -> Record:
    """The record with corrected fields, and what follows from them (quad, scale, granularity)."""
    told = dict(record)
    for field in CORRECTABLE:  # the type before its modes, whatever came first
        if field in changes:
            CORRECTABLE[field].write(told, changes[field])
    kind = _ontology().types.get(told["event"][0])
    if kind is not None and {"event", "mode"} & set(changes):
        told["mode"] = [mode for mode in told["mode"] if mode in kind.modes]
        told["quad_code"] = kind.quad
        told["event_scale"] = _ontology().scale(kind.name, tuple(told["mode"]))
    return told


class Field:
    """A field that can be corrected: how it is read, checked and written."""

    def __init__(self, key: str, allowed: Callable[[Record], Sequence[str]] | None = None) -> None:
        self.key, self.allowed = key, allowed

    def read(self, record: Record) -> str | None:
        """Its value as text."""
        found = record[self.key]
        return LIST.join(found) or None if isinstance(found, list) else found

    def check(self, value: str | None, record: Record) -> None:
        """Raises ArchiveError for a value that may not stand there."""
        allowed = self.allowed(record) if self.allowed else ()
        if value is None or value not in allowed:
            told = f"use one of {', '.join(allowed)}" if allowed else "leave it empty here"
            raise ArchiveError(f"{value!r} is no {self.key}; {told}")

    def settled(self, value: str | None, record: Record) -> str | None:
        """The form of a checked value in which it is kept."""
        del record
        return value

    def write(self, record: Record, value: str | None) -> None:
        """Put a checked value in."""
        record[self.key] = [value] if isinstance(record[self.key], list) else value


class Several(Field):
    """A list of names."""

    def check(self, value: str | None, record: Record) -> None:
        """Each must be allowed; none at all is fine."""
        for part in split(value or "", LIST):
            super().check(part, record)

    def settled(self, value: str | None, record: Record) -> str | None:
        """Each once; what is there already in the order in which it stands there."""
        parts = set(split(value or "", LIST))
        allowed = self.allowed(record) if self.allowed else ()
        same = parts == set(record[self.key])
        return LIST.join(record[self.key] if same else [p for p in allowed if p in parts]) or None

    def write(self, record: Record, value: str | None) -> None:
        """Put the list in."""
        record[self.key] = list(dict.fromkeys(split(value or "", LIST)))


class Day(Field):
    """A day, month or year."""

    def check(self, value: str | None, record: Record) -> None:
        """ISO 8601, or nothing."""
        del record
        if value is not None and not _is_date(value):
            raise ArchiveError(f"{value!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")

    def write(self, record: Record, value: str | None) -> None:
        """Put the date in: people read it in the text."""
        if value == record[self.key]:
            return
        record[self.key] = value
        record["date_granularity"] = GRANULARITY[len(value)] if value else None
        record["date_source"] = STATED if value else None
        record["date_end"] = None


class CountryField(Field):
    """Where it happened, as a country."""

    def read(self, record: Record) -> str | None:
        """The code of the country."""
        return (record["event_loc"] or {}).get("country_code")

    def check(self, value: str | None, record: Record) -> None:
        """An ISO code that the tables know, or nothing."""
        del record
        if value is not None and value not in _countries():
            raise ArchiveError(f"{value!r} is no country; write its ISO 3166 code of three letters")

    def write(self, record: Record, value: str | None) -> None:
        """Another country has none of the old one's towns and coordinates."""
        if value == self.read(record):
            return
        if value is None:
            record["event_loc"] = None
            return
        name = _countries()[value].name
        empty = dict.fromkeys(record["event_loc"] or PLACE)
        record["event_loc"] = empty | {
            "extracted_place": (record["event_loc"] or {}).get("extracted_place") or name,
            "resolved_place": name, "country": name, "country_code": value, "resolution": 1,
            "score": 0.0,
        }  # fmt: skip


class Parties(Field):
    """Participants, told by codes: "RUS GOV;NATO"."""

    def read(self, record: Record) -> str | None:
        """Codes with their sectors."""
        found = [" ".join(filter(None, (e["code"] or "?", e["sector"]))) for e in record[self.key]]
        return LIST.join(found) or None

    def check(self, value: str | None, record: Record) -> None:
        """Each is a code, and after a blank a sector; an event has somebody on one side."""
        other = {"actor": "recipient", "recipient": "actor"}.get(self.key)
        if value is None and other is not None and not record[other]:
            raise ArchiveError("an event has somebody on one side at least; reject it if not")
        sectors = _ontology().sectors
        for part in split(value or "", LIST):
            code, _, sector = part.partition(" ")
            known = code == "?" or CODE.fullmatch(code)
            if not known or (sector and sector not in sectors):
                raise ArchiveError(
                    f"{part!r} is no participant; write them as USA GOV;NGO;? CVL (? for no code)"
                )

    def write(self, record: Record, value: str | None) -> None:
        """Those that were there keep their words; new ones have none."""
        there = list(zip(split(self.read(record) or "", LIST), record[self.key], strict=True))
        told = []
        for part in split(value or "", LIST):
            at = next((n for n, (code, _) in enumerate(there) if code == part), None)
            told.append(_entity(part, self.key) if at is None else there.pop(at)[1])
        record[self.key] = told


def _entity(told: str, role: str) -> Record:
    code, _, sector = told.partition(" ")
    plain: Record = {
        "code": None if code == "?" else code, "sector": sector or None, "other_sectors": [],
        "entity_text": told, "entity_name": None, "identifier_id": None, "office": None,
        "org": None,
    }  # fmt: skip
    more = {"stance": "asserts", "depth": 1, "anonymous": False} if role == "reported_by" else {}
    return plain | more


def _is_date(value: str) -> bool:
    try:
        Date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return bool(DATE.fullmatch(value))


@cache
def _ontology() -> Ontology:
    return load_ontology()


@cache
def _countries() -> dict[str, Country]:
    return load_countries()


def _modes(record: Record) -> Sequence[str]:
    kind = _ontology().types.get(record["event"][0])
    return tuple(kind.modes) if kind else ()


PLACE = ("extracted_place", "resolved_place", "geonameid", "lat", "lon", "city", "district",
         "province", "country", "country_code", "feature_class", "feature_code", "resolution",
         "score")  # fmt: skip
CORRECTABLE: Mapping[str, Field] = {
    "event": Field("event", lambda _: tuple(_ontology().types)),
    "mode": Several("mode", _modes),
    "actor": Parties("actor"),
    "recipient": Parties("recipient"),
    "status": Field("status", lambda _: [status.value for status in Status]),
    "certainty": Field("certainty", lambda _: [one.value for one in Certainty]),
    "date": Day("date"),
    "country": CountryField("event_loc"),
    "reported_by": Parties("reported_by"),
    "context": Several("context", lambda _: _ontology().contexts),
}
