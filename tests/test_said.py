"""Who says what about whom: quotations as records, the command, and events chosen by them."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest

from dragoman import Coder, said
from dragoman.choose import is_meant
from dragoman.model import Certainty, Event, Parser, Quote, QuoteKind, Role, Span, Stance
from dragoman.stages.events.reporting import OWNING
from dragoman.tables import Tables
from dragoman.tables.reading import rows
from dragoman.tables.reasons import load_reasons
from dragoman.writers.quotes import quote_columns
from helpers import run

ROOT = Path(__file__).parents[1]
DAY = "2021-12-21"
NEWS = (
    'Russian President Vladimir Putin accused NATO of "lies" on Tuesday. '
    '"We will respond," Putin said. '
    "Ukraine said Poland had told it that Belarus had shelled a border post. "
    "A senior Iraqi official denied that Iran had attacked the base. "
    "Belarus shelled a bridge, satellite images showed."
)
QUIET = "The weather was mild and the garden was full of flowers in the afternoon.\n"


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tables: Tables, parser: Parser) -> None:
    monkeypatch.setattr("dragoman.tables.load_tables", lambda _=(): tables)
    monkeypatch.setattr("dragoman.engines.spacy_parser.load_parser", lambda _=None: parser)
    monkeypatch.setattr("dragoman.api.load_parser", lambda _=None: parser)
    monkeypatch.setattr("dragoman.api.load_tables", lambda _=(): tables)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "b.txt").write_text(QUIET, encoding="utf-8")
    (tmp_path / "c.txt").write_text("", encoding="utf-8")
    return tmp_path


# -- records ---------------------------------------------------------------------------------------


def test_records_tell_speaker_cue_content_and_whom_it_is_about(coder: Coder) -> None:
    found = {r["text"]: r for r in coder.quotes(NEWS, date=DAY)}
    direct = found["We will respond,"]
    assert direct["speaker"][0]["entity_name"] == "Vladimir Putin"
    assert (direct["kind"], direct["cue"]["text"], direct["depth"]) == ("direct", "said", 1)
    outer = found["Poland had told it that Belarus had shelled a border post"]
    inner = found["Belarus had shelled a border post"]
    assert (inner["within"], inner["depth"]) == (outer["id"], 2)
    assert [e["code"] for e in outer["about"]] == ["POL", "BLR"]
    denial = found["Iran had attacked the base"]["speaker"][0]
    assert (denial["code"], denial["stance"], denial["anonymous"]) == ("IRQ", "denies", True)


def test_every_piece_of_content_is_text_of_the_article(coder: Coder) -> None:
    for record in coder.quotes(NEWS):
        for piece in (*record["content"], *filter(None, [record["cue"]])):
            assert NEWS[piece["start"] : piece["end"]] == piece["text"]


def test_ids_are_the_same_in_every_run_and_differ(coder: Coder) -> None:
    ids = [r["id"] for r in coder.quotes(NEWS)]
    assert ids == [r["id"] for r in coder.code(NEWS).to_quotes()]
    assert len(ids) == len(set(ids))


def test_a_text_without_words_has_no_quotations(coder: Coder) -> None:
    assert coder.quotes("") == []


def test_ten_thousand_quotations_are_put_in_order_quickly() -> None:
    quotes = tuple(
        Quote((Span(n * 10, n * 10 + size),), QuoteKind.INDIRECT, None, None, None, "test")
        for n in range(5000)
        for size in (8, 5)
    )
    began = time.perf_counter()
    around = said._around(quotes)
    assert time.perf_counter() - began < 2
    assert around[:4] == [None, 0, None, 2]


# -- events ----------------------------------------------------------------------------------------


def told(coder: Coder, text: str, word: str) -> Event:
    """The event told by a word."""
    events = coder.code(text, date=DAY).events
    return next(
        event
        for event in events
        for e in event.evidence
        if e.role is Role.TRIGGER and word in e.text
    )


def test_voices_keep_their_order(coder: Coder) -> None:
    text = "Ukraine said Poland had told it that Belarus had shelled a border post."
    voices = told(coder, text, "shelled").reported_by
    assert [(r.text, r.depth) for r in voices] == [("Ukraine", 1), ("Poland", 2)]


def test_what_is_no_participant_may_speak(coder: Coder) -> None:
    text = "Belarus shelled a bridge in Ukraine, satellite images showed."
    (voice,) = told(coder, text, "shelled").reported_by
    assert (voice.text, voice.code.code, voice.anonymous) == ("satellite images", None, True)


def test_who_denies_an_act_is_its_reporter(coder: Coder) -> None:
    event = told(coder, NEWS, "attacked")
    assert [r.stance for r in event.reported_by] == [Stance.DENIES]
    assert event.status == "negated"


def test_an_act_of_words_has_no_reporter_of_its_own_side(coder: Coder) -> None:
    text = "France will recognise Palestine, the French foreign minister said on Monday."
    assert all(not event.reported_by for event in coder.code(text, date=DAY).events)


def test_who_owns_up_to_an_attack_says_so(coder: Coder, tables: Tables) -> None:
    event = told(coder, "The Houthis claimed responsibility for an attack on Riyadh.", "claimed")
    assert [r.text for r in event.reported_by] == ["The Houthis"]
    assert set(tables.lexicon.rows) >= OWNING


def test_events_are_chosen_by_status_and_reporter(coder: Coder) -> None:
    coded = coder.code(NEWS, date=DAY)
    negated = coded.filtered(status=["negated"])
    assert negated.events and all(e.status == "negated" for e in negated.events)
    by_article = coded.filtered(reported_by="article").events
    by_others = coded.filtered(reported_by="anybody").events
    assert len(by_article) + len(by_others) == len(coded.events)
    assert all(not e.reported_by for e in by_article)
    assert coded.filtered(reported_by="IRQ").events == negated.events
    assert coded.filtered(reported_by="iraqi official").events == negated.events


def test_an_unknown_status_is_an_error(coder: Coder) -> None:
    with pytest.raises(ValueError, match="maybe"):
        coder.code(NEWS).filtered(status=["maybe"])


def test_a_short_word_is_no_part_of_another() -> None:
    assert not is_meant("us", "RUS", "Russia's army")
    assert is_meant("us", "USA", None, "the US army")
    assert is_meant("Kremlin", "RUS", None, "the Kremlin's spokesman")


def test_what_an_act_hangs_on_is_evidence(coder: Coder) -> None:
    text = "Joe Biden warned Russia of severe sanctions should the crisis in Ukraine escalate."
    events = coder.code(text, date=DAY).events
    found = [e.text for event in events for e in event.evidence if e.role is Role.CONDITION]
    assert found[:1] == ["should the crisis in Ukraine escalate"]


def test_hedges_lower_the_certainty(coder: Coder) -> None:
    plain, hedged = (
        coder.code(text, date=DAY).events[0]
        for text in (
            "Israel bombed a depot in Syria.",
            "Israel reportedly bombed a depot in Syria.",
        )
    )
    assert plain.certainty is Certainty.CERTAIN
    assert hedged.certainty is Certainty.PROBABLE
    assert hedged.status == plain.status == "actual"


# -- the command -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("loaded")
def test_quotes_prints_a_table_and_the_balance(folder: Path) -> None:
    result = run("quotes", folder)
    assert "Vladimir Putin (RUS GOV)" in result.stdout
    assert "in 3 = with quotations 1 + without 1 + rejected 1 + failed 0" in result.stderr
    assert result.exit_code == 1


@pytest.mark.usefixtures("loaded")
def test_quotes_writes_json_lines_and_chooses(folder: Path) -> None:
    out = folder / "quotes.jsonl"
    run("quotes", folder / "a.txt", "-o", out, "--speaker", "Putin", "--kind", "direct")
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [r["text"] for r in records] == ["We will respond,"]
    result = run("quotes", folder / "a.txt", "-f", "jsonl", "--about", "IRN")
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == [
        "Iran had attacked the base"
    ]


@pytest.mark.usefixtures("loaded")
def test_quotes_writes_csv_without_formulas(folder: Path) -> None:
    (folder / "a.txt").write_text('"=2+3 is five," the minister said.', encoding="utf-8")
    result = run("quotes", folder / "a.txt", "-f", "csv")
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert found and list(found[0]) == list(quote_columns())
    assert not any(cell.startswith("=") for row in found for cell in row.values() if cell)


@pytest.mark.usefixtures("loaded")
def test_quotes_of_nothing_is_an_error_of_usage(tmp_path: Path) -> None:
    result = run("quotes", tmp_path / "none.txt")
    assert result.exit_code == 2
    assert "no such file or folder" in result.stderr


@pytest.mark.usefixtures("loaded")
def test_code_chooses_by_status_and_reporter(folder: Path) -> None:
    result = run("code", folder / "a.txt", "-f", "jsonl", "--status", "negated")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records and {r["status"] for r in records} == {"negated"}
    others = run("code", folder / "a.txt", "-f", "jsonl", "--reported-by", "article")
    assert all(not json.loads(line)["reported_by"] for line in others.stdout.splitlines())


# -- tables and pages ------------------------------------------------------------------------------


def test_columns_of_quotations_are_documented() -> None:
    page = (ROOT / "docs" / "quotes.md").read_text("utf-8")
    for row in rows("formats/quote_columns.tsv"):
        assert f"| `{row['column']}` | {row['content']} |" in page


def test_fields_of_quotations_are_documented(coder: Coder) -> None:
    page = (ROOT / "docs" / "quotes.md").read_text("utf-8")
    for name in coder.quotes(NEWS)[0]:
        assert f"\n| `{name}` |" in page


def test_every_reason_is_told_in_words(coder: Coder) -> None:
    cases = (ROOT / "bench" / "attribution.tsv").read_text("utf-8").splitlines()[1::4]
    text = "\n\n".join(line.split("\t")[2] for line in cases)
    doc = coder.code(text, date=DAY).document
    reasons = load_reasons()
    codes = {why for judgement in doc.judgements or () for why in judgement.why}
    assert [c for c in sorted(codes) if reasons.tell("why", c) == c] == []
