"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/) as JSON-LD, written as it streams:
an AnnotationPage with one annotation for each piece of evidence of each event.

The body tells type, modes and the part that the words play; the target is the article, by its web
address or by a URN of its id, with the words and their offsets. All statuses are in it, as tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.writers.export import Options, Record, Tally, Written, quoted, text_out
from dragoman.writers.geojson import write_items

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
WEB = ("https://", "http://")
AROUND = 32  # characters before and after that tell apart words that repeat


def write_annotations(records: Iterable[Record], path: Path, _: Options) -> Written:
    """Write the evidence of records as an AnnotationPage; rows are annotations."""
    tally = Tally()
    with text_out(path) as stream:
        stream.write(f'{{"@context": "{CONTEXT}", "type": "AnnotationPage", "items": [\n')
        write_items(_items(records, tally), stream)
        stream.write("\n]}\n")
    return tally.written()


def _items(records: Iterable[Record], tally: Tally) -> Iterator[dict[str, Any]]:
    for record in tally.every(records):
        tally.rows -= 1  # its rows are its annotations
        for item in annotations_of(record):
            tally.rows += 1
            yield item


def annotations_of(record: Record) -> Iterator[dict[str, Any]]:
    """The annotations of a record, in the order of its evidence."""
    event = f"urn:dragoman:event:{record['id']}"
    for number, words in enumerate(record["evidence"], 1):
        yield {
            "id": f"{event}:{number}",
            "type": "Annotation",
            "motivation": "tagging",
            "body": [_tag(tag) for tag in (*_kind(record), words["role"])],
            "target": {
                "source": source(record["cite_info"]),
                "selector": _selectors(record, words),
            },
        }


def _kind(record: Record) -> tuple[str, ...]:
    return (*record["event"], *record["mode"], record["status"])


def _tag(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def source(cite: Record) -> str:
    """What is annotated: the web address, or a URN of the article's id; no other scheme passes."""
    url: str = cite["url"] or ""
    safe = url.lower().startswith(WEB) and not any(c.isspace() for c in url)
    return url if safe else f"urn:dragoman:article:{cite['article_id']}"


def _selectors(record: Record, words: Record) -> list[dict[str, Any]]:
    position = {"type": "TextPositionSelector", "start": words["start"], "end": words["end"]}
    quote = {"type": "TextQuoteSelector", "exact": words["text"]}
    return [position, quote | _around(record, words)]


def _around(record: Record, words: Record) -> dict[str, str]:
    """The words before and after, as far as a sentence of the record holds them."""
    for sentence in quoted(record, "sentence"):
        if sentence["start"] <= words["start"] and words["end"] <= sentence["end"]:
            start, end = words["start"] - sentence["start"], words["end"] - sentence["start"]
            text = sentence["text"]
            found = {"prefix": text[max(0, start - AROUND) : start],
                     "suffix": text[end : end + AROUND]}  # fmt: skip
            return {key: value for key, value in found.items() if value}
    return {}
