"""Analysis: tables, alerts, change points, ladders and comparisons of small archives by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dragoman.analysis import (
    By,
    Edge,
    Period,
    Point,
    alerts,
    change_points,
    compare,
    dyad_table,
    edges,
    emerging,
    escalations,
    first_acts,
    last_day,
    measures,
    records,
    series,
)
from dragoman.model import ArchiveError, DragomanError
from dragoman.store import Archive, Filter
from dragoman.writers.export import Options
from dragoman.writers.kinds import exports
from handmade import Act, digest, entity, make_archive, place

DAY = Date(2023, 6, 30)
FIRST = Date(2023, 1, 1)
Make = Callable[..., Archive]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes an archive of acts, with groups of numbers that are one incident each."""
    with ExitStack() as stack:

        def made(acts: Iterable[Act], *incidents: Iterable[int]) -> Archive:
            folder = tmp_path / "archive"
            return stack.enter_context(make_archive(folder, acts, *incidents))

        yield made


def ago(days: int, until: Date = DAY) -> str:
    return (until - timedelta(days)).isoformat()


# -- series ------------------------------------------------------------------------------------

SERIES: list[Act] = [
    ("2023-01-30", "RUS MIL", "UKR CVL", "ASSAULT"),  # Monday
    ("2023-01-30", "RUS MIL", "UKR CVL", "ASSAULT"),
    ("2023-02-01", "RUS MIL", "UKR CVL", "COERCE"),
    ("2023-02-05", "USA GOV", "UKR GOV", "AID"),  # Sunday
    ("2023-02-20", "USA GOV;FRA GOV", "", "CONSULT"),
    ("2024-01-01", "USA GOV", "RUS GOV;BLR GOV", "ACCUSE", {"published": "2024-01-02"}),
    ("", "USA GOV", "RUS GOV", "ACCUSE", {"date": None, "published": None}),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_archive(tmp_path_factory.mktemp("series") / "archive", SERIES, [0, 1], [3, 4])


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_archive(tmp_path_factory.mktemp("ours") / "archive", OURS)


@pytest.mark.parametrize(
    ("period", "starts", "events", "incidents"),
    [
        (Period.YEAR, ["2023-01-01", "2024-01-01"], [5, 1], [3, 1]),
        (Period.MONTH, ["2023-01-01", "2023-02-01", "2024-01-01"], [2, 3, 1], [1, 2, 1]),
        (Period.WEEK, ["2023-01-30", "2023-02-20", "2024-01-01"], [4, 1, 1], [3, 1, 1]),
        (Period.DAY, ["2023-01-30", "2023-02-01", "2023-02-05", "2023-02-20", "2024-01-01"],
         [2, 1, 1, 1, 1], [1, 1, 1, 1, 1]),
    ],
)  # fmt: skip
def test_series_by_period(
    told: Archive, period: Period, starts: list[str], events: list[int], incidents: list[int]
) -> None:
    found = series(told, period=period, filled=False)
    assert [str(one.start) for one in found] == starts
    assert [one.events for one in found] == events
    assert [one.incidents for one in found] == incidents


@pytest.mark.parametrize(
    ("period", "length"),
    [(Period.YEAR, 2), (Period.MONTH, 13), (Period.WEEK, 49), (Period.DAY, 337)],
)
def test_filled_series_have_every_period(told: Archive, period: Period, length: int) -> None:
    found = series(told, period=period)
    assert len(found) == length
    starts = [one.start for one in found]
    assert starts == sorted(set(starts))
    full = [one for one in found if one.events]
    assert full == series(told, period=period, filled=False)
    for one in found:
        if not one.events:
            assert (one.incidents, one.mean, one.sum, one.conflict, one.cooperation) == (0,) * 5


def test_series_count_classes_scores_and_articles(told: Archive) -> None:
    january, february, *_, last = series(told, period=Period.MONTH)
    assert (january.material_conflict, january.conflict, january.cooperation) == (2, 2, 0)
    assert january.mean * 2 == pytest.approx(january.sum)
    assert january.mean < 0
    assert (february.material_conflict, february.cooperation) == (1, 2)
    assert (february.verbal_cooperation, february.material_cooperation) == (1, 1)
    assert (january.articles, january.per_1000) == (2, 500.0)
    assert (february.articles, february.per_1000) == (3, 666.67)
    assert (last.verbal_conflict, last.articles, last.per_1000) == (1, 1, 1000.0)
    empty = series(told, period=Period.MONTH)[5]
    assert (empty.articles, empty.per_1000) == (0, None)


def test_series_of_a_filter_and_of_words(told: Archive) -> None:
    wanted = Filter(actor=["USA"], until="2023-12-31")
    assert [(one.events, one.articles) for one in series(told, wanted, Period.MONTH)] == [(2, 3)]
    found = series(told, period=Period.YEAR, words='"number 2" OR "number 5"')
    assert [one.events for one in found] == [1, 1]
    assert series(told, Filter(actor=["BRA"])) == []


def test_very_long_series_end_with_the_latest(make: Make) -> None:
    acts: list[Act] = [(day, "USA", "JPN", "ASSAULT", {"published": "2023-06-01"})
                       for day in ("1815-06-18", "2023-05-31")]  # fmt: skip
    found = series(make(acts), period=Period.DAY)
    assert len(found) == 20_000
    assert (str(found[-1].start), found[-1].events) == ("2023-05-31", 1)


def test_a_series_may_reach_the_last_year(make: Make) -> None:
    archive = make([("9999", "USA", "JPN", "AID", {"published": "2023-06-01"})])
    found = series(archive, period=Period.YEAR)
    assert [str(one.start) for one in found] == ["9999-01-01"]


# -- dyads -------------------------------------------------------------------------------------


def test_dyads_are_of_every_actor_with_every_recipient(told: Archive) -> None:
    found = {(str(one.start), one.actor, one.recipient): one for one in dyad_table(told)}
    assert {key: (one.events, one.incidents) for key, one in found.items()} == {
        ("2023-01-01", "RUS", "UKR"): (2, 1),
        ("2023-02-01", "RUS", "UKR"): (1, 1),
        ("2023-02-01", "USA", "UKR"): (1, 1),
        ("2023-02-01", "FRA", "USA"): (1, 1),
        ("2023-02-01", "USA", "FRA"): (1, 1),
        ("2024-01-01", "USA", "RUS"): (1, 1),
        ("2024-01-01", "USA", "BLR"): (1, 1),
    }
    assert found["2023-01-01", "RUS", "UKR"].per_1000 == 500.0
    wanted = Filter(recipient=["UKR"])
    assert {one.actor for one in dyad_table(told, wanted, Period.YEAR)} == {"RUS", "USA"}


def test_dyads_have_two_different_sides_with_codes(make: Make) -> None:
    acts: list[Act] = [
        ("2023-05-01", "RUS MIL;RUS GOV", "UKR GOV;UKR CVL", "ASSAULT"),
        ("2023-05-01", "RUS MIL", "RUS CVL", "COERCE"),
        ("2023-05-01", "? CVL", "RUS GOV", "PROTEST"),
    ]
    found = [(one.actor, one.recipient, one.events) for one in dyad_table(make(acts))]
    assert found == [("RUS", "UKR", 1)]


# -- the last day ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (["2023-05-01"], "2023-05-01"),
        (["2023-05-01", "2023-05-03", "2023-05-02"], "2023-05-03"),
        (["2023-05-01", "2023-05-02", "2203-05-02"], "2023-05-02"),
        ([ago(n % 300) for n in range(600)] + ["2032-01-01"], "2023-06-30"),
        ([ago(n % 300) for n in range(1200)] + ["2023-12-01"], "2023-06-30"),
        # Of two nobody knows which is wrong, and two are more than a slip.
        (["2019-05-01", "2023-05-02"], "2023-05-02"),
        (["2019-05-01", "2023-05-01", "2023-05-02"], "2023-05-02"),
    ],
)
def test_one_wrong_date_does_not_move_the_last_day(make: Make, days: list[str], last: str) -> None:
    archive = make([(day, "USA", "RUS", "ACCUSE") for day in days])
    assert str(last_day(archive)) == last


