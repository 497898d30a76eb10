"""Who is meant, against foreign sets: NGEC's actor tests, PLV's actors, Wikipedia's daily news.

    python bench/actors.py [--set ngec] [--set plv] [--set events] [--show N] [--data FOLDER]

ngec    country and sector of single mentions, each with its day
plv     how many actors and recipients of PLV_train get a code, their sentence given
events  how many named participants of news lines on war and politics get a code
A set that is not there is skipped. The tables hold facts, no rows of these sets.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date as Date
from datetime import datetime
from pathlib import Path

from dragoman.engines.spacy_parser import load_parser
from dragoman.model import Article, MentionKind, Parser
from dragoman.pipeline import with_entities
from dragoman.resolve import resolve
from dragoman.tables import Tables, load_tables

DATA = Path(__file__).parents[2] / "shared" / "data"
TODAY = Date(2022, 11, 1)  # when NGEC's tests without a day were written
DAYS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y")
TRANSLATED = {"XKX": "KOS", "HLH": "MED"}  # NGEC's codes that PLOVER writes otherwise
NOBODY = {"an actor", "a recipient"}
CATEGORIES = {"Armed conflicts and attacks", "International relations", "Politics and elections"}

Line = tuple[bool, str]


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--set", action="append", choices=sorted(SETS), help="which; default: all")
    parser.add_argument("--show", type=int, default=0, help="print N answers at random")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    tables, engine = load_tables(), load_parser()
    for name in options.set or sorted(SETS):
        path, ask = SETS[name]
        if not (options.data / path).exists():
            _say(f"{name}: skipped, {options.data / path} is not there")
            continue
        answers = list(ask(options.data / path, tables, engine))
        for _, line in random.Random(0).sample(answers, min(options.show, len(answers))):
            _say(f"  {line}")
        right = sum(good for good, _ in answers)
        _say(f"{name}: {right} of {len(answers)} ({right / max(1, len(answers)):.3f})")
    return 0


def ngec(path: Path, tables: Tables, parser: Parser) -> Iterator[Line]:
    """Both country and sector right, for each test that tells at least one."""
    countries, sectors = [], []
    for row in _rows(path):
        wanted = _codes(row["country"]), _codes(row["code_1"])
        none = row["none"] == "True"
        if not (none or any(wanted)):
            continue
        found = resolve(
            row["text"], tables, parser, date=_day(row["date"]), context=row["context"],
            acting=False,
        )  # fmt: skip
        code = found[0].code if found else None
        got = (code.code or "" if code else "", code.sector or "" if code else "")
        right = [not any(got)] if none else [g in w for g, w in zip(got, wanted, strict=True) if w]
        if wanted[0]:
            countries.append(got[0] in wanted[0])
        if wanted[1]:
            sectors.append(got[1] in wanted[1])
        yield all(right), f"{row['text']} ({row['date']}): wanted {wanted}, found {got}"
    for name, judged in (("country", countries), ("sector", sectors)):
        _say(f"ngec {name}: {sum(judged)} of {len(judged)} ({sum(judged) / len(judged):.3f})")


def plv(path: Path, tables: Tables, parser: Parser) -> Iterator[Line]:
    """Does an actor or recipient get a country or body, its sentence given?"""
    for row in _rows(path):
        for words in (row["source"], row["target"]):
            if not words or words.lower() in NOBODY:
                continue
            found = resolve(words, tables, parser, context=row["sentence"], acting=False)
            code = next((one.code for one in found if one.code.code), None)
            told = (code.code, code.sector, code.name) if code else None
            yield code is not None, f"{words}: {told}"


def events(path: Path, tables: Tables, parser: Parser) -> Iterator[Line]:
    """Does a named participant of a news line get a code? Places and things are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            if item["category"] not in CATEGORIES:
                continue
            article = Article(item["text"], "", Date.fromisoformat(item["date"]), "given")
            doc = with_entities(article, tables, parser)
            assert doc.entities is not None and doc.mentions is not None
            for entity in doc.entities:
                mention = doc.mentions[entity.mentions[0]]
                covering = [h.kind for h in mention.names if h.first <= mention.head < h.last]
                if mention.kind is not MentionKind.NAME or set(covering) & NO_ACTORS:
                    continue
                code = (entity.code.code, entity.code.sector, entity.code.name)
                yield bool(entity.code.code), f"{mention.span.of(doc.text)}: {code}"


NO_ACTORS = {"ner:GPE", "ner:LOC", "ner:FAC", "ner:NORP", "region", "city", "province", "region_of"}
SETS: dict[str, tuple[str, Callable[[Path, Tables, Parser], Iterator[Line]]]] = {
    "ngec": ("ngec_actor_tests.tsv", ngec),
    "plv": ("plv_train.tsv", plv),
    "events": ("open/current_events_2025-01_2026-04.jsonl.gz", events),
}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _codes(cell: str) -> set[str]:
    return {TRANSLATED.get(code, code) for code in cell.split("|") if code}


def _day(words: str) -> Date:
    for form in DAYS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return TODAY


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
