"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

import helpers
from dragoman import __version__, api
from dragoman.bench.lexicon_check import check_row
from dragoman.model import Article, Parser
from dragoman.pipeline import Begun
from dragoman.tables import Tables
from dragoman.tables.lexicon import Row
from dragoman.writers.flat import columns, harmless

NEWS = 'Russia accused the United States of "aggression" on Tuesday. Ukraine praised Poland.\n'
QUIET = "The weather was mild and the garden was full of flowers in the afternoon.\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, parser: Parser, tables: Tables) -> Run:
    """Runs the command line in this process, with parser and tables that are loaded once."""
    monkeypatch.setattr(api, "load_parser", lambda _=None: parser)
    monkeypatch.setattr(api, "load_tables", lambda _=(): tables)
    return Run()


class Run:
    """The runner, with arguments as in a shell."""

    def __call__(self, *arguments: object, text: str | None = None) -> Result:
        return helpers.run(*arguments, text=text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "b.txt").write_text(QUIET, encoding="utf-8")
    (tmp_path / "c.txt").write_text("", encoding="utf-8")
    return tmp_path


# -- code ------------------------------------------------------------------------------------------


def test_code_prints_a_table_and_the_balance(run: Run, folder: Path) -> None:
    result = run("code", folder / "a.txt", "--date", "2021-12-21")
    assert result.exit_code == 0
    assert "ACCUSE" in result.stdout and "2021-12-21" in result.stdout
    assert "documents in 1 = coded 1 + without events 0 + rejected 0 + failed 0" in result.stderr


def test_code_counts_every_document_and_goes_on(run: Run, folder: Path) -> None:
    result = run("code", folder, "-f", "jsonl")
    assert result.exit_code == 1
    assert "coded 1 + without events 1 + rejected 1 + failed 0" in result.stderr
    assert "c.txt" in result.stderr
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {tuple(r["event"]) for r in records} >= {("ACCUSE",)}


def test_a_document_that_breaks_the_coder_is_counted_as_failed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = api.Coder.begin

    def begin(self: api.Coder, article: Article) -> Begun:
        if article.name.endswith("a.txt"):
            raise RecursionError("too deep")
        return good(self, article)

    monkeypatch.setattr(api.Coder, "begin", begin)
    result = run("code", folder, "-f", "jsonl")
    assert result.exit_code == 1
    assert "coded 0 + without events 1 + rejected 1 + failed 1" in result.stderr
    assert "RecursionError: too deep" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in run("code", folder, "-f", "jsonl", "--debug").stderr


def test_code_reads_standard_input(run: Run) -> None:
    result = run("code", "-", "-f", "jsonl", "--publication", "Courier", text=NEWS)
    record = json.loads(result.stdout.splitlines()[0])
    assert record["cite_info"]["publication"] == "Courier"


def test_code_says_why_days_are_missing(run: Run, folder: Path) -> None:
    result = run("code", folder / "a.txt")
    assert (
        '"Tuesday" cannot be dated: the article\'s date is not known; give --date' in result.stderr
    )
    assert "cannot be dated" not in run("code", folder / "a.txt", "--date", "2021-12-21").stderr


def test_the_format_follows_the_suffix(run: Run, folder: Path) -> None:
    out = folder / "out.csv"
    assert run("code", folder / "a.txt", "-o", out).exit_code == 0
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == [name for name, _ in columns()]
    assert rows[0]["event"] == "ACCUSE" and rows[0]["actor_code"] == "RUS"