def test_without_dates_there_is_no_last_day(make: Make) -> None:
    archive = make([("", "USA", "RUS", "ACCUSE", {"date": None, "published": None})])
    with pytest.raises(ArchiveError, match="no article of this archive has a day"):
        last_day(archive)
    assert series(archive) == list(dyad_table(archive)) == edges(archive) == []


# -- alerts ------------------------------------------------------------------------------------


def weekly(counts: Iterable[int], actor: str, recipient: str, **more: Any) -> list[Act]:
    """So many accusations in each week back from the last day."""
    return [
        (ago(7 * back + n % 7), actor, recipient, "ACCUSE", more)
        for back, count in enumerate(counts)
        for n in range(count)
    ]


LEVELS = [
    ((25, 20, 20, 20, 20), "moderate"),  # + 25 %: not yet large
    ((26, 20, 20, 20, 20), "large"),
    ((15, 20, 20, 20, 20), "moderate"),  # - 25 %
    ((14, 20, 20, 20, 20), "large"),
    ((22, 20, 20, 20, 20), "moderate"),  # + 10 %
    ((18, 20, 20, 20, 20), "moderate"),
    ((21, 20, 20, 20, 20), None),
    ((19, 20, 20, 20, 20), None),
    ((20, 20, 20, 20, 20), None),
    ((5, 2, 2, 2, 2), None),  # few
    ((6, 2, 2, 2, 2), "large"),
    ((5, 3, 2, 2, 2), "large"),
    ((0, 2, 2, 2, 2), None),
    ((0, 3, 3, 3, 3), "large"),
    ((5, 0, 0, 0, 0), None),  # new, but few
    ((6, 0, 0, 0, 0), "large"),
    ((7, 40, 0, 0, 0), "large"),  # the mean is of all weeks
]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """For each level a dyad of its own: AAA with RUS, BBB with RUS ..."""
    acts = [act for n, (counts, _) in enumerate(LEVELS)
            for act in weekly(counts, 3 * chr(65 + n), "RUS GOV")]  # fmt: skip
    return make_archive(tmp_path_factory.mktemp("watched") / "archive", acts)


