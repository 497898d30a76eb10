"""Mentions: the words that name somebody - names, noun phrases with an agent noun, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from dragoman.model import Document, Mention, MentionKind, NameHit, Sentence, Span, Step, Token
from dragoman.tables.actors import PLACE_KINDS, STATE_KINDS, ActorTables
from dragoman.tables.names import Name
from dragoman.text.fold import fold
from dragoman.text.tree import Tree

# "Thousands marched": people; "thousands of shells": whatever is counted.
CROWDS = frozenset({"thousand", "hundred", "dozen", "million"})
PRONOUNS = frozenset(
    {"i", "me", "my", "we", "us", "our", "he", "him", "his", "she", "her", "it", "its", "they",
     "them", "their", "who", "whom", "whose", "mine", "ours", "theirs", "himself", "itself"}
)  # fmt: skip
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
# What a name means when several tables know it; an office holder's bare surname comes last.
KIND_ORDER = ("org", "person", "abbr", "name", "short", "building", "capital", "adjective",
              "demonym", "demonym_plural", "people", "city", "province", "region_of", "region",
              "surname")  # fmt: skip
NAMED_PLACES = STATE_KINDS - {"building"} | PLACE_KINDS
# Classes of data/coref/words.tsv: nouns that stand for a participant only through coreference.
DESCRIBING = ("country", "group", "alliance", "rebels", "sides", "men", "characters", "order")
# "UN-backed", "Moscow-based": the name qualifies, it is no participant. "US-led" is: leaders act.
HYPHENED = re.compile(
    r"-(backed|based|supported|sponsored|allied|aligned|style|made|controlled|held|trained|funded"
    r"|brokered|born|mediated|imposed|occupied|administered|bound|flagged|speaking|wide)\b"
)
BASED = "-based"
FIGHTERS = frozenset({"REB", "PRM", "UAF"})
PREFIXED = re.compile(r"(?i)\b(pan|non|anti|pro|trans|inter|mid|post|pre)-$")
ABOARD = ("on", "board")  # "those on board" sit on no board
INITIAL = re.compile(r"[A-Z]\.(?:[A-Z]\.)*")
LONGEST_NAME = 4  # words of a person's name
PREFIX = 7  # characters before a name that are searched for a prefix
INSIDE = frozenset(
    {"compound", "amod", "nmod", "nummod", "det", "predet", "quantmod", "punct", "case", "advmod"}
)


def find_mentions(
    doc: Document, actors: ActorTables, words: Mapping[str, frozenset[str]]
) -> Document:
    """Adds the layer ``mentions``: every phrase that may name a participant.

    Known names overrule the parser's named entities, the longest name wins. ``words`` are the
    classes of data/coref/words.tsv.
    """
    assert doc.tokens is not None and doc.sentences is not None
    tree = Tree(doc.tokens)
    names = Names(doc, actors)
    described = frozenset(word for kind in DESCRIBING for word in words[kind])
    phrases = Phrases(tree, actors, described)
    found = [
        mention
        for sentence in doc.sentences
        for mention in phrases.within(sentence, names.within(sentence))
    ]
    numbered = tuple(replace(mention, i=n) for n, mention in enumerate(found))
    return doc.add(Step("mentions", "1"), mentions=numbered)


class Names:
    """Finds the names in one document."""

    def __init__(self, doc: Document, actors: ActorTables) -> None:
        self.text = doc.text
        self.folded = fold(doc.text)
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.actors = actors

    def within(self, sentence: Sentence) -> list[NameHit]:
        """Known names and the parser's entities in a sentence, in text order."""
        entities = [self._judged(e) for e in _entities(self.tokens, sentence)]
        known: list[NameHit] = []
        i = sentence.first
        while i < sentence.last:
            hit = self._known(i, sentence)
            if hit is not None and not _swallowed(hit, entities):
                known.append(hit)
                i = hit.last
            else:
                i += 1
        spare = [e for e in entities if not any(_covers(k, e) for k in known)]
        return sorted([*known, *spare], key=lambda h: (h.first, -h.last, h.kind))

    def _judged(self, entity: NameHit) -> NameHit:
        """What the parser takes for a body or place is a person when it begins with a first name.

        "Mohamed Farah Aideed", but not "Jordan Hospital": the last word must be no agent noun.
        """
        words = fold(entity.text).split()
        if entity.kind == "ner:PERSON" or not 1 < len(words) <= LONGEST_NAME:
            return entity
        named = words[0] in self.actors.given_names and entity.text.istitle()
        is_noun = words[-1] in self.actors.agents or words[-1] in self.actors.offices
        return replace(entity, kind="ner:PERSON") if named and not is_noun else entity

    def _known(self, i: int, sentence: Sentence) -> NameHit | None:
        """The longest name of the tables that starts with a token."""
        token = self.tokens[i]
        start = token.span.start
        found = self.actors.names.at(self.text, self.folded, start)
        if found is None or found[0] <= token.span.end:
            found = self._initialled(i, sentence) or found
        if found is None or not token.text[:1].isalnum():
            return None
        end, meanings = found
        if self._qualifies(start, end) and not self._houses_fighters(i, sentence, end):
            return None
        if meanings[0].kind == "surname" and self._other_person(i, sentence, meanings):
            return None
        last = i
        while last < sentence.last and self.tokens[last].span.start < end:
            last += 1
        fitting = _meaning(meanings, token)
        keys = tuple(dict.fromkeys(m.key for m in fitting))
        risky = fitting[0].kind == "org" and all(m.risky for m in fitting)
        return NameHit(i, last, fitting[0].kind, keys, self.text[start:end], risky)

    def _initialled(self, i: int, sentence: Sentence) -> tuple[int, list[Name]] | None:
        """The person of the tables whom only an initial hides: "Leon E. Panetta"."""
        after = i + 1
        while after < sentence.last and INITIAL.fullmatch(self.tokens[after].text):
            after += 1
        if after == i + 1 or after == sentence.last or not self.tokens[i].text.istitle():
            return None
        first, rest = self.tokens[i].text + " ", self.tokens[after].span.start
        words = first + self.text[rest : self.tokens[sentence.last - 1].span.end]
        found = self.actors.names.at(words, fold(words), 0)
        if found is None or found[0] <= len(first) or any(map(self._has_initial, found[1])):
            return None
        return rest + found[0] - len(first), found[1]

    def _has_initial(self, name: Name) -> bool:
        """Is it no person, or one whose own name has an initial, which may be another one?"""
        person = self.actors.persons.get(name.key) if name.kind == "person" else None
        return person is None or any(map(INITIAL.fullmatch, person.name.split()))

    def _qualifies(self, start: int, end: int) -> bool:
        """Is the name part of a hyphened word that names nobody ("UN-backed", "anti-Russia")?"""
        before = self.text[max(0, start - PREFIX) : start]
        return bool(HYPHENED.match(self.text, end) or PREFIXED.search(before))

    def _houses_fighters(self, i: int, sentence: Sentence, end: int) -> bool:
        """ "Gaza-based militants" are from their base; a "Paris-based watchdog" is not."""
        if not self.text.startswith(BASED, end):
            return False
        rest = self.tokens[i : sentence.last]
        based = next((t for t in rest if t.span.end >= end + len(BASED)), None)
        if based is None or based.head <= based.i:
            return False
        words = [t.text.lower() for t in self.tokens[based.i + 1 : based.head + 1]]
        term = self.actors.term(words, self.tokens[based.head].lemma)
        agent = self.actors.agents.get(term) if term else None
        return agent is not None and agent.sector in FIGHTERS

    def _other_person(self, i: int, sentence: Sentence, meanings: list[Name]) -> bool:
        """Does a first name before the surname belong to somebody else ("Tanya Chan")?"""
        if i == sentence.first:
            return False
        before = self.tokens[i - 1]
        proper = before.pos == "PROPN" and before.text[:1].isupper()
        if not proper or before.head not in range(i, i + 3):
            return False
        word = fold(before.text).rstrip(".")
        title = word in self.actors.offices or word in self.actors.agents
        if title or before.ner in {"GPE", "NORP", "ORG"}:
            return False
        persons = (self.actors.persons[m.key] for m in meanings)
        return word not in {fold(part) for person in persons for part in person.name.split()}


