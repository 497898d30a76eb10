"""Residue of scraped pages: 24 kinds, with lines of our own, amid a story and behind it."""

from __future__ import annotations

import pytest

from dragoman import Coder
from dragoman.model import Article, Block, BlockKind, Document
from dragoman.stages.blocks import segment_blocks
from dragoman.tables import Tables

TITLE = "Norland recalls its envoy from Southmark over fishing row"
STORY = (
    "Norland recalled its ambassador to Southmark on Tuesday, a day after a Southmark patrol boat "
    "had seized two of its trawlers in disputed waters.",
    "Foreign Minister Ada Holm said that the boats had been boarded without warning, and accused "
    "Southmark of breaking the treaty of 1998.",
    "Southmark rejected the charge. A spokesman for its coast guard said that the trawlers had "
    "been told three times to stop their engines.",
    "The two governments have agreed to talk in the capital of a third state next week, diplomats "
    "said, but neither side would say who would lead its delegation.",
)
# Kind of the list of residue, lines as they stand on the page, the kinds that they may be given.
ASIDE = {BlockKind.TEASER, BlockKind.HEADING}
KINDS = [
    (1, ["Eastland and Westmark sign sweeping defence pact after years of talks"], ASIDE),
    (2, ["Trade Norland exports to Eastland fell by half in March, data shows",
         "Norland exports to Eastland fell by half in March, data shows"], {BlockKind.TEASER}),
    (3, ["Read more", "Court rejects governor's push to toss verdict in dam case"],
     {BlockKind.TEASER}),
    (4, ["MORE: Premier 'ready to discuss ceasefire' with rebels in the north"],
     {BlockKind.TEASER}),
    (4, ["ALSO READ: Brace for cold weather in the capital this weekend"], {BlockKind.TEASER}),
    (5, ["Also on citypost.example Ministers recall envoy as island row deepens"], ASIDE),
    (6, ["TWO DOCKERS ALLEGEDLY RAN SECRET RADIO STATION FOR EASTLAND IN HARBOUR OFFICE"],
     {BlockKind.TEASER}),
    (8, ["Keeper leaves Rovers", "Keeper joined the club from the second division in March"],
     {*ASIDE, BlockKind.BODY}),
    (9, ["- Eastland shoots missiles into Westmark as tensions grow over border attack",
         "- Premier furious at governor for river border jibe"], {*ASIDE, BlockKind.BODY}),
    (10, ["More on Norland:"], {BlockKind.TEASER}),
    (10, ["You may also like..."], {BlockKind.TEASER}),
    (11, ["Foreign Minister Ada Holm speaks to reporters outside the ministry in Norport on "
          "Tuesday."], {BlockKind.CAPTION}),
    (12, ["Trawlers lie at the quay of Norport. (AP Photo/Ann Dock)",
          "Trawlers lie at the quay of Norport."], {BlockKind.CAPTION}),
    (13, ["Photo: Ann Dock / Harbour Agency"], {BlockKind.CREDIT}),
    (14, ["CLICK HERE TO GET THE HARBOUR POST APP"], {BlockKind.BOILERPLATE, BlockKind.TEASER}),
    (14, ["Get the latest news from harbourpost.example in your inbox."], {BlockKind.BOILERPLATE}),
    (15, ["Story continues below", "Advertisement"], {BlockKind.BOILERPLATE}),
    (15, ["Log in or create an account to continue"], {BlockKind.BOILERPLATE}),
    (16, ["Reporting by Ann Dock in Norport, Ben Pier in Southport; Editing by Cy Mole"],
     {BlockKind.DESK}),
    (16, ["With files from Harbour Press and Ben Pier"], {BlockKind.DESK}),
    (17, ["Ann Dock is a reporter covering ports for the Harbour Post."], {BlockKind.BOILERPLATE}),
    (18, ["Do you have a story to tell? Email: news@harbourpost.example"],
     {BlockKind.BOILERPLATE}),
    (18, ["Would you like to comment on this article?"], {BlockKind.BOILERPLATE,
                                                         BlockKind.HEADING}),
    (19, ["Southmark is considering blocking the strait — HARBOUR 26 (@harbour26) July 18, 2026"],
     {BlockKind.TWEET}),
    (20, ["Summary", "- Norland recalls its ambassador", "- Southmark seized two trawlers"],
     {BlockKind.SUMMARY}),
    (20, ["Ada Holm by numbers", "2007: Holm leaves the army", "2015: Holm elected"],
     {BlockKind.SUMMARY}),
    (21, ["In other developments:", "- Eastland expelled four diplomats of Westmark.",
          "- Police arrested nine protesters in Southport."], {BlockKind.DIGEST}),
    (22, ["2021-03-04T08:15:00+01:00"], {BlockKind.BOILERPLATE}),
    (22, ["Updated at 4:07 p.m."], {BlockKind.BOILERPLATE}),
    (22, ["Copyright © 2023 The Harbour Post, LLC."], {BlockKind.BOILERPLATE, BlockKind.CREDIT,
                                                      BlockKind.CAPTION}),
    (22, ["ISLAND CRISIS"], {BlockKind.HEADING, BlockKind.TEASER}),
    (24, ["Support independent journalism: donate now"], {BlockKind.BOILERPLATE}),
    (24, ["Subscribe Now!"], {BlockKind.BOILERPLATE}),
]  # fmt: skip