@pytest.mark.parametrize("number", range(len(LEVELS)), ids=lambda n: str(LEVELS[n]))
def test_alerts_follow_the_thresholds(watched: Archive, number: int) -> None:
    counts, level = LEVELS[number]
    key = f"{3 * chr(65 + number)} RUS"
    found = [one for one in alerts(watched, until=DAY) if one.key == key]
    assert [one.level for one in found] == ([level] if level else [])
    for one in found:
        mean = sum(counts[1:]) / 4
        assert (one.last, one.mean, one.weeks) == (counts[0], mean, 4)
        assert one.change == (pytest.approx((counts[0] - mean) / mean) if mean else None)
        assert one.rises == (counts[0] > mean)
        assert one.why.startswith(f"{counts[0]} incidents in the last week, {mean:.1f} a week")


def test_alerts_by_dyad_party_and_country(make: Make) -> None:
    kyiv = {"event_loc": place("UKR")}
    acts = [
        *weekly([12, 3, 3, 3, 3], "USA GOV;USA MIL", "RUS GOV", **kyiv),
        *weekly([0, 9, 9, 9, 9], "FRA GOV", "RUS GOV"),
        *weekly([8], "IND GOV", "? CVL", **kyiv),
    ]
    # An incident that several tell counts once; what came later does not count at all.
    archive = make([*acts, *weekly([9], "BRA", "ARG"), (ago(-1), "BRA", "ARG", "ACCUSE")],
                   range(len(acts), len(acts) + 9))  # fmt: skip

    def keys(by: By, **more: Any) -> dict[str, tuple[int, float]]:
        return {one.key: (one.last, one.mean) for one in alerts(archive, by, until=DAY, **more)}

    assert keys(By.DYAD) == {"USA RUS": (12, 3.0), "FRA RUS": (0, 9.0)}
    assert [one.change for one in alerts(archive, until=DAY)] == [-1.0, 3.0]
    # Russia was on the other side of both.
    assert keys(By.PARTY) == {"USA": (12, 3.0), "FRA": (0, 9.0), "IND": (8, 0.0)}
    assert keys(By.COUNTRY) == {"UKR": (20, 3.0)}
    assert keys(By.COUNTRY, wanted=Filter(actor=["USA"])) == {"UKR": (12, 3.0)}
    assert keys(By.DYAD, limit=1) == {"FRA RUS": (0, 9.0)}
    assert keys(By.DYAD, weeks=52) == {"USA RUS": (12, pytest.approx(12 / 52, abs=0.005))}


