"""Merging: what is linked and clustered does not depend on the order in which it came."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.merge import articles, incidents
from dragoman.merge.articles import Told
from dragoman.merge.clusters import clusters, components
from dragoman.merge.features import article_features, signature
from dragoman.merge.incidents import Act
from dragoman.store.linking import incident_weights

DAY = date(2021, 3, 1)
TEXT = (
    "Norland recalled its ambassador to Southmark on Tuesday, a day after a patrol boat had seized "
    "two of its trawlers in disputed waters near the island of Holm."
)
WORDS = [
    "recall", "envoy", "trawler", "boat", "strait", "treaty", "harbour", "port", "dam", "vote",
    "strike", "coup", "talks", "aid",
]  # fmt: skip


def told(id_: str, text: str, day: date | None = DAY, url: str | None = None) -> Told:
    features = article_features(text)
    terms = dict(zip(features["terms"], features["weights"], strict=True))
    return Told(id_, day, url, tuple(features["minhash"]), terms)


def act(id_: str, article: str, **other: object) -> Act:
    usual: dict[str, object] = {
        "event": "RETREAT", "modes": frozenset({"recall"}), "status": "actual", "day": DAY,
        "actors": frozenset({"NOR"}), "recipients": frozenset({"SOU"}),
        "names": frozenset({"norland"}), "country": None, "place": None,
        "words": incidents.weighed(TEXT), "trigger": frozenset({"recalled"}),
    }  # fmt: skip
    return Act(id=id_, article=article, **(usual | other))  # type: ignore[arg-type]


def test_copies_updates_and_tellings() -> None:
    copy = TEXT.replace("Tuesday", "Tuesday,")
    other = "The striker scored twice, and the goalkeeper of the champions saved a penalty."
    a, b = told("a", TEXT), told("b", copy)
    assert (link := articles.compare(a, b)) is not None
    assert link.reason == "copy"
    assert articles.compare(a, told("c", other)) is None
    page = "https://post.example/1"
    update = articles.compare(told("a", TEXT, url=page), told("c", other, url=page))
    assert (update and update.reason) == "update"
    far = told("b", copy, DAY + timedelta(articles.REPRINT + 1))
    assert articles.compare(a, far) is None
    assert articles.compare(a, told("b", copy, None)) is None


def test_signatures_are_the_same_everywhere() -> None:
    assert signature(["one", "two", "three", "four", "five", "six"])[:3] == signature(
        ["one", "two", "three", "four", "five", "six"]
    )[:3]  # fmt: skip
    assert len(signature([])) == len(signature(["one"])) == 64


def random_articles(chance: random.Random, count: int) -> list[Told]:
    texts = [" ".join(chance.choices(WORDS, k=30)) for _ in range(count // 2)]
    return [
        told(f"{n:03d}", chance.choice(texts), DAY + timedelta(chance.randrange(40)))
        for n in range(count)
    ]


@pytest.mark.parametrize("seed", range(8))
def test_pieces_and_order_of_articles_do_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    found = random_articles(chance, 24)
    whole = {(link.a, link.b): link.score for link in articles.links(found)}
    chance.shuffle(found)
    pieces: dict[tuple[str, str], float] = {}
    for start in range(0, len(found), 5):
        new = {one.id for one in found[start : start + 5]}
        pieces |= {(k.a, k.b): k.score for k in articles.links(found[: start + 5], new)}
    assert list(clusters(pieces, articles.STORY)) == list(clusters(whole, articles.STORY))


PAIRS = st.dictionaries(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("ijklmnop")), st.floats(0, 1)
)


@given(PAIRS, st.randoms(use_true_random=False))
def test_clusters_know_no_order(
    scores: dict[tuple[str, str], float], chance: random.Random
) -> None:
    shuffled = list(scores.items())
    chance.shuffle(shuffled)
    found = list(clusters(scores, 0.5))
    assert list(clusters(dict(shuffled), 0.5)) == found
    members = [one for group in found for one in group]
    assert len(members) == len(set(members))


def test_a_chain_of_weak_links_is_no_cluster() -> None:
    chain = {(f"{n:03d}", f"{n + 1:03d}"): 0.6 for n in range(600)}
    assert max((len(group) for group in clusters(chain, 0.5)), default=1) < 10
    assert len(components(chain)) == 1


def test_many_copies_stay_together() -> None:
    star = {("000", f"{n:03d}"): 1.0 for n in range(1, 800)}
    assert [len(group) for group in clusters(star, 0.5)] == [800]


@pytest.mark.parametrize(
    ("other", "one"),
    [
        ({}, True),
        ({"day": DAY + timedelta(1)}, True),
        ({"day": DAY + timedelta(5)}, False),
        ({"article": "a"}, False),
        ({"actors": frozenset({"WES"}), "recipients": frozenset({"EAS"}), "names": frozenset({"w"}),
          "words": incidents.weighed("Westmark recalled its consul from Eastland."),
          "country": "WES"}, False),
        ({"event": "PROTEST", "modes": frozenset({"riot"}), "trigger": frozenset({"rioted"}),
          "words": incidents.weighed("Dockers rioted in Norport.")}, False),
    ],
)  # fmt: skip
def test_events_of_one_incident(other: dict[str, object], one: bool) -> None:
    first, second = act("1", "a"), act("2", str(other.pop("article", "b")), **other)
    link = incidents.compare(first, second, 0.4, incident_weights())
    assert (link is not None and link.score >= incidents.LEAST) is one
    again = incidents.compare(second, first, 0.4, incident_weights())
    assert (link and link.score) == (again and again.score)
