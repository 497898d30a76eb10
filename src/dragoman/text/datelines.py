"""Datelines: "MOSCOW, Dec 21 (Reuters) -", "NEW DELHI (AP) —", "(CNN)", "Moscow, Russia – "."""

from __future__ import annotations

import re
from collections.abc import Container

from dragoman.model import Dateline, Span

# A dateline that is longer than this is prose; the bound also keeps the patterns cheap.
LONGEST = 140

_MONTH = (
    r"(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_DAY = (
    rf"(?P<day>(?:{_WEEKDAY}\.?,?\s)?(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH})(?:,?\s\d{{4}})?)"
)
_WORD = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|[.'’-](?=[^\W\d_]))*\.?"
_LINK = r"(?:,\s|\s|/|\s?-\s?|\sand\s|\sde\s|\sof\s|\sin\sthe\s)"
_PLACE = rf"(?P<place>{_WORD}(?:{_LINK}{_WORD}){{0,5}})"
_AGENCY = r"(?:\((?P<agency>[^()\n]{2,30})\)|(?<!\S)/(?P<slashed>[A-Z][A-Za-z]{2,12})/\.?)"
_DASH = r"(?:\s*[–—―]+|\s*--+|\s+-)(?=\s|[\"“‘']|[^\W_])"

_FULL = re.compile(
    rf"(?:{_PLACE}(?:,\s?|\.\s|\s(?=\(|{_MONTH}\s\d))?)??(?:{_DAY}[.,]?\s)?{_AGENCY}"
    rf"(?:,?\s{_DAY.replace('<day>', '<late>')})?(?P<dash>\s*[–—―-]+|:)?(?=\s|$|[^\W_])"
)
_DATED = re.compile(rf"{_PLACE}[,.]?\s\(?{_DAY}\)?(?P<dash>{_DASH}|:(?=\s)|\.?$)")
_BARE = re.compile(rf"{_PLACE}(?P<dash>{_DASH}|:(?=\s))")
_NEXT = re.compile(r"\s*[\"“‘'«(]*[A-Z0-9À-Þ$£€]")


def parse_dateline(
    text: str, offset: int, *, agencies: Container[str], not_places: Container[str]
) -> Dateline | None:
    """The dateline that opens a line, or None. ``offset`` is where the line starts in the article.

    ``agencies`` and ``not_places`` are lower case; "Analysis –" and "WATCH:" are no places.
    """
    head = text[:LONGEST]
    for pattern in (_FULL, _DATED, _BARE):
        found = pattern.match(head)
        if found and _holds(found, text, agencies, not_places):
            return _dateline(found, offset)
    return None


def _holds(
    found: re.Match[str], text: str, agencies: Container[str], not_places: Container[str]
) -> bool:
    parts = found.groupdict()
    place = parts["place"] or ""
    if place.casefold().rstrip(".") in not_places:
        return False
    agency = parts.get("agency") or parts.get("slashed")
    if agency:
        return _is_agency(agency, place, parts["dash"], agencies)
    if parts.get("day"):
        return found.end() == len(text) or bool(_NEXT.match(text[found.end() : found.end() + 9]))
    return _is_bare(place, parts["dash"], text[found.end() : found.end() + 9])


def _is_agency(agency: str, place: str, dash: str | None, agencies: Container[str]) -> bool:
    known = agency.casefold() in agencies or agency.casefold().split("/")[0] in agencies
    return known or (place.isupper() and bool(dash) and agency[0].isupper())


def _is_bare(place: str, mark: str, following: str) -> bool:
    """A place alone needs capitals, a country behind it or a long dash, and a sentence after it."""
    if not _NEXT.match(following):
        return False
    if mark == ":":
        return place.isupper() and len(place) > 3
    city, _, rest = place.partition(",")
    if city.isupper():
        return len(place) > 3 and len(rest.split()) <= 4
    long_dash = mark.strip() in ("–", "—", "--") and mark[0].isspace()
    return long_dash and len(place.split()) <= (4 if "," in place else 2)


def _dateline(found: re.Match[str], offset: int) -> Dateline:
    parts = found.groupdict()

    def part(*names: str) -> Span | None:
        for name in names:
            if parts.get(name):
                return Span(offset + found.start(name), offset + found.end(name))
        return None

    return Dateline(
        Span(offset, offset + found.end()),
        part("place"),
        part("agency", "slashed"),
        part("day", "late"),
    )
