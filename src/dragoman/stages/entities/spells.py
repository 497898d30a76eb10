"""Codes of persons, bodies and offices on a day, from the rows of the tables."""

from __future__ import annotations

from dragoman.model import ActorCode
from dragoman.tables.actors import Agent, Office, Organisation, Person, Spell

# What a former office holder is still; all others become elites.
LASTING = frozenset({"REB", "OPP", "CRM", "CVL", "JRN", "REL", "BUS"})


def sectors(*rows: Agent | Office | None) -> tuple[str, tuple[str, ...]]:
    """The sector and further sectors of the first table row there is."""
    return next(((r.sector, r.other_sectors) for r in rows if r is not None), ("", ()))


def only_code(office: Office | None) -> str | None:
    """The country or body of an office that only one has ("pope")."""
    return office.only_code[0] if office is not None and office.only_code else None


def around(person: Person, since: str, day: str) -> bool:
    """Was the person in office on a day or some years before it?"""
    return any(s.start <= day and (not s.end or s.end >= since) for s in person.spells)


def person_code(
    person: Person, day: str | None, *, former: bool, title: str | None = None
) -> ActorCode:
    """The code of a known person on a day: the office held then, ELI when all have ended.

    ``former`` tells that the text calls the person a former one. Without a day the ``title`` before
    the name tells the office.
    """
    spells = _titled(person.spells, title) if day is None and title else person.spells
    spell, how = spell_on(spells, day)
    identifier = person.identifier or None
    why = (f"person:{person.id}", how, *_stale(spell, how, day))
    if how == "ended" or (former and how != "before"):
        sector = spell.sector if spell.sector in LASTING else "ELI"
        office = f"former {spell.office}".strip()
        return ActorCode(spell.code, sector, (), person.name, office, why, None, identifier)
    if how == "before":  # what somebody was to be says nothing of that day
        return ActorCode(spell.code, None, (), person.name, None, why, None, identifier)
    sectors = (spell.sector or None, spell.other_sectors)
    body = spell.body or None
    return ActorCode(spell.code, *sectors, person.name, spell.office, why, body, identifier)


def _titled(spells: tuple[Spell, ...], title: str) -> tuple[Spell, ...]:
    """The spells in an office of that title; all, where there is none."""
    words = set(title.split())
    return tuple(s for s in spells if words <= set(s.office.split())) or spells


def organisation_code(organisation: Organisation, day: str | None) -> ActorCode:
    """The code of an organisation on a day."""
    spell, how = spell_on(organisation.spells, day)
    name = organisation.name
    why = (f"org:{organisation.id}", how, *_stale(spell, how, day))
    return ActorCode(spell.code or None, spell.sector or None, spell.other_sectors, name, why=why)


def _stale(spell: Spell, how: str, day: str | None) -> tuple[str, ...]:
    """The mark of an answer that nobody has checked for that day."""
    return ("stale",) if how == "in office" and day is not None and spell.stale(day) else ()


def spell_on(spells: tuple[Spell, ...], day: str | None) -> tuple[Spell, str]:
    """The spell that holds on a day and how it was chosen: in office, undated, ended, before."""
    ordered = sorted(spells, key=lambda s: s.start)
    if day is None:
        return ordered[-1], "undated"
    holding = [s for s in ordered if s.covers(day)]
    if holding:
        return holding[-1], "in office"
    past = [s for s in ordered if s.start <= day]
    return (past[-1], "ended") if past else (ordered[0], "before")
