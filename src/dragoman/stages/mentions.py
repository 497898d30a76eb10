"""Mentions: the words that name somebody - names, noun phrases with an agent noun, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.model import Document, Mention, MentionKind, NameHit, Sentence, Span, Step, Token
from dragoman.tables.actors import ActorTables
from dragoman.tables.names import Name
from dragoman.text.fold import fold
from dragoman.text.tree import Tree

PRONOUNS = frozenset({"i", "me", "my", "we", "us", "our", "he", "him", "his", "she", "her", "it", "its", "they",
                      "them", "their", "who", "whom", "whose", "mine", "ours", "theirs", "himself", "itself"})  # fmt: skip
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
# What a name means when several tables know it; an office holder's bare surname comes last.
KIND_ORDER = ("org", "person", "abbr", "name", "short", "building", "capital", "adjective",
              "demonym", "demonym_plural", "people", "city", "province", "region_of", "region",
              "surname")  # fmt: skip
PLACE_KINDS = frozenset({"name", "short", "abbr", "capital", "city", "province", "region_of"})
# Common nouns that stand for a participant only through coreference ("the kingdom").
COUNTRY_WORDS = frozenset({"country", "nation", "kingdom", "group", "side", "ally", "alliance", "bloc", "state",
                           "power", "movement", "organisation", "organization"})  # fmt: skip
# "UN-backed", "Moscow-based": the name qualifies, it is no participant. "US-led" is: who leads, acts.
HYPHENED = re.compile(r"-(backed|based|supported|sponsored|allied|aligned|style|made|controlled|held|trained|funded|"
                      r"brokered|born|mediated|imposed|occupied|administered|bound|flagged|speaking|wide)\b")  # fmt: skip
PREFIXED = re.compile(r"(?i)\b(pan|non|anti|pro|trans|inter|mid|post|pre)-$")
INSIDE = frozenset(
    {"compound", "amod", "nmod", "nummod", "det", "predet", "quantmod", "punct", "case", "advmod"}
)


def find_mentions(doc: Document, actors: ActorTables) -> Document:
    """Adds the layer ``mentions``: every phrase that may name a participant.

    Known names overrule the parser's named entities, the longest name wins.
    """
    assert doc.tokens is not None and doc.sentences is not None
    tree = Tree(doc.tokens)
    folded = fold(doc.text)
    mentions: list[Mention] = []
    for sentence in doc.sentences:
        hits = _hits(doc, sentence, actors, folded)
        mentions.extend(_sentence_mentions(tree, sentence, hits, actors))
    numbered = tuple(
        Mention(n, m.span, m.first, m.last, m.head, m.kind, m.names) for n, m in enumerate(mentions)
    )
    return doc.add(Step("mentions", "1"), mentions=numbered)


def _hits(doc: Document, sentence: Sentence, actors: ActorTables, folded: str) -> list[NameHit]:
    """Known names and the parser's entities in a sentence, in text order."""
    assert doc.tokens is not None
    entities = list(_entities(doc.tokens, sentence))
    known: list[NameHit] = []
    i = sentence.first
    while i < sentence.last:
        hit = _known(doc, sentence, actors, folded, i)
        if hit is not None and not _swallowed(hit, entities):
            known.append(hit)
            i = hit.last
        else:
            i += 1
    spare = [e for e in entities if not any(k.first <= e.first and e.last <= k.last for k in known)]
    return sorted([*known, *spare], key=lambda h: (h.first, -h.last, h.kind))


def _known(
    doc: Document, sentence: Sentence, actors: ActorTables, folded: str, i: int
) -> NameHit | None:
    assert doc.tokens is not None
    token = doc.tokens[i]
    if not token.text[:1].isalnum():
        return None
    found = actors.names.at(doc.text, folded, token.span.start)
    if found is None:
        return None
    end, meanings = found
    start = token.span.start
    if HYPHENED.match(doc.text, end) or PREFIXED.search(doc.text[max(0, start - 7) : start]):
        return None
    if meanings[0].kind == "surname" and _other_person(doc.tokens, sentence, i, meanings, actors):
        return None
    last = i
    while last < sentence.last and doc.tokens[last].span.start < end:
        last += 1
    kind, keys = _meaning(meanings, token)
    return NameHit(i, last, kind, keys, doc.text[token.span.start : end])


