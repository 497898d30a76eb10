"""Who was what on that day? Dated probes of our own, from 1990 to 2026.

    python bench/probes.py [--show] [--probes FILE] [--floor 1.0]

A probe is right when code, sector and office are right. Ends with 1 below the floor.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path

from least import options as least_options

from dragoman.engines.spacy_parser import load_parser
from dragoman.model import ActorCode, Parser
from dragoman.resolve import resolve
from dragoman.tables import Tables, load_tables

PROBES = Path(__file__).parent / "probes.tsv"


def main() -> int:
    """Run from the command line; 1 when too few probes are right."""
    parser = least_options(__doc__, "probes")
    parser.add_argument("--probes", type=Path, default=PROBES)
    options = parser.parse_args()
    wrong = [line for right, line in ask(options.probes, load_tables(), load_parser()) if not right]
    total = len(options.probes.read_text("utf-8").splitlines()) - 1
    for line in wrong if options.show else ():
        sys.stdout.write(line + "\n")
    share = 1 - len(wrong) / max(1, total)
    sys.stdout.write(f"{total - len(wrong)} of {total} probes right ({share:.3f})\n")
    return int(share < options.floor)


def ask(path: Path, tables: Tables, parser: Parser) -> Iterator[tuple[bool, str]]:
    """Each probe: is the answer right, and a line that tells question and answer."""
    header, *lines = path.read_text("utf-8").splitlines()
    for line in lines:
        cells = dict(zip(header.split("\t"), line.split("\t"), strict=True))
        day = Date.fromisoformat(cells["date"])
        found = resolve(cells["words"], tables, parser, date=day, acting=False)
        code = found[0].code if found else ActorCode(None)
        got = (code.code or "", code.sector or "", (code.office or "").lower())
        wanted = (cells["code"], cells["sector"], cells["office"])
        yield got == wanted, f"{cells['words']} {cells['date']}: wanted {wanted}, found {got}"


if __name__ == "__main__":
    sys.exit(main())