def test_parquet_has_the_same_columns(run: Run, folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    out = folder / "out.parquet"
    assert run("code", folder / "a.txt", "-o", out).exit_code == 0
    table = parquet.read_table(out)
    assert table.schema.names == [name for name, _ in columns()]
    assert table.column("event")[0].as_py() == "ACCUSE"


def test_parquet_without_pyarrow_says_what_to_install(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.writers.flat.find_spec", lambda _: None)
    result = run("code", folder / "a.txt", "-o", folder / "out.parquet")
    assert result.exit_code == 1
    assert "pip install 'dragoman[parquet]'" in result.stderr
    assert not list(folder.glob("*out.parquet*"))


def test_an_output_file_appears_only_when_complete(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder / "out.jsonl"
    out.write_text("old\n", encoding="utf-8")

    def stop(*_: object) -> api.Coded:
        raise KeyboardInterrupt

    monkeypatch.setattr(api.Coder, "begin", stop)
    assert run("code", folder / "a.txt", "-o", out).exit_code == 130
    assert out.read_text(encoding="utf-8") == "old\n"
    assert not list(folder.glob(".out*"))


def test_formulas_are_made_harmless() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "\t=1"):
        assert harmless(text) == "'" + text
    assert harmless("a=1") == "a=1"
    assert harmless(-3.5) == -3.5


def test_two_runs_give_the_same_bytes(run: Run, folder: Path) -> None:
    first, second = (run("code", folder, "-f", "jsonl").stdout for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "arguments",
    [
        ("code",),
        ("code", "no-such-file.txt"),
        ("code", "-", "--date", "21.12.2021"),
        ("code", "-", "--format", "xml"),
        ("code", "-", "--format", "parquet"),
        ("code", "-", "-o", "no-such-folder/x.csv"),
        ("explain", "no-such-file.txt"),
        ("explain", "x", "--event", "1", "--sentence", "1"),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    result = Run()(*arguments, text=NEWS)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_a_missing_model_is_one_line(folder: Path) -> None:
    result = Run()("code", folder / "a.txt", "--parser", "no_such_model")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: No parser model at 'no_such_model'")


def test_escape_sequences_do_not_reach_the_terminal(run: Run, folder: Path) -> None:
    hostile = NEWS.replace("Poland", "Poland \x1b[31m\x1b]0;x\x07")
    (folder / "a.txt").write_text(hostile, encoding="utf-8")
    for command in (
        ("code",),
        ("explain",),
        ("explain", "--event", "1"),
        ("explain", "--sentence", "2"),
    ):
        result = run(command[0], folder / "a.txt", *command[1:])
        assert "\x1b" not in result.output and "\x07" not in result.output


# -- the other commands ----------------------------------------------------------------------------


def test_demo_codes_its_article_and_sets_residue_aside(run: Run) -> None:
    result = run("demo")
    assert result.exit_code == 0
    assert "Next steps" in result.stdout and "teaser" in result.stdout
    for word in ("ACCUSE", "REQUEST", "CONSULT", "2024-05-13"):
        assert word in result.stdout
    assert "Kenya" not in result.stdout


def test_demo_prints_its_article() -> None:
    text = Run()("demo", "--text").stdout
    assert text.count("©") == 2
    assert text.rstrip().endswith("More on Armenia:")


def test_explain_lists_and_answers(run: Run, folder: Path) -> None:
    path = folder / "a.txt"
    assert "ACCUSE" in run("explain", path).stdout
    event = run("explain", path, "--event", "1").stdout
    assert "Lexicon" in event and "Why these codes" in event and "example" in event
    sentence = run("explain", path, "--sentence", "1").stdout
    assert "accused" in sentence and "ACCUSE" in sentence
    wrong = run("explain", path, "--event", "99")
    assert (wrong.exit_code, wrong.stderr.startswith("error: no event has")) == (1, True)


def test_show_writes_the_page(run: Run, folder: Path) -> None:
    out = folder / "a.html"
    result = run("show", folder / "a.txt", "--html", out, "--date", "2021-12-21")
    assert result.exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>") and f"dragoman {__version__}" in text


def test_evaluate_prints_the_figures(run: Run, folder: Path) -> None:
    run("code", folder / "a.txt", "-o", folder / "coded.json", "-f", "jsonl")
    gold = folder / "gold"
    gold.mkdir()
    (gold / "a.txt").write_text(NEWS, encoding="utf-8")
    records = (folder / "coded.json").read_text(encoding="utf-8")
    (gold / "a.jsonl").write_text(records, encoding="utf-8")
    result = run("evaluate", gold, folder / "coded.json", "--show", "--gained-lost", gold)
    assert result.exit_code == 0
    assert "full   P 1.000 R 1.000 F1 1.000" in result.stdout
    assert "gained 0" in result.stdout and "lost 0" in result.stdout


def test_tables_check_fails_with_the_fix(
    run: Run, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = tables.lexicon.rows["accuse"]
    broken = replace(
        row, id="broken", example="{A:Moscow} {T:bought} bread from {R:Kyiv} on Friday."
    )
    rows, index = {"accuse": row, "broken": broken}, {("accuse", "verb"): (row,)}
    lexicon = replace(tables.lexicon, rows=rows, index=index)
    monkeypatch.setattr(api, "load_tables", lambda _=(): replace(tables, lexicon=lexicon))
    result = run("tables", "check")
    assert result.exit_code == 1
    assert "fix: add that lemma" in result.stdout
    assert "1 of 2 rows code their example (50.0%)" in result.stdout


def test_a_row_is_checked_for_its_participants(tables: Tables, parser: Parser) -> None:
    def problem(example: str) -> str:
        row: Row = replace(tables.lexicon.rows["accuse"], example=example)
        failure = check_row(row, tables, parser)
        return failure.problem if failure else ""

    assert problem("{A:Moscow} {T:accused} {R:Kyiv} of shelling a hospital.") == ""
    assert problem("Moscow accused Kyiv of shelling.") == "the example marks no trigger"
    swapped = problem("{R:Moscow} {T:accused} {A:Kyiv} of shelling a hospital.")
    assert swapped == "'Kyiv' is not the actor"


def test_models_status(run: Run) -> None:
    assert "pinned" in run("models", "status").stdout


# -- the program itself ----------------------------------------------------------------------------


def test_version() -> None:
    assert Run()("--version").stdout == f"dragoman {__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    heavy = ("spacy", "numpy", "trafilatura", "rich", "pyarrow", "scipy", "dragoman.tables")
    script = f"import sys, dragoman.cli.app; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_closed_pipe_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "dragoman.cli", "demo", "--text"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
