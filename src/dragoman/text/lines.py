"""Lines: the non-empty lines of a text with their spans, and their words folded for comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.model import Span

LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# str.isspace knows no-break blanks; these print nothing either but are not whitespace to Python.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
OPENERS = "\"'“‘«([{*_"
CLOSERS = "\"'”’»)]}*_"
STOPS = ".!?…。"


@dataclass(frozen=True, slots=True)
class Line:
    """A non-empty line without the blanks around it.

    ``words`` are folded: lower case, straight apostrophes, no punctuation. ``apart`` tells that a
    blank line stands before it.
    """

    span: Span
    text: str
    words: tuple[str, ...]
    apart: bool


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded so that case, blanks and punctuation do not count.

    >>> fold_words("Putin’s “red\\u00a0lines” – again.")
    ("putin's", 'red', 'lines', 'again')
    """
    return tuple(WORD.findall(text.casefold().replace("’", "'")))


def split_lines(text: str) -> tuple[Line, ...]:
    """All non-empty lines of a text, in order.

    >>> [(line.text, line.apart) for line in split_lines("One\\n\\u00a0two \\n\\n three")]
    [('One', True), ('two', False), ('three', True)]
    """
    lines: list[Line] = []
    apart = True
    for start, end in _ranges(text):
        span = _strip(text, start, end)
        if not span:
            apart = True
            continue
        body = span.of(text)
        lines.append(Line(span, body, fold_words(body), apart))
        apart = False
    return tuple(lines)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in LINE_BREAK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return Span(start, end)


def _is_blank(character: str) -> bool:
    return character.isspace() or character in INVISIBLE


def ends_with_stop(text: str) -> bool:
    """Does a sentence end here? Closing quotes and brackets after the stop do not count.

    >>> ends_with_stop("“It is over.”"), ends_with_stop("It is not over")
    (True, False)
    """
    bare = text.rstrip(CLOSERS + " \u00a0")
    return bool(bare) and bare[-1] in STOPS


def is_repeat(one: Line, other: Line, *, least: int = 4, spare: int = 8) -> bool:
    """Do the words of one line contain those of the other, with few words more?

    Lines of fewer than ``least`` words are never repeats: a refrain is no residue.
    """
    short, long = sorted((one.words, other.words), key=len)
    more = len(long) - len(short)
    if len(short) < least or more > spare:
        return False
    return any(long[at : at + len(short)] == short for at in range(more + 1))


def is_bare_name(text: str) -> bool:
    """Is this two to four capitalised words and nothing else, as a person's name is?"""
    words = text.split()
    return 2 <= len(words) <= 4 and all(
        word[0].isupper() and word.replace("-", "").replace(".", "").replace("’", "").isalpha()
        for word in words
    )


def is_shouted(text: str) -> bool:
    """Is the line in capitals throughout?"""
    return text.isupper() and sum(map(str.isalpha, text)) >= 4
