"""The archive: nothing lost, nothing twice, whatever happens in between."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman import Coder
from dragoman.model import ArchiveError
from dragoman.readers import About, Raw, Rejected
from dragoman.readers.raw import text_raw
from dragoman.store import Archive, Balance, Filter, Settings, work
from dragoman.store.archive import Job
from dragoman.store.commit import Committer
from dragoman.store.migrations import MIGRATIONS
from dragoman.store.pool import Local
from dragoman.store.schema import VERSION, connect, lock_writer
from dragoman.store.segments import content_digest
from dragoman.store.shards import read_shard, write_results
from helpers import run

POLITICS = (
    "Iran test-fired a ballistic missile on {day}, and the United States condemned the launch. "
    "President {name} said that Washington would impose sanctions on Tehran. "
    "France called on Iran to return to talks in Vienna."
)
SPORT = (
    "The striker scored twice in the second half, and the goalkeeper saved a penalty. "
    "The coach praised his team after the match, which was played in heavy rain."
)
GERMAN = (
    "Der Hafenmeister hat am Dienstag erklärt, dass die Gespräche mit den Arbeitern gescheitert "
    "sind und dass er nicht auf das Urteil des Gerichts warten wird, das für Montag erwartet wird."
)
NAMES = ("Biden", "Trump", "Obama", "Bush", "Clinton", "Reagan")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def rows(count: int) -> list[dict[str, str]]:
    """Articles that all differ."""
    return [
        {
            "text": POLITICS.format(day=DAYS[n % 5], name=NAMES[n % 6]) + f" It was number {n}.",
            "date": f"2021-03-{n % 28 + 1:02d}", "publication": f"Outlet {n % 3}",
            "title": f"Missile {n}", "url": f"https://post.example/{n}",
        }
        for n in range(count)
    ]  # fmt: skip


def source(tmp_path: Path, found: list[dict[str, str]], name: str = "news.jsonl") -> Path:
    path = tmp_path / name
    path.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
    return path


@pytest.fixture(autouse=True)
def one_coder(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive codes in this process, with the coder of all tests."""
    monkeypatch.setattr(work, "coder_of", lambda _: coder)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive", create=True) as found:
        yield found


def ingest(archive: Archive, *sources: Path) -> Balance:
    return archive.ingest(sources, workers=0)


# -- accounting --------------------------------------------------------------------------------


def test_every_document_is_accounted_for(archive: Archive, tmp_path: Path) -> None:
    found = [*rows(3), {"text": SPORT}, {"text": GERMAN}, {"text": ""}, rows(1)[0]]
    balance = ingest(archive, source(tmp_path, found))
    assert balance.values() == {
        "position": 7, "coded": 3, "without": 1, "irrelevant": 1, "duplicates": 1,
        "not_english": 1, "rejected": 1, "failed": 0, "events": balance.events,
    }  # fmt: skip
    assert balance.line().startswith("documents in 7 = coded 3 + without events 1 (1 of them no")
    told = archive.status()
    assert (told["articles"], told["runs"][0]["state"]) == (4, "done")
    assert [row["code"] for row in archive.dead_letters()] == ["empty"]


def test_a_balance_that_does_not_add_up_is_an_error() -> None:
    with pytest.raises(AssertionError, match="documents in 2, accounted for 1"):
        Balance(position=2, coded=1).check()


def test_the_same_again_adds_nothing(archive: Archive, tmp_path: Path) -> None:
    path = source(tmp_path, rows(3))
    ingest(archive, path)
    before = archive.digest()
    balance = ingest(archive, path)
    assert (balance.coded, balance.duplicates, archive.digest()) == (0, 3, before)


def test_the_same_article_from_elsewhere_is_a_duplicate(archive: Archive, tmp_path: Path) -> None:
    first, *_ = rows(1)
    ingest(archive, source(tmp_path, [first]))
    copy = first | {"url": "https://copy.example"}
    balance = ingest(archive, source(tmp_path, [copy], "b.jsonl"))
    assert (balance.duplicates, archive.status()["articles"]) == (1, 1)


