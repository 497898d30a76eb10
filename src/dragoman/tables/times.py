"""The tables of time expressions: word lists and the patterns that are built from them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from dragoman.model import BlockKind, TableError
from dragoman.text.timereaders import READERS
from dragoman.text.timewords import TimeLexicon, Unit

SPACE = r"(?:(?:[ \t\xa0\u2009\u202f]|\n(?!\s*\n)){1,3})"
KINDS = frozenset({"DATE", "TIME", "DURATION", "SET"})
DIGITS = "#"
TENSES = (("back", False), ("told", None), ("ahead", True))


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One pattern. ``read`` names the reader; "none" swallows words that only look like a time."""

    name: str
    match: re.Pattern[str]
    read: str
    kind: str
    before: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    value: str | None


@dataclass(frozen=True, slots=True)
class TimePatterns:
    """Everything the times stage needs: words, rules by the word they open with, cues of tense."""

    lexicon: TimeLexicon
    rules: Mapping[str, tuple[TimeRule, ...]]
    cues: tuple[tuple[re.Pattern[str], bool | None], ...]
    blocks: frozenset[BlockKind]

    def opening(self, word: str) -> tuple[TimeRule, ...]:
        """The rules that may begin with this word."""
        return self.rules.get(DIGITS if word[0].isdigit() else word.lower(), ())


def load_times(folder: Traversable | None = None) -> TimePatterns:
    """Read the tables of a folder, by default the package's own.

    Raises TableError where a table breaks its rules.
    """
    place = folder or files("dragoman") / "data" / "times"
    tables = {
        name: _rows(place / f"{name}.tsv")
        for name in (
            "months", "weekdays", "units", "numbers", "vague", "holidays", "feasts", "countnouns",
            "eventnouns",
        )
    }  # fmt: skip
    config = tomllib.loads((place / "patterns.toml").read_text(encoding="utf-8"))
    lists = {name: frozenset(words.split()) for name, words in config["lists"].items()}
    macros = _macros(tables, config["macros"])
    opens = lists | _openers(tables, lists)
    return TimePatterns(
        _lexicon(tables, lists),
        _dispatch([(_rule(row, macros), row["opens"]) for row in config["rule"]], opens),
        tuple((_words_of(config["cues"][name]), ahead) for name, ahead in TENSES),
        frozenset(BlockKind(kind) for kind in config["blocks"]),
    )


Table = list[dict[str, str]]


def _rows(path: Traversable) -> Table:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    names = header.split("\t")
    rows = []
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(names):
            raise TableError(f"{path.name} line {number}: {len(cells)} cells, not {len(names)}")
        rows.append(dict(zip(names, cells, strict=True)))
    return rows


def _lexicon(tables: Mapping[str, Table], lists: Mapping[str, frozenset[str]]) -> TimeLexicon:
    months, weekdays, numbers = tables["months"], tables["weekdays"], tables["numbers"]
    days = {row["word"].lower(): int(row["number"]) for row in weekdays}
    return TimeLexicon(
        months={row["word"].lower(): int(row["number"]) for row in months},
        care={row["word"].lower(): row["care"] for row in months if row["care"]},
        weekdays=days | {f"{day}s": number for day, number in days.items()},
        units=dict(_units(tables["units"])),
        numbers={row["word"]: float(row["value"]) for row in numbers if row["kind"] != "vague"},
        vague_numbers={row["word"]: row["value"] for row in numbers if row["kind"] == "vague"},
        vague={row["words"]: row["value"] for row in tables["vague"]},
        holidays={row["name"].lower(): row["rule"] for row in tables["holidays"]},
        feasts=_feasts(tables["feasts"]),
        need=lists["months_that_need"],
        name=lists["months_that_name"],
    )


def _feasts(rows: Table) -> dict[tuple[str, int], date]:
    days = ((row["feast"], date.fromisoformat(row["day"])) for row in rows)
    return {(feast, day.year): day for feast, day in days}


def _units(rows: Table) -> Iterable[tuple[str, Unit]]:
    for row in rows:
        unit = Unit(int(row["count"]), row["code"], row["clock"] == "yes")
        yield row["singular"], unit
        yield row["plural"], unit


def _either(words: Iterable[str], *, exact: bool = False) -> str:
    """An alternation, longest first; ``exact`` minds the case but allows capitals throughout."""
    forms = set(words)
    if exact:
        forms |= {word.upper() for word in forms}
    ordered = sorted(forms, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace("\\ ", " ").replace("'", "['’]") for word in ordered)
    return f"(?-i:{body})" if exact else f"(?:{body})"


