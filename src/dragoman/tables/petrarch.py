"""Actor and agent dictionaries of TABARI and PETRARCH, as rows of an actor pack.

The format is that of openeventdata's dictionaries: an actor is a line of words joined with ``_``,
with ``+`` lines of synonyms and ``[CODE dates]`` lines; an agent is ``NAME {PLURAL} [~CODE]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dragoman.model import TableError
from dragoman.tables.packs import COLUMNS, Codes, Row
from dragoman.tables.reading import rows

CODES = re.compile(r"\[([^\]]*)\]")
PLURAL = re.compile(r"\{([^}]*)\}")
COMMENT = re.compile(r"<!--.*?-->|[#;].*$")
SET = re.compile(r"!(\w+)!\s*=\s*(.+)")
USE = re.compile(r"!(\w+)!")
SHORT_YEAR, LONG_YEAR = 6, 8  # digits of YYMMDD and YYYYMMDD
CENTURY = 30  # two-digit years up to this one are of this century
ACRONYM = 4  # letters of the longest name that is taken for an abbreviation
NULL = "---"


@dataclass(slots=True)
class Imported:
    """The rows of a pack, and what could not be taken over, with line numbers."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: int = 0  # actors that are a mere country: the tables that ship know them


@dataclass(slots=True)
class Actor:
    """One actor as the file tells it."""

    line: int
    names: list[str]
    codes: list[str]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """From CAMEO's codes to PLOVER's (formats/petrarch_codes.tsv)."""

    tables: Mapping[str, Mapping[str, str]]
    known: Codes

    def split(self, code: str) -> tuple[str, list[str]]:
        """Country or body, and sectors; ("", ...) when the first letters are neither."""
        parts = [code[i : i + 3] for i in range(0, len(code), 3)]
        first, rest = (parts[0], parts[1:]) if parts else ("", [])
        bodies, within = self.tables["body"], self.tables["within"]
        if first in bodies:
            inner = next((within[p] for p in rest if p in within), bodies[first])
            return inner, self.sectors(p for p in rest if p not in within)
        country = self.tables["country"].get(first, first)
        return country if country in self.known.countries else "", self.sectors(rest)

    def is_state(self, code: str) -> bool:
        """Is a code of PLOVER that of a country, not of a body?"""
        bodies = {*self.tables["body"].values(), *self.tables["within"].values()}
        return code in self.known.countries - bodies

    def sectors(self, parts: Iterable[str]) -> list[str]:
        """PLOVER's sectors of the parts of a code that are sectors, each once."""
        known = self.tables["sector"]
        return list(dict.fromkeys(known[part] for part in parts if part in known))


def load_crosswalk(known: Codes) -> Crosswalk:
    """The crosswalk that ships."""
    tables: dict[str, dict[str, str]] = {}
    for cells in rows("formats/petrarch_codes.tsv"):
        tables.setdefault(cells["kind"], {})[cells["from"]] = cells["to"]
    return Crosswalk(tables, known)


def import_dictionary(data: bytes, known: Codes, as_of: str) -> Imported:
    """A dictionary as pack rows; ``as_of`` is the day until which open spells are believed.

    Raises TableError when nothing in the data looks like an actor or agent.
    """
    lines = data.decode("utf-8", "replace").splitlines()
    walk = load_crosswalk(known)
    found = Imported()
    if any("[~" in line or "~]" in line for line in lines):
        _agents(lines, walk, found)
    else:
        for actor in _actors(lines):
            _add_actor(actor, walk, found, as_of)
    if not found.rows and not found.places:
        raise TableError(
            "no actor or agent in it; a PETRARCH or TABARI dictionary has lines such as "
            "MOSCOW_ [RUS] or SOLDIER [~MIL]"
        )
    return found


# -- actors -----------------------------------------------------------------------------------


def _actors(lines: Iterable[str]) -> Iterator[Actor]:
    """Each actor with its synonyms and codes, in file order."""
    actor: Actor | None = None
    for number, raw in enumerate(lines, 1):
        line = COMMENT.sub("", raw).rstrip()
        if not line.strip():
            continue
        name = CODES.sub("", line).strip()
        codes = [code.strip() for code in CODES.findall(line)]
        if name.startswith("+") and actor is not None:
            actor.names.append(name[1:])
        elif name and not name.startswith("+"):
            if actor is not None:
                yield actor
            actor = Actor(number, [name], [])
        if actor is not None:
            actor.codes.extend(codes)
    if actor is not None:
        yield actor