def test_order_and_pieces_do_not_matter(tmp_path: Path) -> None:
    digests = []
    for name, pieces in (("a", [rows(6)]), ("b", [rows(6)[3:], rows(6)[:3]])):
        with Archive(tmp_path / name, create=True) as archive:
            for number, piece in enumerate(pieces):
                folder = tmp_path / f"{name}{number}"
                folder.mkdir()
                balance = ingest(archive, source(folder, piece))
                assert balance.failed == 0
            digests.append({row["event_id"] for row in archive.events()})
    assert digests[0] == digests[1]


# -- interruptions -----------------------------------------------------------------------------


class Killed(BaseException):
    """As if the process had been killed."""


@pytest.mark.parametrize("when", range(1, 5))
def test_a_killed_run_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    monkeypatch.setattr("dragoman.store.shards.DOCUMENTS", 2)
    monkeypatch.setattr("dragoman.store.ingest.SEGMENT", 2)
    path = source(tmp_path, [*rows(5), {"text": SPORT}, {"text": GERMAN}, rows(2)[1]])
    with Archive(tmp_path / "whole", create=True) as whole:
        expected = ingest(whole, path)
        digest = whole.digest()
    steps = iter(range(100))

    def dying(self: Committer, *args: object) -> None:
        if next(steps) + 1 == when:
            raise Killed
        commit(self, *args)  # type: ignore[arg-type]

    commit = Committer.commit
    with Archive(tmp_path / "killed", create=True) as archive:
        with monkeypatch.context() as patch:
            patch.setattr(Committer, "commit", dying)
            try:
                ingest(archive, path)
            except Killed:
                # A killed process writes no state down.
                archive.con.execute("UPDATE runs SET state = 'open', ended = NULL")
        balance = ingest(archive, path)
        assert (balance.values(), archive.digest()) == (expected.values(), digest)
        assert len(archive.status()["runs"]) == 1
        assert archive.verify() == []


