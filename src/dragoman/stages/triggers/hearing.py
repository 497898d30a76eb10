"""Hearing: the event network's opinion of the lexicon's triggers, and those that it alone sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.model import (
    Answer,
    Document,
    Found,
    Mention,
    Opinion,
    Reader,
    Reading,
    Sentence,
    Span,
    Token,
    Trigger,
)
from dragoman.tables.lexicon import heard_row
from dragoman.text.relevance import DULL, relevance
from dragoman.text.tags import VERBAL

FAINT = 0.3  # triggers less likely than this are not looked at
LIKELY_CONTEXT = 0.3
# How an act's noun hangs on the verb that carries it ("held talks", "talks were held").
CARRIED = frozenset({"dobj", "nsubjpass", "nsubj", "attr", "pobj", "xcomp", "prt", "prep"})
SHORTEST = 4  # words of a sentence


def candidates(doc: Document) -> list[Sentence]:
    """Sentences that may report something: those with a verb and a few words."""
    tokens = doc.tokens or ()
    return [
        s
        for s in doc.sentences or ()
        if s.last - s.first >= SHORTEST and any(t.pos in VERBAL for t in tokens[s.first : s.last])
    ]


@dataclass(frozen=True, slots=True)
class Heard:
    """Readings of a document's candidate sentences, waited for when they are needed. ``dull`` are
    those sentences that the gate holds back."""

    version: str
    sentences: Sequence[Sentence]
    readings: Iterator[Reading]
    dull: frozenset[int] = frozenset()


def listen(doc: Document, reader: Reader, gate: Mapping[str, float]) -> Heard:
    """Begins to read a document, but for the sentences whose words all speak against a political
    event."""
    texts = {s: s.span.of(doc.text) for s in candidates(doc)}
    chosen = [s for s, text in texts.items() if relevance(text, gate) >= DULL]
    dull = frozenset(s.i for s in texts) - {s.i for s in chosen}
    return Heard(reader.version, chosen, reader.read([texts[s] for s in chosen]), dull)


class Hearing:
    """Joins the readings of one document with the triggers of the lexicon."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.mentions: dict[int, list[Mention]] = {}
        sentence_of = {t: s.i for s in doc.sentences or () for t in range(s.first, s.last)}
        for mention in doc.mentions or ():
            self.mentions.setdefault(sentence_of[mention.head], []).append(mention)

    def triggers(self, lexical: Sequence[Trigger], heard: Heard) -> list[Trigger]:
        """The lexicon's triggers with opinions, and those heard beside them, in text order."""
        by_sentence: dict[int, list[Trigger]] = {}
        for trigger in lexical:
            by_sentence.setdefault(trigger.sentence, []).append(trigger)
        found: list[Trigger] = []
        for sentence, reading in zip(heard.sentences, heard.readings, strict=True):
            found += self._heard(sentence, reading, by_sentence.pop(sentence.i, []))
        found += [trigger for rest in by_sentence.values() for trigger in rest]
        found.sort(key=lambda t: t.head)
        return [replace(trigger, i=n) for n, trigger in enumerate(found)]

    def _heard(
        self, sentence: Sentence, reading: Reading, lexical: Sequence[Trigger]
    ) -> list[Trigger]:
        seen = [_moved(one, sentence.span.start) for one in reading.triggers(FAINT)]
        found = ((one, self._head(sentence, one.span)) for one in seen)
        heads = {one: head for one, head in found if head is not None}
        judged, used = [], set()
        for trigger in lexical:
            near = [one for one, head in heads.items() if self._same(trigger, one, head)]
            used |= set(near)
            spans = [trigger.span, *(one.span for one in near)]
            judged.append(replace(trigger, opinion=self._opinion(sentence, reading, spans)))
        new = ((one, head) for one, head in heads.items() if one not in used)
        return judged + [self._new(sentence, reading, one, head) for one, head in new]

    def _head(self, sentence: Sentence, span: Span) -> int | None:
        """The word of a span that governs the others."""
        inside = [
            t.i
            for t in self.tokens[sentence.first : sentence.last]
            if t.span.start < span.end and span.start < t.span.end
        ]
        tops = [i for i in inside if self.tokens[i].head not in inside or self.tokens[i].head == i]
        return tops[0] if tops else None

    def _same(self, trigger: Trigger, one: Found, head: int) -> bool:
        """Do a row of the lexicon and the network mean the same act?"""
        if one.span.start < trigger.span.end and trigger.span.start < one.span.end:
            return True
        if head is None:
            return False
        carried = self.tokens[head].head == trigger.head and self.tokens[head].dep in CARRIED
        carries = (
            self.tokens[trigger.head].head == head and self.tokens[trigger.head].dep in CARRIED
        )
        return (carried or carries) and one.type == trigger.event

    def _new(self, sentence: Sentence, reading: Reading, one: Found, head: int) -> Trigger:
        row = heard_row(self.tokens[head].pos in VERBAL)
        opinion = self._opinion(sentence, reading, [one.span])
        return Trigger(-1, head, sentence.i, one.span, row.id, one.type, (), opinion=opinion)

    def _opinion(
        self, sentence: Sentence, reading: Reading, spans: Sequence[Span]
    ) -> Opinion | None:
        """What is said at the likeliest of some places."""
        start = sentence.span.start
        answers = [reading.at(Span(s.start - start, s.end - start)) for s in spans]
        known = [(a, dict(a.types)) for a in answers if a is not None]
        if not known:
            return None
        answer, types = max(known, key=lambda k: sum(k[1].values()))  # of equals the first
        best = max(types, key=lambda name: types[name])
        return Opinion(
            min(1.0, sum(types.values())),
            types,
            dict(answer.modes(best)),
            dict(answer.statuses),
            answer.contexts(LIKELY_CONTEXT),
            {m.i: self._roles(answer, m, start) for m in self.mentions.get(sentence.i, ())},
        )

    def _roles(self, answer: Answer, mention: Mention, start: int) -> tuple[float, float, float]:
        span = Span(mention.span.start - start, mention.span.end - start)
        actor, recipient, reporter = answer.roles(span)
        return actor, recipient, reporter


def _moved(one: Found, by: int) -> Found:
    return one._replace(span=Span(one.span.start + by, one.span.end + by))
