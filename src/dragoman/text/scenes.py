"""Scene descriptions: present-tense sentences that say what a photograph shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEARED = re.compile(rf"\b(?:{MONTH}\s?\d{{1,2}}|\d{{1,2}}\s{MONTH}),?\s\d{{4}}\b")
_DATED = re.compile(rf"\b(?:{MONTH}\s?\d{{1,2}}|\d{{1,2}}\s{MONTH})\b")
_WEEKDAY = re.compile(r"\b(?:on|,)\s(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_FRONT = re.compile(r"\b(?:in front of|next to|ahead of a)\b")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,;:]")
_AFTER_PASSIVE = frozenset({"as", "to", "that", "having"})
LONGEST = 700
VERB_WITHIN = 26


@dataclass(frozen=True, slots=True)
class SceneWords:
    """Word classes of ``data/blocks/words.tsv``."""

    strong: frozenset[str]
    weak: frozenset[str]
    noun: frozenset[str]
    participle: frozenset[str]
    halt: frozenset[str]
    subject: frozenset[str]
    before: frozenset[str]
    stage: frozenset[str]
    adverb: frozenset[str]
    plural: frozenset[str]
    preposition: frozenset[str]


def first_sentence(text: str) -> str:
    """The first sentence of a line, roughly: up to a stop after a longer word."""
    found = _SENTENCE_END.search(text)
    return text[: found.start() + 1] if found else text


def names_full_date(text: str) -> bool:
    """Does a day with its year stand here, as agencies write below their pictures?"""
    return len(text) <= LONGEST and bool(_YEARED.search(text.casefold()))


def is_scene(text: str, words: SceneWords, *, credited: bool = False) -> bool:
    """Does the line describe a picture? ``credited`` when a credit mark speaks for it already."""
    if len(text) > LONGEST or not text[0].isalnum():
        return False
    sentence = first_sentence(text)
    tokens = [token.casefold() for token in _TOKEN.findall(sentence)]
    if len(tokens) < 4 or tokens[0] in words.subject or any(mark in sentence for mark in '“"'):
        return False
    named = frozenset(token.casefold() for token in _TOKEN.findall(sentence) if token[0].isupper())
    verb = _verb(tokens, named, words)
    if verb is None:
        return False
    at, strength = verb
    return credited or _fits(sentence.casefold(), tokens, at, strength, words)


def _verb(tokens: list[str], named: frozenset[str], words: SceneWords) -> tuple[int, str] | None:
    """Where the verb of the scene stands and how sure it is, None where prose begins first."""
    worn = False
    for at, token in enumerate(tokens[:VERB_WITHIN]):
        before = tokens[at - 1] if at else ""
        if token in ("is", "are") and _is_passive(tokens, at):
            return at, "weak"
        if before in words.before or not at:
            continue
        if token in words.participle and not worn:
            return at, "participle"
        if token in words.halt or (before in words.adverb and not token.endswith("ing")):
            return None
        strength = _strength(tokens, at, named, words)
        if strength and not (worn and strength == "weak"):
            return at, strength
        worn = worn or token.endswith("ed")
    return None


def _strength(tokens: list[str], at: int, named: frozenset[str], words: SceneWords) -> str | None:
    """Is this word a verb of a scene here, and of which class?"""
    token, before = tokens[at], tokens[at - 1]
    if token not in words.strong and token not in words.weak:
        return None
    plural = before in words.plural or before in named or before.endswith("s") or before in ",;"
    if not token.endswith("s") and not plural:
        return None
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if token in words.noun and (after not in words.preposition or _has_past(tokens, words)):
        return None
    return "strong" if token in words.strong else "weak"


def _is_passive(tokens: list[str], at: int) -> bool:
    rest = [token for token in tokens[at + 1 : at + 3] if token != "being"]
    if not rest or not (rest[0].endswith("ed") or rest[0] in ("seen", "shown", "held")):
        return False
    place = tokens.index(rest[0], at)
    return not (place + 1 < len(tokens) and tokens[place + 1] in _AFTER_PASSIVE)


def _has_past(tokens: list[str], words: SceneWords) -> bool:
    return any(token in words.halt or token.endswith("ed") for token in tokens[1:])


def _fits(sentence: str, tokens: list[str], at: int, strength: str, words: SceneWords) -> bool:
    """A verb alone is no scene: what else must be there depends on how sure the verb is."""
    yeared = bool(_YEARED.search(sentence))
    dated = yeared or bool(_DATED.search(sentence))
    staged = bool(words.stage.intersection(tokens[at:])) or bool(_FRONT.search(sentence))
    if "said" in tokens or "says" in tokens or "will" in tokens or len(tokens) > 60:
        return False
    if strength == "strong":
        return dated or staged or bool(_WEEKDAY.search(sentence))
    if strength == "participle":
        return len(tokens) <= 30 and (dated or staged or bool(_WEEKDAY.search(sentence)))
    return yeared or (staged and len(tokens) <= 35 and tokens[at] not in ("is", "are"))
