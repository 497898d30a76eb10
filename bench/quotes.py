"""Score the quotes stage on PolNeAR: attributions in political news, as brat files.

    python bench/quotes.py FOLDER [--errors N] [--at 0.3] [--every N] [--floors FILE]

FOLDER holds text/*.txt and attributions/*.ann; of several annotators of an article the first
counts. Gold attributions without content are left out. Contents are matched one to one, best
first, when the Jaccard index of their characters is at least --at. A marked quote inside an
indirect one by the same speaker is part of it, and words in quote marks without a speaker are no
attribution: neither counts as a find of its own. A speaker is right when it shares a character
with the gold source.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from least import below

from dragoman.engines.spacy_parser import load_parser
from dragoman.model import Article, Document, Parser, Quote, QuoteKind
from dragoman.stages.blocks import segment_blocks
from dragoman.stages.quotes import attribute_quotes
from dragoman.stages.syntax import parse_syntax
from dragoman.tables.block_cues import BlockCues, load_block_cues
from dragoman.tables.quotes import QuoteWords, load_quote_words

MARKS = frozenset('"“”«»‘')
Ranges = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Gold:
    """An attribution of the gold standard."""

    content: Ranges
    source: Ranges
    cue: Ranges


@dataclass(slots=True)
class Counts:
    """What is counted over all articles."""

    articles: int = 0
    gold: int = 0
    found: int = 0
    matched: int = 0
    sourced: int = 0
    right: int = 0
    marked: list[int] = field(default_factory=lambda: [0, 0])
    plain: list[int] = field(default_factory=lambda: [0, 0])
    rules: Counter[tuple[str, bool]] = field(default_factory=Counter)


def read_gold(path: Path) -> list[Gold]:
    """The attributions of a file that have content."""
    spans: dict[str, Ranges] = {}
    events: list[list[str]] = []
    for line in path.read_text("utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) > 1 and cells[0].startswith("T"):
            places = cells[1].split(" ", 1)[1]
            spans[cells[0]] = [(int(a), int(b)) for a, b in (p.split() for p in places.split(";"))]
        elif len(cells) > 1 and cells[0].startswith("E"):
            events.append(cells[1].split())
    roles = ("Content", "Source", "Cue")
    found = [Gold(*(_role(event, role, spans) for role in roles)) for event in events]
    return [gold for gold in found if gold.content]


def _role(event: list[str], role: str, spans: dict[str, Ranges]) -> Ranges:
    keys = [part.split(":")[1] for part in event if part.startswith(role)]
    return sorted(span for key in keys for span in spans.get(key, []))


def counted(quotes: tuple[Quote, ...]) -> list[Quote]:
    """The quotes that count as attributions."""
    indirect = [q for q in quotes if q.kind in {QuoteKind.INDIRECT, QuoteKind.TOPIC}]
    return [q for q in quotes if q.speaker is not None and not _is_part(q, indirect)]


def _is_part(quote: Quote, indirect: list[Quote]) -> bool:
    if quote.kind not in {QuoteKind.PARTIAL, QuoteKind.SCARE}:
        return False
    return any(
        other.speaker_token == quote.speaker_token
        and any(span.contains(quote.content[0]) for span in other.content)
        for other in indirect
    )


def characters(ranges: Ranges) -> set[int]:
    """The places of all characters of some ranges."""
    return {place for start, end in ranges for place in range(start, end)}


def match(gold: list[Gold], quotes: list[Quote], at: float) -> list[tuple[int, int]]:
    """Pairs of gold and found, greedily by Jaccard index."""
    wanted = [characters(g.content) for g in gold]
    given = [characters([(s.start, s.end) for s in q.content]) for q in quotes]
    scores = []
    for i, one in enumerate(wanted):
        for j, other in enumerate(given):
            common = len(one & other)
            if common and (score := common / len(one | other)) >= at:
                scores.append((-score, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(scores):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def count(counts: Counts, doc: Document, gold: list[Gold], at: float) -> list[str]:
    """Add an article to the counts; lines about what was missed or wrong."""
    quotes = counted(doc.quotes or ())
    pairs = match(gold, quotes, at)
    counts.articles += 1
    counts.gold += len(gold)
    counts.found += len(quotes)
    counts.matched += len(pairs)
    hit = {i for i, _ in pairs}
    for i, one in enumerate(gold):
        text = doc.text[max(0, one.content[0][0] - 1) : one.content[-1][1] + 1]
        side = counts.marked if MARKS.intersection(text) else counts.plain
        side[0] += i in hit
        side[1] += 1
    used = {j for _, j in pairs}
    for j, quote in enumerate(quotes):
        counts.rules[quote.rule, j in used] += 1
    notes = _speakers(counts, doc, [(gold[i], quotes[j]) for i, j in pairs])
    notes += [f"MISSED {_show(doc, g)}" for i, g in enumerate(gold) if i not in hit]
    extra = (q for j, q in enumerate(quotes) if j not in used)
    return notes + [f"EXTRA  {q.rule} | {_words(doc, q)}" for q in extra]


def _speakers(counts: Counts, doc: Document, pairs: list[tuple[Gold, Quote]]) -> list[str]:
    notes = []
    for one, quote in pairs:
        if not one.source or quote.speaker is None:
            continue
        counts.sourced += 1
        right = any(s < quote.speaker.end and quote.speaker.start < e for s, e in one.source)
        counts.right += right
        if not right:
            gold = _text(doc, one.source)
            notes.append(f"WHO    {quote.rule} | {_words(doc, quote)} | gold: {gold!r}")
    return notes


def _text(doc: Document, ranges: Ranges) -> str:
    return " ... ".join(doc.text[a:b] for a, b in ranges)[:90]


def _show(doc: Document, gold: Gold) -> str:
    return f"{_text(doc, gold.source)!r} {_text(doc, gold.cue)!r} {_text(doc, gold.content)!r}"


def _words(doc: Document, quote: Quote) -> str:
    content = " ... ".join(span.of(doc.text) for span in quote.content)[:90]
    cue = quote.cue.of(doc.text) if quote.cue else None
    return f"{quote.speaker.of(doc.text) if quote.speaker else None!r} {cue!r} {content!r}"


def figures(counts: Counts) -> dict[str, float]:
    """The figures by name."""
    precision = counts.matched / max(1, counts.found)
    recall = counts.matched / max(1, counts.gold)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "marked": counts.marked[0] / max(1, counts.marked[1]),
        "plain": counts.plain[0] / max(1, counts.plain[1]),
        "speaker": counts.right / max(1, counts.sourced),
    }


def report(counts: Counts) -> Iterator[str]:
    """The figures, line by line."""
    found = figures(counts)
    yield f"articles {counts.articles}, gold {counts.gold}, found {counts.found}"
    yield f"P {found['precision']:.3f}  R {found['recall']:.3f}  F1 {found['f1']:.3f}"
    yield f"recall with marks: {found['marked']:.3f} of {counts.marked[1]}"
    yield f"recall without marks: {found['plain']:.3f} of {counts.plain[1]}"
    yield f"speaker right: {found['speaker']:.3f} of {counts.sourced}"
    for rule in sorted({rule for rule, _ in counts.rules}):
        right, wrong = counts.rules[rule, True], counts.rules[rule, False]
        yield f"  {rule}: {right} of {right + wrong} matched"


def articles(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Text files with the first annotator's file."""
    for text in sorted((folder / "text").glob("*.txt")):
        files = sorted((folder / "attributions").glob(f"{text.stem}_*.ann"))
        if files:
            yield text, files[0]