# -- records -----------------------------------------------------------------------------------


def monthly(counts: Iterable[int], country: str, event: str = "ASSAULT") -> list[Act]:
    where = {"event_loc": place(country)}
    return [
        (ago(30 * back + n % 30), "RUS MIL", "UKR CVL", event, where)
        for back, count in enumerate(counts)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([10, 9, 9], [("UKR", 10, 9)]),
        ([10, 10], []),
        ([9, 1], []),  # below the floor
        ([10], [("UKR", 10, 0)]),
        ([12, *[0] * 11, 13], []),  # the year before: twelve times 30 days
        ([12, *[0] * 12, 13], [("UKR", 12, 0)]),
    ],
)
def test_records_are_above_all_months_before(
    make: Make, counts: list[int], found: list[tuple[str, int, int]]
) -> None:
    archive = make(monthly(counts, "UKR"))
    told = records(archive, until=DAY)
    assert [(one.country, one.last, one.highest) for one in told] == found
    if counts[-1] == 13 and len(counts) > 13:
        assert records(archive, until=DAY, years=2) == []


def test_records_are_of_incidents_of_material_conflict(make: Make) -> None:
    acts = [*monthly([15, 2], "UKR"), *monthly([20], "POL", "ACCUSE"), *monthly([12], "SYR")]
    archive = make(acts, range(3))
    assert [(one.country, one.last, one.why) for one in records(archive, until=DAY)] == [
        ("UKR", 13, "13 incidents of material conflict in 30 days, at most 2 before"),
        ("SYR", 12, "12 incidents of material conflict in 30 days, at most 0 before"),
    ]
    assert records(archive, until=DAY, wanted=Filter(country=["POL"])) == []


# -- change points -----------------------------------------------------------------------------


def points(counts: Iterable[int]) -> list[Point]:
    return [
        Point(FIRST + timedelta(7 * n), count, count, 0.0, 0.0, 0, 0, 0, 0, 100, 10.0 * count)
        for n, count in enumerate(counts)
    ]


def poisson(rng: random.Random, mean: float) -> int:
    """A count of Poisson's: how many waiting times fit into one period."""
    count, time = 0, rng.expovariate(mean)
    while time < 1:
        count, time = count + 1, time + rng.expovariate(mean)
    return count


@pytest.mark.parametrize(
    ("counts", "shifts"),
    [
        ([5] * 20 + [30] * 20, [(20, 5.0, 30.0)]),
        ([30] * 12 + [5] * 20, [(12, 30.0, 5.0)]),
        ([0] * 15 + [20] * 15 + [2] * 15, [(15, 0.0, 20.0), (30, 20.0, 2.0)]),
        ([7] * 40, []),
        ([0] * 40, []),
        ([0] * 20 + [9] + [0] * 20, []),  # one peak is no level
        ([1, 50, 50, 50, 50], []),  # too few
        ([], []),
    ],
)
def test_planted_shifts_are_found(
    counts: list[int], shifts: list[tuple[int, float, float]]
) -> None:
    found = [(one.start, one.before, one.after) for one in change_points(points(counts))]
    assert found == [(FIRST + timedelta(7 * n), a, b) for n, a, b in shifts]


@pytest.mark.parametrize("mean", [2, 10, 100])
def test_chance_has_hardly_a_shift(mean: int) -> None:
    rng = random.Random(mean)
    found = [change_points(points(poisson(rng, mean) for _ in range(52))) for _ in range(40)]
    assert sum(map(bool, found)) <= 2