def _add_actor(actor: Actor, walk: Crosswalk, found: Imported, as_of: str) -> None:
    names = [n for n in (_name(words) for words in actor.names) if n]
    spells = [s for s in (_spell(code, walk, actor.line, found) for code in actor.codes) if s]
    if not names or not spells:
        found.notes.append(f"line {actor.line}: {actor.names[0]}: no usable name or code; left out")
        return
    if all(walk.is_state(s["code"]) and not s["sector"] for s in spells):
        found.places += 1
        return
    office = [s for s in spells if s["sector"] != "ELI"]
    dated = any(s["start"] or s["end"] for s in spells) and " " in names[0]
    for spell in office or spells:
        believed = spell["end"] or as_of
        row = dict.fromkeys(COLUMNS, "") | spell
        row |= {"name": names[0], "aliases": ";".join(names[1:]), "verified_until": believed}
        row |= {"kind": "person" if dated else "body", "source": "PETRARCH dictionary"}
        found.rows.append(row)


def _name(words: str) -> str:
    """ "SERGEY_SHOYGU_" as it is written in text."""
    text = re.sub(r"\([^)]*\)", "", words.replace("_", " ")).replace('"', "")
    text = " ".join(text.split()).strip(" -")
    short = len(text) <= ACRONYM and " " not in text
    return text if short else text.title().replace("'S", "'s")


def _spell(code: str, walk: Crosswalk, line: int, found: Imported) -> Row | None:
    """One code with its dates; None, and a note, where it cannot be used."""
    first, _, dates = code.partition(" ")
    if not first or first.startswith(NULL):
        return None
    country, sectors = walk.split(first)
    if not country:
        found.notes.append(f"line {line}: [{first}] begins with no country or body; left out")
        return None
    start, end = _dates(dates.strip())
    if None in (start, end) or (start and end and end < start):
        found.notes.append(f"line {line}: [{code}] has wrong dates; left out")
        return None
    cells = (country, ";".join(sectors[:1]), ";".join(sectors[1:]), start or "", end or "")
    return dict(zip(("code", "sector", "other_sectors", "start", "end"), cells, strict=True))


def _dates(words: str) -> tuple[str | None, str | None]:
    """Start and end of "<d", ">d", "d-d" or ""; "" for an open end, None for a wrong one."""
    if words.startswith("<"):
        return "", _day(words[1:])
    if words.startswith(">"):
        return _day(words[1:]), ""
    first, dash, last = words.partition("-")
    return (_day(first), _day(last) if dash else "") if words else ("", "")


def _day(digits: str) -> str | None:
    """YYYYMMDD or YYMMDD as an ISO day; None when it is neither."""
    digits = digits.strip()
    if len(digits) == SHORT_YEAR and digits.isdigit():
        digits = ("20" if int(digits[:2]) <= CENTURY else "19") + digits
    if len(digits) != LONG_YEAR or not digits.isdigit():
        return None
    month, day = digits[4:6], digits[6:]
    right = "01" <= month <= "12" and "01" <= day <= "31"
    return f"{digits[:4]}-{month}-{day}" if right else None


# -- agents -----------------------------------------------------------------------------------


def _agents(lines: Iterable[str], walk: Crosswalk, found: Imported) -> None:
    sets: dict[str, list[str]] = {}
    for number, raw in enumerate(lines, 1):
        line = COMMENT.sub("", raw).strip()
        define = SET.fullmatch(line)
        if define:
            sets[define[1]] = [word.strip() for word in define[2].split(",")]
            continue
        code = CODES.search(line)
        if code is None:
            if line:
                found.notes.append(f"line {number}: {line}: no [~CODE]; left out")
            continue
        letters = code[1].replace("~", "")
        sectors = walk.sectors(letters[i : i + 3] for i in range(0, len(letters), 3))
        if not sectors:
            found.notes.append(f"line {number}: [{code[1]}] names no sector; left out")
            continue
        found.rows.extend(_agent_rows(line, sectors, sets))


def _agent_rows(line: str, sectors: list[str], sets: Mapping[str, list[str]]) -> Iterator[Row]:
    told = PLURAL.search(line)
    words = PLURAL.sub("", CODES.sub("", line)).strip()
    use = USE.search(words)
    forms = [USE.sub(form, words) for form in sets.get(use[1], [])] if use else [words]
    for form in forms:
        name = _lower(form)
        plural = _lower(told[1]) if told else _regular(name)
        row = dict.fromkeys(COLUMNS, "") | {"kind": "agent", "name": name, "inherit": "no"}
        row |= {"plural": plural or name, "source": "PETRARCH dictionary"}
        row |= {"sector": sectors[0], "other_sectors": ";".join(sectors[1:])}
        yield row


def _lower(words: str) -> str:
    return " ".join(words.replace("_", " ").lower().split())


def _regular(noun: str) -> str:
    """The plural that the format implies where none is told."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"
