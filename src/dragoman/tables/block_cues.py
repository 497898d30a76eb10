"""Cues that tell what a paragraph is: the tables of ``data/blocks`` with typed look-ups."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib import resources

from dragoman.model import BlockKind, TableError
from dragoman.text.credits import CreditMarks
from dragoman.text.lines import Line, fold_words
from dragoman.text.scenes import SceneWords

FORMS = ("whole", "label", "start", "end", "any", "raw")
SCOPES = ("line", "next", "list")
# A cue in a longer line is a word of the story.
MOST_WORDS = {"whole": 12, "label": 45, "start": 45, "raw": 45, "end": 60, "any": 60}
LONGEST = 1500
# What may stand before a cue: "( Also on", "[Related:", "-- Ann Dock", "* Read more".
_LEAD = r"[\s(\[\-–—•*>»“\"]*"
_LABEL_END = r"\s*(?:[:|»>]|\s[-–—]\s|[-–—]+\s|$)"
# These make prose of a line that only begins like a cue: "Subscribe to that view, he said."
_SAYING = frozenset({"said", "says", "told", "saying"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that labels the line it stands in; ``scope`` says whether it labels more."""

    id: str
    kind: BlockKind
    form: str
    phrase: str
    scope: str
    example: str
    pattern: re.Pattern[str]

    def holds(self, folded: str, words: tuple[str, ...]) -> bool:
        """Does the cue label the line with this folded text and these words?"""
        if len(words) > MOST_WORDS[self.form] or not self.pattern.search(folded):
            return False
        return self.form != "start" or not _SAYING.intersection(words)


@dataclass(frozen=True, slots=True)
class BlockCues:
    """All cues, and what the word and agency tables say, ready to use.

    ``by_word`` holds the cues by the first word a line must have, "" for any.
    """

    cues: tuple[Cue, ...]
    by_word: Mapping[str, tuple[Cue, ...]]
    words: Mapping[str, frozenset[str]]
    agencies: frozenset[str]
    scenes: SceneWords
    marks: CreditMarks

    def find(self, line: Line) -> Cue | None:
        """The first cue in table order that labels this line; those without a place go first."""
        if len(line.words) > max(MOST_WORDS.values()) or len(line.text) > LONGEST:
            return None
        firsts = self.by_word.get(line.words[0], ()) if line.words else ()
        folded = _fold(line.text)
        candidates = (*self.by_word[""], *firsts)
        return next((cue for cue in candidates if cue.holds(folded, line.words)), None)


def load_block_cues() -> BlockCues:
    """Read the tables that ship with the package; raises TableError when one breaks its rules."""
    cues = tuple(_cue(row) for row in _rows("cues.tsv"))
    if len({cue.id for cue in cues}) != len(cues):
        raise TableError("blocks/cues.tsv: an id stands twice; ids must be unique")
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows("words.tsv"):
        classes[row["class"]].add(row["word"])
    words = {name: frozenset(some) for name, some in classes.items()}
    uses = {row["name"]: row["use"] for row in _rows("agencies.tsv")}
    scenes = SceneWords(**{field.name: words[field.name] for field in fields(SceneWords)})
    wires = frozenset(name for name, use in uses.items() if use == "wire")
    marks = CreditMarks.of(uses, words["credit"], words["quoting"])
    return BlockCues(cues, _by_word(cues), words, wires, scenes, marks)


def _by_word(cues: tuple[Cue, ...]) -> dict[str, tuple[Cue, ...]]:
    index: dict[str, tuple[Cue, ...]] = {"": ()}
    for cue in cues:
        anywhere = cue.form in ("any", "end", "raw")
        word = "" if anywhere else fold_words(cue.phrase)[0]
        index[word] = (*index.get(word, ()), cue)
    return index


def _rows(name: str) -> Iterator[dict[str, str]]:
    source = resources.files("dragoman") / "data" / "blocks" / name
    header, *lines = source.read_text("utf-8").splitlines()
    columns = header.split("\t")
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise TableError(f"blocks/{name} line {number}: need {len(columns)} columns: {line!r}")
        yield dict(zip(columns, cells, strict=True))


def _cue(row: dict[str, str]) -> Cue:
    form, scope = row["form"], row["scope"]
    if form not in FORMS or scope not in SCOPES or not row["phrase"]:
        raise TableError(f"blocks/cues.tsv {row['id']}: bad form {form!r} or scope {scope!r}")
    try:
        kind = BlockKind(row["kind"])
    except ValueError as error:
        raise TableError(f"blocks/cues.tsv {row['id']}: no kind {row['kind']!r}") from error
    pattern = re.compile(_pattern(form, row["phrase"]))
    return Cue(row["id"], kind, form, row["phrase"], scope, row["example"], pattern)


def _pattern(form: str, phrase: str) -> str:
    if form == "raw":
        return r"\A" + re.escape(phrase)
    gap = r"[\W_]{1,4}"
    some = r"[^\W_]\S*(?:\s\S+){0,3}?"
    body = gap.join(some if word == "*" else re.escape(word) for word in phrase.split())
    return {
        "whole": rf"\A{_LEAD}{body}[\W_]*\Z",
        "label": rf"\A{_LEAD}{body}{_LABEL_END}",
        "start": rf"\A{_LEAD}{body}(?![^\W_])",
        "end": rf"(?<![^\W_]){body}[\W_]*\Z",
        "any": rf"(?<![^\W_]){body}(?![^\W_])",
    }[form]


def _fold(text: str) -> str:
    return text.casefold().replace("’", "'").replace("\u00a0", " ")
