"""All tables a coder needs, loaded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.tables.actor_rows import load_actors
from dragoman.tables.actors import ActorTables
from dragoman.tables.block_cues import BlockCues, load_block_cues
from dragoman.tables.lexicon import Lexicon, load_lexicon
from dragoman.tables.ontology import Ontology, load_ontology
from dragoman.tables.places import PlaceTables, load_places
from dragoman.tables.quotes import QuoteWords, load_quote_words
from dragoman.tables.reading import digest, rows, split
from dragoman.tables.times import TimePatterns, load_times
from dragoman.tables.words import load_words

FOLDERS = (
    "actors", "blocks", "confidence", "coref", "dating", "gate", "genre", "lexicon", "ontology",
    "places", "placing", "quotes", "sides", "status", "times",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the stages look up; ``digest`` names this very set of files."""

    ontology: Ontology
    lexicon: Lexicon
    actors: ActorTables
    blocks: BlockCues
    times: TimePatterns
    places: PlaceTables
    quotes: QuoteWords
    status: Mapping[str, frozenset[str]]
    genres: Mapping[str, frozenset[str]]
    coref: Mapping[str, frozenset[str]]
    contexts: tuple[tuple[str, frozenset[str]], ...]
    weights: Mapping[str, float]
    dating: Mapping[str, float]
    placing: Mapping[str, float]
    sides: Mapping[str, float]
    dating_words: Mapping[str, frozenset[str]]
    gate: Mapping[str, float]
    digest: str


def load_tables(packs: Sequence[Path] = ()) -> Tables:
    """The tables that ship, with users' actor packs laid over them.

    Raises TableError where one breaks its own rules.
    """
    contexts = {
        r["context"]: frozenset(split(r["cues"])) for r in rows("ontology/context_cues.tsv")
    }
    ontology = load_ontology()
    actors = load_actors(ontology, packs)
    return Tables(
        ontology=ontology,
        lexicon=load_lexicon(),
        actors=actors,
        blocks=load_block_cues(),
        times=load_times(),
        places=load_places(actors),
        quotes=load_quote_words(),
        status=load_words("status/words.tsv"),
        genres=load_words("genre/words.tsv"),
        coref=load_words("coref/words.tsv"),
        contexts=tuple((name, contexts.get(name, frozenset())) for name in ontology.contexts),
        weights={r["feature"]: float(r["weight"]) for r in rows("confidence/weights.tsv")},
        dating=_weights("dating/weights.tsv"),
        placing=_weights("placing/weights.tsv"),
        sides=_weights("sides/weights.tsv"),
        dating_words=load_words("dating/words.tsv"),
        gate={r["word"]: float(r["weight"]) for r in rows("gate/words.tsv")},
        digest=digest(FOLDERS, packs),
    )


def _weights(path: str) -> Mapping[str, float]:
    return {r["trait"]: float(r["weight"]) for r in rows(path)}
