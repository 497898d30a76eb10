"""Codes of participants and countries as other formats write them.

Tables: data/formats/country_codes.tsv (ISO 3166, Correlates of War, FIPS 10-4, CAMEO),
cameo_sectors.tsv (roles of PLOVER, CAMEO and in words), cameo_bodies.tsv (bodies of no country),
cameo_quads.tsv (quads by CAMEO's root).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dragoman.tables.reading import rows
from dragoman.writers.export import Record

Row = dict[str, str]


@cache
def _table(name: str) -> Mapping[str, Row]:
    """A table of codes by its first column."""
    return {next(iter(row.values())): row for row in rows(name)}


@cache
def _country_names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in rows("actors/countries.tsv")}


def country(code: str | None, scheme: str) -> str:
    """A country's code in another scheme (iso2, cow, fips, cameo); "" where there is none.

    Where CAMEO's own code is not known the ISO code stands in, as it mostly does in CAMEO.

    >>> country("KOS", "cameo"), country("DEU", "fips"), country("DEU", "cow"), country(None, "cow")
    ('KSV', 'GM', '255', '')
    """
    row = _table("formats/country_codes.tsv").get(code or "")
    if row is None:
        return ""
    return row[scheme] or (row["iso3"] if scheme == "cameo" else "")


def place_words(code: str | None) -> str:
    """The name of a country, or what kind of body a code stands for.

    >>> place_words("DEU"), place_words("UNO"), place_words(None)
    ('Germany', 'United Nations', '')
    """
    body = _table("formats/cameo_bodies.tsv").get(code or "")
    return body["words"] if body else _country_names().get(code or "", "")


def body(code: str | None, column: str) -> str:
    """A cell of a body of no country (cameo, group, role, root); "" for countries."""
    row = _table("formats/cameo_bodies.tsv").get(code or "")
    return row[column] if row else ""


def sectors(entity: Record) -> list[str]:
    """The PLOVER sectors of a participant, the main one first."""
    return [s for s in (entity["sector"], *entity["other_sectors"]) if s]


def sector_words(entity: Record) -> list[str]:
    """Its sectors in words."""
    table = _table("formats/cameo_sectors.tsv")
    return [table[sector]["words"] for sector in sectors(entity)]


def roles(entity: Record) -> list[str]:
    """Its sectors as CAMEO roles, each once: JRN is MED there, and MED is HLH."""
    table = _table("formats/cameo_sectors.tsv")
    found = [table[sector]["cameo"] for sector in sectors(entity)]
    return list(dict.fromkeys(role for role in found if role))


def actor_code(entity: Record | None) -> str:
    """The whole CAMEO code: country or body, then the roles; "" for nobody and the uncoded.

    >>> actor_code({"code": "RUS", "sector": "MIL", "other_sectors": []})
    'RUSMIL'
    """
    if entity is None:
        return ""
    first = body(entity["code"], "cameo") or country(entity["code"], "cameo")
    return first + "".join(role for role in roles(entity) if role not in first)


def quad(root: str, scheme: str) -> str:
    """The quad of a CAMEO root as a scheme counts it (gdelt 1 to 4, phoenix 0 to 4)."""
    return _table("formats/cameo_quads.tsv")[root][scheme]