def test_a_shift_in_noise_is_found_where_it_is() -> None:
    rng = random.Random(1)
    for _ in range(10):
        counts = [poisson(rng, 10 if n < 30 else 30) for n in range(60)]
        (found,) = change_points(points(counts))
        assert abs((found.start - FIRST).days / 7 - 30) <= 2
        assert found.before < 15 < 25 < found.after


# -- the ladder --------------------------------------------------------------------------------


def test_escalations_are_deeds_after_words(make: Make) -> None:
    def acts(actor: str, *told: tuple[str, str]) -> list[Act]:
        return [(f"2023-{month}-10", actor, "UKR", event) for month, event in told]

    archive = make([
        *acts("RUS", ("01", "ACCUSE"), ("01", "REQUEST"), ("02", "COERCE"), ("02", "ASSAULT"),
              ("03", "ASSAULT"), ("04", "THREATEN"), ("06", "PROTEST")),
        *acts("BLR", ("01", "SANCTION"), ("02", "ASSAULT")),  # deeds from the start
        *acts("POL", ("01", "ACCUSE"), ("02", "THREATEN")),  # words only
        *acts("USA", ("01", "AID"), ("02", "SANCTION")),  # nothing hostile before
        *acts("FRA", ("01", "ACCUSE"), ("01", "SANCTION"), ("02", "COERCE")),
    ])  # fmt: skip
    found = escalations(archive)
    assert [(e.actor, e.recipient, str(e.start), e.event, e.rung, e.before) for e in found] == [
        ("RUS", "UKR", "2023-02-01", "ASSAULT", 8, 2),
        ("RUS", "UKR", "2023-06-01", "PROTEST", 4, 3),
    ]
    assert found[0].event_id == digest(3)
    assert escalations(archive, Filter(actor=["POL"])) == []
    assert escalations(archive, period=Period.YEAR) == []


def test_first_acts_are_new_in_the_dyad(make: Make) -> None:
    archive = make([
        ("2023-01-10", "RUS", "UKR", "ASSAULT"),
        ("2023-01-11", "USA;FRA", "", "CONSULT"),
        ("2023-01-12", "USA;FRA", "RUS;BLR", "ACCUSE"),
        ("2023-05-01", "RUS", "UKR", "ASSAULT"),
        ("2023-05-02", "RUS", "UKR", "SANCTION"),
        ("2023-05-03", "RUS", "UKR", "SANCTION"),
        ("2023-05-04", "UKR", "RUS", "ASSAULT"),
        ("2023-05-05", "FRA;USA", "", "CONSULT"),
        ("2023-05-06", "FRA", "BLR;POL", "ACCUSE"),
        ("2023-05-07", "RUS", "USA", "THREATEN", {"status": "planned"}),
        ("2023-04-30", "RUS", "POL", "THREATEN", {"status": "negated"}),
        ("2023-05-08", "RUS", "POL", "THREATEN"),
    ])  # fmt: skip
    found = first_acts(archive, Date(2023, 5, 1))
    assert [(one.actor, one.recipient, one.event, str(one.day)) for one in found] == [
        ("RUS", "POL", "THREATEN", "2023-05-08"),
        ("FRA", "POL", "ACCUSE", "2023-05-06"),
        ("UKR", "RUS", "ASSAULT", "2023-05-04"),
        ("RUS", "UKR", "SANCTION", "2023-05-02"),
    ]
    assert found[-1].event_id == digest(4)
    assert first_acts(archive, Date(2023, 5, 1), limit=1) == found[:1]
    assert first_acts(archive, Date(2023, 5, 1), Filter(actor=["UKR"])) == [found[2]]


# -- emerging actors ---------------------------------------------------------------------------


