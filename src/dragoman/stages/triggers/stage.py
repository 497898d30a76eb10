"""The stage: the most specific row of the lexicon for each word, and what the network hears."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.model import Document, Issue, Step, Trigger
from dragoman.stages.triggers.hearing import Heard, Hearing
from dragoman.stages.triggers.matching import Matcher
from dragoman.tables.lexicon import Lexicon, Row
from dragoman.tables.ontology import SPOKEN
from dragoman.text.genre import genre_of

DULL = "nothing else in this sentence speaks for a political event"


def find_triggers(
    doc: Document,
    lexicon: Lexicon,
    genres: Mapping[str, frozenset[str]],
    heard: Heard | None,
) -> Document:
    """Adds the layer ``triggers``: for each word the most specific row whose frame holds, with
    the network's opinion, and words at which the network alone hears an event.

    A text of another genre (sport, recipes ...) gives none, and an issue that says so.
    """
    assert doc.tokens is not None and doc.sentences is not None
    step = Step("triggers", heard.version if heard else "lexicon alone")
    genre = genre_of("\n".join(s.span.of(doc.text) for s in doc.sentences), genres)
    if genre is not None:
        text = f"reads like {genre}, no political events are looked for"
        return doc.add(step, issues=(Issue("triggers", "other-genre", text),), triggers=())
    matcher = Matcher(doc, lexicon)
    found: list[Trigger] = []
    for sentence in doc.sentences:
        rows = {i: r for i in range(sentence.first, sentence.last) if (r := matcher.match(i))}
        used = {(f, row.event) for i, row in rows.items() for f in matcher.fillers(i, row)}
        for i, row in rows.items():
            if row.pos == "verb" or not _used_up(i, row, used):
                found.append(_trigger(matcher, len(found), i, sentence.i, row))
    if heard is None:
        return doc.add(step, triggers=tuple(found))
    issues = tuple(
        Issue("triggers", "dull", DULL, trigger.span)
        for trigger in found if trigger.sentence in heard.dull
    )  # fmt: skip
    told = [trigger for trigger in found if trigger.sentence not in heard.dull]
    return doc.add(step, issues=issues, triggers=tuple(Hearing(doc).triggers(told, heard)))


def _used_up(i: int, row: Row, used: set[tuple[int, str]]) -> bool:
    """Does a verb tell the noun's act already ("held talks")? Rejected words are another act."""
    spoken = row.event in SPOKEN and (i, "REJECT") in used
    return any(noun == i for noun, _ in used) and not spoken


def _trigger(matcher: Matcher, n: int, i: int, sentence: int, row: Row) -> Trigger:
    mutual = "reciprocal" in row.flags
    return Trigger(n, i, sentence, matcher.span(i, row), row.id, row.event, row.mode, mutual)
