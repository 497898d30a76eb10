"""Is it so, and who says so? 400 marked acts of our own, and the UW set where you have it.

    python bench/attribution.py [--show] [--cases FILE] [--floor 0.93]
    python bench/attribution.py --factuality uw_dev.jsonl [--show] [--floors FILE]

A case is right when status, voices (outermost first; those who speak together in any order) and
stance are right; certainty is counted by itself. Of the factuality set (labels from -3 to 3) an act
is negated at -1 or less, and not factual below 1: the first is status negated, the second negated,
conditional, or of certainty possible. Ends with 1 below the floor.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date as Date
from pathlib import Path

from least import below
from least import options as least_options

from dragoman import Article, Coder
from dragoman.model import (
    Certainty,
    Document,
    Judgement,
    Opinion,
    Reading,
    Sentence,
    Span,
    Status,
    Trigger,
)
from dragoman.pipeline import with_entities
from dragoman.stages.places import resolve_places
from dragoman.stages.status import judge_triggers
from dragoman.stages.times import resolve_times

CASES = Path(__file__).parent / "attribution.tsv"
DAY = Date(2021, 12, 21)  # of publication of all cases
NEGATED, FACTUAL = -1, 1
# How the set is cut into words; the marks before which no blank stands in print.
TIGHT = frozenset({",", ".", "'s", "n't", ";", ":", "?", "!", "'", ")", "%", "'ll", "'re", "'ve",
                   "'d", "'m", "-"})  # fmt: skip
OPENING = frozenset({"$", "(", "-"})


@dataclass(frozen=True, slots=True)
class Case:
    """One marked act and the right judgement."""

    id: str
    kind: str
    text: str
    trigger: str
    status: str
    certainty: str
    reporters: str
    stance: str


class Judge:
    """Judges acts at given places, whatever the trigger stage would find there."""

    def __init__(self) -> None:
        self.coder = Coder()

    def judge(self, text: str, places: list[int], day: Date | None) -> tuple[Document, list[int]]:
        """The document with judgements, and for each place its position among them; -1 where the
        parser has no word."""
        tables = self.coder.tables
        doc = with_entities(Article(text, date=day), tables, self.coder.parser)
        doc = resolve_places(resolve_times(doc, tables.times), tables.places)
        triggers: list[Trigger] = []
        numbers = []
        readings: dict[int, Reading] = {}
        for place in places:
            trigger = self._trigger(doc, place, len(triggers), readings)
            numbers.append(-1 if trigger is None else trigger.i)
            triggers += [trigger] if trigger else []
        return judge_triggers(replace(doc, triggers=tuple(triggers)), tables.status), numbers

    def _trigger(
        self, doc: Document, place: int, number: int, readings: dict[int, Reading]
    ) -> Trigger | None:
        token = next((t for t in doc.tokens or () if t.span.end > place), None)
        if token is None:
            return None
        sentence = next(s for s in doc.sentences or () if s.first <= token.i < s.last)
        if sentence.i not in readings:  # each sentence is read once
            text = sentence.span.of(doc.text)
            readings[sentence.i] = next(iter(self.coder.reader.read([text])))
        opinion = self._opinion(readings[sentence.i], sentence, token.span)
        return Trigger(number, token.i, sentence.i, token.span, "heard-verb", "", (),
                       opinion=opinion)  # fmt: skip

    def _opinion(self, reading: Reading, sentence: Sentence, span: Span) -> Opinion | None:
        start = sentence.span.start
        answer = reading.at(Span(span.start - start, span.end - start))
        if answer is None:
            return None
        types = dict(answer.types)
        return Opinion(min(1.0, sum(types.values())), types, {}, dict(answer.statuses), (), {})


# -- own cases ------------------------------------------------------------------------------------


def read_cases(path: Path) -> list[Case]:
    """The cases of a table."""
    header, *lines = path.read_text("utf-8").splitlines()
    assert header.split("\t") == [*Case.__dataclass_fields__]
    return [Case(*line.split("\t")) for line in lines]


def voices(doc: Document, judgement: Judgement) -> str:
    """The voices of a judgement, as in the table."""
    by_depth: dict[int, list[str]] = {}
    for voice in judgement.voices:
        by_depth.setdefault(voice.depth, []).append(voice.span.of(doc.text))
    return " > ".join(" & ".join(by_depth[depth]) for depth in sorted(by_depth))


def same_voices(wanted: str, found: str) -> bool:
    """Do two lists of voices name the same? Of the words the longer may hold the shorter."""
    one, other = wanted.split(" > "), found.split(" > ")
    if len(one) != len(other):
        return False
    return all(_same(a.split(" & "), b.split(" & ")) for a, b in zip(one, other, strict=True))


def _same(wanted: list[str], found: list[str]) -> bool:
    if len(wanted) != len(found):
        return False
    pairs = zip(sorted(wanted), sorted(found), strict=True)
    return all((a in b or b in a) and bool(a) == bool(b) for a, b in pairs)


def ask(judge: Judge, cases: Iterable[Case]) -> Iterator[tuple[dict[str, bool], str]]:
    """Each case: what is right, and a line that tells what was wanted and found."""
    for case in cases:
        doc, (number,) = judge.judge(case.text, [case.text.index(case.trigger)], DAY)
        judgement = (doc.judgements or ())[number]
        found = voices(doc, judgement)
        stance = judgement.voices[-1].stance.value if judgement.voices else ""
        right = {
            "status": judgement.status.value == case.status,
            "voices": same_voices(case.reporters, found),
            "stance": stance == case.stance,
            "certainty": judgement.certainty.value == case.certainty,
        }
        got = f"{judgement.status.value} {judgement.certainty.value} | {found} | {stance}"
        wanted = f"{case.status} {case.certainty} | {case.reporters} | {case.stance}"
        why = " ".join(judgement.why)
        yield right, f"{case.id} {case.kind} [{case.trigger}]: wanted {wanted}; found {got} ({why})"


def own(judge: Judge, path: Path, floor: float, *, show: bool) -> int:
    """Count the cases."""
    cases = read_cases(path)
    counts: Counter[str] = Counter()
    for (right, line), case in zip(ask(judge, cases), cases, strict=True):
        counts.update(name for name, is_right in right.items() if is_right)
        whole = right["status"] and right["voices"] and right["stance"]
        counts["whole"] += whole
        counts[case.status] += right["status"]
        if show and not (whole and right["certainty"]):
            sys.stdout.write(f"{line}\n    {case.text}\n")
    totals = Counter(case.status for case in cases)
    for name in ("status", "voices", "stance", "certainty"):
        sys.stdout.write(f"{name}: {counts[name]} of {len(cases)}\n")
    by_status = ", ".join(f"{name} {counts[name]} of {n}" for name, n in sorted(totals.items()))
    share = counts["whole"] / max(1, len(cases))
    sys.stdout.write(f"status by status: {by_status}\n")
    sys.stdout.write(f"{counts['whole']} of {len(cases)} cases right ({share:.3f})\n")
    return int(share < floor)


# -- factuality -----------------------------------------------------------------------------------


def print_form(words: list[str]) -> tuple[str, list[int]]:
    """A sentence as in print, and where each word starts."""
    text, starts = "", []
    for n, word in enumerate(words):
        tight = n == 0 or word in TIGHT or words[n - 1] in OPENING
        text += "" if tight else " "
        starts.append(len(text))
        text += word
    return text, starts


def is_unfactual(judgement: Judgement) -> bool:
    """Has it not happened, or is that left open?"""
    unreal = judgement.status in {Status.NEGATED, Status.CONDITIONAL}
    return unreal or judgement.certainty is Certainty.POSSIBLE


def factuality(judge: Judge, path: Path, floors: Path | None, *, show: bool) -> int:
    """Precision, recall and F1 of negated and of not factual acts."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        text, starts = print_form(record["text"].split(" "))
        places = [starts[target["span1"][0]] for target in record["targets"]]
        doc, numbers = judge.judge(text, places, None)
        for target, number in zip(record["targets"], numbers, strict=True):
            judgement = (doc.judgements or ())[number] if number >= 0 else None
            negated = judgement is not None and judgement.status is Status.NEGATED
            unreal = judgement is not None and is_unfactual(judgement)
            counts["negated", target["label"] <= NEGATED, negated] += 1
            counts["not factual", target["label"] < FACTUAL, unreal] += 1
            if show and (target["label"] <= NEGATED) != negated and judgement:
                why = " ".join(judgement.why)
                sys.stdout.write(f"{target['label']} [{target['span_text']}] ({why}) {text}\n")
    figures = {}
    for name in ("negated", "not factual"):
        right, extra = counts[name, True, True], counts[name, False, True]
        missed = counts[name, True, False]
        precision, recall = right / max(1, right + extra), right / max(1, right + missed)
        figures[name] = 2 * right / max(1, 2 * right + extra + missed)
        sys.stdout.write(
            f"{name}: P {precision:.3f} R {recall:.3f} F1 {figures[name]:.3f} "
            f"({right + missed} acts)\n"
        )
    return below(figures, floors, "factuality")


def main() -> int:
    """Run from the command line; 1 when too few cases are right."""
    parser = least_options(__doc__, "cases")
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--factuality", type=Path, help="file of the UW set")
    parser.add_argument("--floors", type=Path, help="JSON file with the least F1")
    options = parser.parse_args()
    if options.factuality and not options.factuality.exists():
        sys.stdout.write(f"skipped: {options.factuality} is not there\n")
        return 0
    judge = Judge()
    if options.factuality:
        return factuality(judge, options.factuality, options.floors, show=options.show)
    return own(judge, options.cases, options.floor, show=options.show)


if __name__ == "__main__":
    sys.exit(main())
