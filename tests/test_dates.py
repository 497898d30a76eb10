"""When an act happened: which time of the text, if any, dates it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import Coder
from dragoman.model import Event, Granularity
from dragoman.stages.events.chances import likeliest
from dragoman.text.stretches import as_dates
from helpers import read_table

DAY = "2021-06-16"  # a Wednesday, the day of publication

# text ("/" parts paragraphs) | words of the act | date | end | source
CASES = """
# a time that hangs on the words
Turkish jets bombed the village on Monday. | bombed | 2021-06-14 | - | stated
Rebels attacked the port in March 2019. | attacked | 2019-03 | - | stated
Police arrested the mayor last week. | arrested | 2021-06-07 | 2021-06-13 | stated
Canada imposed sanctions on the company in 2014. | sanctions | 2014 | - | stated
Yesterday the army shelled the town. | shelled | 2021-06-15 | - | stated
China expelled two diplomats in the fourth quarter of 2020. | expelled | 2020-10 | 2020-12 | stated

# what will be is dated by its day
The leaders of Chad and Niger will meet on Friday. | meet | 2021-06-18 | - | stated
Talks between Chad and Niger are due to resume in Rome on Tuesday. | Talks | 2021-06-22 | - | stated

# the time of saying dates what is said by acting
Iran accused Israel on Tuesday of bombing the port. | accused | 2021-06-15 | - | stated
France called on Monday for a ceasefire in Mali. | called | 2021-06-14 | - | stated

# a time that belongs to something else
Iran, which bombed the port in 2012, has long threatened Israel. | threatened | - | - | -

# nothing tells: an act of long ago or of always
The United States has long supported the Kurdish militia. | supported | - | - | -
"""


def coded(coder: Coder, text: str, words: str, day: str | None = DAY) -> Event:
    """The event that some words of a text report."""
    events = coder.code(text.replace(" / ", "\n\n"), date=day).events
    found = [
        e for e in events if any(words in one.text for one in e.evidence if one.role != "sentence")
    ]
    assert found, [e.event for e in events]
    return found[0]


@pytest.mark.parametrize("row", read_table(CASES, columns=5), ids=lambda row: row[0][:40])
def test_the_right_time_dates_an_act(row: tuple[str, ...], coder: Coder) -> None:
    text, words, date, end, source = row
    event = coded(coder, text, words)
    found = (event.date or "-", event.date_end or "-", event.date_source or "-")
    assert found == (date, end, source)


def test_what_dated_an_act_is_told(coder: Coder) -> None:
    event = coded(coder, "Turkish jets bombed the village on Monday.", "bombed")
    assert (event.date_text, event.date_granularity) == ("Monday", "day")
    assert "when:on" in event.why
    assert ("time", "Monday") in [(one.role, one.text) for one in event.evidence]


def test_without_the_day_of_publication_nothing_is_guessed(coder: Coder) -> None:
    event = coded(coder, "Turkish jets bombed the village on Monday.", "bombed", None)
    assert (event.date, event.date_source, event.date_text) == (None, None, "Monday")
    stated = coded(coder, "Turkish jets bombed the village on May 3, 2019.", "bombed", None)
    assert (stated.date, stated.date_source) == ("2019-05-03", "stated")


def test_news_of_the_day_is_dated_by_publication_and_says_so(coder: Coder) -> None:
    event = coded(coder, "France has accused Iran of lying about its reactor.", "accused")
    assert event.date_source in {"publication", None}
    if event.date_source:
        assert (event.date, event.date_text) == (DAY, None)


def test_residue_dates_nothing(coder: Coder) -> None:
    story = "Turkish jets bombed the village.\n\nThe mayor accused Turkey of murder."
    teaser = "\n\nREAD MORE: Turkey's elections on May 3, 2019"
    plain, with_teaser = (coder.code(text, date=DAY).events for text in (story, story + teaser))
    assert [e.date for e in plain] == [e.date for e in with_teaser]


# -- the tools ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "granularity", "dates"),
    [
        ("2021-12-21", Granularity.DAY, ("2021-12-21", None)),
        ("2021-W51", Granularity.WEEK, ("2021-12-20", "2021-12-26")),
        ("2021-Q4", Granularity.QUARTER, ("2021-10", "2021-12")),
        ("2021-WI", Granularity.QUARTER, ("2021-12", "2022-02")),
        ("199", Granularity.DECADE, ("1990", "1999")),
        ("2021", Granularity.YEAR, ("2021", None)),
        ("nonsense", Granularity.WEEK, None),
    ],
)
def test_stretches_become_dates(
    value: str, granularity: Granularity, dates: tuple[str, str | None] | None
) -> None:
    assert as_dates(value, granularity) == dates


def test_the_end_that_words_tell_is_kept() -> None:
    assert as_dates("2021-05-05", Granularity.DAY, "2021-05-09") == ("2021-05-05", "2021-05-09")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1, max_size=6))
def test_the_likeliest_does_not_hang_on_the_order(candidates: list[tuple[str, str]]) -> None:
    weights = {"x": 1.0, "y": 0.25, "z": -0.5}
    unique = list(dict.fromkeys(candidates))
    values = [value for value, _ in unique]
    first = likeliest([[trait] for _, trait in unique], values, weights)
    other = likeliest([[trait] for _, trait in unique[::-1]], values[::-1], weights)
    assert first.chance == pytest.approx(other.chance)
    assert 0 < first.chance <= 1


def test_candidates_of_one_value_share_their_chances() -> None:
    traits = [["strong"], ["weak"], ["weak"]]
    weights = {"strong": 0.5, "weak": 0.0}
    assert likeliest(traits, ["a", "b", "b"], weights).index in {1, 2}
    assert likeliest(traits, ["a", "b", "c"], weights).index == 0
