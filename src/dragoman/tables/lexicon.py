"""The lexicon of triggers: rows of data/lexicon/*.tsv, parsed and indexed by lemma."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.model import TableError
from dragoman.tables.reading import files, rows, split

FLAGS = frozenset(
    {"reciprocal", "needs-recipient", "needs-actor", "background", "abroad", "speech"}
)
POS = frozenset({"verb", "noun", "adj"})
CONDITION = re.compile(r"^(!?)([a-z:.\-]+?)(?:(=)(.+)|(:human))$")
PART = r"(?:any|subj|obj|dative|speaker|about|comp|prep:[a-z-]+)"
SLOT = re.compile(rf"^{PART}(?:\.{PART})*$")
MARK = re.compile(r"\{([ART]):([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a frame. ``lemmas`` is None for "filled at all" (``*``)."""

    slot: str
    negated: bool
    lemmas: frozenset[str] | None
    human: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One sense of a word: in this frame it reports an act of type ``event``."""

    id: str
    lemmas: tuple[str, ...]
    pos: str
    frame: tuple[Condition, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    event: str
    mode: tuple[str, ...]
    flags: frozenset[str]
    example: str

    @property
    def weight(self) -> int:
        """How specific the row is: named words tell more than a kind, a kind more than presence."""
        return sum(_strength(condition) for condition in self.frame)


# Rows for words that only the network hears: where participants stand for most words.
_PLACES = ("dative", "prep:against", "prep:on", "prep:with", "prep:to", "prep:at", "prep:from")
HEARD = (
    Row("heard-verb", (), "verb", (), ("subj",), ("obj", *_PLACES), "", (), frozenset(), ""),
    Row("heard-noun", (), "noun", (), ("subj",), (*_PLACES, "obj"), "", (), frozenset(), ""),
)


def heard_row(verbal: bool) -> Row:
    """The row for a word that the lexicon does not know in its frame."""
    return HEARD[0] if verbal else HEARD[1]


def _strength(condition: Condition) -> int:
    if condition.negated:
        return 1
    return 3 if condition.human else 2 if condition.lemmas is None else 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rows by id and by (lemma, part of speech)."""

    rows: Mapping[str, Row]
    index: Mapping[tuple[str, str], tuple[Row, ...]]
    classes: Mapping[str, frozenset[str]]

    def row(self, name: str) -> Row:
        """The row with an id, also one of those for words that only the network hears."""
        return self.rows.get(name) or HEARD[name == HEARD[1].id]

    def find(self, lemma: str, pos: str) -> tuple[Row, ...]:
        """Rows for a word, most specific first; then the rows for any word (lemma ``*``)."""
        return self.index.get((lemma, pos), ()) + self.index.get(("*", pos), ())


def load_lexicon() -> Lexicon:
    """The lexicon that ships. Raises TableError where a row breaks the format."""
    classes = {r["class"]: frozenset(r["lemmas"].split()) for r in rows("lexicon/classes.tsv")}
    found: dict[str, Row] = {}
    index: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for path in files("lexicon", ".tsv"):
        if path.endswith("classes.tsv"):
            continue
        for cells in rows(path):
            row = parse_row(cells, classes, path)
            if row.id in found:
                raise TableError(f"data/{path}: id {row.id!r} stands twice")
            found[row.id] = row
            for lemma in row.lemmas:
                index[lemma, row.pos].append(row)
    ordered = {
        key: tuple(sorted(group, key=lambda r: (-r.weight, len(r.lemmas), r.id)))
        for key, group in index.items()
    }
    return Lexicon(found, ordered, classes)


def parse_row(cells: dict[str, str], classes: Mapping[str, frozenset[str]], path: str) -> Row:
    """A row of the table. Raises TableError with file and id where it is malformed."""
    where = f"data/{path}: {cells['id']}"
    if cells["pos"] not in POS:
        raise TableError(f"{where}: pos {cells['pos']!r} is none of {sorted(POS)}")
    flags = frozenset(split(cells["flags"], ","))
    if flags - FLAGS:
        raise TableError(f"{where}: unknown flags {sorted(flags - FLAGS)}; known: {sorted(FLAGS)}")
    actor = split(cells["actor"], "|") or ("subj",)
    recipient = split(cells["recipient"], "|")
    for slot in actor + recipient:
        if not SLOT.match(slot):
            raise TableError(f"{where}: unknown slot {slot!r}; see data/lexicon/README.md")
    return Row(
        id=cells["id"],
        lemmas=split(cells["lemma"], "|"),
        pos=cells["pos"],
        frame=tuple(_condition(part, classes, where) for part in cells["frame"].split()),
        actor=actor,
        recipient=recipient,
        event=cells["event"],
        mode=split(cells["mode"], ","),
        flags=flags,
        example=cells["example"],
    )


def _condition(text: str, classes: Mapping[str, frozenset[str]], where: str) -> Condition:
    match = CONDITION.match(text)
    if not match:
        raise TableError(f"{where}: cannot read condition {text!r}; see data/lexicon/README.md")
    negated, slot, _, values, human = match.groups()
    lemmas = None if human or values == "*" else _lemmas(values, classes, where)
    return Condition(slot, bool(negated), lemmas, bool(human))


def _lemmas(values: str, classes: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    found: set[str] = set()
    for value in values.split("|"):
        if not value.startswith("@"):
            found.add(value)
        elif value[1:] in classes:
            found |= classes[value[1:]]
        else:
            raise TableError(f"{where}: no class {value!r} in data/lexicon/classes.tsv")
    return frozenset(found)


def plain_example(row: Row) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """The example without its marks, and the marked ranges by role letter A, R, T."""
    plain = ""
    marked: dict[str, list[tuple[int, int]]] = {"A": [], "R": [], "T": []}
    last = 0
    for match in MARK.finditer(row.example):
        plain += row.example[last : match.start()]
        marked[match.group(1)].append((len(plain), len(plain) + len(match.group(2))))
        plain += match.group(2)
        last = match.end()
    return plain + row.example[last:], marked