@dataclass(frozen=True, slots=True)
class Coder:
    """What turns a text into a document with quotes."""

    parser: Parser
    cues: BlockCues
    words: QuoteWords

    def code(self, text: str) -> Document:
        """A text with quotes."""
        doc = segment_blocks(Document(Article(text)), self.cues)
        return attribute_quotes(parse_syntax(doc, self.parser), self.words)


def main() -> int:
    """Command line."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    options.add_argument("folder", type=Path)
    options.add_argument("--at", type=float, default=0.3, help="least Jaccard index of a match")
    options.add_argument("--every", type=int, default=1, help="score every n-th article only")
    options.add_argument("--floors", type=Path, help="JSON file: least value of each figure")
    options.add_argument("--errors", type=int, default=0, help="show this many errors an article")
    args = options.parse_args()
    if not (args.folder / "text").is_dir():
        sys.stdout.write(f"skipped: {args.folder} holds no articles\n")
        return 0
    coder, counts = Coder(load_parser(), load_block_cues(), load_quote_words()), Counts()
    began = time.perf_counter()
    for text, marked_up in list(articles(args.folder))[:: args.every]:
        with text.open(encoding="utf-8", newline="") as file:
            doc = coder.code(file.read())
        for note in count(counts, doc, read_gold(marked_up), args.at)[: args.errors]:
            sys.stdout.write(note.replace("\n", "|") + "\n")
    seconds = time.perf_counter() - began
    sys.stdout.write("\n".join(report(counts)) + f"\n{seconds:.1f} s\n")
    return below(figures(counts), args.floors, "quotes")


if __name__ == "__main__":
    sys.exit(main())