def _macros(tables: Mapping[str, Table], own: Mapping[str, str]) -> dict[str, str]:
    """The word lists as alternations, and the macros of the table, all expanded."""
    months, weekdays, units = tables["months"], tables["weekdays"], tables["units"]
    numbers = tables["numbers"]
    full_days = [row["word"] for row in weekdays if row["form"] == "full"]
    singular, plural = [u["singular"] for u in units], [u["plural"] for u in units]
    macros = {
        "month": _either((r["word"] for r in months if r["form"] == "full"), exact=True),
        "anymonth": _any_month(months),
        "weekday": _either(full_days, exact=True),
        "weekdays": _either((f"{day}s" for day in full_days), exact=True),
        "anyweekday": _either((r["word"] for r in weekdays), exact=True),
        "singularunit": _either(singular),
        "pluralunit": _either(plural),
        "units": _either(singular + plural),
        "season": "(?:spring|summer|autumn|fall|winter)",
        "vague": _either(row["words"] for row in tables["vague"]),
        "holiday": _either((row["name"] for row in tables["holidays"]), exact=True),
        "countnoun": f"(?:{'|'.join(row['words'] for row in tables['countnouns'])})",
        "eventnoun": f"(?:{'|'.join(row['words'] for row in tables['eventnouns'])})",
    }
    for kind, name in (("cardinal",) * 2, ("ordinal",) * 2, ("decade", "decadename")):
        macros[name] = _either(row["word"] for row in numbers if row["kind"] == kind)
    macros["vaguenumber"] = _either(row["word"] for row in numbers if row["kind"] == "vague")
    for name, text in own.items():
        macros[name] = _expand(text, macros)
    for name, text in own.items():
        macros[name] = _expand(text, macros)
    return macros


def _any_month(months: Table) -> str:
    """Full names, and short ones that may take a full stop."""
    full, short = (
        _either((row["word"] for row in months if row["form"] == form), exact=True)
        for form in ("full", "short")
    )
    return rf"(?:{full}\b|{short}\b\.?)"


def _expand(text: str, macros: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]\w*)\}", lambda found: macros.get(found[1], found[0]), text)


def _spaced(pattern: str) -> str:
    """Blanks outside character classes stand for any short white space inside a paragraph."""
    inside, out = False, []
    for part in re.findall(r"\\.|.", pattern, re.DOTALL):
        inside = (inside or part == "[") and part != "]"
        out.append(SPACE if part == " " and not inside else part)
    return "".join(out)


def _rule(row: Mapping[str, Any], macros: Mapping[str, str]) -> TimeRule:
    name, kind = row["name"], row.get("kind", "DATE")
    if row["read"] not in {"none", *READERS}:
        raise TableError(f"patterns.toml, rule {name}: no reader {row['read']!r}")
    if kind not in KINDS:
        raise TableError(f"patterns.toml, rule {name}: kind {kind!r} is none of {sorted(KINDS)}")
    text = _expand(row["match"], macros)
    try:
        match = re.compile(_spaced(text), re.IGNORECASE)
    except re.error as error:
        raise TableError(f"patterns.toml, rule {name}: {error}") from error
    before = _just_before(_expand(row.get("before", ""), macros), re.IGNORECASE)
    unless = _just_before(row.get("unless", ""))
    return TimeRule(name, match, row["read"], kind, before, unless, row.get("value"))


def _just_before(words: str, flags: int = 0) -> re.Pattern[str] | None:
    return re.compile(rf"(?:\b|(?=\W))(?:{words})$", flags) if words else None


def _words_of(alternatives: str) -> re.Pattern[str]:
    text = _spaced(alternatives)
    return re.compile(rf"(?:\b|(?=['’]ll))(?:{text})\b", re.IGNORECASE)


def _openers(
    tables: Mapping[str, Table], lists: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """The lists of first words that rules may name with an @."""
    words = {
        "month": [row["word"] for row in tables["months"] if row["form"] == "full"],
        "anymonth": [row["word"] for row in tables["months"]],
        "weekday": [row["word"] for row in tables["weekdays"] if row["form"] == "full"],
        "weekdays": [row["word"] + "s" for row in tables["weekdays"]],
        "anyweekday": [row["word"] for row in tables["weekdays"]],
        "unit": [row[form] for row in tables["units"] for form in ("singular", "plural")],
        "season": ["spring", "summer", "autumn", "fall", "winter"],
        "vague": [row["words"] for row in tables["vague"]],
        "holiday": [row["name"] for row in tables["holidays"]],
    }
    for kind in ("cardinal", "ordinal", "vague", "decade"):
        rows = [row["word"] for row in tables["numbers"] if row["kind"] == kind]
        words[kind if kind != "vague" else "vaguenumber"] = rows
    first = {name: frozenset(map(_first, some)) for name, some in words.items()}
    first["digits"] = frozenset({DIGITS})
    first["amounts"] = frozenset().union(
        first["digits"], first["cardinal"], first["vaguenumber"],
        lists["abouts"], lists["halves"], {"a", "an"},
    )  # fmt: skip
    return first


def _first(words: str) -> str:
    found = re.match(r"[^\W_]+", words)
    assert found is not None
    return DIGITS if found[0][0].isdigit() else found[0].lower()


def _dispatch(
    rules: list[tuple[TimeRule, list[str]]], lists: Mapping[str, frozenset[str]]
) -> dict[str, tuple[TimeRule, ...]]:
    """Rules by first word. Traps come first, so that they win among equally long matches."""
    table: dict[str, list[TimeRule]] = {}
    for rule, opens in sorted(rules, key=lambda pair: pair[0].read != "none"):
        words = {word for o in opens for word in (lists[o[1:]] if o[0] == "@" else {o})}
        for word in sorted(words):
            table.setdefault(word, []).append(rule)
    return {word: tuple(found) for word, found in table.items()}
