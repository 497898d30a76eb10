"""The scorer: levels, optional gold, one-to-one matching, runs compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.bench.matching import load_words, near, read_record, same_sides
from dragoman.bench.score import Case, gained, match, read_cases, score
from dragoman.model import DragomanError

TEXT = (
    "Russia accused the United States of aggression on Tuesday. "
    "Ukraine demanded that Russia withdraw its forces. "
    "NATO and Georgia held talks in Brussels."
)


def gold(event: str, sentence: str, actor: Any, recipient: Any, **more: Any) -> dict[str, Any]:
    evidence = [next(s + "." for s in TEXT.rstrip(".").split(". ") if s.startswith(sentence))]
    return {"event": event, "evidence": evidence, "actor": actor, "recipient": recipient, **more}


def coded(event: str, words: str, actor: Any, recipient: Any, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    evidence = [{"role": "trigger", "start": start, "end": start + len(words), "text": words}]
    return {"event": [event], "evidence": evidence, "actor": actor, "recipient": recipient, **more}


def party(text: str, code: str | None) -> dict[str, Any]:
    return {"entity_text": text, "code": code, "entity_name": None}


RUS, USA, UKR = party("Russia", "RUS"), party("the United States", "USA"), party("Ukraine", "UKR")


def case(right: list[dict[str, Any]], found: list[dict[str, Any]]) -> Case:
    words = load_words()
    read = [[read_record(raw, TEXT, words) for raw in records] for records in (right, found)]
    return Case("a", tuple(read[0]), tuple(read[1]))


GOLD = [
    gold("ACCUSE", "Russia", [{"country": "RUS"}], [{"country": "USA"}], date="2021-12-21"),
    gold("REQUEST", "Ukraine", [{"country": "UKR"}], [{"country": "RUS"}], mode=["yield"],
         place={"text": "Kyiv", "country": "UKR"}),
    gold("CONSULT", "NATO", [{"org": "NATO"}, {"country": "GEO"}], [], sure=1),
]


def test_all_levels_of_a_perfect_answer() -> None:
    answer = [
        coded("ACCUSE", "accused", [RUS], [USA], date="2021-12-21"),
        coded("REQUEST", "demanded", [UKR], [RUS], mode=["yield"],
              event_loc={"country_code": "UKR"}),
    ]  # fmt: skip
    result = score([case(GOLD, answer)])
    assert [level.f1 for level in result.levels.values()] == [1.0] * 4
    assert {n: (s.part, s.whole) for n, s in result.details.items()} == {
        "status": (2, 2), "date": (1, 1), "no date": (1, 1), "country": (1, 1), "mode": (1, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "levels"),
    [
        (coded("ACCUSE", "accused", [RUS], [USA]), "found type who full"),
        (coded("REJECT", "accused", [RUS], [USA]), "found who"),
        (coded("ACCUSE", "accused", [USA], [RUS]), "found type"),
        (coded("REJECT", "accused", [USA], [RUS]), "found"),
        (coded("ACCUSE", "demanded", [RUS], [USA]), ""),
    ],
)
def test_a_level_counts_what_it_names(answer: dict[str, Any], levels: str) -> None:
    result = score([case(GOLD[:1], [answer])])
    assert " ".join(n for n, level in result.levels.items() if level.right) == levels


def test_optional_gold_helps_precision_and_never_hurts_recall() -> None:
    nothing = score([case(GOLD[2:], [])]).levels["full"]
    assert (nothing.gold, nothing.recalled) == (0, 0)
    talks = coded("CONSULT", "held talks", [party("NATO", "IGO") | {"entity_name": "NATO"}], [])
    matched = score([case(GOLD[2:], [talks])]).levels["full"]
    assert matched.precision == 1.0


def test_one_gold_record_is_matched_once() -> None:
    twice = [coded("ACCUSE", "accused", [RUS], [USA])] * 2
    assert len(match(case(GOLD[:1], twice), "full")) == 1


def test_names_agree_by_words_only_where_a_code_is_missing() -> None:
    one = case([], [coded("ACCUSE", "accused", [party("Russian leader", None)], [USA])])
    two = case([], [coded("ACCUSE", "accused", [party("the Russian envoy", "RUS")], [USA])])
    assert same_sides(one.coded[0], two.coded[0])
    assert near(one.coded[0], two.coded[0])
    three = case([], [coded("ACCUSE", "accused", [party("Russian envoy", "UKR")], [USA])])
    assert not same_sides(two.coded[0], three.coded[0])


def test_gained_and_lost() -> None:
    one = case(GOLD, [coded("ACCUSE", "accused", [RUS], [USA])])
    two = case(GOLD, [coded("ACCUSE", "accused", [RUS], [USA]), coded("AID", "talks", [UKR], [])])
    assert [(c.record.types, c.right) for c in gained([two], [one])] == [({"AID"}, False)]
    assert list(gained([one], [two])) == []


def test_reading_folders_and_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, GOLD)), encoding="utf-8")
    record = coded("ACCUSE", "accused", [RUS], [USA], cite_info={"corpus": "news/a.txt"})
    whole = tmp_path / "all.json"
    whole.write_text(json.dumps(record), encoding="utf-8")
    cases = read_cases(tmp_path, whole, tmp_path)
    assert len(cases[0].gold) == 3
    assert len(cases[0].coded) == 1


def test_broken_files_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text("{}\n{oops\n", encoding="utf-8")
    with pytest.raises(DragomanError, match=r"a\.jsonl:2 is no JSON"):
        read_cases(tmp_path, tmp_path, tmp_path)
    with pytest.raises(DragomanError, match="no gold records"):
        read_cases(tmp_path / "none", tmp_path, tmp_path)
