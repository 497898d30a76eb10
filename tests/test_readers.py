"""From files to articles, or to the reason why not."""

from __future__ import annotations

import io
import logging
import sys
from datetime import date
from pathlib import Path

import pytest

from dragoman.model import Article
from dragoman.readers import (
    MAX_CHARACTERS,
    About,
    Rejected,
    make_article,
    read_bytes,
    read_html,
    read_paths,
)
from dragoman.text.language import foreign_language, language_share

ENGLISH = (
    "The governor of Norport said on Tuesday that the talks with the dockers had failed and that "
    "she would ask the court to open the harbour by force if they did not go back to work."
)
GERMAN = (
    "Der Hafenmeister hat am Dienstag erklärt, dass die Gespräche mit den Arbeitern gescheitert "
    "sind und dass er nicht auf das Urteil des Gerichts warten wird, das für Montag erwartet wird."
)
FRENCH = (
    "Le gouverneur a déclaré mardi que les négociations avec les dockers ont échoué et que le port "
    "est fermé pour une durée que personne ne peut prévoir dans la région, selon un porte-parole."
)
SPANISH = (
    "El gobernador dijo el martes que las conversaciones con los obreros del puerto fracasaron y "
    "que no hay una fecha para la apertura, según un portavoz de la provincia en la capital."
)
PARAGRAPHS = (
    "The dockers of Norport walked out on Tuesday and accused the governor of breaking her word.",
    "The governor rejected the charge and said that talks with the union would go on next week.",
    "Neither side has met since then, the union said in a statement on Wednesday evening.",
)
PAGE = (
    "<html lang='en'><head><title>Dockers walk out in Norport</title>"
    "<meta property='og:site_name' content='Harbour Post'>"
    "<meta property='article:published_time' content='2021-03-04T08:15:00+01:00'>"
    "<meta name='author' content='Ann Dock'></head><body><nav><a href='/'>Home</a></nav>"
    "<article><h1>Dockers walk out in Norport</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "</article></body></html>"
)


def read(data: bytes, name: str = "a.txt") -> Article | Rejected:
    return read_bytes(data, name=name)


def code(found: Article | Rejected) -> str | None:
    return found.code if isinstance(found, Rejected) else None


def text_of(found: Article | Rejected) -> str:
    assert isinstance(found, Article), found
    return found.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings(encoding: str) -> None:
    text = f"“{ENGLISH}” Señor Dock left."
    assert text_of(read(text.encode(encoding))) == text


def test_windows_bytes_are_read_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    text = f"“{ENGLISH}”"
    with caplog.at_level(logging.WARNING):
        assert text_of(read(text.encode("cp1252"))) == text
    assert "Windows-1252" in caplog.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\xc2\xa0\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 whatever", "damaged"),
        (b"PK\x03\x04zip", "damaged"),
        (b"\x89PNG\r\n", "binary"),
        (b"text\0text", "binary"),
        (b"\xff\xfea", "encoding"),
        (b"a \x81 b", "encoding"),
        (b"a" * (MAX_CHARACTERS + 1), "too-long"),
        (GERMAN.encode(), "not-english"),
        (FRENCH.encode(), "not-english"),
        (SPANISH.encode(), "not-english"),
        ("Губернатор сказал во вторник, что переговоры сорваны.".encode(), "not-english"),
    ],
)
def test_rejected_bytes(data: bytes, reason: str) -> None:
    assert code(read(data)) == reason


def test_surrogates_and_controls_keep_their_place() -> None:
    found = make_article(Article(f"\ud83d bad\x07 {ENGLISH}"))
    assert text_of(found) == f"\ufffd bad  {ENGLISH}"
    text_of(found).encode("utf-8")


def test_language() -> None:
    assert language_share(ENGLISH) > 0.3
    assert foreign_language(ENGLISH) is None
    assert foreign_language(GERMAN) == "German"
    assert language_share("") == 0.0


@pytest.mark.parametrize(
    "text",
    ["1 2 3 4\n" * 200, "Norport 3 Sudgard 2\n" * 40, "Dam breaks", "| " * 500],
    ids=["numbers", "scores", "headline", "bars"],
)
def test_tables_are_not_called_foreign(text: str) -> None:
    assert text_of(read(text.encode())) == text


def test_web_page() -> None:
    found = read(PAGE.encode(), "page.html")
    assert isinstance(found, Article)
    lines = found.text.splitlines()
    assert [line for line in lines if line in PARAGRAPHS] == list(PARAGRAPHS)
    assert (found.date, found.date_source) == (date(2021, 3, 4), "meta article:published_time")
    assert (found.title, found.publication) == ("Dockers walk out in Norport", "Harbour Post")
    assert found.authors == ("Ann Dock",)


def test_what_the_user_says_wins() -> None:
    found = read_html(PAGE, about=About(date(2021, 3, 9), "given", publication="Wire"))
    assert isinstance(found, Article)
    assert (found.date, found.date_source, found.publication) == (
        date(2021, 3, 9), "given", "Wire"
    )  # fmt: skip


@pytest.mark.parametrize("page", ["", "<html></html>", "<div>" * 3000 + "x" + "</div>" * 3000])
def test_pages_without_article(page: str) -> None:
    assert code(read_html(page)) in ("no-article", "empty")


def test_folder_is_read_in_order_and_all_the_way_down(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "page.HTM").write_text(PAGE, "utf-8")
    (tmp_path / "notes.csv").write_text("x", "utf-8")
    found = list(read_paths([tmp_path], date=date(2020, 1, 2)))
    names = [str(Path(one.name).relative_to(tmp_path).as_posix()) for one in found]
    assert names == ["a.txt", "b/c.txt", "empty.txt", "page.HTM"]
    assert [code(one) for one in found] == [None, None, "empty", None]
    assert {one.date for one in found if isinstance(one, Article)} == {date(2020, 1, 2)}


def test_missing_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    found = list(read_paths([tmp_path / "no.txt", "bad\0name", tmp_path / "a.txt"]))
    assert [code(one) for one in found] == ["missing", found[1].code, None]  # type: ignore[union-attr]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(ENGLISH.encode()), "utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    (found,) = read_paths(["-"])
    assert isinstance(found, Article)
    assert (found.text, found.name, found.date) == (ENGLISH, "stdin", None)
