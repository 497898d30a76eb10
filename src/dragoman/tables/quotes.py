"""Words that tell who says what: verbs and nouns of speech, belief and claim (data/quotes)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.model import TableError
from dragoman.tables.reading import rows, split
from dragoman.tables.words import load_words

FRAMES = frozenset(
    {"quote", "clause", "question", "gerund", "infinitive", "object", "as", "predicate"}
)
PREPOSITION = "preposition:"
WORD_CLASSES = ("not_speaker", "sayer", "person", "hedge", "paper")


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb or noun that attributes words or thoughts.

    ``frames`` says where the content stands: between marks (quote), in a finite clause (clause), an
    infinitive, the object, after "as", in a predicate ("called it a mistake"); ``prepositions``
    those whose object is the content ("warned of").
    """

    lemma: str
    kind: str
    frames: frozenset[str]
    prepositions: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """Cue verbs, nouns and adjectives by lemma, and small word classes."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    classes: Mapping[str, frozenset[str]]


def load_quote_words() -> QuoteWords:
    """Read the tables that ship with the package; raises TableError when one breaks its rules."""
    found: dict[str, dict[str, Cue]] = {"verb": {}, "noun": {}, "adjective": {}}
    for row in rows("quotes/cues.tsv"):
        if row["pos"] not in found or row["lemma"] in found[row["pos"]]:
            raise TableError(f"quotes/cues.tsv: {row['lemma']}: bad pos {row['pos']!r} or twice")
        found[row["pos"]][row["lemma"]] = _cue(row)
    classes = load_words("quotes/words.tsv")
    missing = [name for name in WORD_CLASSES if not classes.get(name)]
    if missing:
        raise TableError(f"quotes/words.tsv: no class {', '.join(missing)}")
    return QuoteWords(found["verb"], found["noun"], found["adjective"], classes)


def _cue(row: Mapping[str, str]) -> Cue:
    frames = split(row["frames"])
    plain = frozenset(frame for frame in frames if not frame.startswith(PREPOSITION))
    if not frames or plain - FRAMES:
        raise TableError(f"quotes/cues.tsv: {row['lemma']}: bad frames {row['frames']!r}")
    prepositions = frozenset(f.removeprefix(PREPOSITION) for f in frames if f not in plain)
    return Cue(row["lemma"], row["class"], plain, prepositions)
