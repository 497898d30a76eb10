"""The stage: codes for mentions, clusters of mentions, countries for bare agents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from dragoman.model import ActorCode, BlockKind, Document, Entity, Issue, MentionKind, NameHit, Step
from dragoman.stages.entities.clusters import Cluster, Scene
from dragoman.stages.entities.codes import Coder
from dragoman.stages.entities.coref import find_clusters
from dragoman.stages.entities.owners import Known, Owners
from dragoman.stages.entities.scenes import SETTING_KINDS, Scenes
from dragoman.tables.actors import ActorTables, Person
from dragoman.text.fold import fold, skeleton
from dragoman.text.tree import Tree

# Who may be of the country a sentence is set in: agents, and persons known by a title.
STRANGE = frozenset({"name:unknown", "name:unsupported", "ner:ORG"})  # names in no table
WORD = re.compile(r"\w+")
# Where the family name comes first, or the first name is the one that is used.
FIRST_NAMES_FIRST = frozenset({"CHN", "TWN", "HKG", "PRK", "KOR", "VNM", "ETH", "ERI", "MMR"})
PLACED = frozenset({"agent", "person"})


def resolve_entities(
    doc: Document, actors: ActorTables, words: Mapping[str, frozenset[str]]
) -> Document:
    """Adds the layer ``entities``: each mention in exactly one, with its code where it is known.

    ``words`` are the classes of data/coref/words.tsv. Unknown names stay without a code and are
    listed as issues.
    """
    assert doc.tokens is not None and doc.mentions is not None and doc.sentences is not None
    tree = Tree(doc.tokens)
    hits_at = {m.head: m.names for m in doc.mentions}
    owners = Owners(tree, actors, _known(doc, actors), hits_at, words)
    coder = Coder(owners, {m.head: m for m in doc.mentions})
    codes = [None if m.kind is MentionKind.PRONOUN else coder.code(m) for m in doc.mentions]
    quotes = doc.quotes or ()
    scene = Scene(tree, doc.sentences, doc.mentions, quotes, actors, words)
    scenes = Scenes(scene, codes, _front(doc, actors))
    clusters = find_clusters(scene, codes, scenes.home())
    place = {id(cluster): n for n, cluster in enumerate(clusters)}
    entities = tuple(_entity(scene, scenes, place, cluster, doc.text) for cluster in clusters)
    return doc.add(Step("entities", "1"), issues=_issues(doc, entities), entities=entities)


def _front(doc: Document, actors: ActorTables) -> list[str]:
    """The countries of dateline and headline, one for each name."""
    assert doc.blocks is not None
    spans = [d.place for d in doc.dateline or () if d.place is not None]
    spans += [b.span for b in doc.blocks if b.kind is BlockKind.TITLE]
    found = []
    for span in spans:
        text, at = span.of(doc.text), 0
        folded = fold(text)
        for word in WORD.finditer(text):
            hit = actors.names.at(text, folded, word.start()) if word.start() >= at else None
            if hit is None:
                continue
            at, meanings = hit
            country = actors.countries.get(meanings[0].key)
            if country is not None and country.kind != "body" and meanings[0].kind in SETTING_KINDS:
                found.append(country.code)
    return found


def _known(doc: Document, actors: ActorTables) -> Known:
    """What the document as a whole tells about names."""
    hits: list[NameHit] = [h for m in doc.mentions or () for h in m.names]
    full = {k for h in hits if h.kind == "person" for k in h.keys[:1]}
    other = (actors.spellings.get(skeleton(h.text)) for h in hits if " " in h.text and not h.keys)
    full |= {key for key in other if key is not None}
    lasts = {name: key for key in sorted(full) for name in _short_names(actors.persons[key])}
    return Known(
        day=doc.article.date.isoformat() if doc.article.date else None,
        full_names=frozenset(full),
        strangers=_strangers(hits) - lasts.keys(),
        last_names=lasts,
        countries=_countries(hits, actors),
        bodies=frozenset(h.keys[0] for h in hits if h.kind == "org" and not h.risky),
    )


def _short_names(person: Person) -> tuple[str, ...]:
    """The parts of a name that stand for all of it: the last, or the first of a family's."""
    words = fold(person.name).split()
    first = person.spells[-1].code in FIRST_NAMES_FIRST
    return (words[-1], words[0]) if first else (words[-1],)


def _countries(hits: list[NameHit], actors: ActorTables) -> Counter[str]:
    keys = (h.keys[0] for h in hits if h.kind in SETTING_KINDS and h.keys)
    return Counter(actors.countries[key].code for key in keys if key in actors.countries)


def _strangers(hits: list[NameHit]) -> frozenset[str]:
    names = [fold(h.text).split() for h in hits if h.kind == "ner:PERSON"]
    return frozenset(words[-1] for words in names if len(words) > 1)


def _entity(
    scene: Scene, scenes: Scenes, place: Mapping[int, int], cluster: Cluster, text: str
) -> Entity:
    mentions = tuple(sorted(cluster.mentions))
    first = scene.mentions[mentions[0]]
    code = cluster.code or ActorCode(None)
    if code.code is None and code.sector and cluster.kind in PLACED:
        code = scenes.placed(code, first)
    elif code.code is None and not code.sector and STRANGE & set(code.why):
        home = scenes.home()
        code = replace(code, code=home, why=(*code.why, "inferred:home")) if home else code
    region = any(w.startswith("region:") for w in code.why)
    members = tuple(place[id(m)] for m in cluster.members if id(m) in place)
    known = code.code or code.sector or region or members
    political = bool(known or (code.name and cluster.kind == "org"))
    name = code.name or first.span.of(text)
    return Entity(place[id(cluster)], name, mentions, code, political, members)


def _issues(doc: Document, entities: tuple[Entity, ...]) -> tuple[Issue, ...]:
    assert doc.mentions is not None
    spans = [doc.mentions[e.mentions[0]].span for e in entities if unknown(doc, e)]
    texts = [f"{span.of(doc.text)!r} is in no table" for span in spans]
    return tuple(
        Issue("entities", "unknown-name", text, span)
        for span, text in zip(spans, texts, strict=True)
    )


def unknown(doc: Document, entity: Entity) -> bool:
    """Is a participant named, but in no table?"""
    assert doc.mentions is not None
    named = doc.mentions[entity.mentions[0]].kind is MentionKind.NAME
    return named and entity.code.code is None