def test_actors_emerge_against_their_year(make: Make) -> None:
    def acts(name: str, code: str, days: Iterable[int]) -> list[Act]:
        side = [entity(code, entity_name=name)]
        return [(ago(day), "X", "USA", "ASSAULT", {"actor": side}) for day in days]

    steady = [*range(7, 393, 7)]
    told = [
        *acts("Steady Front", "MLI REB", steady),
        *acts("New Front", "? REB", [0, 1]), *acts("New Front", "MLI REB", [2, 3, 27]),
        *acts("Few", "NER REB", [0, 1]),
        *acts("Old Front", "TCD REB", range(60, 360, 3)),
        *acts("Risen", "SDN REB", [*range(20), 100, 200]),
        *acts("Copied", "LBY REB", [1, 1, 1, 1]),
        *acts("Later", "EGY REB", [-1, -2, -3]),
    ]  # fmt: skip
    start = next(n for n, act in enumerate(told) if act[4]["actor"][0]["code"] == "LBY")
    archive = make(told, range(start, start + 4))
    found = emerging(archive, until=DAY)
    assert [(one.name, one.code, one.last, one.before) for one in found] == [
        ("Risen", "SDN", 20, 2), ("New Front", "MLI", 5, 0),
    ]  # fmt: skip
    assert str(found[1].first) == ago(27)
    assert found[0].expected == pytest.approx(2.5 * 28 / 365, abs=0.01)
    assert found[0].surprise > found[1].surprise > 0
    assert emerging(archive, until=DAY, wanted=Filter(actor=["SDN"])) == found[:1]
    assert emerging(archive, until=DAY, limit=1) == found[:1]


# -- network -----------------------------------------------------------------------------------


def test_edges_and_measures(make: Make) -> None:
    archive = make([
        ("2023-01-10", "RUS MIL", "UKR GOV", "ASSAULT"),
        ("2023-01-12", "RUS MIL", "UKR GOV", "ASSAULT"),
        ("2023-02-10", "RUS GOV", "UKR GOV", "AID"),
        ("2023-02-11", "UKR MIL", "RUS MIL", "ASSAULT"),
        ("2023-03-01", "USA GOV", "UKR GOV", "AID"),
        ("2023-03-02", "USA GOV", "UKR GOV", "AID"),
        ("2023-03-03", "USA GOV", "FRA GOV", "CONSULT"),
    ], [0, 1])  # fmt: skip
    found = edges(archive)
    assert [(e.actor, e.recipient, e.events, e.incidents, e.conflict) for e in found] == [
        ("RUS", "UKR", 3, 2, 2), ("USA", "UKR", 2, 2, 0), ("UKR", "RUS", 1, 1, 1),
        ("USA", "FRA", 1, 1, 0),
    ]  # fmt: skip
    assert (str(found[0].first), str(found[0].last)) == ("2023-01-10", "2023-02-10")
    assert found[1].mean > 0 > found[2].mean
    assert edges(archive, limit=1) == found[:1]
    assert edges(archive, words='"number 6"') == found[3:]
    told = measures(found)
    assert [one["code"] for one in told] == ["UKR", "RUS", "USA", "FRA"]
    ukraine, russia, america, france = told
    assert (ukraine["in"], ukraine["out"], ukraine["partners"]) == (4, 1, 2)
    assert (russia["in"], russia["out"], russia["partners"]) == (1, 2, 1)
    assert (america["in"], america["out"], america["partners"]) == (0, 3, 2)
    assert [one["reciprocity"] for one in told] == [0.667, 1.0, 0.0, 0.0]
    assert max(told, key=lambda one: one["pagerank"])["code"] in {"UKR", "RUS"}
    assert sum(one["pagerank"] for one in told) == pytest.approx(1, abs=0.001)
    assert ukraine["betweenness"] == pytest.approx(1 / 6, abs=0.001)
    assert france["betweenness"] == 0
    assert measures(list[Edge]()) == []


# -- comparisons -------------------------------------------------------------------------------

