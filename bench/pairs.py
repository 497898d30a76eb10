"""Who does what to whom, pair by pair: type, direction and bystanders.

    python bench/pairs.py                         own sentences that training has not seen
    python bench/pairs.py --pairs FILE.tsv        sentences with one marked pair and its type each

FILE has the columns marked_sentence (with <s>actor</s> and <t>recipient</t>) and gold_root. PLV's
roots are older than PLOVER 2.0: CONCEDE and RETREAT are one root, YIELD; what a court finds is
ACCUSE there; and a promised release or resignation is AGREE.
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

from dragoman import Article, Coder
from dragoman.model import Document, Reader, Reading, Span, Token
from dragoman.pipeline import code_article
from dragoman.training.corpus import Sample, read_folder
from dragoman.training.labels import labels_of
from dragoman.training.names import load_swapper

SENTENCES = Path(__file__).parents[1] / "data" / "corpus" / "sentences"
HELD = "-08:"
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "ASSAULT"})
FAINT = 0.02  # triggers looked at
OFF_ROLE = 0.05  # what a trigger counts whose participants are others
ROW = 0.1  # what a row of the lexicon says, against the network's probabilities
DEPTH = 0.6  # per step down the tree: a sentence's main verb tells what the pair is about
BOUND = 0.25  # from here on a pair counts as bound by an event
FUTURE = frozenset({"will", "would", "shall", "'ll", "to"})
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


class Judge:
    """Judges pairs with everything the coder knows: network, lexicon and syntax."""

    def __init__(self, coder: Coder) -> None:
        self.coder = coder
        self.read: dict[str, tuple[Document, Reading]] = {}

    def votes(self, pair: Pair) -> Iterator[Vote]:
        """One vote a trigger."""
        doc, reading = self._read(pair.text)
        rows = [(t.span, t.event) for t in doc.triggers or ()]
        heard = [f.span for f in reading.triggers(FAINT)]
        known = [s for s, _ in rows if not any(s.overlaps(h) for h in heard)]
        for span in [*heard, *known]:
            answer = reading.at(span)
            if answer is None:
                continue
            one = answer.roles(pair.actor) if pair.actor else (0.5, 0.5, 0.0)
            other = answer.roles(pair.recipient) if pair.recipient else (0.5, 0.5, 0.0)
            types = dict(answer.types)
            for kind in {kind for at, kind in rows if at.overlaps(span)}:
                types[kind] += ROW
            self._plv(types, doc, span, answer.modes("SANCTION").get("convict", 0.0))
            weight = DEPTH ** _depth(doc.tokens or (), span)
            yield Vote(types, one[0] * other[1], one[0] * other[0], weight)

    def type_of(self, pair: Pair) -> str:
        """The likeliest root of a pair that is known to be bound by an event."""
        scores: dict[str, float] = defaultdict(float)
        for vote in self.votes(pair):
            for kind, share in vote.types.items():
                fit = max(vote.forth, vote.together) if kind in MUTUAL else vote.forth
                scores[_root(kind)] += share * vote.weight * (fit**0.5 + OFF_ROLE)
        return max(scores, key=lambda kind: scores[kind], default="ACCUSE")

    def bound(self, pair: Pair) -> float:
        """How likely (0..1) the first does something to the second."""
        fits = (min(1.0, sum(v.types.values())) * v.forth for v in self.votes(pair))
        return max(fits, default=0.0)

    def _read(self, text: str) -> tuple[Document, Reading]:
        if text not in self.read:
            doc = code_article(Article(text), self.coder.tables, self.coder.parser, None)
            (reading,) = self.coder.reader.read([text])
            self.read[text] = doc, reading
        return self.read[text]

    def _plv(self, types: dict[str, float], doc: Document, span: Span, convict: float) -> None:
        """PLV's older reading of convictions and of promised concessions."""
        verdict = types["SANCTION"] * convict
        types["ACCUSE"] += verdict
        types["SANCTION"] -= verdict
        if _is_future(doc.tokens or (), span):
            types["AGREE"] += types.pop("CONCEDE") + types.pop("RETREAT")


