"""The relevance gate: it lets politics through, and spares time on the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.tables import Tables
from dragoman.text.relevance import is_relevant

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "gold" / "articles"
LEAST = 0.98
MARK = re.compile(r"\{[\w-]+:([^{}]*)\}")


def with_events(folder: Path) -> list[str]:
    """The texts of a gold set that have events."""
    paths = [p for p in folder.glob("*.txt") if p.with_suffix(".jsonl").is_file()]
    return [p.read_text("utf-8") for p in paths if p.with_suffix(".jsonl").read_text().strip()]


def share(texts: list[str], tables: Tables) -> float:
    return sum(is_relevant(text, tables.gate) for text in texts) / len(texts)


@pytest.mark.parametrize("folder", ["data/corpus/test", "bench/wikinews"])
def test_articles_with_events_pass(folder: str, tables: Tables) -> None:
    assert share(with_events(ROOT / folder), tables) >= LEAST


def test_short_articles_pass(tables: Tables) -> None:
    pieces = [
        MARK.sub(r"\1", piece.partition("\n")[2])
        for path in (ROOT / "bench" / "incidents").glob("*.txt")
        for piece in path.read_text("utf-8").split("\n@ ")
    ]
    assert len(pieces) == 131
    assert share(pieces, tables) >= LEAST


def test_gold_articles_pass(tables: Tables) -> None:
    texts = with_events(SHARED) if SHARED.is_dir() else []
    if not texts:
        pytest.skip("the gold articles of ../shared are not there")
    assert share(texts, tables) >= LEAST


@pytest.mark.parametrize(
    "text",
    [
        "The striker scored twice in the second half, and the goalkeeper saved a penalty.",
        "Whisk the eggs with the sugar until pale. Fold in the flour and bake for forty minutes.",
        "Shares in the retailer rose four per cent after quarterly profit beat forecasts.",
        "The comet will be brightest on Thursday, when it passes the earth at a great distance.",
        "The novel, her third, follows two sisters through a long summer on the coast.",
    ],
)
def test_other_news_does_not(text: str, tables: Tables) -> None:
    assert not is_relevant(text, tables.gate)


def test_nothing_is_not_relevant(tables: Tables) -> None:
    assert not is_relevant("", tables.gate)
