"""Names of places in the text: what the parser and the tables know, and what stands like one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.model import Document, NameHit, Span, Token
from dragoman.stages.places.candidates import Toponym
from dragoman.tables.places import PlaceTables
from dragoman.text.fold import fold
from dragoman.text.placenames import place_key

PLACES = frozenset({"name", "short", "abbr", "capital", "city", "province", "region_of", "building",
                    "region", "ner:GPE", "ner:LOC", "ner:FAC"})  # fmt: skip
PEOPLE = frozenset({"adjective", "demonym", "demonym_plural", "ner:NORP"})
LONGEST = 6  # tokens of a name
HELD_LONGEST = 4
OTHERS = frozenset({"PERSON", "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL",
                    "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "PRODUCT"})  # fmt: skip
# ", Texas", ", Va.": what follows a name and a comma.
HOLDER = re.compile(r"\s*,\s*((?:[A-Z][\w.'’-]*)(?:\s(?!and\b)[A-Z][\w.'’-]*){0,3})")
JOINING = frozenset({"and", "or"})
UNIT_NOUNS = frozenset(
    {"County", "Parish", "Township", "Province", "Governorate", "District", "River", "Lake"}
)
QUALIFIED = re.compile(r"-[a-z]+$")  # "U.S.-led" qualifies, and names no place
NAMELIKE = re.compile(r"[A-ZÀ-ÞĀ-Ž]|(?:al|el|ez|es|ad|as|at|an|ar)-[A-Z]")


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a place: tokens ``first`` to ``last`` (half-open) and what to look up."""

    first: int
    last: int
    span: Span
    toponym: Toponym