OURS: list[Act] = [
    ("2023-04-01", "RUS MIL", "UKR CVL", "ASSAULT"),  # before theirs begin
    ("2023-05-01", "RUS MIL", "UKR CVL", "ASSAULT"),
    ("2023-05-01", "USA GOV", "RUS GOV", "SANCTION"),
    ("2023-05-02", "USA GOV", "UKR GOV", "AID"),
    ("2023-05-03", "FRA GOV", "RUS GOV", "ACCUSE"),
]
POLECAT = "Event ID\tEvent Date\tEvent Type\tActor Country\tRecipient Country\tQuad Code\n"
ICEWS = ("Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
         "Target Name\tTarget Country\n")  # fmt: skip


def polecat() -> str:
    rows = [
        ("2023-05-01", "ASSAULT", "RUS", "UKR", "MATERIAL CONFLICT"),
        ("2023-05-01", "SANCTION", "USA", "RUS", "MATERIAL CONFLICT"),
        ("2023-05-02", "AID", "USA", "UKR", "MATERIAL COOPERATION"),
        ("2023-05-03", "REJECT", "GBR", "RUS", "VERBAL CONFLICT"),
        ("2023-05-03", "REJECT", "None", "RUS", "VERBAL CONFLICT"),
    ]
    return POLECAT + "".join("\t".join((str(n), *row)) + "\n" for n, row in enumerate(rows))


def icews() -> str:
    rows = [
        ("2023-05-01", "Military", "Russian Federation", "Use force", "190", "-10.0", "Citizen",
         "Ukraine"),
        ("2023-05-01", "Government", "United States", "Impose sanctions", "163", "-8.0",
         "Government", "RUSSIA"),
        ("2023-05-02", "Government", "United States", "Provide aid", "070", "7.0", "Government",
         "Ukraine"),
        ("2023-05-03", "Cabinet", "United Kingdom", "Reject", "120", "-4.0", "Government",
         "Russian Federation"),
        ("2023-05-03", "Nobody", "", "Reject", "120", "-4.0", "Government", "Ukraine"),
    ]  # fmt: skip
    return ICEWS + "".join("\t".join((str(n), *row)) + "\n" for n, row in enumerate(rows))


def gdelt() -> str:
    rows = [
        ("20230501", "RUS", "UKR", "190", "4"), ("20230501", "USA", "RUS", "163", "4"),
        ("20230502", "USA", "UKR", "070", "2"), ("20230503", "GBR", "RUS", "120", "3"),
        ("20230503", "", "RUS", "120", "3"),
    ]  # fmt: skip
    lines = []
    for number, (day, actor, recipient, code, quad) in enumerate(rows):
        cells = [""] * 61
        cells[0], cells[1], cells[7], cells[17] = str(number), day, actor, recipient
        cells[6], cells[26], cells[29], cells[60] = 'THE "SIDE', code, quad, "https://x.example"
        lines.append("\t".join(cells) + "\n")
    return "".join(lines)


def without(told: str) -> str:
    return "\n".join(told.splitlines()[:-1]) + "\n"


@pytest.mark.parametrize(
    ("name", "file", "sanction"),
    [("polecat", polecat(), "4"), ("icews", icews(), "3"), ("gdelt", gdelt(), "4")],
)
def test_comparing_with_the_files_of_others(
    ours: Archive, tmp_path: Path, name: str, file: str, sanction: str
) -> None:
    path = tmp_path / "theirs.txt"
    path.write_text(file, "utf-8")
    found = compare(ours, path)
    assert (found.theirs, found.since, found.until) == (name, "2023-05-01", "2023-05-03")
    assert (found.ours, found.rows, found.used) == (4, 5, 4)
    by = {one.key: one for one in found.agreement}
    assert list(by) == ["day", "dyad", "class", "dyad and day", "all"]
    assert (by["day"].jaccard, by["day"].correlation) == (1.0, 1.0)
    assert (by["dyad"].ours, by["dyad"].theirs, by["dyad"].both) == (4, 4, 3)
    assert by["dyad"].jaccard == by["dyad and day"].jaccard == 0.6
    same = sanction == "4"
    assert by["all"].both == (3 if same else 2)
    assert by["class"].correlation == (1.0 if same else -0.5)
    assert found.biggest[:2] == (
        {"actor": "FRA", "recipient": "RUS", "ours": 1, "theirs": 0},
        {"actor": "GBR", "recipient": "RUS", "ours": 0, "theirs": 1},
    )
    some = compare(ours, path, Filter(actor=["USA"]))
    assert (some.ours, some.used, some.until) == (2, 3, "2023-05-02")


