"""Quote marks: which opens, which closes, and what stands between them.

Curly, straight, single and double marks, guillemets and doubled single marks are read; apostrophes,
feet and inches are not marks. An odd mark costs only its own quote. All in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.model import Span

_DOUBLE = re.compile(r"''|``|[\"“”„‟«»＂]")
_SINGLE = re.compile(r"[‘’‛‹›'`´]")
_ELISION = re.compile(r"\d\ds?\b|(?:em|til|tis|twas|cause|bout|nuff|n)\b", re.IGNORECASE)
_INCH = re.compile(r"\d(?:['’′]\s?\d{1,2})?\s?$")
_STOP = re.compile(r"[.!?…][)\]’']?\s*$")
# What may stand before an opening mark and behind a closing one, besides blanks.
_BEFORE = frozenset("([{—–-/…>|:\"'“‘«")
_AFTER = frozenset(".,;:!?)]}—–-/…<|\"'”’»")
# A single mark that closes later than this was an apostrophe.
LONGEST_SINGLE = 1500


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands between marks: several spans where marks were opened again in between.

    ``outer`` covers the marks too. ``closed`` is False when the closing mark is missing; then the
    last span goes to the end of the block.
    """

    spans: tuple[Span, ...]
    outer: Span
    closed: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    side: str


def pair_marks(text: str, block: Span) -> list[Marked]:
    """The outermost quotes of a block, in order; only the last may be open."""
    double = _pair_double(text, block)
    return _outermost(sorted([*double, *_pair_single(text, block, double)], key=lambda m: m.outer))


def opens_with_mark(text: str, block: Span) -> bool:
    """Does the paragraph begin with an opening mark?"""
    head = block.of(text)[:12].lstrip()
    return head[:1] in {'"', "“", "„", "«", "‘", "'", "”", "＂"} or head.startswith("``")


# -- double marks ---------------------------------------------------------------------------------


def _pair_double(text: str, block: Span) -> list[Marked]:
    found: list[Marked] = []
    opened: list[_Mark] = []
    for mark in _double_marks(text, block):
        side = mark.side if mark.side != "?" else ("close" if opened else "open")
        if side == "close":
            if opened:
                found.append(_marked(text, opened, mark.start, mark.end))
            opened = []
        elif opened and _STOP.search(text[max(block.start, mark.start - 8) : mark.start]):
            opened.append(mark)
        else:
            opened = [mark]
    if opened:
        found.append(_marked(text, opened, block.end, None))
    return [marked for marked in found if marked.spans]


def _double_marks(text: str, block: Span) -> Iterator[_Mark]:
    low = False
    for match in _DOUBLE.finditer(text, block.start, block.end):
        char = match[0]
        if char == "“" and low:
            char = "”"
        low = char == "„" or (low and char != "”")
        side = _side(text, block, match.start(), match.end(), char)
        if side:
            yield _Mark(match.start(), match.end(), side)


def _side(text: str, block: Span, start: int, end: int, char: str) -> str:
    """open, close, ? for a mark that may be either, or "" for inches."""
    before = text[start - 1] if start > block.start else " "
    after = text[end] if end < block.end else " "
    free_left, free_right = _free(before, _BEFORE), _free(after, _AFTER)
    if char in "“„«``" and not (free_right and not free_left):
        return "open"
    if char in "”»" and not (free_left and not free_right):
        return "close"
    if char == '"' and before.isdigit() and _is_inch(text[max(block.start, start - 6) : start]):
        return ""
    if free_left == free_right:
        return _by_blank(before, after)
    return "open" if free_left else "close"


def _by_blank(before: str, after: str) -> str:
    if before.isspace() == after.isspace():
        return "?"
    return "open" if before.isspace() else "close"


def _free(char: str, others: frozenset[str]) -> bool:
    return char.isspace() or char in others


def _is_inch(before: str) -> bool:
    """A height such as 6'2" always; a lone number before the mark is left to pairing."""
    match = _INCH.search(before)
    return bool(match and len(match[0].strip()) > 1 and not match[0].isdigit())


def _marked(text: str, opened: list[_Mark], end: int, outer_end: int | None) -> Marked:
    ends = [*(mark.start for mark in opened[1:]), end]
    spans = (_trim(text, mark.end, stop) for mark, stop in zip(opened, ends, strict=True))
    outer = Span(opened[0].start, outer_end if outer_end is not None else end)
    return Marked(tuple(span for span in spans if span), outer, outer_end is not None)


def _trim(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    return Span(start + left, start + max(left, len(inner.rstrip())))


# -- single marks ---------------------------------------------------------------------------------


def _pair_single(text: str, block: Span, double: list[Marked]) -> list[Marked]:
    found: list[Marked] = []
    opened: int | None = None
    maybe: int | None = None
    for at in _outside(text, block, double):
        side = _single_side(text, block, at)
        if side == "open":
            found.extend(_single(text, opened, maybe))
            opened, maybe = at, None
        elif side and opened is not None and (maybe is None or _near(text, maybe, at)):
            maybe = at
            if side == "close":
                found.extend(_single(text, opened, at))
                opened, maybe = None, None
    found.extend(_single(text, opened, maybe))
    return found


def _outside(text: str, block: Span, double: list[Marked]) -> Iterator[int]:
    """Places of single marks outside closed double ones."""
    closed = iter([marked.outer for marked in double if marked.closed])
    outer = next(closed, None)
    for match in _SINGLE.finditer(text, block.start, block.end):
        while outer is not None and outer.end <= match.start():
            outer = next(closed, None)
        if outer is None or match.start() < outer.start:
            yield match.start()


def _single_side(text: str, block: Span, at: int) -> str:
    """open, close, maybe (a plural's apostrophe or a closing mark) or "" for an apostrophe."""
    before = text[at - 1] if at > block.start else " "
    after = text[at + 1] if at + 1 < block.end else " "
    if _free(before, _BEFORE) and (after.isalnum() or after in '“"‘…$£€[('):
        return "" if _ELISION.match(text, at + 1) or text[at] == "´" else "open"
    if text[at] in "‘‹‛`" or before.isspace() or after.isalnum():
        return ""
    plural = before in "sSzx" and after == " " and text[at + 2 : at + 3].isalpha()
    return "maybe" if plural or before.isdigit() else "close"


def _near(text: str, one: int, other: int) -> bool:
    """Is there no end of sentence between a doubtful closing mark and a later one?"""
    return other - one < LONGEST_SINGLE and ". " not in text[one:other]


def _single(text: str, opened: int | None, end: int | None) -> list[Marked]:
    if opened is None or end is None or end - opened > LONGEST_SINGLE:
        return []
    span = _trim(text, opened + 1, end)
    return [Marked((span,), Span(opened, end + 1), True)] if span else []


def _outermost(marked: list[Marked]) -> list[Marked]:
    found: list[Marked] = []
    for one in marked:
        if not found or one.outer.start >= found[-1].outer.end:
            found.append(one)
    return found
