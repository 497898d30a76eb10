"""What reviews are good for beyond the archive: gold articles, and sentences to train with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.model import ArchiveError
from dragoman.store.archive import Archive
from dragoman.store.reviewing import State, Verdict, all_reviews
from dragoman.writers.export import text_out

Record = dict[str, Any]
NONSTATE = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
ROLES = {"actor": "actor", "recipient": "recipient", "reported_by": "reporter"}


def judged(archive: Archive, sample: str | None = None) -> Iterator[tuple[Record, Record]]:
    """Events that people judged, as corrected, each with the review that counts; by article."""
    counting = {r["event_id"]: r for r in all_reviews(archive, sample)
                if r["state"] == State.APPLIED}  # fmt: skip
    found = [(archive.record(event_id), review) for event_id, review in counting.items()]
    yield from sorted(found, key=lambda pair: (
        pair[0]["cite_info"]["article_id"], pair[0]["text_info"]["start"], pair[0]["id"]))


def write_gold(archive: Archive, folder: Path, sample: str | None = None) -> tuple[int, int]:
    """Write articles with their judged events as gold: ``ID.txt``, ``ID.jsonl`` and ``meta.json``,
    as ``dragoman evaluate`` reads them. How many articles and events there are.

    Only judged events are in it: of an article judged in part, recall means nothing. Raises
    ArchiveError when nothing was judged.
    """
    by: dict[str, list[Record]] = defaultdict(list)
    for record, review in judged(archive, sample):
        kept = by[record["cite_info"]["article_id"]]
        if review["verdict"] != Verdict.REJECT:
            kept.append(_gold(record))
    if not by:
        raise ArchiveError("nobody has judged an event yet: see dragoman serve, Review")
    folder.mkdir(parents=True, exist_ok=True)
    meta = {}
    for article_id, records in by.items():
        article = _article(archive, article_id)
        (folder / f"{article_id}.txt").write_text(article["text"], "utf-8")
        with text_out(folder / f"{article_id}.jsonl") as stream:
            stream.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
        meta[article_id] = {"date": str(article["published"] or "") or None,
                            "publication": article["publication"]}  # fmt: skip
    (folder / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False), "utf-8")
    return len(by), sum(map(len, by.values()))


def _article(archive: Archive, article_id: str) -> Record:
    with archive.query_engine() as engine:
        return next(engine.rows("SELECT text, published, publication FROM stored_articles "
                                "WHERE article_id = ?", [article_id]))  # fmt: skip


def _gold(record: Record) -> Record:
    place = record["event_loc"]
    return {
        "id": record["id"], "event": record["event"][0], "mode": record["mode"],
        "actor": [_party(one) for one in record["actor"]],
        "recipient": [_party(one) for one in record["recipient"]],
        "status": record["status"], "source": [_party(one) for one in record["reported_by"]],
        "date": record["date"],
        "place": {"text": place["extracted_place"], "country": place["country_code"]}
        if place else None,
        "trigger": record["event_text"],
        "evidence": [e["text"] for e in record["evidence"] if e["role"] == "sentence"],
        "sure": 3, "note": "",
    }  # fmt: skip


def _party(entity: Record) -> Record:
    code = entity["code"]
    told = {"text": entity["entity_text"], "country": None if code in NONSTATE else code,
            "sector": [s for s in (entity["sector"], *entity["other_sectors"]) if s]}  # fmt: skip
    return told | ({"org": entity["entity_name"]} if code in NONSTATE else {})


def write_training(archive: Archive, path: Path, sample: str | None = None) -> tuple[int, int]:
    """Write the sentences of judged events as ``dragoman train`` reads them (docs/training.md); the
    sentence of an event that was rejected is one without it. How many sentences and events.

    Words of a corrected event must stand in its sentence; a party that was put in by its code alone
    is left out. Raises ArchiveError when nothing was judged.
    """
    by: dict[str, list[Record]] = {}
    for record, review in judged(archive, sample):
        sentence = next((e for e in record["evidence"] if e["role"] == "sentence"), None)
        if sentence is None:
            continue
        events = by.setdefault(" ".join(sentence["text"].split()), [])
        if review["verdict"] != Verdict.REJECT and (event := _event(record, sentence)):
            events.append(event)
    if not by:
        raise ArchiveError("nobody has judged an event yet: see dragoman serve, Review")
    with text_out(path) as stream:
        for text, events in by.items():
            stream.write(json.dumps({"text": text, "events": events}, ensure_ascii=False) + "\n")
    return len(by), sum(map(len, by.values()))


def _event(record: Record, sentence: Record) -> Record | None:
    text = " ".join(sentence["text"].split())
    trigger = next((" ".join(e["text"].split()) for e in record["evidence"]
                    if e["role"] == "trigger" and _within(e, sentence)), None)  # fmt: skip
    if trigger is None or text.count(trigger) != 1:
        return None
    told: Record = {"trigger": trigger, "type": record["event"][0]}
    told |= {"mode": record["mode"]} if record["mode"] else {}
    for role, name in ROLES.items():
        words = [" ".join(one["entity_text"].split()) for one in record[role]]
        there = [one for one in words if text.count(one) == 1]
        told |= {name: there} if there else {}
    told |= {"status": record["status"]} if record["status"] != "actual" else {}
    return told | ({"context": record["context"]} if record["context"] else {})


def _within(one: Record, sentence: Record) -> bool:
    return bool(sentence["start"] <= one["start"] and one["end"] <= sentence["end"])