def _meaning(meanings: list[Name], token: Token) -> list[Name]:
    """The meanings of the best kind; those that are the default come first."""
    kinds = {m.kind for m in meanings}
    if "org" in kinds and kinds & STATE_KINDS and all(m.risky for m in meanings if m.kind == "org"):
        kinds -= {"org"}  # "DRC" is a country sooner than a party
    best = min(kinds, key=lambda k: KIND_ORDER.index(k) if k in KIND_ORDER else len(KIND_ORDER))
    if "surname" in kinds and token.ner == "PERSON":
        best = "surname"
    fitting = [m for m in meanings if m.kind == best]
    return sorted(fitting, key=lambda m: m.ambiguous)


def _covers(outer: NameHit, inner: NameHit) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _entities(tokens: tuple[Token, ...], sentence: Sentence) -> Iterator[NameHit]:
    """The parser's named entities, as hits without table rows."""
    first = sentence.first
    while first < sentence.last:
        kind = tokens[first].ner
        last = first + 1
        while last < sentence.last and tokens[last].ner == kind and not tokens[last].ner_start:
            last += 1
        if kind in NAMED:
            yield _entity(tokens, first, last, kind)
        first = last


def _entity(tokens: tuple[Token, ...], first: int, last: int, kind: str) -> NameHit:
    """A named entity without the article before it and the 's after it."""
    while first < last - 1 and tokens[first].text.lower() in {"the", "a"}:
        first += 1
    if tokens[last - 1].tag == "POS" and last - 1 > first:
        last -= 1
    text = " ".join(token.text for token in tokens[first:last])
    return NameHit(first, last, f"ner:{kind}", (), text)


