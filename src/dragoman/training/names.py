"""Other names in the same sentence, so that no country comes to stand for a kind of act."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from dragoman.model import Span
from dragoman.tables.reading import rows
from dragoman.training.corpus import Sample

# Kinds of names of countries that may stand for one another.
_KINDS = ("name", "adjective", "demonym_plural", "capital")
_SURNAME = re.compile(r"^[A-ZÀ-Þ][\w’'-]+$")


@dataclass(frozen=True, slots=True)
class NameSwapper:
    """``names`` gives a known name its kind and owner; ``others`` all owners' names of a kind."""

    names: Mapping[str, tuple[str, str]]
    others: Mapping[str, Mapping[str, str]]
    surnames: tuple[str, ...]

    def swap(self, sample: Sample, dice: random.Random) -> Sample:
        """The sample with each country and person replaced by another of its kind, all the same
        way: whoever was France is Peru all through, its people and its capital too."""
        there = {code for code, name in self.others["name"].items() if name in sample.text}
        choice = _Choice(self, dice, there)
        edits: list[tuple[int, int, str]] = []
        for match in re.finditer(r"[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*)*", sample.text):
            edits += _edits(match.start(), match.group(), choice)
        return _edited(sample, edits) if edits else sample


@dataclass(slots=True)
class _Choice:
    """What stands for what in one sentence; ``taken`` are the countries that stand in it."""

    swapper: NameSwapper
    dice: random.Random
    taken: set[str]
    chosen: dict[str, str] = field(default_factory=dict)

    def other(self, name: str) -> str | None:
        """What stands for a name; None where it is no name that is swapped."""
        known = self.swapper.names.get(name)
        if known is None:
            return None
        kind, owner = known
        if kind == "person":
            return self.chosen.setdefault(name, self.dice.choice(self.swapper.surnames))
        if owner not in self.chosen:
            free = self.swapper.others["name"].keys() - self.taken
            self.chosen[owner] = self.dice.choice(sorted(free))
            self.taken.add(self.chosen[owner])
        return self.swapper.others[kind].get(self.chosen[owner])


def _edits(at: int, words: str, choice: _Choice) -> list[tuple[int, int, str]]:
    found, parts, start = [], words.split(" "), 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            stem = re.sub(r"['’]s?$", "", " ".join(parts[start:end]))
            other = choice.other(stem)
            if other is not None:
                offset = at + len(" ".join(parts[:start])) + (start > 0)
                found.append((offset, offset + len(stem), other))
                start = end - 1
                break
        start += 1
    return found


@cache
def load_swapper() -> NameSwapper:
    """Names of countries, peoples, capitals and known persons from the tables that ship."""
    usual = {row["code"]: row["name"] for row in rows("actors/countries.tsv")}
    found = [r for r in rows("actors/country_names.tsv") if r["kind"] in _KINDS and not r["note"]]
    others: dict[str, dict[str, str]] = defaultdict(dict)
    names: dict[str, tuple[str, str]] = {}
    for row in sorted(found, key=lambda r: _KINDS.index(r["kind"])):
        code, kind, alias = row["code"], row["kind"], row["alias"]
        others[kind].setdefault(code, usual.get(code, alias) if kind == "name" else alias)
        names.setdefault(alias, (kind, code))
    complete = {c for c in others["name"] if all(c in others[kind] for kind in _KINDS)}
    kept = {k: {c: n for c, n in known.items() if c in complete} for k, known in others.items()}
    surnames = {row["name"].split(" ")[-1] for row in rows("actors/persons.tsv")}
    surnames = {last for last in surnames if _SURNAME.match(last) and last not in names}
    names.update({last: ("person", last) for last in surnames})
    return NameSwapper(names, kept, tuple(sorted(surnames)))


def _edited(sample: Sample, edits: Sequence[tuple[int, int, str]]) -> Sample:
    text, shifts, last = [], [], 0
    for start, end, other in edits:
        text += [sample.text[last:start], other]
        shifts.append((end, len(other) - (end - start)))
        last = end
    text.append(sample.text[last:])

    def moved(span: Span) -> Span:
        before = sum(d for end, d in shifts if end <= span.start)
        return Span(span.start + before, span.end + sum(d for end, d in shifts if end <= span.end))

    events = tuple(
        replace(
            e, trigger=moved(e.trigger), roles={r: tuple(map(moved, s)) for r, s in e.roles.items()}
        )
        for e in sample.events
    )
    bystanders = tuple(map(moved, sample.bystanders))
    return replace(sample, text="".join(text), events=events, bystanders=bystanders)
