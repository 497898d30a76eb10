"""Time expressions: found by rule tables, normalised against the day of publication."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.model import Document, Granularity, Issue, Span, Step, TimeExpression
from dragoman.tables.times import TimePatterns, TimeRule
from dragoman.text.calendar import bounds
from dragoman.text.timereaders import READERS
from dragoman.text.timewords import NO_ANCHOR, Reading, TimeContext

STEP = Step("times", "1")
WORD = re.compile(r"[^\W_]+")
BREAK = re.compile(r"[.!?;][\"”’')]*\s+(?=[A-Z\"“‘(])|\n\s*\n")
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


@dataclass(frozen=True, slots=True)
class _Cues:
    """Where a stretch of text looks ahead or back, and where its sentences begin."""

    places: list[int]
    ahead: list[bool | None]
    breaks: list[int]

    def at(self, start: int, end: int) -> bool | None:
        """What the nearest cue before in the sentence says, else the first one after."""
        sentence = bisect_left(self.breaks, start + 1)
        first = self.breaks[sentence - 1] if sentence else 0
        last = self.breaks[sentence] if sentence < len(self.breaks) else None
        i = bisect_left(self.places, start)
        if i and self.places[i - 1] >= first:
            return self.ahead[i - 1]
        i = bisect_left(self.places, end)
        if i < len(self.places) and (last is None or self.places[i] < last):
            return self.ahead[i]
        return None


_Around = tuple[date | None, tuple[date, str] | None, _Cues]


@dataclass(frozen=True, slots=True)
class _Found:
    """One expression with its reading; spans count from the article's start."""

    span: Span
    rule: TimeRule
    reading: Reading


def resolve_times(doc: Document, patterns: TimePatterns) -> Document:
    """Add the layer ``times``, and an issue for each expression that lacks an anchor."""
    verbs = _verbs(doc)
    found = [
        item for span in _stretches(doc, patterns) for item in _read(doc, span, patterns, verbs)
    ]
    issues = tuple(_issue(doc, item) for item in found if item.reading.why == NO_ANCHOR)
    return doc.add(STEP, issues=issues, times=tuple(map(_expression, found)))


def _stretches(doc: Document, patterns: TimePatterns) -> list[Span]:
    """The parts of the text that are read: the article's own words, or all where none are told."""
    if doc.blocks is None:
        return [Span(0, len(doc.text))]
    return [block.span for block in doc.blocks if block.kind in patterns.blocks]


def _verbs(doc: Document) -> frozenset[int]:
    """Where verbs start, as far as a parser has looked: "May" and "March" may be verbs."""
    return frozenset(token.span.start for token in doc.tokens or () if token.tag in VERB_TAGS)


def _expression(item: _Found) -> TimeExpression:
    reading = item.reading
    kind = reading.kind or item.rule.kind
    return TimeExpression(
        item.span, kind, reading.value, reading.granularity, reading.end, item.rule.name
    )


def _issue(doc: Document, item: _Found) -> Issue:
    words = " ".join(item.span.of(doc.text).split())
    message = f"“{words}” cannot be dated: the article has no date; give --date YYYY-MM-DD"
    return Issue("times", NO_ANCHOR, message, item.span)


def _read(
    doc: Document, stretch: Span, patterns: TimePatterns, verbs: frozenset[int]
) -> Iterator[_Found]:
    text, offset = stretch.of(doc.text), stretch.start
    cues: _Cues | None = None
    previous: tuple[date, str] | None = None
    seen = 0
    for word in WORD.finditer(text):
        rules = patterns.opening(word[0]) if word.start() >= seen else ()
        if not rules or (word.start() + offset in verbs) or _glued(text, word.start()):
            continue
        cues = cues or _cues(text, patterns)
        best = _longest(text, word.start(), rules, patterns, (doc.article.date, previous, cues))
        if best is None:
            continue
        match, rule, reading = best
        seen = match.end()
        if reading is None:
            continue
        previous = _began(reading) or previous
        yield _Found(Span(offset + match.start(), offset + match.end()), rule, reading)


def _glued(text: str, start: int) -> bool:
    """Is a figure only part of something longer: a price, a decimal, a score, a model's name?"""
    return start > 0 and text[start].isdigit() and GLUED.match(text[start - 1]) is not None


def _began(reading: Reading) -> tuple[date, str] | None:
    """The first day of a date and the unit it is exact to; None for what is coarser than a year."""
    stretch = bounds(reading.value) if reading.value else None
    code = UNITS.get(reading.granularity) if reading.granularity else None
    return (stretch[0], code) if stretch and code else None


def _cues(text: str, patterns: TimePatterns) -> _Cues:
    marks: dict[int, bool | None] = {}
    for pattern, ahead in ((patterns.back, False), (patterns.told, None), (patterns.ahead, True)):
        marks |= {found.start(): ahead for found in pattern.finditer(text)}
    places = sorted(marks)
    breaks = [found.end() for found in BREAK.finditer(text)]
    return _Cues(places, [marks[place] for place in places], breaks)


def _longest(
    text: str,
    start: int,
    rules: tuple[TimeRule, ...],
    patterns: TimePatterns,
    around: _Around,
) -> tuple[re.Match[str], TimeRule, Reading | None] | None:
    """The longest match that also makes sense; None as its reading means: no time after all."""
    before = text[max(0, start - WINDOW) : start]
    matches = [(m, rule) for rule in rules if (m := rule.match.match(text, start))]
    for match, rule in sorted(matches, key=lambda pair: -pair[0].end()):
        if not _fits(rule, before.rstrip()):
            continue
        if rule.read == "none":
            return match, rule, None
        reading = READERS[rule.read](_context(match, rule, before, patterns, around))
        if reading is not None:
            return match, rule, reading
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
