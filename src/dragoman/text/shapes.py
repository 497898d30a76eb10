"""What lines look like: headlines, titles, bylines, time stamps, posts."""

from __future__ import annotations

import re
from collections.abc import Container

from dragoman.text.lines import Line, ends_with_stop, is_bare_name
from dragoman.text.scenes import MONTH, first_sentence

TITLE_WORDS = 25
HEADING_WORDS = 14
QUESTION_WORDS = 10
# The patterns below are tried on lines up to this length only.
SHORT = 140

_CLOCK = r"\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?)?(?:\s?(?:et|gmt|bst|est|edt|utc))?"
_STAMP = re.compile(
    rf"(?:(?:last\s)?(?:updated|published|posted|modified)\b.{{0,60}}\d.{{0,40}}"
    rf"|\d{{4}}-\d\d-\d\d(?:[t\s][\d:.+z-]+)?"
    rf"|(?:\w{{3,9}},?\s)?(?:{MONTH}\s\d{{1,2}}|\d{{1,2}}\s{MONTH}),?\s\d{{4}}"
    rf"(?:[\s,|-]{{1,4}}(?:at\s)?{_CLOCK})?"
    rf"|{_CLOCK})\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|BY|By)\s|[—–]|--")
_PART = re.compile(r"[^\W\d_a-z][\w.'’-]*")
_JOINERS = frozenset({"and", "de", "van", "von", "al", "bin", "el", "in", "for", "of", "the"})
_POST = re.compile(r"\(@\w{1,30}\)|pic\.twitter\.com/|https?://t\.co/")
_LINKED = re.compile(r"[@#]\w|https?://|www\.")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LIST_MARK = re.compile(r"(?:[-–—•*·▪►>]|\d{1,2}[.)])\s")
_SAYING = frozenset({"said", "says", "told", "tweeted"})
_POINTING = frozenset({"pictured", "(pictured)", "(pictured"})


def is_headline(line: Line, most: int) -> bool:
    """No final stop, at most so many words, and nothing that marks a list, a post or a lead-in."""
    text = line.text
    if not 1 <= len(line.words) <= most or len(text) > 12 * most or ends_with_stop(text):
        return False
    if text[-1] in ",;:–—-" or _LIST_MARK.match(text) or _LINKED.search(text):
        return False
    opener = text.lstrip("\"'“‘([")[:1]
    return opener.isupper() or opener.isdigit()


def is_title(line: Line, known: str | None) -> bool:
    """A headline, which may ask or shout, or the title that the article is known to have."""
    if known and known.split() == line.text.split():
        return True
    if is_headline(line, TITLE_WORDS):
        return True
    bare = line.text.rstrip("?!")
    asking = bare != line.text and len(line.words) <= HEADING_WORDS
    return asking and first_sentence(bare) == bare


def is_question(line: Line) -> bool:
    """A short question that nobody is quoted with."""
    return line.text.endswith("?") and len(line.words) <= QUESTION_WORDS and line.text[0].isupper()


def is_byline(line: Line, outlets: Container[str]) -> bool:
    """ "By Ann Dock and Ben Pier", "Ann Dock, Reuters", "— Ann Dock"."""
    text = line.text
    if len(line.words) > 16 or ends_with_stop(text) or len(text) > SHORT:
        return False
    name, comma, outlet = text.rpartition(",")
    if comma and outlet.strip().casefold() in outlets and is_bare_name(name):
        return True
    if not text[0].isalpha() and (len(line.words) > 4 or "'s " in text.replace("’", "'")):
        return False
    by = _BY.match(text)
    return by is not None and _is_names(text[by.end() :])


def _is_names(text: str) -> bool:
    """Names, with the small words and signs that join them, and nothing else."""
    parts = [part for part in re.split(r"[\s,|/&]+", text) if part and part not in _JOINERS]
    return bool(parts) and all(_PART.fullmatch(part) for part in parts)


def is_stamp(line: Line) -> bool:
    """Nothing but the time of publication or update."""
    return len(line.text) <= SHORT and bool(_STAMP.match(line.text))


def is_post(line: Line) -> bool:
    """Does the line end as an embedded post does, with its account or link?"""
    return bool(_POST.search(line.text[-160:]))


def is_pictured(line: Line) -> bool:
    """Short lines that point at the picture; longer ones with "(pictured)" are prose."""
    if len(line.words) > 20 or '"' in line.text or _SAYING.intersection(line.words):
        return False
    return not _POINTING.isdisjoint(line.text.casefold().split())


def years_in(text: str) -> list[int]:
    """The years from 1900 on that are named in figures."""
    return [int(found) for found in _YEAR.findall(text)]
