"""Time expressions: found by rule tables, normalised against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.model import Document, Granularity, Issue, Span, Step, TimeExpression
from dragoman.tables.times import TimePatterns, TimeRule
from dragoman.text.calendar import bounds
from dragoman.text.timecues import TenseCues, tense_cues
from dragoman.text.timereaders import READERS
from dragoman.text.timereasons import counted_from, reason
from dragoman.text.timewords import NO_ANCHOR, Before, Reading, TimeContext

STEP = Step("times", "1")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
WORD = re.compile(r"[^\W_]+")
GLUED = re.compile(r"[\w$€£¥#/&.,:+~-]")
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
WINDOW = 32
UNITS = {
    Granularity.DAY: "D",
    Granularity.WEEK: "W",
    Granularity.MONTH: "M",
    Granularity.QUARTER: "Q",
    Granularity.YEAR: "Y",
}
POINTS = frozenset({"DATE", "TIME"})
DATELINE_DAYS = 4  # a dateline that is older than this is some other story's
MEMORY = 12  # dates before an expression that it may count from
_Around = tuple[date | None, tuple[Before, ...], TenseCues]


@dataclass(frozen=True, slots=True)
class _Origin:
    """What relative words are counted from: a day, and what told it (publication, dateline)."""

    day: date | None
    name: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """One expression with its reading; spans count from the article's start."""

    span: Span
    rule: TimeRule
    reading: Reading
    context: TimeContext


def resolve_times(doc: Document, patterns: TimePatterns) -> Document:
    """Add the layer ``times``, and an issue for each expression that lacks an anchor."""
    origin, verbs = _origin(doc, patterns), _verbs(doc)
    found = [
        item
        for span in _stretches(doc, patterns)
        for item in _read(doc, span, patterns, verbs, origin)
    ]
    issues = tuple(_issue(doc, item) for item in found if item.reading.why == NO_ANCHOR)
    return doc.add(
        STEP, issues=issues, times=tuple(_expression(item, origin.name) for item in found)
    )


def _origin(doc: Document, patterns: TimePatterns) -> _Origin:
    """The dateline's day where it lies at most some days before publication, else the latter.

    Without a day of publication a dateline must give the year as well.
    """
    published = doc.article.date
    for line in doc.dateline or ():
        words = line.day.of(doc.text) if line.day else ""
        read = list(_scan(words, patterns, _Origin(published, None)))
        value = read[0][2].value if len(read) == 1 else None
        day = date.fromisoformat(value) if value and DAY.fullmatch(value) else None
        if day and (published is None or 0 < (published - day).days <= DATELINE_DAYS):
            return _Origin(day, "dateline")
    return _Origin(published, "publication")


def _stretches(doc: Document, patterns: TimePatterns) -> list[Span]:
    """The parts of the text that are read: the article's own words, or all where none are told."""
    if doc.blocks is None:
        return [Span(0, len(doc.text))]
    return [block.span for block in doc.blocks if block.kind in patterns.blocks]


def _verbs(doc: Document) -> frozenset[int]:
    """Where verbs start, as far as a parser has looked: "May" and "March" may be verbs."""
    return frozenset(token.span.start for token in doc.tokens or () if token.tag in VERB_TAGS)


def _expression(item: _Found, day: str | None) -> TimeExpression:
    """The expression as told; ``day`` is what gave the day that relative words count from."""
    rule, reading, reader = item.rule, item.reading, READERS[item.rule.read]
    point = reading.value is not None and rule.kind in POINTS
    anchor = counted_from(reader, item.context, reading, day) if point else None
    return TimeExpression(
        item.span,
        reading.kind or rule.kind,
        reading.value,
        reading.granularity,
        reading.end,
        rule.name,
        anchor,
        reason(rule.name, anchor, reader, item.context, reading),
    )


def _issue(doc: Document, item: _Found) -> Issue:
    words = " ".join(item.span.of(doc.text).split())
    message = f"“{words}” cannot be dated: the article has no date; give --date YYYY-MM-DD"
    return Issue("times", NO_ANCHOR, message, item.span)