class Finder:
    """Finds the names of places in one document."""

    def __init__(self, doc: Document, tables: PlaceTables) -> None:
        self.doc = doc
        self.tables = tables
        self.words = tables.words
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.hits: dict[int, NameHit] = {}
        for mention in doc.mentions or ():
            for hit in mention.names:
                if hit.kind in PLACES | PEOPLE:
                    self.hits.setdefault(hit.first, hit)
        self.persons = self._persons()
        self.bodies = self._bodies()

    def _persons(self) -> set[int]:
        names = (h for m in self.doc.mentions or () for h in m.names)
        kinds = {"ner:PERSON", "person", "surname"}
        return {i for h in names if h.kind in kinds for i in range(h.first, h.last)}

    def _bodies(self) -> set[int]:
        """Tokens of organisations that the tables know: "in NATO" is no place."""
        names = (h for m in self.doc.mentions or () for h in m.names)
        return {i for h in names if h.kind == "org" for i in range(h.first, h.last)}

    def all(self) -> list[Found]:
        """All names of places, in text order; none overlap."""
        found: list[Found] = []
        i = 0
        while i < len(self.tokens):
            end, people = self._name(i)
            if end is None:
                i += 1
                continue
            found.append(self._found(i, end, people))
            i = end
        return found

    def _found(self, first: int, last: int, people: bool) -> Found:
        span = self._span(first, last)
        return Found(
            first, last, span, Toponym(span.of(self.doc.text), self._holders(last), people)
        )

    def _span(self, first: int, last: int) -> Span:
        return self.tokens[first].span.join(self.tokens[last - 1].span)

    def _name(self, i: int) -> tuple[int | None, bool]:
        """The end of the name of a place that begins with a token, and whether it is a people's."""
        token = self.tokens[i]
        if not NAMELIKE.match(token.text) or QUALIFIED.search(token.text):
            return None, False
        hit = self.hits.get(i)
        known = self._known(i)
        if hit and (known is None or known <= hit.last):
            if hit.kind in PEOPLE:
                return (hit.last, True) if self._is_people(hit) else (None, False)
            if self._fits(hit):
                return self._widened(i, self._cut(i, hit.last)), False
        if known is not None:
            return known, False
        if i not in self.persons and self._adjective(token.text):
            return i + 1, True
        return self._by_standing(i), False

    def _adjective(self, word: str) -> bool:
        """Is a word an adjective or people's name of a state, unit or continent?"""
        if place_key(word) in self.tables.people:
            return True
        state = self.tables.state(word)
        return state is not None and state[1] in PEOPLE

    def _is_people(self, hit: NameHit) -> bool:
        return hit.kind != "ner:NORP" or place_key(hit.text) in self.tables.people

    def _fits(self, hit: NameHit) -> bool:
        """What only the parser takes for a place must look like a name."""
        if hit.kind == "region":
            return place_key(hit.text) in self.tables.named
        by_parser = hit.kind.startswith("ner:")
        return not by_parser or (len(hit.text) > 2 and fold(hit.text) not in self.words["never"])

    def _cut(self, first: int, last: int) -> int:
        """A name ends at its first comma: what follows is what it lies in."""
        return next((i for i in range(first, last) if self.tokens[i].text == ","), last)

    def _known(self, i: int) -> int | None:
        """The end of the longest name of a region, sea, site or unit's short form at a token."""
        if i in self.persons:
            return None
        best = None
        for last in range(i + 1, min(i + LONGEST, len(self.tokens)) + 1):
            if self.tokens[last - 1].text in {",", ".", ";", "("} or last - 1 in self.persons:
                break
            text = self._span(i, last).of(self.doc.text)
            if place_key(text) in self.tables.named and text[:1].isupper():
                best = last
        if best is None and self._short(i):
            return i + 1
        return best

    def _short(self, i: int) -> bool:
        """A unit's short form after a comma that follows a name ("Vienna, Va.")."""
        text = self.tokens[i].text
        return (
            text in self.tables.short
            and i > 1
            and self.tokens[i - 1].text == ","
            and (self.tokens[i - 2].text[:1].isupper())
        )

    def _widened(self, first: int, last: int) -> int:
        """The longest name of the gazetteer that begins where a known one does."""
        for end in range(min(last + 2, len(self.tokens)), last, -1):
            inside = self.tokens[last:end]
            if inside[-1].text == "-" or not all(_may_go_on(t) for t in inside):
                continue
            if self.tables.gazetteer.named(self._span(first, end).of(self.doc.text)):
                return end
        return last

    def _by_standing(self, i: int) -> int | None:
        """A name the parser missed that stands where names of places do."""
        token = self.tokens[i]
        if token.pos not in {"PROPN", "NOUN", "ADJ", "X"} or i in self.bodies:
            return None
        end = i + 1
        while end < len(self.tokens) and end - i < HELD_LONGEST and self._goes_on(end):
            end += 1
        if end - i > 1 and self.tokens[end - 1].text in UNIT_NOUNS:
            return end
        before, two = self._lower(i - 1), self._lower(i - 2)
        if before == "of" and two in self.words["place-noun"]:
            return end
        if self._lower(end) in self.words["place-noun"] and self._introduced(before):
            return end
        if token.ner in OTHERS - {"PERSON"}:
            return None
        held = before in self.words["locative"] and token.ner != "PERSON"
        held = held or before in self.words["inside"] or self._after_place(i)
        return self._longest_known(i, end) if held else None

    def _introduced(self, before: str) -> bool:
        """Does a preposition of place or an article open the phrase?"""
        return before in self.words["locative"] or before == "the"

    def _lower(self, i: int) -> str:
        return self.tokens[i].text.lower() if 0 <= i < len(self.tokens) else ""

    def _longest_known(self, first: int, end: int) -> int | None:
        for last in range(end, first, -1):
            named = self.tables.gazetteer.named(self._span(first, last).of(self.doc.text))
            if any(entry.main for entry in named):
                return last
        return None

    def _after_place(self, i: int) -> bool:
        return i > 1 and self.tokens[i - 1].text == "," and (i - 2) in self.hits

    def _goes_on(self, i: int) -> bool:
        token = self.tokens[i]
        return bool(NAMELIKE.match(token.text)) and token.pos == "PROPN"

    def _holders(self, last: int) -> tuple[str, ...]:
        """What the name is said to lie in: ", Texas", ", Va.", ", Iraq"."""
        if last + 1 >= len(self.tokens) or self.tokens[last].text not in {",", "("}:
            return ()
        for end in range(min(last + 1 + HELD_LONGEST, len(self.tokens)), last + 1, -1):
            text = self._span(last + 1, end).of(self.doc.text)
            if self.tables.holder(text) is not None:
                return () if self._in_a_list(end) else (text,)
        return ()

    def _in_a_list(self, last: int) -> bool:
        """Does a list go on after a name: "A, B and C", "A, B, C and D"?"""
        if self._lower(last) in JOINING:
            return True
        if self._lower(last) != ",":
            return False
        end = last + 1
        while end < len(self.tokens) and self._goes_on(end):
            end += 1
        return end > last + 1 and self._lower(end) in JOINING


def _may_go_on(token: Token) -> bool:
    return token.text == "-" or NAMELIKE.match(token.text) is not None


def holders_in(text: str, end: int, tables: PlaceTables) -> tuple[str, ...]:
    """What a name that ends somewhere in a text is said to lie in, where no parser has looked."""
    found = HOLDER.match(text, end)
    words = found[1].split() if found else []
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        for form in (name, name.rstrip(".")):
            if tables.holder(form) is not None:
                return (form,)
    return ()
