"""How fast, how soon ready, how much memory.

    python bench/speed.py [--articles 40]

The articles are made of the test articles: about 600 words each, all different, always the same.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from dragoman import Article, Coder
from dragoman.stages.quotes import attribute_quotes
from dragoman.stages.status import judge_triggers

DATA = Path(__file__).parents[1] / "tests" / "data" / "articles"
WORDS = 600
KIB_PER_MIB = 1024
STARTS = {
    "import dragoman": "import dragoman",
    "dragoman --help": "import sys, dragoman.cli as c; sys.argv[1:] = ['--help']; c.main()",
    "first article": "import dragoman; dragoman.code('Iran tested a missile on Monday.')",
}


def paragraphs() -> list[str]:
    """All body paragraphs of the test articles."""
    texts = [path.read_text("utf-8") for path in sorted(DATA.glob("*.txt"))]
    return [p for text in texts for p in text.strip().split("\n\n") if len(p) > 100]


def articles(count: int) -> list[Article]:
    """Articles of about WORDS words, each beginning with another paragraph."""
    pieces = paragraphs()
    return [Article(_text(pieces, n), f"speed-{n}") for n in range(count)]


def _text(pieces: list[str], number: int) -> str:
    chosen, words = [f"Dispatch {number}"], 0
    for piece in islice(cycle(pieces), number % len(pieces), None):
        chosen.append(piece)
        words += len(piece.split())
        if words >= WORDS:
            break
    return "\n\n".join(chosen)


def start_seconds(program: str) -> float:
    """Wall time of a fresh process; the best of three."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        times.append(time.perf_counter() - begin)
    return min(times)


def saying_seconds(coder: Coder, batch: list[Article]) -> float:
    """Time of the stages that tell who says so and whether it is so, the parse given."""
    seconds = 0.0
    for article in batch:
        coded = coder.code(article).document
        began = time.perf_counter()
        attribute_quotes(replace(coded, quotes=None), coder.tables.quotes)
        judge_triggers(replace(coded, judgements=None), coder.tables.status)
        seconds += time.perf_counter() - began
    return seconds


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Speed, start-up and memory.")
    parser.add_argument("--articles", type=int, default=40)
    batch = articles(parser.parse_args().articles)
    for name, program in STARTS.items():
        sys.stdout.write(f"start-up  {name:16s} {start_seconds(program):.2f} s\n")
    coder = Coder()
    coder.code(batch[0])
    begin = time.perf_counter()
    events = sum(len(coded.events) for coded in coder.code_all(batch))
    seconds = time.perf_counter() - begin
    said = saying_seconds(coder, batch)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
    sys.stdout.write(f"speed     {len(batch) / seconds:.1f} articles of {WORDS} words a second")
    sys.stdout.write(f" ({len(batch)} articles, {events} events, {seconds:.1f} s)\n")
    sys.stdout.write(f"stages    quotes and status: {len(batch) / said:.0f} articles a second\n")
    sys.stdout.write(f"memory    {peak:.0f} MiB at the peak\n")


if __name__ == "__main__":
    main()
