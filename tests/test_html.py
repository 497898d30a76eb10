"""The page: self-contained, complete, and safe whatever the article holds."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dragoman.api import Coded, Coder
from dragoman.model import Article
from dragoman.writers.html import events_table, page
from dragoman.writers.marks import safe
from dragoman.writers.rows import clean

HOSTILE = """Russia accused <script>alert(1)</script> the United States of aggression on Tuesday.

President <b onclick="alert(2)">Putin</b> met Chinese leader Xi Jinping in Moscow &amp; "spoke".

Ukraine rejected the offer.\x07 Ukraine condemned Russia's "aggression" ]]> --> $title ${facts}.
"""
VOID = {"meta", "br", "link", "img", "input", "hr"}


class Checker(HTMLParser):
    """Collects tags, attributes and ids, and notices tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def check(text: str) -> Checker:
    checker = Checker()
    checker.feed(text)
    checker.close()
    assert checker.open == []
    return checker


@pytest.fixture(scope="module")
def coded(coder: Coder) -> Coded:
    article = Article(
        HOSTILE, name="<i>name</i>", title='"><script>x</script>', url="javascript:alert(3)",
        publication="<u>",
    )  # fmt: skip
    return coder.code(article)


@pytest.fixture(scope="module")
def html(coded: Coded) -> str:
    return page(coded.document, coded.tables)


def test_article_text_never_becomes_markup(html: str) -> None:
    checker = check(html)
    names = [tag for tag, _ in checker.tags]
    assert names.count("script") == 1
    assert not {"b", "i", "u", "img", "iframe"} & set(names)
    attributes = {name for _, attrs in checker.tags for name in attrs}
    assert not [name for name in attributes if name.startswith("on")]
    links = [attrs.get("href") or "" for tag, attrs in checker.tags if tag == "a"]
    assert all(link.startswith("#") for link in links)


def test_the_whole_text_is_there(html: str) -> None:
    words = ["alert(1)", "Putin", "Jinping", "&amp;", "]]>", "-->", "$title", "${facts}"]
    text = check(html).text
    assert all(word in text for word in words)


def test_nothing_is_fetched(html: str) -> None:
    checker = check(html)
    assert not [attrs for _, attrs in checker.tags if "src" in attrs]
    assert "url(" not in html and "@import" not in html
    policy = next(a["content"] for t, a in checker.tags if a.get("http-equiv"))
    assert policy is not None and "default-src 'none'" in policy
    script = html.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy


def test_every_link_has_its_target(coded: Coded, html: str) -> None:
    checker = check(html)
    ids = [attrs["id"] for _, attrs in checker.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"] for tag, attrs in checker.tags if tag == "a"}
    assert {str(t).removeprefix("#") for t in targets} <= set(ids)
    assert f"event-{len(coded.events)}" in ids


def test_evidence_is_marked_with_event_and_role(coded: Coded, html: str) -> None:
    entries = {e for found in re.findall(r'data-e="([^"]*)"', html) for e in found.split()}
    for n, event in enumerate(coded.events, 1):
        assert {f"{n}:{e.role.value}" for e in event.evidence} <= entries


def test_events_can_be_chosen_by_status_and_voice(coded: Coded, html: str) -> None:
    checker = Checker()
    checker.feed(html)
    offered = {a["value"] for tag, a in checker.tags if tag == "option" and a["value"]}
    cards = [a for _, a in checker.tags if a.get("id", "") and a["id"].startswith("event-")]
    held = {card["data-status"] for card in cards}
    held |= {voice for card in cards for voice in (card["data-says"] or "").split("\n")}
    assert len(cards) == len(coded.events)
    assert held == offered


def test_the_page_is_the_same_every_time(coded: Coded, html: str) -> None:
    assert page(coded.document, coded.tables) == html


def test_an_article_without_anything(coded: Coded) -> None:
    empty = replace(coded.document, events=(), quotes=(), issues=())
    text = check(page(empty, coded.tables)).text
    assert "No events." in text and "0 events" in text


def test_the_notebook_table(coded: Coded) -> None:
    checker = check(events_table(coded.document))
    rows = [tag for tag, _ in checker.tags if tag == "tr"]
    assert len(rows) == len(coded.events) + 1
    assert coded._repr_html_() == events_table(coded.document)


def test_safe_and_clean() -> None:
    assert safe("a\ud800\x00b") == "a\ufffd\ufffdb"
    assert clean("a\x1b]0;title\x07\n b\u202e") == "a ]0;title b "