def test_sources_that_changed_begin_a_new_run(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.store.shards.DOCUMENTS", 1)
    monkeypatch.setattr("dragoman.store.ingest.SEGMENT", 1)
    path = source(tmp_path, rows(3))
    ingest(archive, path)
    archive.con.execute("UPDATE runs SET state = 'open', position = 1")
    source(tmp_path, rows(4)[1:])
    balance = ingest(archive, path)
    assert (balance.position, balance.duplicates, balance.coded) == (3, 2, 1)


def test_what_was_never_published_is_removed(archive: Archive, tmp_path: Path) -> None:
    ingest(archive, source(tmp_path, rows(1)))
    stray = archive.folder / "segments" / "events-0000.parquet"
    stray.write_bytes(b"half a file")
    ingest(archive, source(tmp_path, rows(2), "b.jsonl"))
    assert not stray.exists()


def test_only_one_process_writes(archive: Archive, tmp_path: Path) -> None:
    lock = lock_writer(archive.folder)
    with pytest.raises(ArchiveError, match="another process"):
        ingest(archive, source(tmp_path, rows(1)))
    lock.close()
    assert ingest(archive, source(tmp_path, rows(1))).coded == 1


def test_readers_do_not_wait_for_a_writer(archive: Archive, tmp_path: Path) -> None:
    ingest(archive, source(tmp_path, rows(1)))
    lock = lock_writer(archive.folder)
    archive.con.execute("BEGIN IMMEDIATE")
    with Archive(archive.folder) as reader:
        assert list(reader.events())
    archive.con.execute("ROLLBACK")
    lock.close()


# -- workers -----------------------------------------------------------------------------------


def dying_task(shard: Path, out: Path, settings: Settings) -> None:
    """Codes nothing, and dies of one word."""
    del settings
    raws = list(read_shard(shard))
    if any(b"poison" in raw.data for raw in raws):
        os._exit(86)
    told = [{"key": r.key, "name": r.name, "outcome": "rejected", "code": "x", "message": None}
            for r in raws]  # fmt: skip
    write_results(out, told)


def test_a_document_that_kills_its_worker_is_found(archive: Archive) -> None:
    texts = ["one", "two", "poison", "three"]
    found = [text_raw(text, text, About()) for text in texts]
    workers = Local(dying_task, 2)
    try:
        balance = archive.store(Job("ingest", ["x"], lambda: found), workers=workers)
    finally:
        workers.close()
    assert (balance.rejected, balance.failed) == (3, 1)
    (letter,) = [row for row in archive.dead_letters() if row["outcome"] == "failed"]
    assert (letter["name"], letter["code"]) == ("poison", "worker-died")


def test_a_failure_is_kept_and_can_be_retried(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = source(tmp_path, rows(2))
    with monkeypatch.context() as patch:
        patch.setattr(Coder, "code", lambda *_: 1 / 0)
        assert ingest(archive, path).failed == 2
    assert {row["code"] for row in archive.dead_letters()} == {"ZeroDivisionError"}
    balance = archive.retry(workers=0)
    assert (balance.coded, archive.dead_letters()) == (2, [])


def test_shards_hold_any_bytes(tmp_path: Path) -> None:
    from dragoman.store.shards import write_shard

    raws = [Raw("a\nb", b"\n\0{}", about=About(title="T\n", authors=("A", "B"))), Raw("c", b"")]
    write_shard(tmp_path / "x", raws)
    assert list(read_shard(tmp_path / "x")) == raws


# -- asking ------------------------------------------------------------------------------------


@pytest.fixture
def full(archive: Archive, tmp_path: Path) -> Archive:
    ingest(archive, source(tmp_path, rows(6)))
    return archive


@pytest.mark.parametrize(
    ("wanted", "least"),
    [
        (Filter(), 6),
        (Filter(actor=["FRA"]), 6),
        (Filter(actor=["FRA"], recipient=["IRN"], event=["REQUEST"]), 6),
        (Filter(actor=["FRA"], since="2021-03-03", until="2021-03-04"), 2),
        (Filter(publication=["Outlet 1"], actor=["FRA"]), 2),
        (Filter(actor=["BRA"]), 0),
        (Filter(min_confidence=1.1), 0),
    ],
)
def test_filters(full: Archive, wanted: Filter, least: int) -> None:
    found = list(full.events(wanted))
    assert len(found) >= least
    assert not (least == 0 and found)
    for row in found:
        assert not wanted.actor or set(wanted.actor) & set(row["actors"])
        assert not wanted.since or wanted.since <= str(row["day"]) <= (wanted.until or "")


@pytest.mark.parametrize("evil", ["x'; DROP TABLE events; --", "%", "\0", "{}", "é" * 1000])
def test_filters_are_no_code(full: Archive, evil: str) -> None:
    assert list(full.events(Filter(actor=[evil], event=[evil], publication=[evil]))) == []
    assert list(full.events())


def test_one_event_is_the_row_of_the_table(full: Archive) -> None:
    first, *_ = full.events()
    assert full.event(first["event_id"]) == first
    assert full.event("nope") is None
    full.correct(first["event_id"], "status", "planned", who="ann")
    assert full.event(first["event_id"]) == first | {"status": "planned"}
    full.delete("event", first["event_id"], reason="satire", who="ann")
    assert full.event(first["event_id"]) is None


def test_facets_count_what_passes(full: Archive) -> None:
    wanted = Filter(actor=["FRA"])
    found = full.facets(wanted, ["event", "actors", "quad_code"])
    rows_ = list(full.events(wanted))
    assert full.count(wanted) == len(rows_) == sum(found["event"].values())
    assert found["actors"]["FRA"] == len(rows_)
    assert set(found["quad_code"]) == {str(row["quad_code"]) for row in rows_}
    with pytest.raises(ArchiveError, match="no column"):
        full.facets(wanted, ["event; DROP TABLE x"])


def test_words(full: Archive) -> None:
    assert len(full.search("ballistic missile")) == 6
    assert full.search('"return to talks"', "events")
    assert full.search("unicorn") == []
    assert all("missile" in row["sentence"] for row in full.events(words="missile"))
    with pytest.raises(ArchiveError, match="no search"):
        full.search('"open (')


def test_records_are_what_code_prints(full: Archive, coder: Coder) -> None:
    with full.query_engine() as engine:
        text = engine.value("SELECT text FROM articles ORDER BY article_id LIMIT 1")
        id_ = engine.value("SELECT min(article_id) FROM articles")
    stored = [r for r in full.records() if r["cite_info"]["article_id"] == id_]
    row = next(r for r in rows(6) if r["text"] in text)
    coded = coder.code(text, date=row["date"], publication=row["publication"]).to_plover()
    assert [r["id"] for r in stored] == sorted(r["id"] for r in coded)


def test_corrections_and_deletions_are_rows_of_their_own(full: Archive) -> None:
    first, second, *_ = full.events()
    full.correct(first["event_id"], "status", "planned", who="ann", note="read again")
    full.delete("event", second["event_id"], reason="satire", who="ann")
    found = {row["event_id"]: row for row in full.events()}
    assert found[first["event_id"]]["status"] == "planned"
    assert second["event_id"] not in found
    changed = next(r for r in full.records() if r["id"] == first["event_id"])
    assert changed["status"] == "planned"
    count = len(found)
    full.delete("article", first["article_id"], reason="retracted", who="ann")
    assert len(list(full.events())) < count
    with pytest.raises(ArchiveError, match="no event"):
        full.delete("event", "nope", reason="", who="")
    with pytest.raises(ArchiveError, match="cannot be corrected"):
        full.correct(first["event_id"], "id", "x", who="ann")


def test_snapshots_are_frozen(full: Archive, tmp_path: Path) -> None:
    told = full.snapshot("v1")
    folder = full.folder / "snapshots" / "v1"
    assert told["counts"]["articles"] == 6
    assert {path.name for path in folder.iterdir()} == {*told["files"], "manifest.json"}
    with pytest.raises(ArchiveError, match="already"):
        full.snapshot("v1")
    with pytest.raises(ArchiveError, match="no name"):
        full.snapshot("../v2")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    ingest(full, source(tmp_path, rows(8), "more.jsonl"))
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_verify_tells_what_is_damaged(full: Archive) -> None:
    full.snapshot("v1")
    assert full.verify() == []
    segment = next((full.folder / "segments").glob("events-*"))
    data = segment.read_bytes()
    segment.write_bytes(data[:-1] + b"x")
    assert "not what was written" in full.verify()[0]
    segment.unlink()
    assert "is missing" in full.verify()[0]
    segment.write_bytes(data)
    (full.folder / "snapshots" / "v1" / "events.parquet").write_bytes(b"")
    assert "not what was frozen" in full.verify()[0]
    full.con.execute("UPDATE runs SET coded = coded + 1")
    assert any("does not add up" in line for line in full.verify())


def test_recode_keeps_both_versions(
    full: Archive, coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {row["event_id"] for row in full.events()}
    with pytest.raises(ArchiveError, match="this very version"):
        full.recode(workers=0)
    stricter = Coder(coder.parser, coder.reader, min_confidence=0.5)
    monkeypatch.setattr(work, "coder_version", lambda _: "dragoman 99")
    monkeypatch.setattr(work, "coder_of", lambda _: stricter)
    balance, compared = full.recode(workers=0)
    assert balance.position == 6
    new = {row["event_id"] for row in full.events()}
    assert new < old
    assert sum(row["lost"] for row in compared) == len(old - new)
    with full.query_engine() as engine:
        assert engine.value("SELECT count(*) FROM all_events") == len(old) + len(new)
        linked = engine.value("SELECT count(*) FROM incidents WHERE score IS NOT NULL")
        assert linked > 0
    assert full.verify() == []


def test_articles_of_several_versions_stand_side_by_side(
    full: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {row["event_id"] for row in full.events()}
    monkeypatch.setattr(work, "coder_version", lambda _: "dragoman 99")
    ingest(full, source(tmp_path, rows(8)[6:], "more.jsonl"))
    found = {row["event_id"]: row["coding"] for row in full.events()}
    assert set(found) > old
    assert len(set(found.values())) == 2
    full.recode(workers=0)
    assert len({row["coding"] for row in full.events()}) == 1


def test_a_killed_recoding_goes_on_and_counts_only_when_complete(
    full: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = list(full.events())
    monkeypatch.setattr(work, "coder_version", lambda _: "dragoman 99")
    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.archive.update_links", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            full.recode(workers=0)
    assert list(full.events()) == old
    balance, _ = full.recode(workers=0)
    assert balance.position == 6
    assert {row["coding"] for row in full.events()} != {row["coding"] for row in old}


# -- manifest ----------------------------------------------------------------------------------


def test_an_archive_of_a_newer_version_is_told(archive: Archive) -> None:
    archive.con.execute(f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(ArchiveError, match="newer dragoman"):
        Archive(archive.folder)


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_older_manifests_are_brought_up_to_date(tmp_path: Path, version: int) -> None:
    old = sqlite3.connect(tmp_path / "manifest.sqlite")
    for step in MIGRATIONS[:version]:
        for statement in step:
            old.execute(statement)
    old.execute(f"PRAGMA user_version={version}")
    old.commit()
    old.close()
    fresh = connect(tmp_path / "fresh", create=True)
    shape = "SELECT name, sql FROM sqlite_master ORDER BY name"
    migrated = connect(tmp_path)
    told = [tuple(row) for row in migrated.execute(shape)]
    assert told == [tuple(row) for row in fresh.execute(shape)]


def test_no_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is no archive"):
        Archive(tmp_path)


def test_content_digests_know_no_order() -> None:
    some = [{"a": 1}, {"b": [2]}, {"c": None}]
    assert content_digest(some) == content_digest(reversed(some))
    assert content_digest(some) != content_digest(some[1:])


# -- commands ----------------------------------------------------------------------------------


def test_the_commands(tmp_path: Path) -> None:
    path, folder = source(tmp_path, rows(3)), tmp_path / "a"
    done = run("ingest", folder, path, "--workers", 0)
    assert done.exit_code == 0
    assert "documents in 3 = coded 3" in done.output
    assert "articles   3 from 3 outlets" in run("status", folder).output
    assert json.loads(run("status", folder, "--json").output)["articles"] == 3
    assert "REQUEST" in run("query", folder, "--actor", "FRA").output
    told = run("query", folder, "--event", "REQUEST", "--format", "jsonl").output
    assert {json.loads(line)["event"] for line in told.splitlines()} == {"REQUEST"}
    assert run("query", folder, "SELECT 1 AS one", "--format", "csv").output.split() == ["one", "1"]
    assert "Missile" in run("search", folder, "missile").output
    assert run("export", folder, "-o", tmp_path / "x.csv").exit_code == 0
    assert (tmp_path / "x.csv").read_text().startswith("id,")
    assert run("export", folder, "-o", tmp_path / "x.doc").exit_code == 2
    assert "Snapshot 'v1'" in run("snapshot", folder, "v1").output
    assert "is whole" in run("verify", folder).output
    id_ = json.loads(told.splitlines()[0])["article_id"]
    done = run("withdraw", folder, id_, "--reason", "retracted", "--who", "ann")
    assert done.exit_code == 0
    assert "articles   2 " in run("status", folder).output
    assert "column" in run("preview", path).output


def test_wrong_usage_is_told(tmp_path: Path) -> None:
    assert run("ingest", tmp_path / "a", tmp_path / "nope").exit_code == 2
    assert "is no archive" in run("query", tmp_path / "a").output
    path = source(tmp_path, [*rows(1), {"text": ""}])
    done = run("ingest", tmp_path / "a", path, "--workers", 0)
    assert done.exit_code == 1
    assert "--dead" in done.output
    assert "empty" in run("status", tmp_path / "a", "--dead").output
    assert run("query", tmp_path / "a", "--since", "soon").exit_code == 2
    assert "failed" in run("query", tmp_path / "a", "SELECT nothing").output


def test_a_full_disk_loses_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = source(tmp_path, rows(2))

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.segments.write_parquet", full_disk)
        with pytest.raises(OSError, match="No space"):
            ingest(archive, path)
    assert ingest(archive, path).coded == 2
    assert archive.verify() == []


def test_the_ledger_tells_rejected_documents_once(archive: Archive) -> None:
    found = [Rejected("x", "damaged", "no JSON"), Rejected("x", "damaged", "no JSON")]
    job = Job("ingest", ["x"], lambda: found)
    balance = archive.store(job, workers=0)
    assert (balance.rejected, balance.duplicates) == (1, 1)
    shutil.rmtree(archive.folder / "work")
    again = archive.store(replace(job, sources=["y"]), workers=0)
    assert (again.rejected, again.duplicates) == (0, 2)


def test_what_no_file_can_hold_ends_no_run(archive: Archive, tmp_path: Path) -> None:
    broken = "half \ud800 a pair"
    row = rows(1)[0] | dict.fromkeys(("title", "publication", "url"), broken)
    balance = ingest(archive, source(tmp_path, [row, *rows(2)]))
    assert (balance.coded, balance.failed) == (3, 0)
    told = {event["publication"] for event in archive.events()}
    assert "half \ufffd a pair" in told


def test_the_version_of_the_coder_is_told_without_loading_it(coder: Coder) -> None:
    assert work.coder_version(Settings()) == coder.version
