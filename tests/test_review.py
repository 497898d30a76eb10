"""Reviewing: what people correct and judge, what follows from it, and what it tells."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dragoman.model import ArchiveError
from dragoman.store import Archive, Balance, Filter
from dragoman.store.changes import CORRECTABLE, differences, value_of, with_changes
from dragoman.store.migrations import MIGRATIONS
from dragoman.store.queues import (
    Queue,
    agreement,
    disputed,
    draw_sample,
    precision,
    progress,
    queue,
    sampled,
)
from dragoman.store.reviewing import (
    LONGEST,
    Judge,
    Judgement,
    State,
    Told,
    Verdict,
    judge,
    reviews_of,
)
from dragoman.text.statistics import krippendorff_alpha, wilson
from dragoman.writers.schema import load_schema
from handmade import CODING, Act, commit, digest, entity, make_archive, one_incident, place, record

KYIV = {"event_loc": place("UKR", "Kyiv")}
ACTS: list[Act] = [
    ("2023-05-01", "RUS MIL", "UKR CVL", "ASSAULT", KYIV | {"mode": ["aerial"]}),
    ("2023-05-02", "USA GOV;USA MIL", "CHN GOV", "CONSULT", {"mode": ["visit", "multilateral"]}),
    ("2023-05-03", "FRA GOV", "IRN GOV", "REQUEST", {"confidence": 0.9}),
    ("2023-05-04", "? CVL", "FRA GOV", "PROTEST", {"confidence": 0.2, "publication": "The Sun"}),
    ("2023-05-05", "DEU GOV;FRA GOV", "", "AGREE", {"context": ["military", "economic"]}),
    ("2023-05-06", "GBR GOV", "RUS GOV", "ACCUSE",
     {"confidence": 0.6, "reported_by": [entity("USA JRN") | {
         "stance": "asserts", "depth": 1, "anonymous": False}]}),
]  # fmt: skip
ASSAULT, CONSULT, REQUEST, PROTEST, AGREE, ACCUSE = (digest(n) for n in range(6))
VALID = Draft202012Validator(load_schema())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "archive"
    make_archive(folder, ACTS).close()
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(made, tmp_path / "archive")
    with Archive(tmp_path / "archive") as found:
        yield found


def row(archive: Archive, event_id: str) -> dict[str, Any]:
    (found,) = [one for one in archive.events() if one["event_id"] == event_id]
    return found


def judged(archive: Archive, event_id: str, who: str, verdict: Verdict, **more: Any) -> Told:
    return judge(archive, Judgement(event_id, who, verdict, **more))


def test_records_made_by_hand_are_as_the_schema_asks() -> None:
    for number, act in enumerate(ACTS):
        VALID.validate(record(number, act))


# -- values of fields --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("event", "COERCE", "COERCE"),
        ("event", "  COERCE ", "COERCE"),
        ("mode", "heavy-weapons", "heavy-weapons"),
        ("mode", "heavy-weapons; aerial;aerial", "aerial;heavy-weapons"),
        ("mode", "", None),
        ("mode", None, None),
        ("actor", "UKR  MIL;NGO", "UKR MIL;NGO"),
        ("actor", "? REB", "? REB"),
        ("actor", "?", "?"),
        ("recipient", None, None),
        ("recipient", "POL", "POL"),
        ("status", "planned", "planned"),
        ("certainty", "possible", "possible"),
        ("date", "2023-04-30", "2023-04-30"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2023-04", "2023-04"),
        ("date", "2023", "2023"),
        ("date", "", None),
        ("country", "POL", "POL"),
        ("country", None, None),
        ("reported_by", "USA GOV;? JRN", "USA GOV;? JRN"),
        ("context", "terrorism;military", "military;terrorism"),
    ],
)
def test_corrected_values_stand_in_record_and_table(
    archive: Archive, field: str, value: str | None, kept: str | None
) -> None:
    before = {name: value_of(name, archive.record(ASSAULT)) for name in CORRECTABLE}
    told = archive.correct_fields(ASSAULT, {field: value}, who="ann")
    assert told == {field: (before[field], kept)}
    found = archive.record(ASSAULT)
    assert value_of(field, found) == kept
    changed = {name for name in CORRECTABLE if value_of(name, found) != before[name]}
    assert changed - {"mode"} == {field} - {"mode"}
    VALID.validate(found)
    coded = record(0, ACTS[0])
    stored = row(archive, ASSAULT)
    assert json.loads(stored["record"]) == coded
    assert archive.event(ASSAULT) == stored
    assert next(one for one in archive.records() if one["id"] == ASSAULT) == found
    # Nothing is left to be corrected, and what was coded can be put back.
    assert archive.correct_fields(ASSAULT, {field: value}, who="bob") == {}
    archive.correct(ASSAULT, field, before[field], who="bob")
    back = archive.record(ASSAULT)
    assert {name: value_of(name, back) for name in CORRECTABLE} == before
    VALID.validate(back)


def test_one_side_of_an_event_stays(archive: Archive) -> None:
    archive.correct(ASSAULT, "actor", " ; ", who="bob")
    assert archive.record(ASSAULT)["actor"] == []
    VALID.validate(archive.record(ASSAULT))
    with pytest.raises(ArchiveError, match="somebody on one side at least; reject it if not"):
        archive.correct(ASSAULT, "recipient", None, who="bob")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("event", "WAR", r"'WAR' is no event; use one of AGREE, CONSULT, .*ASSAULT"),
        ("event", None, "is no event; use one of"),
        ("mode", "visit", r"'visit' is no mode; use one of .*aerial"),
        ("mode", "aerial;visit", "'visit' is no mode"),
        ("actor", "Russia", r"'Russia' is no participant; write them as USA GOV;NGO"),
        ("actor", "RUS XXX", "'RUS XXX' is no participant"),
        ("recipient", "rus", "'rus' is no participant"),
        ("recipient", "? XXX", "no participant"),
        ("reported_by", "USA GOV MIL", "no participant"),
        ("status", "done", "'done' is no status; use one of actual, planned"),
        ("certainty", "sure", "'sure' is no certainty; use one of certain, probable, possible"),
        ("date", "yesterday", "no date; write YYYY-MM-DD, YYYY-MM or YYYY"),
        ("date", "2023-13", "no date"),
        ("date", "2023-02-30", "no date"),
        ("date", "2023-02-29", "no date"),
        ("date", "0000", "no date"),
        ("date", "20230501", "no date"),
        ("date", "2023-W05", "no date"),
        ("country", "Poland", "'Poland' is no country; write its ISO 3166 code"),
        ("country", "ZZZ", "no country"),
        ("context", "war", r"'war' is no context; use one of military"),
        ("event_scale", "1", r"'event_scale' cannot be corrected; event, mode, actor"),
    ],
)
def test_wrong_values_are_told_and_change_nothing(
    archive: Archive, field: str, value: str | None, told: str
) -> None:
    before = row(archive, ASSAULT)
    with pytest.raises(ArchiveError, match=told):
        archive.correct(ASSAULT, field, value, who="ann")
    with pytest.raises(ArchiveError, match=told):
        judged(archive, ASSAULT, "ann", Verdict.CORRECT, values={"status": "planned", field: value})
    assert row(archive, ASSAULT) == before
    assert reviews_of(archive, ASSAULT) == []


def test_a_type_without_modes_has_none_to_offer(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="'visit' is no mode; leave it empty here"):
        archive.correct(AGREE, "mode", "visit", who="ann")


def test_an_unknown_event_is_told(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no event 'nope'"):
        archive.correct("nope", "status", "planned", who="ann")
    with pytest.raises(ArchiveError, match="no event 'nope'"):
        judged(archive, "nope", "ann", Verdict.ACCEPT)
    with pytest.raises(ArchiveError, match="needs the name"):
        judged(archive, ASSAULT, "  ", Verdict.ACCEPT)


# -- what follows ------------------------------------------------------------------------------


def test_another_type_has_its_own_quad_score_and_modes(archive: Archive) -> None:
    archive.correct(CONSULT, "event", "THREATEN", who="ann")
    found = row(archive, CONSULT)
    assert (found["event"], found["quad_code"], found["modes"]) == ("THREATEN", 3, [])
    assert found["event_scale"] < 0
    assert [one["event_id"] for one in archive.events(Filter(event=["THREATEN"]))] == [CONSULT]
    assert archive.count(Filter(event=["CONSULT"])) == 0
    assert archive.count(Filter(quad=[3])) == 3
    archive.correct(CONSULT, "event", "CONSULT", who="bob")
    assert row(archive, CONSULT)["modes"] == ["visit", "multilateral"]
    assert row(archive, CONSULT)["event_scale"] == record(1, ACTS[1])["event_scale"]


def test_type_and_mode_are_checked_together(archive: Archive) -> None:
    told = archive.correct_fields(CONSULT, {"mode": "aerial", "event": "ASSAULT"}, who="ann")
    assert told["mode"] == ("visit;multilateral", "aerial")
    found = row(archive, CONSULT)
    assert (found["event"], found["modes"], found["quad_code"]) == ("ASSAULT", ["aerial"], 4)


def test_the_order_of_a_list_is_no_correction(archive: Archive) -> None:
    assert archive.correct_fields(CONSULT, {"mode": "multilateral;visit"}, who="ann") == {}
    assert archive.correct_fields(AGREE, {"context": "economic;military"}, who="ann") == {}


def test_filters_find_corrected_participants(archive: Archive) -> None:
    archive.correct_fields(ASSAULT, {"actor": "BLR MIL", "recipient": "POL GOV;NGO"}, who="ann")
    found = row(archive, ASSAULT)
    assert (found["actor_key"], found["recipient_key"]) == ("|BLR|", "|POL|NGO|")
    assert (found["actor_sectors"], found["recipient_sectors"]) == (["MIL"], ["GOV", ""])
    for wanted in (Filter(actor=["BLR"]), Filter(recipient=["NGO"]), Filter(party=["POL"]),
                   Filter(actor=["BLR"], recipient_sector=["GOV"])):  # fmt: skip
        assert [one["event_id"] for one in archive.events(wanted)] == [ASSAULT]
    assert archive.count(Filter(actor=["RUS"])) == 0
    assert archive.facets(Filter(actor=["BLR"]), ["recipients"]) == {
        "recipients": {"NGO": 1, "POL": 1}
    }


def test_participants_that_stay_keep_their_words(archive: Archive) -> None:
    archive.correct(CONSULT, "actor", "USA MIL;USA GOV;? CVL", who="ann")
    texts = [one["entity_text"] for one in archive.record(CONSULT)["actor"]]
    assert texts == ["words for USA MIL", "words for USA GOV", "? CVL"]
    codes = [(one["code"], one["sector"]) for one in archive.record(CONSULT)["actor"]]
    assert codes == [("USA", "MIL"), ("USA", "GOV"), (None, "CVL")]
    archive.correct(PROTEST, "recipient", "FRA MIL", who="ann")
    assert archive.record(PROTEST)["actor"] == [entity("? CVL")]


def test_participants_of_one_code_stay_apart() -> None:
    sides = [entity("USA GOV", entity_text=text) for text in ("Biden", "Blinken")]
    told = record(0, ("2023-05-01", "USA GOV", "", "AGREE")) | {"actor": sides}
    texts = {
        value: [one["entity_text"] for one in with_changes(told, {"actor": value})["actor"]]
        for value in ("USA GOV;USA GOV", "USA GOV", "FRA;USA GOV;USA GOV;USA GOV")
    }
    assert list(texts.values()) == [
        ["Biden", "Blinken"], ["Biden"], ["FRA", "Biden", "Blinken", "USA GOV"],
    ]  # fmt: skip
    assert differences(told, {"actor": "USA GOV;USA GOV"}) == {}


def test_another_country_has_no_old_coordinates(archive: Archive) -> None:
    archive.correct(ASSAULT, "country", "POL", who="ann")
    found, told = row(archive, ASSAULT), archive.record(ASSAULT)["event_loc"]
    assert (found["country"], found["place"]) == ("POL", "Poland")
    assert (found["lat"], found["lon"], found["province"]) == (None, None, None)
    assert (told["geonameid"], told["city"], told["resolution"]) == (None, None, 1)
    assert told["extracted_place"] == "Kyiv"
    archive.correct(ASSAULT, "country", "UKR", who="ann")
    assert (row(archive, ASSAULT)["lat"], row(archive, ASSAULT)["place"]) == (50.45, "Kyiv")


def test_a_country_where_there_was_no_place(archive: Archive) -> None:
    archive.correct(REQUEST, "country", "IRN", who="ann")
    assert [one["event_id"] for one in archive.events(Filter(country=["IRN"]))] == [REQUEST]
    VALID.validate(archive.record(REQUEST))


def test_another_date_is_another_day(archive: Archive) -> None:
    archive.correct(ASSAULT, "date", "2022-11", who="ann")
    assert str(row(archive, ASSAULT)["day"]) == "2022-11-01"
    told = archive.record(ASSAULT)
    assert (told["date_granularity"], told["date_end"], told["date_source"]) == (
        "month", None, "stated",
    )  # fmt: skip
    assert archive.count(Filter(until="2022-12-31")) == 1
    archive.correct(ASSAULT, "date", None, who="ann")
    assert str(row(archive, ASSAULT)["day"]) == "2023-05-01"  # that of publication


def test_corrections_add_up_and_the_last_one_counts(archive: Archive) -> None:
    for field, value in (("status", "planned"), ("certainty", "possible"), ("status", "negated")):
        archive.correct(ASSAULT, field, value, who="ann", note="read again")
    found = row(archive, ASSAULT)
    assert (found["status"], found["certainty"]) == ("negated", "possible")
    kept = archive.con.execute("SELECT field, old, new, who, note FROM corrections").fetchall()
    assert [tuple(one) for one in kept] == [
        ("status", "actual", "planned", "ann", "read again"),
        ("certainty", "certain", "possible", "ann", "read again"),
        ("status", "planned", "negated", "ann", "read again"),
    ]


def test_corrections_outlive_the_process_and_are_whole(archive: Archive) -> None:
    archive.correct(ASSAULT, "status", "planned", who="ann")
    with Archive(archive.folder) as again:
        assert row(again, ASSAULT) == row(archive, ASSAULT)
        assert again.verify() == []


def test_corrections_hold_for_every_version_of_the_coder(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.correct(ASSAULT, "status", "planned", who="ann")

    def coded_anew(self: Archive, *_: object, **__: object) -> Balance:
        commit(self, [record(n, act) | {"confidence": 0.7} for n, act in enumerate(ACTS)], "second")
        return Balance()

    monkeypatch.setattr("dragoman.store.work.Settings.coding", lambda _: ("second", "a coder"))
    monkeypatch.setattr(Archive, "store", coded_anew)
    archive.recode()
    found = row(archive, ASSAULT)
    assert (found["status"], found["confidence"], found["coding"]) == ("planned", 0.7, "second")
    shown = [archive.record(digest(number)) for number in range(len(ACTS))]
    assert [(one["status"], one["confidence"]) for one in shown] == [
        ("planned", 0.7), *[("actual", 0.7)] * 5,
    ]  # fmt: skip
    with archive.query_engine(CODING) as engine:
        old = next(engine.rows("SELECT * FROM events WHERE event_id = ?", [ASSAULT]))
    assert (old["status"], old["confidence"], old["coding"]) == ("planned", 0.5, CODING)
    assert archive.count() == len(ACTS)
    archive.correct(ASSAULT, "status", "negated", who="ann")
    with archive.query_engine() as engine:
        told = engine.rows("SELECT status FROM all_events WHERE event_id = ?", [ASSAULT])
        assert [one["status"] for one in told] == ["negated", "negated"]


def test_corrections_of_an_older_archive_count(archive: Archive) -> None:
    archive.close()
    old = sqlite3.connect(archive.folder / "manifest.sqlite")
    for table in ("corrected", "reviews", "samples"):
        old.execute(f"DROP TABLE {table}")
    old.executemany(
        "INSERT INTO corrections (event_id, field, old, new, who, at) VALUES (?, ?, ?, ?, ?, ?)",
        [(ASSAULT, "event", "ASSAULT", "COERCE", "ann", "2023-05-09"),
         (ASSAULT, "status", "actual", "planned", "ann", "2023-05-09"),
         (ASSAULT, "status", "planned", "negated", "bob", "2023-05-10")],
    )  # fmt: skip
    old.execute(f"PRAGMA user_version={len(MIGRATIONS) - 1}")
    old.commit()
    old.close()
    with Archive(archive.folder) as found:
        told = row(found, ASSAULT)
        assert (told["event"], told["status"], told["modes"]) == ("COERCE", "negated", [])
        assert found.event(ASSAULT) == told
        kept = found.con.execute("SELECT event_id, coding FROM corrected").fetchall()
        assert [tuple(one) for one in kept] == [(ASSAULT, CODING)]


# -- judging -----------------------------------------------------------------------------------


def test_accepting_changes_nothing_and_is_kept(archive: Archive) -> None:
    before = list(archive.events())
    told = judged(archive, ASSAULT, "  Ann   Lee ", Verdict.ACCEPT, note="x" * 3000, sample="s")
    assert (told.state, told.verdict, told.changes) == (State.APPLIED, Verdict.ACCEPT, {})
    assert list(archive.events()) == before
    (kept,) = reviews_of(archive, ASSAULT)
    assert (kept["who"], kept["sample"], len(kept["note"])) == ("Ann Lee", "s", LONGEST)
    assert kept["judged"]["actor"] == "RUS MIL"
    assert kept["at"].startswith("20")


def test_correcting_tells_from_what_to_what(archive: Archive) -> None:
    told = judged(archive, ASSAULT, "ann ", Verdict.CORRECT, note="a plan",
                  values={"status": "planned", "certainty": "certain"})  # fmt: skip
    assert told.changes == {"status": ("actual", "planned")}
    assert row(archive, ASSAULT)["status"] == "planned"
    (kept,) = reviews_of(archive, ASSAULT)
    assert kept["changes"] == {"status": ["actual", "planned"]}
    assert kept["judged"]["status"] == "planned"
    (correction,) = archive.con.execute("SELECT who, note, old, new FROM corrections").fetchall()
    assert tuple(correction) == ("ann", "a plan", "actual", "planned")


def test_correcting_nothing_is_accepting(archive: Archive) -> None:
    told = judged(archive, ASSAULT, "ann", Verdict.CORRECT, values={"status": "actual"})
    assert (told.verdict, told.changes) == (Verdict.ACCEPT, {})


def test_a_rejected_event_is_gone_until_somebody_accepts_it(archive: Archive) -> None:
    first = judged(archive, ASSAULT, "ann", Verdict.REJECT)
    assert archive.count() == len(ACTS) - 1
    assert archive.event(ASSAULT) is None
    told = judged(archive, ASSAULT, "bob", Verdict.ACCEPT, seen=first.review)
    assert told.state is State.APPLIED
    assert archive.count() == len(ACTS)
    assert [one["state"] for one in reviews_of(archive, ASSAULT)] == ["replaced", "applied"]
    undone = archive.con.execute("SELECT who, reason, undone FROM deletions").fetchall()
    assert [tuple(one)[:2] for one in undone] == [("ann", "rejected in review")]
    assert undone[0]["undone"]


def test_accepting_does_not_undo_another_deletion(archive: Archive) -> None:
    archive.delete("event", ASSAULT, reason="satire", who="ann")
    judged(archive, ASSAULT, "bob", Verdict.ACCEPT)
    assert archive.event(ASSAULT) is None


def test_a_rejected_event_keeps_its_corrections(archive: Archive) -> None:
    one = judged(archive, ASSAULT, "ann", Verdict.CORRECT, values={"status": "planned"})
    two = judged(archive, ASSAULT, "ann", Verdict.REJECT)
    judged(archive, ASSAULT, "bob", Verdict.ACCEPT, seen=two.review)
    assert one.review < two.review
    assert row(archive, ASSAULT)["status"] == "planned"


PLANNED, NEGATED = {"status": "planned"}, {"status": "negated"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((Verdict.ACCEPT, {}), (Verdict.REJECT, {})),
        ((Verdict.REJECT, {}), (Verdict.ACCEPT, {})),
        ((Verdict.ACCEPT, {}), (Verdict.CORRECT, PLANNED)),
        ((Verdict.CORRECT, PLANNED), (Verdict.ACCEPT, {})),
        ((Verdict.CORRECT, PLANNED), (Verdict.CORRECT, NEGATED)),
        ((Verdict.CORRECT, PLANNED), (Verdict.CORRECT, {"certainty": "possible"})),
        ((Verdict.CORRECT, PLANNED), (Verdict.REJECT, {})),
        ((Verdict.CORRECT, {"event": "COERCE"}), (Verdict.ACCEPT, {})),
    ],
)
def test_of_two_at_once_who_differ_the_second_is_told(
    archive: Archive, first: tuple[Verdict, dict[str, str]], second: tuple[Verdict, dict[str, str]]
) -> None:
    judged(archive, ASSAULT, "ann", first[0], values=first[1])
    shown, count = archive.record(ASSAULT), archive.count()
    told = judged(archive, ASSAULT, "bob", second[0], values=second[1])
    assert (told.state, told.verdict) == (State.DISPUTED, second[0])
    assert told.other is not None
    assert (told.other["who"], told.other["verdict"]) == ("ann", first[0])
    assert (archive.record(ASSAULT), archive.count()) == (shown, count)
    assert disputed(archive) == queue(archive, Queue.DISPUTED, "eve") == [ASSAULT]
    kept = reviews_of(archive, ASSAULT)
    assert [(one["who"], one["state"]) for one in kept] == [("ann", "applied"), ("bob", "disputed")]
    coded = {name: value_of(name, record(0, ACTS[0])) for name in CORRECTABLE}
    if second[0] is Verdict.ACCEPT:  # of what was on their page, not of what is there now
        assert kept[1]["judged"] == coded
    if second[0] is Verdict.CORRECT:
        assert kept[1]["changes"] == {name: [coded[name], new] for name, new in second[1].items()}


@pytest.mark.parametrize(
    ("verdict", "values"),
    [(Verdict.ACCEPT, {}), (Verdict.REJECT, {}), (Verdict.CORRECT, {"event": "COERCE", **PLANNED})],
)
def test_of_two_at_once_who_agree_both_count(
    archive: Archive, verdict: Verdict, values: dict[str, str]
) -> None:
    judged(archive, ASSAULT, "ann", verdict, values=values)
    told = judged(archive, ASSAULT, "bob", verdict, values=values)
    assert (told.state, told.verdict, told.other) == (State.APPLIED, verdict, None)
    assert disputed(archive) == []
    assert agreement(archive)["events"] == 1
    corrections = archive.con.execute("SELECT count(*) FROM corrections").fetchone()[0]
    assert corrections == len(values)
    assert archive.con.execute("SELECT count(*) FROM deletions").fetchone()[0] == (
        verdict is Verdict.REJECT
    )


def test_who_knew_of_the_first_may_differ(archive: Archive) -> None:
    one = judged(archive, ASSAULT, "ann", Verdict.CORRECT, values=PLANNED)
    two = judged(archive, ASSAULT, "bob", Verdict.CORRECT, values=NEGATED, seen=one.review)
    assert (two.state, two.changes) == (State.APPLIED, {"status": ("planned", "negated")})
    assert row(archive, ASSAULT)["status"] == "negated"
    three = judged(archive, ASSAULT, "eve", Verdict.CORRECT, values=PLANNED, seen=one.review)
    assert three.state is State.DISPUTED
    assert three.changes == {}  # that is what they saw


def test_one_may_think_again(archive: Archive) -> None:
    judged(archive, ASSAULT, "ann", Verdict.REJECT)
    told = judged(archive, ASSAULT, "ann", Verdict.CORRECT, values=PLANNED)
    assert told.state is State.APPLIED
    assert row(archive, ASSAULT)["status"] == "planned"


@pytest.mark.parametrize(
    ("verdict", "values", "status"),
    [(Verdict.ACCEPT, {}, "planned"), (Verdict.CORRECT, NEGATED, "negated"),
     (Verdict.CORRECT, {"status": "actual"}, "actual"), (Verdict.REJECT, {}, None)],
)  # fmt: skip
def test_an_adjudicator_settles(
    archive: Archive, verdict: Verdict, values: dict[str, str], status: str | None
) -> None:
    judged(archive, ASSAULT, "ann", Verdict.CORRECT, values=PLANNED)
    judged(archive, ASSAULT, "bob", Verdict.REJECT)
    told = judged(archive, ASSAULT, "eve", verdict, values=values, role=Judge.ADJUDICATOR)
    assert told.state is State.APPLIED
    found = archive.event(ASSAULT)
    assert (found and found["status"]) == status
    assert disputed(archive) == []
    states = [(one["who"], one["state"]) for one in reviews_of(archive, ASSAULT)]
    assert states == [("ann", "replaced"), ("bob", "replaced"), ("eve", "applied")]


def test_two_processes_at_once_lose_nothing(archive: Archive) -> None:
    ready, found = threading.Barrier(2), list[State]()

    def work(who: str) -> None:
        with Archive(archive.folder) as own:
            ready.wait()
            told = judged(own, ASSAULT, who, Verdict.CORRECT, values={"status": who})
            found.append(told.state)

    both = [threading.Thread(target=work, args=(who,)) for who in ("planned", "negated")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(found) == [State.APPLIED, State.DISPUTED]
    first, second = reviews_of(archive, ASSAULT)
    assert (first["state"], second["state"]) == ("applied", "disputed")
    assert row(archive, ASSAULT)["status"] == first["who"]


def test_a_judgement_that_fails_leaves_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.reviewing.keep_corrected", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            judged(archive, ASSAULT, "ann", Verdict.CORRECT, values=PLANNED)
    assert reviews_of(archive, ASSAULT) == []
    assert archive.con.execute("SELECT count(*) FROM corrections").fetchone()[0] == 0
    assert judged(archive, ASSAULT, "ann", Verdict.CORRECT, values=PLANNED).changes


# -- queues and samples ------------------------------------------------------------------------


def test_queues_have_their_order_and_leave_out_own_judgements(archive: Archive) -> None:
    uncertain = queue(archive, Queue.UNCERTAIN, "ann")
    assert uncertain[:3] == sorted([ASSAULT, CONSULT, AGREE])
    assert uncertain[3:] == [ACCUSE, PROTEST, REQUEST]
    by_day = [ASSAULT, CONSULT, REQUEST, PROTEST, AGREE, ACCUSE]
    assert queue(archive, Queue.FILTER, "ann") == by_day
    assert queue(archive, Queue.FILTER, "ann", limit=2) == by_day[:2]
    judged(archive, ASSAULT, "ann", Verdict.ACCEPT)
    judged(archive, PROTEST, "bob", Verdict.ACCEPT)
    assert queue(archive, Queue.FILTER, "ann") == by_day[1:]
    assert queue(archive, Queue.FILTER, "bob") == [one for one in by_day if one != PROTEST]
    wanted = Filter(publication=["The Sun"])
    assert queue(archive, Queue.FILTER, "ann", wanted=wanted) == [PROTEST]
    assert queue(archive, Queue.UNCERTAIN, "ann", words='"number 5"') == [ACCUSE]


def test_disputes_come_the_oldest_first(archive: Archive) -> None:
    for event_id in (PROTEST, ASSAULT):
        judged(archive, event_id, "ann", Verdict.ACCEPT)
        judged(archive, event_id, "bob", Verdict.REJECT)
    judged(archive, CONSULT, "ann", Verdict.ACCEPT)
    assert queue(archive, Queue.DISPUTED, "eve") == [PROTEST, ASSAULT]
    assert queue(archive, Queue.DISPUTED, "eve", limit=1) == [PROTEST]
    told = progress(archive)
    assert (told["reviews"], told["events"], told["disputed"]) == (5, 3, 2)
    assert told["coders"] == {"ann": 3, "bob": 2}
    assert told["verdicts"] == {"accept": 3, "reject": 2}


def test_samples_are_random_reproducible_and_frozen(archive: Archive) -> None:
    first = draw_sample(archive, "first", 3, seed=7)
    assert len(set(first)) == 3
    assert sampled(archive, "first") == first
    assert draw_sample(archive, "again", 3, seed=7) == first
    assert draw_sample(archive, "larger", 5, seed=7)[:3] == first
    every = {tuple(draw_sample(archive, f"s{seed}", 6, seed=seed)) for seed in range(5)}
    assert len(every) == 5
    with pytest.raises(ArchiveError, match="already"):
        draw_sample(archive, "first", 2)
    with pytest.raises(ArchiveError, match="nothing to draw from"):
        draw_sample(archive, "none", 2, wanted=Filter(actor=["BRA"]))
    assert draw_sample(archive, "french", 9, wanted=Filter(party=["FRA"])) != []
    assert set(sampled(archive, "french")) == {REQUEST, PROTEST, AGREE}
    commit(archive, [record(n, ("2023-06-01", "IND", "PAK", "ACCUSE")) for n in range(50, 90)], "x")
    assert sampled(archive, "first") == first
    assert queue(archive, Queue.SAMPLE, "ann", sample="first") == first
    judged(archive, first[0], "ann", Verdict.REJECT)
    assert queue(archive, Queue.SAMPLE, "ann", sample="first") == first[1:]
    assert queue(archive, Queue.SAMPLE, "bob", sample="first", limit=1) == first[:1]
    assert queue(archive, Queue.SAMPLE, "ann", sample="nope") == []


def test_precision_counts_what_was_coded(archive: Archive) -> None:
    ids = draw_sample(archive, "s", 6)
    for event_id in ids[:2]:
        judged(archive, event_id, "ann", Verdict.ACCEPT)
    judged(archive, ids[2], "ann", Verdict.REJECT)
    one = judged(archive, ids[3], "ann", Verdict.CORRECT, values={"certainty": "possible"})
    two = judged(archive, ids[4], "ann", Verdict.CORRECT, values={"event": "COERCE"})
    told = precision(archive, "s")
    assert (told["size"], told["judged"], told["left"]) == (6, 5, 1)
    assert (told["right"]["count"], told["event"]["count"]) == (2, 3)
    assert told["right"]["share"] == pytest.approx(0.4)
    assert (told["right"]["low"], told["right"]["high"]) == wilson(2, 5)
    # Who accepts a corrected event does not say that it was coded right.
    for before in (one, two):
        event_id = ids[3] if before is one else ids[4]
        judged(archive, event_id, "bob", Verdict.ACCEPT, seen=before.review)
    again = precision(archive, "s")
    assert (again["right"]["count"], again["event"]["count"]) == (2, 3)
    # Nor does a disputed judgement count.
    judged(archive, ids[0], "bob", Verdict.REJECT)
    assert precision(archive, "s") == again
    with pytest.raises(ArchiveError, match="no sample 'nope'"):
        precision(archive, "nope")


def test_of_nothing_there_is_no_precision(archive: Archive) -> None:
    draw_sample(archive, "s", 2)
    assert precision(archive, "s")["right"] == {"count": 0, "share": None, "low": None,
                                                "high": None}  # fmt: skip


# -- statistics --------------------------------------------------------------------------------

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: four observers, twelve units.
OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
# The same, its first two examples: two observers, binary and nominal.
BINARY = """
0 1 0 0 0 0 0 0 1 0
1 1 1 0 0 1 0 0 0 0
"""
NOMINAL = """
a a b b d c c c e d d a
b a b b b c c c e d d d
"""
# Three coders and fifteen units, of which some are judged by one alone: Wikipedia's example.
SPARSE = """
. . . . . 3 4 1 2 1 1 3 3 . 3
1 . 2 1 3 3 4 3 . . . . . . .
. . 2 1 3 4 4 . 2 1 1 3 3 . 4
"""


def units(table: str) -> list[list[str]]:
    lines = [line.split() for line in table.strip().splitlines()]
    return [[value for value in unit if value != "."] for unit in zip(*lines, strict=True)]


@pytest.mark.parametrize(
    ("table", "alpha"),
    [(OBSERVERS, 0.743), (BINARY, 0.095), (NOMINAL, 0.692), (SPARSE, 0.691)],
)
def test_alpha_is_that_of_published_examples(table: str, alpha: float) -> None:
    found = krippendorff_alpha(units(table))
    assert found == pytest.approx(alpha, abs=0.0006)


@pytest.mark.parametrize(
    ("told", "alpha"),
    [
        ([], None),
        ([["a"], ["b"]], None),
        ([["a", "a"], ["a", "a", "a"]], None),
        ([["a", "a"], ["b", "b"]], 1.0),
        ([["a", "b"], ["b", "a"]], -0.5),
        ([["a", "a"], ["b", "b"], ["c"], []], 1.0),
    ],
)
def test_alpha_at_its_ends(told: list[list[str]], alpha: float | None) -> None:
    found = krippendorff_alpha(told)
    assert found == (None if alpha is None else pytest.approx(alpha))


# Newcombe (1998), Statistics in Medicine 17: Wilson's intervals without continuity correction.
@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718), (20, 20, 0.8389, 1.0)],
)  # fmt: skip
def test_wilson_is_that_of_published_examples(count: int, of: int, low: float, high: float) -> None:
    found = wilson(count, of)
    assert found == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))
    assert found[0] is not None
    assert found[1] is not None
    assert 0 <= found[0] <= found[1] <= 1


def test_agreement_is_of_those_that_two_coders_judged(archive: Archive) -> None:
    assert agreement(archive)["events"] == 0
    for event_id in (ASSAULT, CONSULT, REQUEST, PROTEST):
        judged(archive, event_id, "ann", Verdict.ACCEPT)
    judged(archive, ASSAULT, "bob", Verdict.ACCEPT)
    judged(archive, CONSULT, "bob", Verdict.REJECT)
    judged(archive, REQUEST, "bob", Verdict.CORRECT, values={"event": "ACCUSE"})
    judged(archive, REQUEST, "eve", Verdict.REJECT, role=Judge.ADJUDICATOR)
    told = agreement(archive)
    assert told["events"] == 3
    assert told["alpha"]["verdict"] == krippendorff_alpha(
        [["yes", "yes"], ["yes", "no"], ["yes", "yes"]]
    )
    assert told["alpha"]["event"] == krippendorff_alpha(
        [["ASSAULT", "ASSAULT"], ["REQUEST", "ACCUSE"]]
    )
    assert told["alpha"]["actor"] == 1.0
    assert told["alpha"]["certainty"] is None  # nothing varies


def test_accepting_unseen_what_another_corrected_is_no_agreement(archive: Archive) -> None:
    judged(archive, ASSAULT, "ann", Verdict.CORRECT, values={"event": "COERCE"})
    judged(archive, ASSAULT, "bob", Verdict.ACCEPT)
    judged(archive, CONSULT, "ann", Verdict.ACCEPT)
    judged(archive, CONSULT, "bob", Verdict.ACCEPT)
    found = agreement(archive)["alpha"]["event"]
    assert found == krippendorff_alpha([["COERCE", "ASSAULT"], ["CONSULT", "CONSULT"]])


def test_agreement_within_a_sample(archive: Archive) -> None:
    for who in ("ann", "bob"):
        judged(archive, ASSAULT, who, Verdict.ACCEPT, sample="s")
        judged(archive, CONSULT, who, Verdict.ACCEPT)
    assert (agreement(archive, "s")["events"], agreement(archive)["events"]) == (1, 2)


# -- asking ------------------------------------------------------------------------------------


def test_filters_of_reviews_parties_and_sectors(archive: Archive) -> None:
    one = judged(archive, ASSAULT, "ann", Verdict.ACCEPT)
    judged(archive, CONSULT, "ann", Verdict.REJECT)
    judged(archive, ASSAULT, "bob", Verdict.CORRECT, values=PLANNED, seen=one.review)

    def found(**wanted: Any) -> set[str]:
        return {told["event_id"] for told in archive.events(Filter(**wanted))}

    assert found(reviewed=True) == {ASSAULT}  # the other one is withdrawn
    assert found(reviewed=False) == {REQUEST, PROTEST, AGREE, ACCUSE}
    assert found(party=["RUS"]) == {ASSAULT, ACCUSE}
    assert found(party=["RUS", "IRN"]) == {ASSAULT, ACCUSE, REQUEST}
    assert found(party=["US"]) == set()
    assert found(sector=["CVL"]) == {ASSAULT, PROTEST}
    assert found(sector=["CVL"], party=["FRA"]) == {PROTEST}
    assert found(sector=["MIL", "CVL"], reviewed=True) == {ASSAULT}
    with archive.query_engine() as engine:
        told = list(engine.rows("SELECT * FROM reviewed WHERE event_id = ?", [ASSAULT]))
    assert [(one["verdict"], one["reviewer"]) for one in told] == [("correct", "bob")]


def test_long_questions_are_stopped(archive: Archive) -> None:
    archive.seconds = 0.2
    begun = time.monotonic()
    with archive.query_engine() as engine, pytest.raises(ArchiveError, match=r"than 0\.2 seconds"):
        engine.value("SELECT count(*) FROM range(1000000) a, range(1000000) b "
                     "WHERE a.range * b.range % 7 = 3")  # fmt: skip
    assert time.monotonic() - begun < 5
    assert archive.count() == len(ACTS)  # the next one is not
    archive.seconds = None
    assert archive.count() == len(ACTS)


LISTS = {"actors", "recipients", "modes", "contexts", "actor_sectors", "recipient_sectors",
         "reporters", "actor_names"}  # fmt: skip


@pytest.mark.parametrize("words", [None, "acts", '"number 1" OR "number 5"'])
def test_facets_are_what_the_rows_hold(archive: Archive, words: str | None) -> None:
    archive.correct(REQUEST, "actor", "FRA GOV;FRA MIL;DEU", who="ann")
    one_incident(archive, [0, 1])
    names = sorted(LISTS | {"event", "quad_code", "publication", "country", "day"})
    for wanted in (Filter(), Filter(party=["FRA"]), Filter(party=["BRA"])):
        found = archive.facets(wanted, names, words=words)
        rows = list(archive.events(wanted, words=words))
        assert list(found) == names
        for name in names:
            values = [v for one in rows for v in (one[name] if name in LISTS else [one[name]])]
            counted = Counter(str(value) for value in values if value not in (None, ""))
            assert found[name] == counted
            assert list(found[name].values()) == sorted(counted.values(), reverse=True)