def _other_person(
    tokens: tuple[Token, ...], sentence: Sentence, i: int, meanings: list[Name], actors: ActorTables
) -> bool:
    """Does a first name before the surname belong to somebody else ("Tanya Chan")?"""
    if i == sentence.first:
        return False
    before = tokens[i - 1]
    if before.pos != "PROPN" or not before.text[:1].isupper() or before.head not in range(i, i + 3):
        return False
    word = fold(before.text).rstrip(".")
    if word in actors.offices or word in actors.agents or before.ner in {"GPE", "NORP", "ORG"}:
        return False
    known = {fold(part) for m in meanings for part in actors.persons[m.key].name.split()}
    return word not in known


def _meaning(meanings: list[Name], token: Token) -> tuple[str, tuple[str, ...]]:
    """The best kind and its table rows; rows that are the default meaning come first."""
    kinds = {m.kind for m in meanings}
    best = min(kinds, key=lambda k: KIND_ORDER.index(k) if k in KIND_ORDER else 99)
    if "surname" in kinds and token.ner == "PERSON":
        best = "surname"
    fitting = [m for m in meanings if m.kind == best]
    return best, tuple(dict.fromkeys(m.key for m in sorted(fitting, key=lambda m: m.ambiguous)))


def _entities(tokens: tuple[Token, ...], sentence: Sentence) -> Iterator[NameHit]:
    first = sentence.first
    while first < sentence.last:
        kind = tokens[first].ner
        last = first + 1
        while last < sentence.last and tokens[last].ner == kind and not tokens[last].ner_start:
            last += 1
        if kind in NAMED:
            begin = first
            while begin < last - 1 and tokens[begin].text.lower() in {"the", "a"}:
                begin += 1
            end = last - 1 if tokens[last - 1].tag == "POS" and last - 1 > begin else last
            text = " ".join(t.text for t in tokens[begin:end])
            yield NameHit(begin, end, f"ner:{kind}", (), text)
        first = last


def _swallowed(hit: NameHit, entities: list[NameHit]) -> bool:
    """A place or surname inside a longer personal name is no name of its own ("Jordan Lee")."""
    if hit.kind not in PLACE_KINDS and hit.kind != "surname":
        return False
    return any(
        e.kind == "ner:PERSON" and e.first <= hit.first and hit.last <= e.last
        and e.last - e.first > hit.last - hit.first
        for e in entities
    )  # fmt: skip


def _sentence_mentions(
    tree: Tree, sentence: Sentence, hits: list[NameHit], actors: ActorTables
) -> list[Mention]:
    found: dict[int, Mention] = {}
    for i in range(sentence.first, sentence.last):
        if _heads_phrase(tree, i, hits):
            mention = _phrase_mention(tree, i, hits, actors)
            if mention is not None:
                found[i] = mention
    for hit in hits:
        head = _hit_head(tree, hit)
        if head not in found:
            span = tree.tokens[hit.first].span.join(tree.tokens[hit.last - 1].span)
            found[head] = Mention(0, span, hit.first, hit.last, head, MentionKind.NAME, (hit,))
    return [found[head] for head in sorted(found)]


def _heads_phrase(tree: Tree, i: int, hits: list[NameHit]) -> bool:
    token = tree.tokens[i]
    if token.pos not in {"NOUN", "PROPN", "PRON"} and not (
        token.pos == "ADJ" and token.dep not in INSIDE
    ):
        return False
    if token.dep in INSIDE and token.head > i:
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


def _phrase_mention(
    tree: Tree, head: int, hits: list[NameHit], actors: ActorTables
) -> Mention | None:
    token = tree.tokens[head]
    if token.text.lower() in PRONOUNS and token.text != "US":
        return Mention(0, token.span, head, head + 1, head, MentionKind.PRONOUN)
    phrase = tree.phrase(head)
    first, last = phrase[0], head + 1
    inside = tuple(h for h in hits if first <= h.first and h.last <= last)
    covering = [h for h in hits if h.first <= head < h.last]
    if covering:
        first, last = (
            min(first, *(h.first for h in covering)),
            max(last, *(h.last for h in covering)),
        )
        inside = tuple(h for h in hits if first <= h.first and h.last <= last)
        kind = MentionKind.NAME
    elif (
        inside
        or actors.term([tree.tokens[i].text.lower() for i in phrase if i <= head], token.lemma)
        or token.lemma in COUNTRY_WORDS
    ):
        kind = MentionKind.NOUN
    else:
        return None
    span = Span(tree.tokens[first].span.start, tree.tokens[last - 1].span.end)
    return Mention(0, span, first, last, head, kind, inside)
