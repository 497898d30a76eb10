"""Bringing in PLOVER records that were coded elsewhere or before: lines of JSON, one an event."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from dragoman.model import ArchiveError
from dragoman.store.answers import AMONG, listed
from dragoman.store.archive import Archive
from dragoman.store.columns import columns, event_row
from dragoman.store.commit import Batch, Committer
from dragoman.store.outcomes import Balance, Outcome
from dragoman.store.runs import DONE, Run, begin_run
from dragoman.store.schema import lock_writer, transaction
from dragoman.tables.ontology import Ontology, load_ontology

TOGETHER = 4_096  # records committed together
LONGEST = 10_000_000  # characters of a line
FOREIGN = "unknown coder"
Record = dict[str, Any]
# What a record may lack, and what stands there then.
NOTHING: Mapping[str, Any] = {
    "date": None, "recipient": (), "mode": (), "context": (), "event_loc": None, "event_text": (),
    "text_info": None, "coder": FOREIGN, "link": None, "status": "actual", "certainty": "certain",
    "reported_by": (), "date_text": None, "date_granularity": None, "date_end": None,
    "date_source": None, "confidence": 1.0, "block": "body", "evidence": (), "why": (),
}  # fmt: skip
NO_ENTITY: Mapping[str, Any] = {
    "code": None, "sector": None, "other_sectors": (), "entity_text": None, "entity_name": None,
    "identifier_id": None, "office": None, "org": None,
}  # fmt: skip
CITE = ("corpus", "url", "title", "publication", "date", "date_source", "article_id")


def import_records(archive: Archive, path: Path) -> Balance:
    """Store the records of a file. What is there already, by its id, is not stored again; a line
    that is no PLOVER record is rejected with the reason. The articles come without text.

    Raises ArchiveError when the file cannot be read or another process writes.
    """
    if not path.is_file():
        raise ArchiveError(f"{path}: no such file")
    with closing(lock_writer(archive.folder)):
        run = begin_run(archive.con, "import", [str(path.resolve())], _coding(str(path)))
        with transaction(archive.con):  # the run's own coder codes nothing
            archive.con.execute("DELETE FROM codings WHERE coding = ?", (run.coding,))
        lines = _lines(path)
        for _ in islice(lines, run.balance.position):
            pass  # committed before the run was interrupted
        while chunk := list(islice(lines, TOGETHER)):
            _commit(archive, run, chunk)
        run.finish(DONE)
    return run.balance


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", errors="replace") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield f"{path.name}:{number}", line


def _commit(archive: Archive, run: Run, chunk: list[tuple[str, str]]) -> None:
    read = [(name, *_record(line)) for name, line in chunk]
    there = _known(archive, "event", [r["id"] for _, r, _ in read if r])
    records = []
    batches: dict[str, Batch] = defaultdict(Batch.empty)
    ledger = []
    for name, record, why in read:
        key = hashlib.sha256(f"import\0{name}\0{why or record['id']}".encode()).hexdigest()[:32]
        outcome = Outcome.REJECTED if why else Outcome.CODED
        if not why and record["id"] in there:
            outcome = Outcome.DUPLICATE
        code = "not-a-record" if why else None
        run.balance.count(outcome, code, int(outcome is Outcome.CODED))
        if outcome is Outcome.DUPLICATE:
            continue  # the ledger has it already
        ledger.append({"key": key, "name": name, "outcome": outcome.value, "article_id": None,
                       "code": code, "message": why})  # fmt: skip
        if outcome is Outcome.CODED:
            there.add(record["id"])
            records.append((record, completed(record)))
    articles = [whole["cite_info"]["article_id"] for _, whole in records]
    known = _known(archive, "article", articles)
    for record, whole in records:
        _add(batches[whole["coder"]], known, record, whole)
    for coder, batch in batches.items():
        name, _ = _coding(coder)
        batch.ledger, ledger = ledger, []
        with transaction(archive.con):
            archive.con.execute("INSERT OR IGNORE INTO codings VALUES (?, ?, 1)", (name, coder))
        Committer(archive.folder, archive.con, run.number, name).commit(batch, run.balance, "")
    if ledger:
        Committer(archive.folder, archive.con, run.number, "").commit(
            Batch({}, ledger), run.balance, ""
        )


def _add(batch: Batch, known: set[str], record: Record, whole: Record) -> None:
    """A record as a row, with its article where that is not known yet."""
    name, _ = _coding(whole["coder"])
    row = event_row(whole, name)
    ours = set(NOTHING) <= set(record) and set(CITE) <= set(record.get("cite_info") or {})
    row["record"] = json.dumps(record if ours else whole, ensure_ascii=False)
    batch.rows["events"].append(row)
    article = whole["cite_info"]["article_id"]
    if article not in known:
        known.add(article)
        batch.rows["articles"].append(_article(whole["cite_info"]))


def _known(archive: Archive, kind: str, ids: list[str]) -> set[str]:
    with archive.query_engine() as engine:
        sql = f"SELECT {kind}_id AS id FROM stored_{kind}s WHERE {kind}_id {AMONG}"
        return {row["id"] for row in engine.rows(sql, [listed(ids)])}


def _record(line: str) -> tuple[Record, str | None]:
    """The record of a line; or nothing, and what is wrong with it."""
    if len(line) > LONGEST:
        return {}, f"longer than {LONGEST:,} characters"
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, f"no JSON: {error}"
    if not isinstance(told, dict):
        return {}, "no JSON object"
    missing = [name for name in ("id", "event") if not told.get(name)]
    missing += [] if told.get("actor") or told.get("recipient") else ["actor"]
    if missing:
        return {}, f"no PLOVER record: {', '.join(missing)} missing"
    if not isinstance(told["id"], str) or "," in told["id"]:
        return {}, "the id must be a text without commas"
    return _checked(told)


def _checked(told: Record) -> tuple[Record, str | None]:
    types = _ontology().types
    event = told["event"] if isinstance(told["event"], list) else [told["event"]]
    if event[0] not in types:
        return {}, f"{event[0]!r} is none of the 16 types"
    try:
        event_row(completed(told), "")
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return {}, f"no PLOVER record: {type(error).__name__} {error}"
    return told, None


def completed(record: Record) -> Record:
    """A record with all fields: what it lacks is unknown, and is said to be."""
    event = record["event"] if isinstance(record["event"], list) else [record["event"]]
    kind = _ontology().types[event[0]]
    plain = {name: list(v) if isinstance(v, tuple) else v for name, v in NOTHING.items()}
    whole = plain | record | {"event": event}
    for role in ("actor", "recipient", "reported_by"):
        whole[role] = [{**_listed(NO_ENTITY), **entity} for entity in whole[role] or ()]
    modes = tuple(whole["mode"])
    whole.setdefault("quad_code", kind.quad)
    whole.setdefault("event_scale", _ontology().scale(kind.name, modes))
    cite = dict.fromkeys(CITE) | (record.get("cite_info") or {})
    named = cite["article_id"] or cite["url"] or cite["title"] or record["id"]
    cite["article_id"] = cite["article_id"] or hashlib.sha256(named.encode()).hexdigest()[:16]
    return whole | {"cite_info": cite}


def _listed(plain: Mapping[str, Any]) -> Record:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in plain.items()}


def _article(cite: Record) -> Record:
    """An article of which only what the record cites is known."""
    told = {name: cite.get(name) for name in ("url", "title", "publication", "date_source")}
    empty: Record = {
        name: [] if kind.endswith("[]") else None for name, kind in columns("articles").items()
    }
    return empty | told | {
        "article_id": cite["article_id"], "key": cite["article_id"], "published": cite["date"],
        "name": cite.get("corpus") or cite["article_id"], "text": "", "outcome": "imported",
        "words": 0,
    }  # fmt: skip


@cache
def _ontology() -> Ontology:
    return load_ontology()


def _coding(coder: str) -> tuple[str, str]:
    return hashlib.sha256(coder.encode()).hexdigest()[:12], coder
