"""The parser: names are those that spaCy itself would find, however texts come together."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.engines.models import find_model
from dragoman.engines.spacy_names import Name, Names
from dragoman.engines.spacy_parser import PLAIN, SpacyParser, load_parser

TEXTS = sorted((Path(__file__).parents[1] / "data" / "corpus" / "test").glob("*.txt"))


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    """spaCy's pipeline as it ships, but for what has no part in names."""
    return spacy.load(find_model().path, exclude=["lemmatizer", "attribute_ruler"])


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return load_parser()


def given_by_spacy(nlp: spacy.Language, texts: list[str]) -> list[list[Name]]:
    docs = nlp.pipe(texts)
    return [[Name(e.start, e.end, e.label_) for e in doc.ents] for doc in docs]


def found(nlp: spacy.Language, texts: list[str]) -> list[list[Name]]:
    names = Names(nlp)
    assert names.left_out == ("ner",)
    return list(names.find(list(nlp.pipe(texts, disable=names.left_out))))


def test_names_of_articles_are_those_of_spacy(nlp: spacy.Language):
    texts = [line.translate(PLAIN) for p in TEXTS for line in p.read_text("utf-8").splitlines()]
    names = found(nlp, texts)
    assert names == given_by_spacy(nlp, texts)
    assert sum(map(len, names)) > 1000


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["Angela", "Merkel", "in", "New", "York", "on", "Tuesday", ",", ".", "  ", "\n",
                 "the", "Bank", "of", "England", "3", "million", "euros", "said", "x", "U.N."]
            ),
            max_size=25,
        ).map(" ".join),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_names_of_odd_texts_are_those_of_spacy(nlp: spacy.Language, texts: list[str]):
    assert found(nlp, texts) == given_by_spacy(nlp, texts)


def test_a_pipeline_of_another_kind_finds_its_names_itself():
    other = spacy.blank("en")
    ruler = other.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Oslo"}])  # type: ignore[attr-defined]
    names = Names(other)
    assert names.left_out == ()
    assert list(names.find([other("Rain in Oslo .")])) == [[Name(2, 3, "GPE")]]


def test_the_same_text_gives_the_same_words_alone_and_among_others(parser: SpacyParser):
    texts = [p.read_text("utf-8").splitlines()[0] for p in TEXTS[:6]] + ["", " "]
    assert parser.parse(texts) == [parser.parse([text])[0] for text in texts]
