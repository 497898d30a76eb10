"""Write docs/ontology.md: types, modes, contexts, sectors and statuses, from the tables.

    python bench/ontology_page.py

Names and numbers are those of src/dragoman/data/ontology/plover.toml, words of types, sectors and
statuses those of docs/record.md, words of modes and contexts those of bench/ontology_words.toml.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.tables.ontology import EventType, load_ontology

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "ontology.md"
RECORD = ROOT / "docs" / "record.md"
WORDS = ROOT / "bench" / "ontology_words.toml"
ROW = re.compile(r"^\| `([\w-]+)` \| ([^|]+?) \|", re.MULTILINE)
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
INTRO = """\
# Ontology

<!-- made by: python bench/ontology_page.py -->

What an event can be: the types, modes, contexts and sectors of
[PLOVER 2.0](https://github.com/openeventdata/PLOVER), and the status that goes with each event.
Names and scores are PLOVER's; the words that explain them are ours and shorter than its manual,
which decides. How they stand in a record tells [the record](record.md).

A score runs from -10 (conflict) to 10 (cooperation). An event has the score of its mode, the mean
of its modes where it has several, or that of its type where it has none. What scores can and
cannot tell: [limits](ethics.md#scores-are-a-convention).
"""
STATUS = """
## Status

PLOVER has these as auxiliary modes. Here each event has one of five; see
[how a status is found](how-it-works.md#status).
"""
CONTEXTS = """
## Contexts

Topics around an act. An event has any number of them.
"""
SECTORS = """
## Sectors

What an actor or recipient is, beside its country.
"""
CODES = """
## Codes of bodies of no country

They stand where else the country's code does.
"""


def main() -> int:
    """Run from the command line."""
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} written\n")
    return 0


def page() -> str:
    """The whole page."""
    return "\n".join(parts()) + "\n"


def parts() -> Iterator[str]:
    """The page, part by part."""
    words, ontology = tomllib.loads(WORDS.read_text("utf-8")), load_ontology()
    yield INTRO + f"\n## The {len(ontology.types)} types\n"
    yield from types(ontology.types.values(), section("Types and modes"))
    yield from modes(ontology.types.values(), words["modes"])
    yield STATUS
    yield from table("status", "the act", section("Status"), section("Status"))
    yield CONTEXTS.rstrip() + f" There are {len(ontology.contexts)}.\n"
    yield from table("context", "about", ontology.contexts, words["contexts"])
    yield SECTORS
    yield from table("sector", "who", sorted(ontology.sectors), section("Sectors"))
    yield CODES
    yield from table("code", "who", sorted(ontology.nonstate), words["nonstate"])


def section(title: str) -> dict[str, str]:
    """Names and words of the table under a title of docs/record.md."""
    text = RECORD.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return dict(ROW.findall(text))


def types(kinds: Iterable[EventType], words: Mapping[str, str]) -> Iterator[str]:
    """The table of types."""
    yield "| type | somebody ... | quad | score | needs a recipient |\n|---|---|---|---|---|"
    for kind in kinds:
        quad = f"{kind.quad} {QUADS[kind.quad - 1]}"
        needs = "yes" if kind.needs_recipient else "no"
        yield f"| `{kind.name}` | {words[kind.name]} | {quad} | {kind.score:g} | {needs} |"


def modes(kinds: Iterable[EventType], words: Mapping[str, Any]) -> Iterator[str]:
    """The table of modes."""
    kinds = [kind for kind in kinds if kind.modes]
    count = sum(len(kind.modes) for kind in kinds)
    yield f"\n## The {count} modes\n\nTypes that are not in the table have none.\n"
    yield "| type | mode | how, or of what | score |\n|---|---|---|---|"
    for kind in kinds:
        for mode, score in kind.modes.items():
            yield f"| `{kind.name}` | `{mode}` | {words[kind.name][mode]} | {score:g} |"


def table(left: str, right: str, names: Iterable[str], words: Mapping[str, str]) -> Iterator[str]:
    """A table of names and what they mean."""
    yield f"| {left} | {right} |\n|---|---|"
    yield from (f"| `{name}` | {words[name]} |" for name in names)


if __name__ == "__main__":
    sys.exit(main())
