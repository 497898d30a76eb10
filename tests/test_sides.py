"""Sides: whom an act is aimed at, where no slot of the lexicon says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from dragoman import Article, Coder
from dragoman.model import Document
from dragoman.pipeline import before_events, event_tables
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.draft import Draft
from dragoman.stages.events.sides import Option, Sides
from dragoman.stages.events.stage import weighed
from dragoman.stages.events.standing import Standing
from dragoman.stages.events.understood import Understood
from dragoman.tables.reading import rows

STORY = """Norway and Kenya fall out over trawlers

NAIROBI - Kenya accused Norway on Monday of plundering its waters. Oslo's ambassador was given a
dressing-down by the foreign minister.

Police in Mombasa boarded a trawler and led eleven sailors off in handcuffs. Demonstrators burned
flags outside the Norwegian consulate. Norway's prime minister heaped scorn on the charges.
"""


def asked(coder: Coder, text: str) -> Iterator[tuple[Document, Sides, Draft, Draft]]:
    doc = before_events(coder.begin(Article(text)), coder.tables)
    standing = Standing(doc, coder.tables.dating_words)
    _, sides, pairs = weighed(standing, event_tables(coder.tables))
    for draft, filled in pairs:
        yield doc, sides, draft, filled


def options(coder: Coder, text: str) -> Iterator[tuple[Draft, list[Option]]]:
    return ((draft, sides.options(draft, filled)) for _, sides, draft, filled in asked(coder, text))


@pytest.mark.parametrize(
    ("text", "event", "recipient"),
    [
        ("Armenia's government heaped scorn on Azerbaijan at the talks.", "ACCUSE", "AZE"),
        ("Turkey's president gave Sweden a dressing-down over the rally.", "ACCUSE", "SWE"),
        ("Protesters burned flags outside the Chinese embassy in Yangon.", "PROTEST", "CHN"),
        ("Finland put its coast guard on high alert on Friday.", "MOBILIZE", None),
    ],
)
def test_whom_an_act_is_aimed_at(coder: Coder, text: str, event: str, recipient: str | None):
    found = [e for e in coder.code(text).events if e.event == event]
    assert found
    codes = {p.code.code for p in found[0].recipient}
    assert recipient in codes or (recipient is None and codes <= {None})


def test_nobody_is_always_an_option_and_who_does_it_never(coder: Coder):
    checked = 0
    for draft, found in options(coder, STORY):
        doing = {p.entity for p in draft.actor} - {p.entity for p in draft.recipient}
        assert found[-1].participant is None
        assert not doing & {o.participant.entity for o in found if o.participant}
        assert all(o.traits for o in found)
        checked += 1
    assert checked > 3


def test_what_stands_in_a_slot_stays(coder: Coder):
    (event,) = coder.code("Kenya accused Norway of plundering its waters.").events
    assert [p.text for p in event.recipient] == ["Norway"]
    assert not any(why.startswith("recipient:") for why in event.why)


def test_who_protests_where_only_protests_are_told(coder: Coder):
    text = (
        "Protesters threw stones at the town hall of Split on Monday. "
        "This comes after weeks of protests against the new tax."
    )
    found = [e for e in coder.code(text).events if "actor:crowd" in e.why]
    assert {p.text for e in found for p in e.actor} == {"Protesters"}


def test_a_government_is_not_aimed_at_its_own(coder: Coder):
    text = "Norway's prime minister heaped scorn on the charges, officials in Oslo said."
    for event in coder.code(text).events:
        acting = {p.code.code for p in event.actor if p.code.sector == "GOV"}
        assert not acting & {p.code.code for p in event.recipient if p.code.sector == "GOV"}


def test_a_row_that_wants_somebody_in_its_slots_takes_nobody_from_elsewhere(coder: Coder):
    checked = 0
    text = "Rebels attacked Kenya on Monday. Kenya turned on Norway and gave Denmark an ultimatum."
    for _, sides, draft, _ in asked(coder, text):
        if "needs-recipient" in sides.lexicon.row(draft.trigger.row).flags:
            bare = replace(draft, recipient=())
            assert not sides.weigh(bare, bare).recipient
            checked += 1
    assert checked


def test_every_weight_is_one_of_a_trait():
    """A trait that nothing yields would be dead weight."""
    heads = {
        "given", "beside-given", "understood", "heard", "own-side", "reporter", "place",
        "uncoded", "kind", "sector", "after", "before", "nearest", "only", "belongs", "hang",
        "to", "here", "far", "nobody",
    }  # fmt: skip
    hanging = re.compile(
        r"[a-z]+-to-(trigger|verb|below|clause-below|clause|above|beside)(-[a-z]+)?$"
    )
    for row in rows("sides/weights.tsv"):
        trait = row["trait"]
        known = any(trait == head or trait.startswith((f"{head}-", head)) for head in heads)
        assert known or hanging.match(trait), trait
        assert 0.05 <= abs(float(row["weight"])) < 5


def test_the_same_article_is_weighed_the_same_way(coder: Coder):
    def told() -> list[tuple[str, tuple[str, ...]]]:
        return [
            (d.event, tuple(p.text for p in sides.weigh(d, filled).recipient))
            for _, sides, d, filled in asked(coder, STORY)
        ]

    assert told() == told()


@pytest.mark.parametrize(
    ("story", "event", "done"),
    [
        ("Turkish jets bombed the Kurdish town of Afrin on Monday.", "ASSAULT", True),
        ("Kenya demanded an answer from Norway on Monday.", "REQUEST", False),
    ],
)
def test_deeds_are_of_one_hand_and_words_are_not(
    coder: Coder, story: str, event: str, done: bool
) -> None:
    (_, _, draft, _), *_ = (found for found in asked(coder, story) if found[2].event == event)
    doc = before_events(coder.begin(Article(story)), coder.tables)
    _, filled = Understood(doc, Arguments(doc)).done_by([draft, replace(draft, actor=())])
    assert bool(filled.actor) is done


@pytest.mark.parametrize(
    ("text", "event", "codes"),
    [
        ("U.S. and Russian officials agreed on Monday to hold talks.", "AGREE", {"USA", "RUS"}),
        ("Indian troops fired on Pakistani and Chinese soldiers.", "ASSAULT", {"IND"}),
        ("The US and South Korea held joint drills on Monday.", "COOPERATE", {"USA", "KOR"}),
    ],
)
def test_several_that_act_together_are_all_there(
    coder: Coder, text: str, event: str, codes: set[str]
) -> None:
    found = [e for e in coder.code(text).events if e.event == event]
    assert [{p.code.code for p in e.actor} for e in found] == [codes]