def _read(
    doc: Document,
    stretch: Span,
    patterns: TimePatterns,
    verbs: frozenset[int],
    origin: _Origin,
) -> Iterator[_Found]:
    text, offset = stretch.of(doc.text), stretch.start
    for match, rule, reading, context in _scan(text, patterns, origin, verbs, offset):
        span = Span(offset + match.start(), offset + match.end())
        yield _Found(span, rule, reading, context)


def _scan(
    text: str,
    patterns: TimePatterns,
    origin: _Origin,
    verbs: frozenset[int] = frozenset(),
    offset: int = 0,
) -> Iterator[tuple[re.Match[str], TimeRule, Reading, TimeContext]]:
    """All expressions of a stretch of text, in order."""
    cues: TenseCues | None = None
    previous: tuple[Before, ...] = ()
    seen = 0
    for word in WORD.finditer(text):
        rules = patterns.opening(word[0]) if word.start() >= seen else ()
        if not rules or word.start() + offset in verbs or _glued(text, word.start()):
            continue
        cues = cues or tense_cues(text, patterns.cues)
        best = _longest(text, word.start(), rules, patterns, (origin.day, previous, cues))
        if best is None:
            continue
        match, rule, reading, context = best
        seen = match.end()
        if reading is None:
            continue
        previous = _told(previous, reading, context, cues.words(text, match.start(), match.end()))
        yield match, rule, reading, context


def _told(
    previous: tuple[Before, ...], reading: Reading, context: TimeContext, words: str
) -> tuple[Before, ...]:
    """The dates that later words may count from, with this one; the farthest are forgotten."""
    began = reading.base or _began(reading)
    if began is None or not reading.lead:
        return previous
    return (*previous[1 - MEMORY :], Before(*began, context.sentence, words))


def _glued(text: str, start: int) -> bool:
    """Is a figure only part of something longer: a price, a decimal, a score, a model's name?"""
    return start > 0 and text[start].isdigit() and GLUED.match(text[start - 1]) is not None


def _began(reading: Reading) -> tuple[date, str] | None:
    """The first day of a date and the unit it is exact to; None for what is coarser than a year."""
    stretch = bounds(reading.value) if reading.value else None
    code = UNITS.get(reading.granularity) if reading.granularity else None
    return (stretch[0], code) if stretch and code else None


def _longest(
    text: str,
    start: int,
    rules: tuple[TimeRule, ...],
    patterns: TimePatterns,
    around: _Around,
) -> tuple[re.Match[str], TimeRule, Reading | None, TimeContext] | None:
    """The longest match that also makes sense; None as its reading means: no time after all."""
    before = text[max(0, start - WINDOW) : start]
    matches = [(m, rule) for rule in rules if (m := rule.match.match(text, start))]
    for match, rule in sorted(matches, key=lambda pair: -pair[0].end()):
        if not _fits(rule, before.rstrip()):
            continue
        context = _context(match, rule, before, patterns, around)
        if rule.read == "none":
            return match, rule, None, context
        reading = READERS[rule.read](context)
        if reading is not None:
            return match, rule, reading, context
    return None


def _fits(rule: TimeRule, before: str) -> bool:
    if rule.before is not None and not rule.before.search(before):
        return False
    return rule.unless is None or not rule.unless.search(before)


def _context(
    match: re.Match[str],
    rule: TimeRule,
    before: str,
    patterns: TimePatterns,
    around: _Around,
) -> TimeContext:
    anchor, previous, cues = around
    return TimeContext(
        groups=_groups(match),
        words=match[0],
        before=before,
        after=match.string[match.end() : match.end() + WINDOW],
        lexicon=patterns.lexicon,
        anchor=anchor,
        previous=previous,
        sentence=cues.sentence(match.start()),
        ahead=cues.at(match.start(), match.end()),
        value=rule.value,
    )


def _groups(match: re.Match[str]) -> Mapping[str, str]:
    """Named groups that took part; digits at the end of a name only keep it unique."""
    return {
        name.rstrip("0123456789"): " ".join(words.lower().split())
        for name, words in match.groupdict().items()
        if words is not None
    }