def _root(kind: str) -> str:
    return "YIELD" if kind in {"CONCEDE", "RETREAT"} else kind


def _depth(tokens: Sequence[Token], span: Span) -> int:
    at = next((t.i for t in tokens if t.span.overlaps(span)), None)
    steps = 0
    while at is not None and tokens[at].head != at:
        at, steps = tokens[at].head, steps + 1
    return steps


def _is_future(tokens: Sequence[Token], span: Span) -> bool:
    """Is a trigger under "will", "would" or an infinitive?"""
    heads = {t.i for t in tokens if t.span.overlaps(span)}
    return any(t.head in heads and t.dep == "aux" and t.text.lower() in FUTURE for t in tokens)


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


def report_types(pairs: Sequence[Pair], judge: Judge) -> None:
    """Accuracy and macro F1 of roots, four classes and two."""
    found = [(pair.gold, judge.type_of(pair)) for pair in pairs]
    views: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("root", str), ("four classes", QUADS.__getitem__), ("two classes", lambda k: QUADS[k] > 2)
    )  # fmt: skip
    for name, view in views:
        seen = [(view(gold), view(kind)) for gold, kind in found]
        right = sum(gold == kind for gold, kind in seen) / len(seen)
        _say(f"{name:13s} accuracy {right:.3f}  macro F1 {_macro(seen):.3f}")
    wrong = Counter(f"{gold} as {kind}" for gold, kind in found if gold != kind)
    _say("most often wrong: " + ", ".join(f"{k} {n}" for k, n in wrong.most_common(8)))


def _macro(pairs: Sequence[tuple[object, object]]) -> float:
    scores = []
    for kind in {gold for gold, _ in pairs}:
        right = sum(gold == found == kind for gold, found in pairs)
        both = sum((gold == kind) + (found == kind) for gold, found in pairs)
        scores.append(2 * right / both)
    return sum(scores) / len(scores)


def report_direction(pairs: Sequence[Pair], judge: Judge) -> None:
    """How many true pairs are seen, and how many swapped ones are rejected or reversed."""
    aimed = [p for p in pairs if p.gold not in MUTUAL and p.actor and p.recipient]
    swapped = [Pair(p.text, p.recipient, p.actor, p.gold) for p in aimed]
    forth, back = [judge.bound(p) for p in aimed], [judge.bound(p) for p in swapped]
    seen = sum(f >= BOUND for f in forth) / len(aimed)
    right = sum(b < BOUND or b < f for f, b in zip(forth, back, strict=True)) / len(aimed)
    _say(f"true pairs seen {seen:.3f}, swapped rejected or reversed {right:.3f}  ({len(aimed)})")


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


def report_own(judge: Judge) -> None:
    """Direction, bystanders and silence on sentences that training has not seen."""
    samples = [s for s in read_folder(SENTENCES, labels_of()) if HELD in s.key]
    true, beside = own_pairs(samples)
    report_direction(true, judge)
    quiet = sum(judge.bound(p) < BOUND for p in beside) / len(beside)
    _say(f"bystanders rejected {quiet:.3f}  ({len(beside)})")
    changed = [c for s in samples for c in type_changes(s, judge.coder.reader)]
    _say(f"types that other names change {sum(changed) / len(changed):.3f}  ({len(changed)})")
    without = [s for s in samples if not s.events]
    silent = sum(not judge.coder.code(s.text).events for s in without) / len(without)
    _say(f"sentences without events left uncoded {silent:.3f}  ({len(without)})")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Types, direction and bystanders of pairs.")
    parser.add_argument("--pairs", type=Path, help="table of marked pairs")
    parser.add_argument("--model", type=Path, help="folder of another event network")
    options = parser.parse_args()
    judge = Judge(Coder(model=options.model))
    if options.pairs is None:
        report_own(judge)
        return 0
    if not options.pairs.exists():
        _say(f"skipped: {options.pairs} is not there")
        return 0
    pairs = read_pairs(options.pairs)
    report_types(pairs, judge)
    report_direction(pairs, judge)
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
