"""What each paragraph of a scraped article is."""

from __future__ import annotations

import json
import time
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Article, Document
from dragoman.stages.blocks import segment_blocks
from dragoman.tables.block_cues import BlockCues, load_block_cues
from dragoman.text.lines import is_repeat, split_lines

DATA = Path(__file__).parent / "data"

STORY = [
    "Governor accuses dockers of wrecking the dam",
    "NORPORT, Norland (Reuters) - The governor accused the dockers on Tuesday of wrecking the dam.",
    "The union rejected the charge. Its leader said that the governor had broken his word.",
    "Union calls for talks with governor",
    '"We will not give way," the leader told reporters in the harbour.',
    "Police arrested three dockers at the gate of the dam on Wednesday, a spokesman said.",
]
KINDS = ["title", "body", "body", "heading", "body", "body"]
RESIDUE = [
    "Ships wait outside the port of Sudgard as fog closes in\n"
    "Ships wait outside the port of Sudgard as fog closes in © IMAGO / Dock",
    "Sudgard bans fishing in the straits\nWorld Sudgard bans fishing in the straits",
    "Read more: Sudgard bans fishing in the eastern straits",
    "Advertisement",
    "Story continues below",
    "Sign up for our daily newsletter",
    "Photo: Ann Dock/Getty Images",
    "FILE PHOTO: The premier of Sudgard waves to supporters, May 4, 2019. REUTERS/Ann Dock",
    "Children of Sudgard enjoy the beach in a heat wave on June 3, 2019.\n"
    "Children of Sudgard enjoy the beach in a heat wave on June 3, 2019.",
]


@cache
def cues() -> BlockCues:
    return load_block_cues()


def segment(text: str, day: date | None = None) -> Document:
    return segment_blocks(Document(Article(text, date=day)), cues())


def kinds(text: str, day: date | None = None) -> list[str]:
    return [block.kind.value for block in segment(text, day).blocks or ()]


def kind_inside(line: str, day: date | None = None) -> str:
    """The kind of a line that stands between paragraphs of the story."""
    return kinds("\n\n".join([*STORY[:3], line, *STORY[4:]]), day)[3]


