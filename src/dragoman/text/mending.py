"""Slips that parsers make again and again, mended by rule before anything reads the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.model import ParsedToken
from dragoman.text.tags import FINITE, PAST, SUBJECTS

# "In March Jordan said": British papers set no comma, and parsers read one long name.
OPENING_TIME = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:19|20)\d\d)"
)
OPENERS = frozenset({"In", "Since", "By", "Until"})
NAME_PARTS = frozenset({"compound", "nummod", "nmod", "amod", "poss"})
NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON"})
SHORTEST = 3  # words: "In March Jordan agreed" has four


def mend(text: str, parsed: Sequence[ParsedToken]) -> list[ParsedToken]:
    """The words of a parsed text with known slips put right."""
    tokens = list(parsed)
    starts = [i for i, token in enumerate(parsed) if token.sentence_start]
    for first, last in zip(starts, [*starts[1:], len(parsed)], strict=True):
        opener = parsed[first]
        sentence = range(first, last)
        if text[opener.start : opener.end] in OPENERS and last - first > SHORTEST:
            _opening_time(text, tokens, sentence)
        _verb_as_adjective(tokens, sentence)
        _verb_in_apposition(tokens, sentence)
        _paired_subjects(tokens, sentence)
    return [_abbreviation(text, token) for token in tokens]


def _opening_time(text: str, tokens: list[ParsedToken], sentence: range) -> None:
    """ "In March Jordan said ...": the month is the time, and the name is the subject."""
    opener = sentence.start
    time, verb = opener + 1, tokens[opener].head
    name = tokens[time].head
    while name != time and tokens[name].dep in NAME_PARTS:
        name = tokens[name].head
    if not OPENING_TIME.fullmatch(text[tokens[time].start : tokens[time].end]):
        return
    if tokens[name].dep != "pobj" or tokens[name].head != opener or name == time:
        return
    below = [tokens[i] for i in sentence if tokens[i].head == verb and i != verb]
    if not opener < name < verb or not _lacks_subject(tokens[verb], below):
        return
    passive = any(t.dep == "auxpass" for t in below)
    tokens[name] = tokens[name]._replace(head=verb, dep="nsubjpass" if passive else "nsubj")
    tokens[time] = tokens[time]._replace(head=opener, dep="pobj", ner="DATE", ner_start=True)
    after = tokens[time + 1]
    tokens[time + 1] = after._replace(ner_start=bool(after.ner))


def _lacks_subject(verb: ParsedToken, below: Sequence[ParsedToken]) -> bool:
    """Is it a finite verb without a subject of its own?"""
    finite = verb.tag in FINITE or any(t.dep in {"aux", "auxpass"} for t in below)
    return finite and all(t.dep not in SUBJECTS for t in below)


def _verb_as_adjective(tokens: list[ParsedToken], sentence: range) -> None:
    """ "South Korea scrambled jets." is no noun phrase: a name, a past tense, an object."""
    root = next((i for i in sentence if tokens[i].dep == "ROOT"), sentence.start)
    before = [i for i in sentence if tokens[i].head == root and i < root]
    verbs = [i for i in before if tokens[i].dep == "amod" and tokens[i].tag in PAST]
    if len(verbs) != 1 or tokens[root].pos != "NOUN":
        return
    verb = verbs[0]
    owners = [i for i in before if i < verb and tokens[i].dep in NAME_PARTS]
    if not owners or owners[-1] != verb - 1 or tokens[verb - 1].ner not in NAMES:
        return
    if any(tokens[i].dep in {"poss", "nummod"} for i in owners):
        return
    for i in sentence:
        if tokens[i].head == root and (i < verb or tokens[i].dep in {"punct", "advcl", "npadvmod"}):
            tokens[i] = tokens[i]._replace(head=verb - 1 if i < verb else verb)
    tokens[verb - 1] = tokens[verb - 1]._replace(head=verb, dep="nsubj")
    tokens[root] = tokens[root]._replace(head=verb, dep="dobj")
    tokens[verb] = tokens[verb]._replace(head=verb, dep="ROOT", tag="VBD")


def _verb_in_apposition(tokens: list[ParsedToken], sentence: range) -> None:
    """ "President Saied dissolved parliament": parliament is not another name of Saied."""
    root = next((i for i in sentence if tokens[i].dep == "ROOT"), sentence.start)
    verb = root + 1
    if tokens[root].pos != "PROPN" or verb not in sentence or tokens[verb].tag != "VBD":
        return
    thing = tokens[verb].head
    if tokens[verb].dep != "amod" or tokens[thing].dep != "appos" or tokens[thing].head != root:
        return
    for i in sentence:
        if tokens[i].head == root and i > verb:
            tokens[i] = tokens[i]._replace(head=verb)
    tokens[root] = tokens[root]._replace(head=verb, dep="nsubj")
    tokens[thing] = tokens[thing]._replace(head=verb, dep="dobj")
    tokens[verb] = tokens[verb]._replace(head=verb, dep="ROOT")


def _paired_subjects(tokens: list[ParsedToken], sentence: range) -> None:
    """ "the Colombian government and ELN rebels" are two, not rebels of some government."""
    for i in sentence:
        first, head = tokens[i], tokens[i].head
        if first.pos != "NOUN" or first.dep not in {"nmod", "compound"} or not i < head:
            continue
        own = [t for t in tokens[sentence.start : i] if t.head == i]
        second = [n for n in range(i, head) if tokens[n].head == i and tokens[n].dep == "conj"]
        named = len(second) == 1 and tokens[second[0]].pos == "PROPN" and second[0] == head - 1
        if not named or not any(t.ner in NAMES for t in own):
            continue
        tokens[i] = first._replace(dep=tokens[head].dep, head=tokens[head].head)
        tokens[head] = tokens[head]._replace(dep="conj", head=i)
        tokens[second[0]] = tokens[second[0]]._replace(dep="compound", head=head)


def _abbreviation(text: str, token: ParsedToken) -> ParsedToken:
    """ "WHO" in capitals is a body, not a question."""
    if text[token.start : token.end] == "WHO" and token.ner:
        return token._replace(pos="PROPN", tag="NNP", lemma="WHO")
    return token
