"""Whether recipients are the right ones, and the fitting of the weights that choose them.

    python bench/sides.py                 right recipients, set by set
    python bench/sides.py --fit           fit the weights anew (src/dragoman/data/sides)
    python bench/sides.py --floors FILE   fail where a figure is below its floor

Each draft of the coder that tells of one gold record, by its words and type, is a case; its
recipient is right when it agrees with the record's, or when both have none. The weights are fitted
to the articles of data/corpus and to those sentences that the network was not trained on; the other
sets only measure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from accuracy import gold_articles
from circumstances import DATA, FITTED, MEASURED, ROOT
from fitting import Case, fit, measure, write
from least import below

from dragoman import Article, Coder
from dragoman.bench.matching import Record, Side, Words, agree, load_words, read_record, side_of
from dragoman.model import Participant, Span
from dragoman.pipeline import before_events, event_tables
from dragoman.stages.events.draft import Draft
from dragoman.stages.events.sides import Option
from dragoman.stages.events.stage import weighed
from dragoman.stages.events.standing import Standing
from dragoman.training.corpus import Sample, read_folder
from dragoman.training.labels import labels_of

SENTENCES = ("data/corpus/sentences", "data/corpus/articles/lines")
RIDGE = 5.0
HELD = "*-08"  # files that the network was not trained on

Asked = tuple[Draft, list[Option]]


def asked(article: Article, coder: Coder) -> Iterator[Asked]:
    """The drafts of an article that may have a recipient, with all who may be it."""
    doc = before_events(coder.begin(article), coder.tables)
    standing = Standing(doc, coder.tables.dating_words)
    _, sides, pairs = weighed(standing, event_tables(coder.tables))
    for draft, filled in pairs:
        if draft.actor and (draft.recipient or not draft.trigger.reciprocal):
            yield draft, sides.options(draft, filled)


def of_articles(folder: Path, coder: Coder) -> Iterator[Case]:
    """The cases of articles with gold records."""
    words = load_words()
    for article in gold_articles(folder, folder):
        lines = (folder / f"{article.name}.jsonl").read_text("utf-8").splitlines()
        records = [read_record(json.loads(line), article.text, words) for line in lines if line]
        for draft, options in asked(article, coder):
            record = _told(draft, records, article.text, words)
            if record is not None:
                right = [_right(option, record, words) for option in options]
                yield _case(options, right, has=bool(record.recipient))


def _told(draft: Draft, records: Sequence[Record], text: str, words: Words) -> Record | None:
    """The one record that a draft tells of; None where several or none may be meant."""
    start = draft.trigger.span.start
    found = [
        r for r in records
        if draft.event in r.types and any(a <= start < b for a, b in r.ranges)
    ]  # fmt: skip
    found = [r for r in found if _same_words(r, draft.trigger.span, text)] or found
    doing = tuple(_side(p, words) for p in draft.actor)
    found = [r for r in found if agree(r.actor, doing)] or found
    return found[0] if len(found) == 1 else None


def _same_words(record: Record, span: Span, text: str) -> bool:
    told = record.raw.get("trigger") or []
    each = [told] if isinstance(told, str) else told
    return any(
        word and word in text[max(0, span.start - len(word)) : span.end + len(word)]
        for word in each
    )


def _right(option: Option, record: Record, words: Words) -> bool:
    if option.participant is None:
        return not record.recipient
    return agree(record.recipient, (_side(option.participant, words),))


def _side(participant: Participant, words: Words) -> Side:
    code = participant.code
    raw = {"text": participant.text, "code": code.code, "entity_name": code.name}
    return side_of(raw, words)


def of_sentences(coder: Coder) -> Iterator[Case]:
    """The cases of labelled sentences that the network was not trained on."""
    for folder in SENTENCES:
        for sample in read_folder(ROOT / folder, labels_of()):
            if sample.events and fnmatch(sample.key.rpartition(":")[0], HELD):
                yield from _of_sentence(sample, coder)


def _of_sentence(sample: Sample, coder: Coder) -> Iterator[Case]:
    for draft, options in asked(Article(sample.text, sample.key), coder):
        span = draft.trigger.span
        told = [e for e in sample.events if e.trigger.overlaps(span) and e.type == draft.event]
        if told:
            gold = told[0].roles.get("recipient", ())
            right = [
                any(o.participant.span.overlaps(one) for one in gold) if o.participant else not gold
                for o in options
            ]
            yield _case(options, right, has=bool(gold))


def _case(options: Sequence[Option], right: list[bool], *, has: bool) -> Case:
    return Case([list(o.traits) for o in options], [o.side for o in options], right, has)


def main() -> int:
    """Measure, or fit and measure."""
    parser = argparse.ArgumentParser(description="Measure and fit who is the recipient.")
    parser.add_argument("--fit", action="store_true", help="fit the weights anew")
    parser.add_argument("--floors", type=Path, help="JSON with least figures; no fitted sets")
    options = parser.parse_args()
    coder = Coder()
    wanted = MEASURED if options.floors else FITTED | MEASURED
    found = {
        name: list(of_articles(folder, coder)) for name, folder in wanted.items() if folder.is_dir()
    }
    if not options.floors:
        found["held sentences"] = list(of_sentences(coder))
    weights = coder.tables.sides
    if options.fit:
        weights = fit([c for name in (*FITTED, "held sentences") for c in found[name]], ridge=RIDGE)
        write(DATA / "sides" / "weights.tsv", weights)
    figures = {
        f"recipients {name} {figure}": value
        for name, cases in found.items()
        for figure, value in measure(cases, weights).items()
    }
    for name, value in figures.items():
        sys.stdout.write(f"{name:36s} {value:.3f}\n")
    return below(figures, options.floors, "sides")


if __name__ == "__main__":
    sys.exit(main())
