"""Who does what to whom, pair by pair: type, direction and bystanders.

    python bench/pairs.py                         own sentences that training has not seen
    python bench/pairs.py --pairs FILE.tsv        sentences with one marked pair and its type each
    python bench/pairs.py --floors LEAST.json     fail where a figure is below its floor

FILE has the columns marked_sentence (with <s>actor</s> and <t>recipient</t>) and gold_root. PLV's
roots are older than PLOVER 2.0 (bench/older.py reads today's types as them).
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from least import below
from older import Clue, older

from dragoman import Article, Coder
from dragoman.model import (
    Document,
    Event,
    Participant,
    Reader,
    Reading,
    Role,
    Span,
    Status,
    Token,
)
from dragoman.pipeline import code_article
from dragoman.training.corpus import Sample, read_folder
from dragoman.training.labels import labels_of
from dragoman.training.names import load_swapper

SENTENCES = Path(__file__).parents[1] / "data" / "corpus" / "sentences"
HELD = "-08:"
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "ASSAULT"})
FAINT = 0.02  # triggers looked at
OFF_ROLE = 0.01  # what a trigger counts whose participants are others
ROW = 0.05  # what a row of the lexicon says, against the network's probabilities
CODED = 1.0  # what the coder's own events say, against all that the network hears
HALF = 0.2  # what an event of the coder counts that has another recipient
DEPTH = 0.8  # per step down the tree: a sentence's main verb tells what the pair is about
SURE = 0.3  # what an event of the coder adds to it that a pair is bound
BOUND = 0.3  # from here on a pair counts as bound by an event
FAILING = frozenset({"fail", "refuse", "decline", "deny"})
WILL = frozenset({"will", "would", "shall", "'ll"})
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4,
    "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with its actor and recipient marked, and the type between them."""

    text: str
    actor: Span | None
    recipient: Span | None
    gold: str


@dataclass(frozen=True, slots=True)
class Vote:
    """What one trigger says of a pair: its types, and how well the pair fits its roles (0..1)."""

    types: Mapping[str, float]
    forth: float
    together: float
    weight: float


@dataclass(frozen=True, slots=True)
class Known:
    """A text with what the coder knows of it."""

    doc: Document  # as the lexicon alone reads it
    reading: Reading
    events: tuple[Event, ...]


class Judge:
    """Judges pairs with everything the coder knows: network, lexicon, syntax and rules."""

    def __init__(self, coder: Coder) -> None:
        self.coder = coder
        self._known: dict[str, Known] = {}

    def votes(self, pair: Pair) -> Iterator[Vote]:
        """What network and lexicon say: one vote a trigger."""
        known = self._read(pair.text)
        tokens = known.doc.tokens or ()
        rows = [(t.span, t.event, t.row) for t in known.doc.triggers or ()]
        heard = [f.span for f in known.reading.triggers(FAINT)]
        silent = [s for s, _, _ in rows if not any(s.overlaps(h) for h in heard)]
        for span in [*heard, *silent]:
            answer = known.reading.at(span)
            if answer is None:
                continue
            one = answer.roles(pair.actor) if pair.actor else (0.5, 0.5, 0.0)
            other = answer.roles(pair.recipient) if pair.recipient else (0.5, 0.5, 0.0)
            here = [(kind, row) for at, kind, row in rows if at.overlaps(span)]
            types = dict(answer.types)
            for kind in {kind for kind, _ in here}:
                types[kind] += ROW
            aux = _auxiliaries(tokens, span)
            clue = Clue(
                words=span.of(pair.text),
                rows=frozenset(row for _, row in here),
                will=bool(aux & WILL),
                to="to" in aux,
                failed=_has_failed(tokens, span),
                convict=answer.modes("SANCTION").get("convict", 0.0),
                cyber=answer.modes("COERCE").get("cyber", 0.0),
            )
            weight = DEPTH ** _depth(tokens, span)
            yield Vote(older(types, clue), one[0] * other[1], one[0] * other[0], weight)

    def coded(self, pair: Pair) -> Iterator[tuple[str, float]]:
        """What the coder's own events say: a root, and how much it counts (0..1)."""
        for event in self._read(pair.text).events:
            if pair.actor and not _named(event.actor, pair.actor):
                continue
            both = _named(event.actor, pair.recipient) and (
                event.event in MUTUAL or not event.recipient
            )
            fits = both or _named(event.recipient, pair.recipient)
            weight = event.confidence * (1.0 if fits else HALF)
            for root, share in older({event.event: 1.0}, _clue(event)).items():
                yield root, share * weight

    def type_of(self, pair: Pair) -> str:
        """The likeliest root of a pair that is known to be bound by an event."""
        scores: dict[str, float] = defaultdict(float)
        for vote in self.votes(pair):
            for root, share in vote.types.items():
                fit = max(vote.forth, vote.together) if root in MUTUAL else vote.forth
                scores[root] += share * vote.weight * (fit + OFF_ROLE)
        whole = max(scores.values(), default=1.0)
        for root, share in self.coded(pair):
            scores[root] += CODED * whole * share
        return max(scores, key=lambda root: scores[root], default="ACCUSE")

    def bound(self, pair: Pair) -> float:
        """How likely (0..1) the first does something to the second."""
        heard = [min(1.0, sum(v.types.values())) * v.forth for v in self.votes(pair)]
        coded = [
            event.confidence
            for event in self._read(pair.text).events
            if _named(event.actor, pair.actor) and _named(event.recipient, pair.recipient)
        ]
        return min(1.0, max(heard, default=0.0) + SURE * max(coded, default=0.0))

    def _read(self, text: str) -> Known:
        if text not in self._known:
            doc = code_article(Article(text), self.coder.tables, self.coder.parser, None)
            (reading,) = self.coder.reader.read([text])
            self._known[text] = Known(doc, reading, self.coder.code(text).events)
        return self._known[text]


