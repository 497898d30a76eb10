"""Clusters: mentions found to be the same participant so far, and what the search reads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.model import ActorCode, Mention, NameHit, Quote, Sentence, Token
from dragoman.tables.actors import PERSON_KINDS, ActorTables
from dragoman.text.fold import fold
from dragoman.text.tree import Tree

SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})


@dataclass(slots=True)
class Cluster:
    """Mentions of one participant; ``kind`` is person, state, org, agent, place, pair or other.

    A pair ("both sides") has the two it means as ``members``.
    """

    key: str
    code: ActorCode | None
    kind: str
    gender: str
    mentions: list[int]
    members: tuple[Cluster, ...] = ()


class Scene:
    """What coreference reads of a document, indexed."""

    __slots__ = (
        "actors",
        "at_head",
        "in_sentence",
        "mentions",
        "quotes",
        "sentence_of",
        "sentences",
        "surnames",
        "tree",
        "words",
    )

    def __init__(
        self,
        tree: Tree,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        quotes: Sequence[Quote],
        actors: ActorTables,
        words: Mapping[str, frozenset[str]],
    ) -> None:
        self.tree = tree
        self.sentences = sentences
        self.mentions = mentions
        self.quotes = quotes
        self.actors = actors
        self.words = words
        self.sentence_of = {t: s.i for s in sentences for t in range(s.first, s.last)}
        self.at_head = {m.head: m for m in mentions}
        self.surnames = {
            fold(hit.text)
            for mention in mentions
            for hit in mention.names
            if hit.kind == "ner:PERSON" and " " not in hit.text
        }
        self.in_sentence: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self.in_sentence[self.sentence_of[mention.head]].append(mention)

    def token(self, mention: Mention) -> Token:
        """The head word of a mention."""
        return self.tree.tokens[mention.head]

    def word(self, mention: Mention) -> str:
        """The head word in lower case."""
        return self.token(mention).text.lower()

    def is_person(self, hit: NameHit) -> bool:
        """Is a name a person's? What the parser took for a body, too, if its last word is one."""
        if hit.kind in PERSON_KINDS:
            return True
        first, _, last = fold(hit.text).rpartition(" ")
        return hit.kind == "ner:ORG" and bool(first) and last in self.surnames

    def is_former(self, mention: Mention) -> bool:
        """Does the phrase call somebody a former one?"""
        tokens = self.tree.tokens[mention.first : mention.last]
        return any(self.is_word(token.text.lower(), "former") for token in tokens)

    def is_word(self, word: str, kind: str) -> bool:
        """Is a word of one of the classes of data/coref/words.tsv?"""
        return word in self.words[kind]


class Registry:
    """The clusters of a document, by mention, by key, and by kind with the latest named last."""

    __slots__ = ("all", "by_key", "of", "recent")

    def __init__(self) -> None:
        self.of: dict[int, Cluster] = {}
        self.by_key: dict[str, Cluster] = {}
        self.all: list[Cluster] = []
        self.recent: dict[str, dict[int, Cluster]] = defaultdict(dict)

    def new(self, key: str, code: ActorCode | None, kind: str, gender: str = "") -> Cluster:
        """A cluster without mentions yet."""
        cluster = Cluster(key, code, kind, gender, [])
        self.by_key[key] = cluster
        self.all.append(cluster)
        return cluster

    def join(self, mention: Mention, cluster: Cluster) -> None:
        """Put a mention into a cluster."""
        cluster.mentions.append(mention.i)
        self.of[mention.i] = cluster
        latest = self.recent[cluster.kind]
        latest.pop(id(cluster), None)
        latest[id(cluster)] = cluster

    def move(self, mention: Mention, cluster: Cluster) -> None:
        """Take a mention out of its cluster into another."""
        self.of[mention.i].mentions.remove(mention.i)
        self.join(mention, cluster)

    def pair(self, members: Sequence[Cluster]) -> Cluster:
        """The pair of two clusters, however often they are meant."""
        key = "pair:" + "+".join(sorted(member.key for member in members))
        found = self.by_key.get(key)
        if found is None:
            found = self.new(key, None, "pair")
            found.members = tuple(members)
        return found

    def chief_two(self, beside: set[str]) -> tuple[str, ...]:
        """The two countries most spoken of so far, those in ``beside`` left out."""
        counts: Counter[str] = Counter()
        for cluster in self.all:
            code = cluster.code.code if cluster.code else None
            if code and code not in beside and cluster.kind in {"state", "person", "agent"}:
                counts[code] += len(cluster.mentions)
        two = tuple(code for code, _ in counts.most_common(2))
        return two if len(two) == 2 else ()

    def near(self, scene: Scene, mention: Mention, distances: Iterable[int]) -> list[Cluster]:
        """The clusters named before a mention at some distances in sentences, nearest first."""
        here = scene.sentence_of[mention.head]
        return [
            self.of[m.i]
            for distance in distances
            for m in scene.in_sentence.get(here - distance, ())
            if m.i < mention.i and m.i in self.of
        ]

    def latest(self, kind: str, fits: Callable[[Cluster], bool]) -> Cluster | None:
        """The cluster of a kind that was named last and fits."""
        return next((c for c in reversed(self.recent[kind].values()) if fits(c)), None)


def sector_of(cluster: Cluster) -> str | None:
    """The main sector of a cluster."""
    return cluster.code.sector if cluster.code is not None else None
