"""GDELT 2.0 tables: events (61 columns) and mentions (16), tab-separated without a header.

Source of the shape: GDELT Event Codebook V2.0. One row of events is a dyad of one record, so
NumSources and NumArticles are 1, and NumMentions counts the sentences that tell the act. What our
records do not measure stays blank: tone, the places of actors, first-level codes and feature ids
of GNS. The tables fit together by GLOBALEVENTID.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dragoman.writers.cameo import Cameo, cameo_of
from dragoman.writers.codes import actor_code, body, country, quad, roles
from dragoman.writers.dyads import Dyad, dyads
from dragoman.writers.export import (
    Options,
    Record,
    Tally,
    TsvRows,
    Written,
    columns_of,
    name_of,
    number_of,
    quoted,
    text_out,
)

Row = dict[str, Any]
ROLES = 3  # roles that have a column
LEAD = 500  # characters of an article that count as its lead
WEB, CITATION = 1, 2  # kinds of mention: the identifier is an address, or a citation
NOWHERE = -1  # offset of what is not found
# Kinds of place by our resolution: country, province, district, city, smaller; in and out of
# the United States.
KINDS_US, KINDS_WORLD = (0, 1, 2, 2, 3, 3), (0, 1, 5, 5, 4, 4)


def write_gdelt(records: Iterable[Record], path: Path, options: Options) -> Written:
    """Write records as a table of events."""

    def rows_of(record: Record, day: date) -> Iterator[Row]:
        cameo = cameo_of(record)
        for dyad in dyads(record):
            yield gdelt_row(record, day, dyad, cameo, options)

    return _write(records, path, options, "gdelt", rows_of)


def write_mentions(records: Iterable[Record], path: Path, options: Options) -> Written:
    """Write records as a table of mentions: one row for each sentence that tells a dyad."""

    def rows_of(record: Record, _: date) -> Iterator[Row]:
        for dyad in dyads(record):
            yield from mention_rows(record, dyad, options)

    return _write(records, path, options, "gdelt-mentions", rows_of)


def _write(
    records: Iterable[Record],
    path: Path,
    options: Options,
    name: str,
    rows_of: Callable[[Record, date], Iterator[Row]],
) -> Written:
    tally, names = Tally(), columns_of(name)
    with text_out(path) as stream:
        out = TsvRows(stream)
        for record, day in tally.dated(records, options):
            tally.events += 1
            for row in rows_of(record, day):
                out.write(row[column] for column in names)
                tally.rows += 1
    return tally.written()


# -- events ---------------------------------------------------------------------------------------


def gdelt_row(record: Record, day: date, dyad: Dyad, cameo: Cameo, options: Options) -> Row:
    """A dyad as a row of events by column name."""
    return {
        "GLOBALEVENTID": number_of(record["id"], dyad.number),
        **_day(day),
        **_actor("Actor1", dyad.actor),
        **_actor("Actor2", dyad.recipient),
        "IsRootEvent": int(record["text_info"]["start"] < LEAD),
        "EventCode": cameo.code,
        "EventBaseCode": cameo.base,
        "EventRootCode": cameo.root,
        "QuadClass": quad(cameo.root, "gdelt"),
        "GoldsteinScale": cameo.goldstein,
        "NumMentions": max(1, len(quoted(record, "sentence"))),
        "NumSources": 1,
        "NumArticles": 1,
        "AvgTone": None,
        **_geo("Actor1Geo", None),
        **_geo("Actor2Geo", None),
        **_geo("ActionGeo", record["event_loc"]),
        "DATEADDED": added(record, options),
        "SOURCEURL": address(record),
    }


def _day(day: date) -> Row:
    # As in GDELT's data: months of 30 days, counted from the first one.
    fraction = ((day.month - 1) * 30 + day.day) / 365
    return {
        "SQLDATE": day.strftime("%Y%m%d"),
        "MonthYear": day.strftime("%Y%m"),
        "Year": day.year,
        "FractionDate": f"{day.year + fraction:.4f}",
    }


def _actor(side: str, entity: Record | None) -> Row:
    kinds = _kinds(entity) if entity else []
    kinds += [""] * ROLES
    known = entity or {"code": None}
    return {
        f"{side}Code": actor_code(entity),
        f"{side}Name": name_of(entity).upper() if entity else None,
        f"{side}CountryCode": country(known["code"], "cameo"),
        f"{side}KnownGroupCode": body(known["code"], "group"),
        f"{side}EthnicCode": None,
        f"{side}Religion1Code": None,
        f"{side}Religion2Code": None,
        **{f"{side}Type{n}Code": kinds[n - 1] for n in range(1, ROLES + 1)},
    }


def _kinds(entity: Record) -> list[str]:
    own = body(entity["code"], "role")
    return list(dict.fromkeys([own, *roles(entity)] if own else roles(entity)))


def _geo(side: str, place: Record | None) -> Row:
    found = place or {}
    fips = country(found.get("country_code"), "fips")
    whole = found.get("resolution") == 1
    return {
        f"{side}_Type": _kind(found),
        f"{side}_FullName": _full_name(found),
        f"{side}_CountryCode": fips,
        f"{side}_ADM1Code": fips if whole else None,
        f"{side}_ADM2Code": None,
        f"{side}_Lat": found.get("lat"),
        f"{side}_Long": found.get("lon"),
        f"{side}_FeatureID": fips if whole else None,
    }


def _kind(place: Record) -> int:
    kinds = KINDS_US if place.get("country_code") == "USA" else KINDS_WORLD
    return kinds[place.get("resolution", 0)]


def _full_name(place: Record) -> str:
    """ "Kharkiv, Kharkivska Oblast, Ukraine": each name once."""
    names = (place.get(key) for key in ("resolved_place", "province", "country"))
    return ", ".join(dict.fromkeys(name for name in names if name))


def added(record: Record, options: Options) -> str:
    """When the record was added: as the options tell, else midnight of the day of publication."""
    published = record["cite_info"]["date"]
    return options.added or (published.replace("-", "") + "000000" if published else "")


def address(record: Record) -> str:
    """The address of the article, or a citation."""
    cite = record["cite_info"]
    told = (cite["publication"], cite["title"] or cite["corpus"], cite["date"])
    return cite["url"] or ", ".join(part for part in told if part)


# -- mentions -------------------------------------------------------------------------------------


def mention_rows(record: Record, dyad: Dyad, options: Options) -> Iterator[Row]:
    """The mentions of a dyad: one row for each sentence, by column name."""
    cite = record["cite_info"]
    when = (cite["date"] or "").replace("-", "")
    about = {
        "GLOBALEVENTID": number_of(record["id"], dyad.number),
        "EventTimeDate": added(record, options),
        "MentionTimeDate": f"{when}000000" if when else None,
        "MentionType": WEB if cite["url"] else CITATION,
        "MentionSourceName": _source(cite),
        "MentionIdentifier": address(record),
        "SentenceID": None,
        "InRawText": 1,
        "Confidence": max(10, round(record["confidence"] * 10) * 10),
        "MentionDocLen": None,
        "MentionDocTone": None,
        "MentionDocTranslationInfo": None,
        "Extras": None,
    }
    for sentence in quoted(record, "sentence"):
        yield about | _offsets(record, dyad, sentence)


def _source(cite: Record) -> str | None:
    """The host of the address, as GDELT tells it, else the publication."""
    try:
        host = urlsplit(cite["url"] or "").hostname
    except ValueError:
        host = None
    name: str | None = host.removeprefix("www.") if host else cite["publication"]
    return name


def _offsets(record: Record, dyad: Dyad, sentence: Record) -> Row:
    return {
        "Actor1CharOffset": _offset(record, "actor", dyad.actor, sentence),
        "Actor2CharOffset": (
            max(_offset(record, role, dyad.recipient, sentence) for role in ("recipient", "actor"))
            if dyad.recipient
            else NOWHERE
        ),
        "ActionCharOffset": _first(quoted(record, "trigger"), sentence),
    }


def _offset(record: Record, role: str, entity: Record | None, sentence: Record) -> int:
    words = entity["entity_text"] if entity else None
    return _first([e for e in quoted(record, role) if e["text"] == words], sentence)


def _first(evidence: list[Record], sentence: Record) -> int:
    """Where the first of the words in a sentence starts in the article."""
    inside = (e["start"] for e in evidence if sentence["start"] <= e["start"] < sentence["end"])
    return next(inside, NOWHERE)