def test_every_line_of_the_sample_article() -> None:
    text = (DATA / "sample.txt").read_text("utf-8")
    rows = (DATA / "sample.blocks.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(row) for row in rows]
    found = segment(text).blocks or ()
    assert [(block.span.start, block.span.end, block.kind.value) for block in found] == [
        (row["start"], row["end"], row["block"]) for row in gold
    ]


def test_story_without_residue() -> None:
    assert kinds("\n\n".join(STORY)) == KINDS


@given(st.lists(st.tuples(st.integers(1, len(STORY)), st.sampled_from(RESIDUE)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_residue_anywhere_leaves_the_story_as_it_is(added: list[tuple[int, str]]) -> None:
    lines = list(STORY)
    for at, residue in sorted(added, reverse=True):
        lines.insert(at, residue)
    document = segment("\n\n".join(lines))
    found = {block.span.of(document.text): block.kind.value for block in document.blocks or ()}
    assert [found[line] for line in STORY] == KINDS
    assert all(kind not in ("body", "title") for line, kind in found.items() if line not in STORY)
    assert [one.span.of(document.text) for one in document.dateline or ()] == [
        "NORPORT, Norland (Reuters) -"
    ]


@given(st.text(alphabet=st.sampled_from(" \n\r\t\u00a0aB.©:\"“”'—-(@0"), max_size=200))
@settings(max_examples=150, deadline=None)
def test_every_line_is_one_block_and_no_text_is_lost(text: str) -> None:
    document = segment(text)
    blocks = document.blocks or ()
    covered = "".join(block.span.of(text) for block in blocks)
    assert covered.split() == "".join(line.text for line in split_lines(text)).split()
    assert sum(map(str.isalnum, covered)) == sum(map(str.isalnum, text))
    assert all(one.span.end <= two.span.start for one, two in pairwise(blocks))
    assert all(block.span.of(text) == block.span.of(text).strip() != "" for block in blocks)


def test_each_cue_labels_its_own_example() -> None:
    wrong = {
        cue.id: kind for cue in cues().cues if (kind := kind_inside(cue.example)) != cue.kind.value
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Dockers chant during a vigil for the drowned in Norport on January 11.", "caption"),
        ("Mr Pier waves to supporters after the vote in Norport, May 4, 2019.", "caption"),
        ("Premier Ann Dock photographed on March 12.", "caption"),
        ("Dockers are held by police during a march in Norport, May 4, 2019.", "caption"),
        ("The harbour of Norport. Photograph: Ben Pier/AFP/Getty Images", "caption"),
        ("Ben Pier/Getty Images", "credit"),
        ("By Ann Dock and Ben Pier, CNN", "byline"),
        ("Ann Dock, Reuters", "byline"),
        ("(Reporting by Ann Dock; editing by Ben Pier)", "desk"),
        ("Updated at 4:07 p.m. ET", "boilerplate"),
        ("2021-03-04T08:15:00+01:00", "boilerplate"),
        ("___", "boilerplate"),
        ("HARBOUR BOARD CHIEF QUITS AS PROBE INTO MISSING MILLIONS WIDENS", "teaser"),
        ("What happens next?", "heading"),
        ("NORPORT, Jan. 5", "dateline"),
        ("He added:", "body"),
        ("- The dam holds forty million tons of water", "body"),
        ("Norland out! — Ann Dock (@anndock) January 12, 2020", "tweet"),
        ("The premier meets the king on Tuesday.", "body"),
        ("He waves to the crowd during the parade on May 4.", "body"),
        ("A Reuters/Ipsos poll shows that the governor is losing, according to AP/Dock.", "body"),
        ("The ministry holds that the treaty is void, the spokesman said on May 4, 2019.", "body"),
        ("Subscribe to that view, the governor said, and the dam will break.", "body"),
    ],
)
def test_single_lines(line: str, kind: str) -> None:
    assert kind_inside(line) == kind


def test_headline_that_looks_back_on_a_later_year_is_a_teaser() -> None:
    line = "Dam output grew in 2024"
    assert kind_inside(line, date(2021, 12, 21)) == "teaser"
    assert kind_inside(line, date(2025, 1, 3)) == "heading"


def test_headline_below_a_bare_cue_is_a_teaser() -> None:
    text = "\n".join([*STORY[:3], "Read more", "Sudgard bans fishing", *STORY[4:]])
    assert kinds(text)[3:5] == ["teaser", "teaser"]


def test_one_paragraph_has_no_title() -> None:
    assert kinds("The governor said no. " * 200) == ["body"]
    assert kinds("Governor accuses dockers") == ["body"]


def test_repeated_prose_stays_body() -> None:
    line = "The governor accused the dockers of wrecking the dam, and they walked out."
    assert kinds(f"Dam row\n\n{line}\n\n{line}\n\nTalks failed.") == ["title", *["body"] * 3]


@pytest.mark.parametrize(
    ("text", "place", "agency", "day"),
    [
        ("Norport, Norland – The governor quit.", "Norport, Norland", None, None),
        ("NORPORT (AP) — The governor quit.", "NORPORT", "AP", None),
        ("NORPORT, Dec 21 (Reuters) - The governor quit.", "NORPORT", "Reuters", "Dec 21"),
        ("(CNN) The governor quit.", None, "CNN", None),
        ("NORPORT/SUDGARD (Reuters) - The governor quit.", "NORPORT/SUDGARD", "Reuters", None),
        ("NORPORT, December 21. /TASS/. The governor quit.", "NORPORT", "TASS", "December 21"),
        ("NORPORT, 5 January 2020 – The governor quit.", "NORPORT", None, "5 January 2020"),
        ("NORPORT, Jan. 5", "NORPORT", None, "Jan. 5"),
    ],
)
def test_datelines(text: str, place: str | None, agency: str | None, day: str | None) -> None:
    document = segment(f"Governor quits\n\n{text}\n\nHe gave no reason.")
    (found,) = document.dateline or ()
    parts = [part and part.of(document.text) for part in (found.place, found.agency, found.day)]
    assert parts == [place, agency, day]


@pytest.mark.parametrize(
    "text",
    [
        "The Norland Harbour Office (NHO) said no.",
        "Analysis – The governor must go.",
        "Dock - the governor - said no.",
        "GOVERNOR: I never said so.\n\nDOCKER: You did.",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert segment(f"Governor quits\n\n{text}\n\nHe gave no reason.").dateline == ()


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000, "word " * 20_000, "a" + " " * 100_000 + "b", "A'" * 50_000, "| " * 40_000,
        "Related\n" * 5_000, "By " + "A" * 130 + "!", "in this " * 12_000, "a/" * 50_000,
        "(" * 100_000, "Mon " * 30, "AB, CD " * 19, "Read" + "_" * 100_000 + "more",
    ],
    ids=range(13),
)  # fmt: skip
def test_hostile_lines_take_no_time(text: str) -> None:
    cues()
    start = time.perf_counter()
    segment(text)
    assert time.perf_counter() - start < 2


def test_lines_and_repeats() -> None:
    one, two = split_lines("\u00a0Ships wait at the port\u00a0\r\nWorld  Ships wait at the port!")
    assert one.text == "Ships wait at the port"
    assert is_repeat(one, two)
    assert not is_repeat(*split_lines("So it goes\nSo it goes"))