def _named(participants: Sequence[Participant], span: Span | None) -> bool:
    return span is not None and any(p.span.overlaps(span) for p in participants)


def _clue(event: Event) -> Clue:
    words = [e.text for e in event.evidence if e.role is Role.TRIGGER]
    planned, failed = event.status is Status.PLANNED, event.status is Status.NEGATED
    rows = frozenset(why.removeprefix("row:") for why in event.why)
    convict, cyber = float("convict" in event.mode), float("cyber" in event.mode)
    return Clue(" ".join(words), rows, planned, False, failed, convict, cyber)


def _depth(tokens: Sequence[Token], span: Span) -> int:
    at = next((t.i for t in tokens if t.span.overlaps(span)), None)
    steps = 0
    while at is not None and tokens[at].head != at:
        at, steps = tokens[at].head, steps + 1
    return steps


def _auxiliaries(tokens: Sequence[Token], span: Span) -> set[str]:
    heads = {t.i for t in tokens if t.span.overlaps(span)}
    return {t.text.lower() for t in tokens if t.head in heads and t.dep == "aux"}


def _has_failed(tokens: Sequence[Token], span: Span) -> bool:
    """Does "failed to" or "not" stand over a trigger?"""
    heads = [t for t in tokens if t.span.overlaps(span)]
    numbers = {t.i for t in heads}
    above = any(tokens[t.head].lemma in FAILING for t in heads if t.head not in numbers)
    return above or any(t.head in numbers and t.dep == "neg" for t in tokens)


# -- marked pairs -----------------------------------------------------------------------------


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        table = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [pair_of(row["marked_sentence"], row["gold_root"]) for row in table]


def pair_of(marked: str, gold: str) -> Pair:
    """A pair from a sentence with its marks."""
    text, starts, spans = "", {}, {}
    for part in re.split(r"(</?[st]>)", " ".join(marked.split())):
        if re.fullmatch(r"<[st]>", part):
            starts[part[1]] = len(text)
        elif re.fullmatch(r"</[st]>", part):
            spans[part[2]] = Span(starts[part[2]], len(text))
        else:
            text += part
    return Pair(text, _full(spans.get("s")), _full(spans.get("t")), gold)


def _full(span: Span | None) -> Span | None:
    return span if span is not None and span.end > span.start else None


def of_types(pairs: Sequence[Pair], judge: Judge) -> Iterator[tuple[str, float]]:
    """Macro F1 of roots, four classes and two; says accuracy and what is most often wrong."""
    found = [(pair.gold, judge.type_of(pair)) for pair in pairs]
    views: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("root", str), ("four classes", QUADS.__getitem__), ("two classes", lambda k: QUADS[k] > 2)
    )  # fmt: skip
    for name, view in views:
        seen = [(view(gold), view(kind)) for gold, kind in found]
        right = sum(gold == kind for gold, kind in seen) / len(seen)
        _say(f"{name:13s} accuracy {right:.3f}  macro F1 {_macro(seen):.3f}")
        yield name, _macro(seen)
    wrong = Counter(f"{gold} as {kind}" for gold, kind in found if gold != kind)
    _say("most often wrong: " + ", ".join(f"{k} {n}" for k, n in wrong.most_common(8)))