def test_comparing_with_acled(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "acled.csv"
    path.write_text(
        "event_id_cnty,event_date,event_type,actor1,actor2,country,notes\n"
        'UKR1,2023-05-01,Battles,Military Forces of Russia,,Ukraine,"One, two"\n'
        "UKR2,02 May 2023,Protests,Protesters,,Ukraine,x\n"
        "XXX1,02 May 2023,Protests,Protesters,,Nowhere,x\n",
        "utf-8",
    )
    where = {"event_loc": place("UKR")}
    archive = make([*((*act, where) for act in OURS), ("2023-05-02", "? CVL", "", "PROTEST")])
    found = compare(archive, path)
    assert (found.theirs, found.rows, found.used, found.since) == ("acled", 3, 1, "2023-05-01")
    assert found.ours == 2  # material conflict with a place, whoever acts on whom
    by = {one.key: one for one in found.agreement}
    assert (by["dyad"].ours, by["dyad"].both, by["all"].both) == (1, 1, 1)
    assert found.biggest == ({"actor": "UKR", "recipient": "UKR", "ours": 2, "theirs": 1},)


@pytest.mark.parametrize("name", ["gdelt", "icews", "polecat"])
def test_own_exports_agree_with_the_archive(ours: Archive, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"own{exports()[name].suffix}"
    exports()[name].write(ours.records(), path, Options())
    found = compare(ours, path)
    assert (found.theirs, found.ours, found.rows, found.used) == (name, 5, 5, 5)
    by = {one.key: one for one in found.agreement}
    assert by["dyad and day"].jaccard == by["day"].jaccard == 1.0
    assert by["dyad and day"].correlation is None  # each once: nothing varies


@pytest.mark.parametrize(
    ("name", "code"),
    [("AUSTRIA", "AUT"), ("Austria", "AUT"), ("AUT", "AUT"), ("AUTGOV", "AUT"), ("GERMANY", "DEU"),
     ("AUTGOVMIL", "AUT"), ("United States", "USA"), ("None", ""), ("", ""), ("Nowhere", ""),
     ("MARS", "")],
)  # fmt: skip
def test_names_and_codes_of_countries(ours: Archive, tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / "theirs.txt"
    path.write_text(POLECAT + f"1\t2023-05-01\tAID\t{name}\tUKR\tMATERIAL COOPERATION\n", "utf-8")
    if code:
        told = {(one["actor"], one["theirs"]) for one in compare(ours, path).biggest}
        assert (code, 1) in told
    else:
        with pytest.raises(DragomanError, match="nothing to compare"):
            compare(ours, path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b,c\n1,2,3\n", "of no format known here"),
        (b"", "of no format known here|cannot be read"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe" * 50, "of no format known here|cannot be read"),
        (("\t".join(["x"] * 57) + "\n").encode(), "of no format known here"),
        (POLECAT.encode(), "nothing to compare"),
        ((POLECAT + "1\tsoon\tAID\tUSA\tUKR\tMATERIAL COOPERATION\n").encode(),
         "nothing to compare"),
        (None, "no such file"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_compared_are_told(
    ours: Archive, tmp_path: Path, content: bytes | None, told: str
) -> None:
    path = tmp_path / "it's theirs.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DragomanError, match=told):
        compare(ours, path)


def test_change_points_without_ruptures_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ruptures", None)
    with pytest.raises(DragomanError, match=r"dragoman\[analysis\]"):
        change_points(points([1] * 20))


def test_two_sets_without_common_days(ours: Archive, tmp_path: Path) -> None:
    path = tmp_path / "theirs.txt"
    path.write_text(polecat().replace("2023-", "2019-"), "utf-8")
    found = compare(ours, path)
    assert (found.ours, found.used) == (0, 0)
    assert {(one.jaccard, one.correlation) for one in found.agreement} == {(0.0, None)}