def _swallowed(hit: NameHit, entities: list[NameHit]) -> bool:
    """A place or surname inside a longer personal name is no name of its own ("Jordan Lee")."""
    if hit.kind not in NAMED_PLACES and hit.kind != "surname":
        return False
    own = (hit.first, hit.last)
    persons = (e for e in entities if e.kind == "ner:PERSON")
    return any(_covers(person, hit) and (person.first, person.last) != own for person in persons)


class Phrases:
    """Makes mentions of the noun phrases of one document."""

    def __init__(self, tree: Tree, actors: ActorTables, described: frozenset[str]) -> None:
        self.tree = tree
        self.actors = actors
        self.described = described

    def within(self, sentence: Sentence, hits: list[NameHit]) -> list[Mention]:
        """Phrases of a sentence that may name a participant, one for each head word."""
        tree = self.tree
        found: dict[int, Mention] = {}
        for i in range(sentence.first, sentence.last):
            if _heads_phrase(tree, i, hits):
                mention = self._mention(i, hits)
                if mention is not None:
                    found[i] = mention
        for hit in hits:
            head = _hit_head(tree, hit)
            if head not in found:
                span = tree.tokens[hit.first].span.join(tree.tokens[hit.last - 1].span)
                found[head] = Mention(0, span, hit.first, hit.last, head, MentionKind.NAME, (hit,))
        return [found[head] for head in sorted(found)]

    def _aged(self, head: int) -> bool:
        """ "The 46-year-old"."""
        before = [token.text for token in self.tree.tokens[max(0, head - 3) : head + 1]]
        return before == ["-", "year", "-", "old"]

    def _mention(self, head: int, hits: list[NameHit]) -> Mention | None:
        """The mention a word heads; None for a phrase that cannot stand for a participant."""
        tree = self.tree
        token = tree.tokens[head]
        if token.text.lower() in PRONOUNS and token.text not in {"US", "WHO"}:
            return Mention(0, token.span, head, head + 1, head, MentionKind.PRONOUN)
        if token.lemma in CROWDS and tree.prep(head, "of"):
            return None
        if tuple(t.text for t in tree.tokens[max(0, head - 1) : head + 1]) == ABOARD:
            return None
        phrase = tree.phrase(head)
        covering = [h for h in hits if h.first <= head < h.last]
        first = min([phrase[0], *(h.first for h in covering)])
        last = max([head + 1, *(h.last for h in covering)])
        inside = tuple(h for h in hits if first <= h.first and h.last <= last)
        if not inside and token.lemma.lower() not in self.described and not self._aged(head):
            words = [tree.tokens[i].text.lower() for i in phrase]
            if self.actors.term(words, token.lemma) is None:
                return None
        kind = MentionKind.NAME if covering else MentionKind.NOUN
        span = Span(tree.tokens[first].span.start, tree.tokens[last - 1].span.end)
        return Mention(0, span, first, last, head, kind, inside)


def _heads_phrase(tree: Tree, i: int, hits: list[NameHit]) -> bool:
    """Does a token head a noun phrase that is no mere part of a longer one?"""
    token = tree.tokens[i]
    inside = token.dep in INSIDE
    adjective = token.pos == "ADJ" and not inside
    if not adjective and token.pos not in {"NOUN", "PROPN", "PRON"}:
        return False
    if inside and token.head > i:
        return False
    # A token inside a name is its head only if it governs the rest of the name.
    return all(
        _hit_head(tree, h) == i for h in hits if h.first <= i < h.last and h.kind != "adjective"
    )


def _hit_head(tree: Tree, hit: NameHit) -> int:
    """The token of a name that is governed from outside it; the last one when several are."""
    outside = [
        i for i in range(hit.first, hit.last)
        if not hit.first <= tree.tokens[i].head < hit.last or tree.tokens[i].head == i
    ]  # fmt: skip
    return outside[-1] if outside else hit.last - 1