def page(lines: list[str], *, amid: bool) -> str:
    story = list(STORY)
    put = "\n".join(lines)
    parts = [TITLE, *story[:2], put, *story[2:]] if amid else [TITLE, *story, put]
    return "\n\n".join(parts)


def blocks(text: str, tables: Tables) -> dict[str, Block]:
    doc = segment_blocks(Document(Article(text)), tables.blocks)
    return {block.span.of(doc.text): block for block in doc.blocks or ()}


@pytest.mark.parametrize("amid", [True, False], ids=["amid", "behind"])
@pytest.mark.parametrize(("number", "lines", "kinds"), KINDS)
def test_residue_is_set_aside(
    number: int, lines: list[str], kinds: set[BlockKind], amid: bool, tables: Tables
) -> None:
    found = blocks(page(lines, amid=amid), tables)
    given = {line: found[line].kind.value for line in lines}
    assert set(given.values()) <= {kind.value for kind in kinds}, (number, given)
    told = [found[paragraph].kind for paragraph in STORY]
    assert told == [BlockKind.BODY] * len(STORY), number


def test_there_is_a_line_for_every_kind_but_those_within_lines() -> None:
    assert {number for number, *_ in KINDS} == set(range(1, 25)) - {7, 23}


def test_residue_gives_no_events(coder: Coder) -> None:
    plain = coder.code("\n\n".join([TITLE, *STORY]))
    lines = [line for number, some, kinds in KINDS for line in some
             if BlockKind.BODY not in kinds and number not in {19}]  # fmt: skip
    full = coder.code("\n\n".join([TITLE, *STORY[:2], *lines, *STORY[2:]]))
    assert [(e.event, e.mode) for e in full.events] == [(e.event, e.mode) for e in plain.events]


def test_a_lead_that_repeats_the_headline_is_one_event(coder: Coder) -> None:
    title, *story = [
        line.replace("Norland", "Iceland").replace("Southmark", "Morocco")
        for line in (TITLE, *STORY)
    ]
    lead = "Iceland has recalled its envoy from Morocco over a fishing row."
    once = [e.event for e in coder.code("\n\n".join([title, *story])).events]
    twice = [e.event for e in coder.code("\n\n".join([title, lead, *story])).events]
    assert "SANCTION" in once
    assert sorted(twice) == sorted(once)


def test_links_behind_the_story_are_links(tables: Tables) -> None:
    lines = next(lines for number, lines, _ in KINDS if number == 9)
    found = blocks(page(lines, amid=False), tables)
    assert {found[line].kind for line in lines} == {BlockKind.TEASER}


def test_points_without_a_list_are_the_story(tables: Tables) -> None:
    found = blocks("\n\n".join([TITLE, "Summary", *STORY]), tables)
    assert {found[paragraph].kind for paragraph in STORY} == {BlockKind.BODY}
    assert found["Summary"].kind is BlockKind.SUMMARY
