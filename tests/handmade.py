"""Archives made by hand: records that nobody coded, committed as a run commits them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dragoman.store import Archive, Balance
from dragoman.store.columns import event_row
from dragoman.store.commit import Batch, Committer
from dragoman.store.runs import DONE, begin_run
from dragoman.store.schema import transaction
from dragoman.store.segments import publish, write_segment
from dragoman.tables.ontology import load_ontology

Record = dict[str, Any]
Act = tuple[Any, ...]  # day, actor, recipient, event; then fields of a record by name
CODING = "first"
ONTOLOGY = load_ontology()


def digest(*told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def entity(told: str, **more: Any) -> Record:
    """A participant of "RUS MIL", "RUS" or "? CVL"."""
    code, _, sector = told.partition(" ")
    plain = {
        "code": None if code == "?" else code, "sector": sector or None, "other_sectors": [],
        "entity_text": f"words for {told}", "entity_name": None, "identifier_id": None,
        "office": None, "org": None,
    }  # fmt: skip
    return plain | more


def place(code: str, name: str = "the town", **more: Any) -> Record:
    plain = {
        "extracted_place": name, "resolved_place": name, "geonameid": "703448", "lat": 50.45,
        "lon": 30.52, "city": name, "district": None, "province": "the province",
        "country": code.title(), "country_code": code, "feature_class": "P",
        "feature_code": "PPL", "resolution": 4, "score": 0.9,
    }  # fmt: skip
    return plain | more


def record(number: int, act: Act) -> Record:
    """A record of an act, complete as the schema asks; sides are codes with ";" between them."""
    day, actor, recipient, event, *rest = act
    more = dict(rest[0]) if rest else {}
    kind, modes = ONTOLOGY.types[event], tuple(more.get("mode", ()))
    words = f"Number {number} of the acts was told."
    article = more.pop("article", number)
    publication, published = more.pop("publication", "The Post"), more.pop("published", day)
    plain = {
        "id": digest(number), "date": day,
        "actor": [entity(one) for one in actor.split(";")],
        "recipient": [entity(one) for one in recipient.split(";") if one],
        "event": [event], "mode": list(modes), "context": [], "event_loc": None,
        "event_text": ["told"], "quad_code": kind.quad,
        "event_scale": ONTOLOGY.scale(event, modes),
        "text_info": {"start": 0, "end": len(words)},
        "cite_info": {
            "corpus": "a.txt", "url": None, "title": None, "publication": publication,
            "date": published, "date_source": "given", "article_id": digest("article", article),
        },
        "coder": "dragoman 0; parser p; tables 0123456789ab", "link": None, "status": "actual",
        "certainty": "certain", "reported_by": [], "date_text": None,
        "date_granularity": {4: "year", 7: "month", 10: "day"}[len(day)] if day else None,
        "date_end": None, "date_source": "stated" if day else None, "confidence": 0.5,
        "block": "body",
        "evidence": [
            {"role": "sentence", "start": 0, "end": len(words), "text": words},
            {"role": "trigger", "start": 0, "end": 6, "text": "Number"},
        ],
        "why": ["row:told"],
    }  # fmt: skip
    return plain | more


def article_of(told: Record) -> dict[str, Any]:
    """The row of the article that tells a record."""
    cite = told["cite_info"]
    empty: dict[str, Any] = dict.fromkeys(
        ("url", "title", "published_at", "language", "section", "date_source")
    )
    text = told["evidence"][0]["text"]
    return empty | {
        "article_id": cite["article_id"], "key": digest("key", cite["article_id"]),
        "name": cite["article_id"], "publication": cite["publication"], "published": cite["date"],
        "authors": [], "text": text, "outcome": "coded", "words": len(text.split()),
        "minhash": [], "terms": [], "weights": [],
    }  # fmt: skip


def commit(archive: Archive, records: Sequence[Record], coding: str = CODING) -> None:
    """Commit records with their articles as one run."""
    run = begin_run(archive.con, "ingest", [digest(len(records), coding)], (coding, "a coder"))
    articles = {one["cite_info"]["article_id"]: article_of(one) for one in records}
    batch = Batch.empty()
    batch.rows["articles"] = list(articles.values())
    batch.rows["events"] = [event_row(one, coding) for one in records]
    batch.ledger = [
        {"key": one["key"], "name": one["name"], "outcome": "coded", "code": None,
         "message": None, "article_id": one["article_id"]}
        for one in articles.values()
    ]  # fmt: skip
    balance = Balance(position=len(articles), coded=len(articles), events=len(records))
    Committer(archive.folder, archive.con, run.number, coding).commit(batch, balance, "")
    run.finish(DONE)


def one_incident(archive: Archive, *groups: Iterable[int]) -> None:
    """Make the events of these numbers one incident, group by group."""
    rows = []
    for group in groups:
        ids = sorted(digest(number) for number in group)
        rows += [
            {"kind": "event", "id": id_, "cluster": ids[0], "score": 1.0, "reason": "copy"}
            for id_ in ids
        ]
    segment = write_segment(archive.folder, "members", rows)
    with transaction(archive.con):
        publish(archive.con, [segment])


def make_archive(folder: Path, acts: Iterable[Act], *incidents: Iterable[int]) -> Archive:
    """An archive of these acts, numbered from 0; each in an article of its own, unless told."""
    archive = Archive(folder, create=True)
    commit(archive, [record(number, act) for number, act in enumerate(acts)])
    if incidents:
        one_incident(archive, *incidents)
    return archive