def _macro(pairs: Sequence[tuple[object, object]]) -> float:
    scores = []
    for kind in {gold for gold, _ in pairs}:
        right = sum(gold == found == kind for gold, found in pairs)
        both = sum((gold == kind) + (found == kind) for gold, found in pairs)
        scores.append(2 * right / both)
    return sum(scores) / len(scores)


def of_direction(pairs: Sequence[Pair], judge: Judge) -> Iterator[tuple[str, float]]:
    """How many true pairs are seen, and how many swapped ones are rejected or reversed."""
    aimed = [p for p in pairs if p.gold not in MUTUAL and p.actor and p.recipient]
    swapped = [Pair(p.text, p.recipient, p.actor, p.gold) for p in aimed]
    forth, back = [judge.bound(p) for p in aimed], [judge.bound(p) for p in swapped]
    yield _share("true pairs seen", [f >= BOUND for f in forth])
    right = [b < BOUND or b < f for f, b in zip(forth, back, strict=True)]
    yield _share("swapped rejected or reversed", right)


def _share(name: str, cases: Sequence[bool]) -> tuple[str, float]:
    """The share of cases that hold, told."""
    share = sum(cases) / len(cases)
    _say(f"{name} {share:.3f}  ({len(cases)})")
    return name, share


# -- own sentences ----------------------------------------------------------------------------


def own_pairs(samples: Sequence[Sample]) -> tuple[list[Pair], list[Pair]]:
    """True pairs, and pairs of an actor with a bystander."""
    true, beside = [], []
    for sample in samples:
        for event in sample.events:
            for actor in event.roles["actor"]:
                true += [Pair(sample.text, actor, r, event.type) for r in event.roles["recipient"]]
                beside += [Pair(sample.text, actor, b, "NONE") for b in sample.bystanders]
    return true, beside


def type_changes(sample: Sample, reader: Reader) -> list[bool]:
    """For each event: is its likeliest type another one when all countries and persons are
    replaced by others of their kind?"""
    other = load_swapper().swap(sample, random.Random(sample.key))
    before, after = reader.read([sample.text, other.text])
    changed = []
    for event, same in zip(sample.events, other.events, strict=True):
        ours, theirs = before.at(event.trigger), after.at(same.trigger)
        if ours is not None and theirs is not None and other.text != sample.text:
            changed.append(_best(ours.types) != _best(theirs.types))
    return changed


def _best(types: Mapping[str, float]) -> str:
    return max(types, key=lambda kind: types[kind])


def of_own(judge: Judge) -> Iterator[tuple[str, float]]:
    """Direction, bystanders and silence on sentences that training has not seen."""
    samples = [s for s in read_folder(SENTENCES, labels_of()) if HELD in s.key]
    true, beside = own_pairs(samples)
    yield from of_direction(true, judge)
    yield _share("bystanders rejected", [judge.bound(p) < BOUND for p in beside])
    changed = [c for s in samples for c in type_changes(s, judge.coder.reader)]
    yield _share("types that other names leave", [not c for c in changed])
    without = [s for s in samples if not s.events]
    silent = [not judge.coder.code(s.text).events for s in without]
    yield _share("sentences without events left uncoded", silent)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Types, direction and bystanders of pairs.")
    parser.add_argument("--pairs", type=Path, help="table of marked pairs")
    parser.add_argument("--model", type=Path, help="folder of another event network")
    parser.add_argument("--floors", type=Path, help="JSON with least figures")
    options = parser.parse_args()
    if options.pairs and not options.pairs.exists():
        _say(f"skipped: {options.pairs} is not there")
        return 0
    judge = Judge(Coder(model=options.model))
    if options.pairs is None:
        return below(dict(of_own(judge)), options.floors, "pairs")
    pairs = read_pairs(options.pairs)
    figures = dict([*of_types(pairs, judge), *of_direction(pairs, judge)])
    return below(figures, options.floors, options.pairs.stem)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
