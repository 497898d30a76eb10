"""Exports of Nexis, Factiva and ProQuest: one file, many articles, told by marks in the text.

Layouts change every few years; the marks (LENGTH:, LOAD-DATE:, "Document XXXX", "End of Document")
have stayed. What a file promises and what was found in it are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.readers.dates import moment
from dragoman.readers.raw import About, Raw, Rejected, joined, text_raw

_NEXIS_END = re.compile(r"^[ \t]*(?:End of Document|LOAD-DATE:.*|Load-Date:.*)[ \t]*$", re.M)
_NEXIS_START = re.compile(r"^[ \t]*\d+ of (\d+) DOCUMENTS?[ \t]*$", re.M)
_FACTIVA_END = re.compile(r"^[ \t]*Document [A-Z][A-Za-z0-9]{9,40}[ \t]*$", re.M)
_PROQUEST = re.compile(r"^_{20,}[ \t]*$", re.M)
_PROMISED = re.compile(
    r"^[ \t]*(?:Documents? \((\d+)\)|\d+ of (\d+) DOCUMENTS?|"
    r"Number of (?:documents|articles): (\d+)|(\d+) (?:articles?|documents?) (?:saved|found))",
    re.M | re.I,
)  # fmt: skip
_LABEL = re.compile(r"^[ \t]*([A-Z][A-Za-z -]{2,20}):[ \t]*(.*)$")
_WORDS = re.compile(r"^[ \t]*(?:LENGTH:|Length:)?[ \t]*([\d,]+) words[ \t]*$", re.M)
_BODY = re.compile(r"^[ \t]*(?:Body|BODY|Full text:?|FULL TEXT)[ \t]*$", re.M)
_DATE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:(?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December) \d{1,2},? \d{4}|\d{1,2} (?:January|"
    r"February|March|April|May|June|July|August|September|October|November|December),? \d{4})"
)
LABELS = frozenset({
    "byline", "section", "length", "headline", "dateline", "body", "highlight", "copyright",
    "language", "load-date", "publication-type", "journal-code", "subject", "author", "title",
    "publication", "graphic", "classification", "correction", "correction-date",
})  # fmt: skip
_SMALL = re.compile(
    r"^[ \t]*(?:Copyright|©|All Rights Reserved|English|\d[\d,]* words?\b|\d?\d:\d\d\b)", re.I
)


@dataclass(frozen=True, slots=True)
class Export:
    """Whose export a file is, its articles as they stand there, and how many it promises."""

    vendor: str
    parts: list[str]
    promised: int | None


def find_export(text: str) -> Export | None:
    """The export that a text is, or None for any other text."""
    for vendor, pieces in (("Factiva", _pieces(text, _FACTIVA_END)), ("Nexis", _nexis(text)),
                           ("ProQuest", _proquest(text))):  # fmt: skip
        if pieces:
            found = _PROMISED.search(text)
            promised = int(next(g for g in found.groups() if g)) if found else None
            return Export(vendor, pieces, promised)
    return None


def export_documents(name: str, export: Export) -> Iterator[Raw | Rejected]:
    """The articles of an export; one Rejected tells when fewer were found than promised."""
    for number, part in enumerate(export.parts, 1):
        yield _document(f"{name}#{number}", part, export.vendor)
    found, promised = len(export.parts), export.promised
    if promised is not None and found != promised:
        yield Rejected(
            name, "incomplete",
            f"found {found} of {promised} promised articles in this {export.vendor} export; "
            "export the others again",
        )  # fmt: skip


def _nexis(text: str) -> list[str]:
    starts = [m.end() for m in _NEXIS_START.finditer(text)]
    if starts:
        ends = [*[m.start() for m in _NEXIS_START.finditer(text)][1:], len(text)]
        return [text[a:b] for a, b in zip(starts, ends, strict=True)]
    return _pieces(text, _NEXIS_END) if _WORDS.search(text) else []


def _proquest(text: str) -> list[str]:
    parts = [part for part in _PROQUEST.split(text) if "full text:" in part.lower()]
    return parts if len(parts) and "proquest" in text[-5000:].lower() + text[:2000].lower() else []


def _pieces(text: str, end: re.Pattern[str]) -> list[str]:
    """The parts before each mark; marks close together end one part."""
    parts, start = [], 0
    for mark in end.finditer(text):
        part = text[start : mark.start()]
        if len(part.split()) > 20:
            parts.append(part)
        start = mark.end()
    return parts


def _document(where: str, part: str, vendor: str) -> Raw | Rejected:
    head, body = _halves(_PROMISED.sub("", part))
    labels = _labels(part)
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    kept = [line for line in lines if not _LABEL.match(line) and not _SMALL.match(line)]
    dated = [line for line in kept if _DATE.search(line) and len(line) < 60]
    names = [line for line in kept if line not in dated]
    title, outlet = _title(names, labels, vendor)
    day, _ = moment(_DATE.search(dated[0])[0]) if dated else (None, None)  # type: ignore[index]
    text = _paragraphs(body)
    if not text:
        return Rejected(where, "no-article", f"no text found in this part of a {vendor} export")
    about = About(
        date=day,
        date_source=vendor.lower() if day else None,
        publication=labels.get("publication") or outlet,
        title=title,
        section=labels.get("section"),
        language=labels.get("language"),
        authors=tuple(a for a in [labels.get("byline") or labels.get("author")] if a),
    )
    return text_raw(where, joined(title, text), about)


def _title(
    names: list[str], labels: dict[str, str], vendor: str
) -> tuple[str | None, str | None]:
    """Title and outlet: old Nexis files begin with the outlet, all others with the title."""
    told = labels.get("headline") or labels.get("title")
    if told:
        return told, names[0] if names else None
    first, second = (*names, None, None)[:2]
    if vendor == "Factiva" and len(names) > 1:
        later = [n for n in names[1:] if not re.match(r"(?:By|[A-Z]{2,6}$)", n)]
        return first, later[0] if later else None
    return first, second


def _halves(part: str) -> tuple[str, str]:
    """The head of an article and its body."""
    mark = _BODY.search(part) or re.search(r"^[ \t]*Full text:", part, re.M | re.I)
    if mark:
        return part[: mark.start()], part[mark.end() :]
    words = _WORDS.search(part)
    if not words:
        return part[:0], part
    body = part[words.end() :]
    lines = body.splitlines(keepends=True)
    cut = 0
    for line in lines:
        found = _LABEL.match(line)
        named = found and found[1].lower() in LABELS
        if line.strip() and not named and not _SMALL.match(line) and len(line.split()) > 8:
            break
        cut += len(line)
    return part[: words.end()] + body[:cut], body[cut:]


def _labels(part: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in part.splitlines():
        match = _LABEL.match(line)
        if match and match[1].lower().replace(" ", "-") in LABELS and match[2].strip():
            found.setdefault(match[1].lower().replace(" ", "-"), match[2].strip())
    return found


def _paragraphs(body: str) -> str:
    """Paragraphs of a body, lines of a paragraph joined, labels behind it left off."""
    kept = []
    for block in re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n")):
        line = " ".join(block.split())
        label = _LABEL.match(line)
        if not line or (label and label[1].lower().replace(" ", "-") in LABELS):
            continue
        if not _SMALL.match(line):
            kept.append(line)
    return "\n\n".join(kept)
