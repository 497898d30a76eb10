"""The stage: codes for mentions, clusters of mentions, countries for bare agents."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dragoman.model import (
    ActorCode,
    Document,
    Entity,
    Issue,
    Mention,
    MentionKind,
    NameHit,
    Step,
    Token,
)
from dragoman.stages.entities.codes import Coder, Known
from dragoman.stages.entities.coref import Cluster, Clusters, Scene
from dragoman.tables.actors import ActorTables
from dragoman.text.fold import fold
from dragoman.text.tree import Tree

COUNTRY_KINDS = frozenset({"name", "short", "abbr", "capital", "city", "province", "region_of", "adjective",
                           "demonym", "demonym_plural", "building"})  # fmt: skip
# Sectors of people who are never at home "somewhere": a bare one takes the country of the scene.
LOCAL = frozenset({"COP", "CVL", "MIL", "GOV", "REB", "JUD", "LEG", "OPP", "JRN", "MED", "EDU", "LAB", "PRM", "UAF",
                   "CRM", "REL", "PTY", "SPY", "ELI", "SOC", "AGR"})  # fmt: skip

LOCATIVE = frozenset({"in", "at", "near", "outside", "across", "inside", "throughout", "around", "off"})
REACH = 3  # sentences a scene is looked for, the agent's own first
# Words that say that an agent is of no one country.
ELSEWHERE = frozenset({"western", "international", "foreign", "world", "global", "regional", "european", "arab",
                       "allied", "coalition", "gulf", "african", "asian", "senior", "other", "several", "allies",
                       "multinational", "overseas", "american"})  # fmt: skip


def resolve_entities(doc: Document, actors: ActorTables) -> Document:
    """Adds the layer ``entities``: each mention in exactly one, with its code where it is known.

    Unknown names stay without a code and are listed as issues.
    """
    assert doc.tokens is not None and doc.mentions is not None and doc.sentences is not None
    tree = Tree(doc.tokens)
    coder = Coder(tree, actors, _known(doc, actors), {m.head: m.names for m in doc.mentions})
    codes = [None if m.kind is MentionKind.PRONOUN else coder.code(m) for m in doc.mentions]
    sentence_of = {t: s.i for s in doc.sentences for t in range(s.first, s.last)}
    scene = Scene(tree, doc.sentences, doc.mentions, doc.quotes or (), actors, sentence_of)
    clusters = Clusters(scene, codes).build()
    places = _Places(doc, actors, sentence_of)
    entities = tuple(_entity(doc, n, c, places) for n, c in enumerate(c for c in clusters if c.mentions))
    return doc.add(Step("entities", "1"), issues=_issues(doc, entities), entities=entities)


def _known(doc: Document, actors: ActorTables) -> Known:
    hits: list[NameHit] = [h for m in doc.mentions or () for h in m.names]
    full = {k for h in hits if h.kind == "person" for k in h.keys[:1]}
    codes = {actors.countries[h.keys[0]].code for h in hits if h.kind in COUNTRY_KINDS and h.keys[0] in actors.countries}
    orgs = {h.keys[0] for h in hits if h.kind == "org"}
    day = doc.article.date.isoformat() if doc.article.date else None
    lasts = {fold(actors.persons[key].name).split()[-1]: key for key in sorted(full)}
    return Known(day, frozenset(full), _strangers(hits) - lasts.keys(), lasts, frozenset(codes), frozenset(orgs))


def _strangers(hits: list[NameHit]) -> frozenset[str]:
    names = [fold(h.text).split() for h in hits if h.kind == "ner:PERSON"]
    return frozenset(words[-1] for words in names if len(words) > 1)


class _Places:
    """Where a sentence is set, for agents that name no country ("police", "protesters")."""

    def __init__(self, doc: Document, actors: ActorTables, sentence_of: dict[int, int]) -> None:
        self.located: dict[int, list[str]] = {}
        self.named: dict[int, list[str]] = {}
        self.counts: Counter[str] = Counter()
        assert doc.tokens is not None
        for mention in doc.mentions or ():
            for hit in mention.names:
                country = actors.countries.get(hit.keys[0]) if hit.keys else None
                if country is None or hit.kind not in COUNTRY_KINDS or not country.code:
                    continue
                sentence = sentence_of[hit.first]
                self.named.setdefault(sentence, []).append(country.code)
                located = _located(doc.tokens, mention.head)
                self.counts[country.code] += 3 if located else 1
                if located:
                    self.located.setdefault(sentence, []).append(country.code)

    def country(self, sentence: int) -> tuple[str, str] | None:
        """The country of a scene and how it was found: a place named there, else a lone country."""
        for back in range(REACH):
            for names in (self.located, self.named):
                found = names.get(sentence - back, [])
                if len(set(found)) == 1:
                    return found[0], "scene"
        if not self.counts:
            return None
        (best, count), *rest = self.counts.most_common(2)
        clear = not rest or count > rest[0][1]
        return (best, "article") if clear else None


def _located(tokens: tuple[Token, ...], head: int) -> bool:
    """Does a name stand after a preposition of place ("in Minsk", "across Hong Kong")?"""
    token = tokens[head]
    return token.dep == "pobj" and tokens[token.head].lemma in LOCATIVE


def _entity(doc: Document, n: int, cluster: Cluster, places: _Places) -> Entity:
    assert doc.mentions is not None
    mentions = tuple(sorted(cluster.mentions))
    code = cluster.code or ActorCode(None)
    if code.code is None and cluster.kind == "agent" and code.sector in LOCAL:
        code = _placed(doc, code, doc.mentions[mentions[0]], places)
    first = doc.mentions[mentions[0]]
    name = code.name or first.span.of(doc.text)
    region = any(w.startswith("region:") for w in code.why)
    political = bool(code.code or code.sector or region or (code.name and cluster.kind == "org"))
    return Entity(n, name, mentions, code, political)


def _placed(doc: Document, code: ActorCode, mention: Mention, places: _Places) -> ActorCode:
    assert doc.tokens is not None
    words = {doc.tokens[i].text.lower() for i in range(mention.first, mention.last)}
    several = doc.tokens[mention.head].tag in {"NNS", "NNPS"}
    if any(h.kind == "region" for h in mention.names):
        return code
    if words & ELSEWHERE or (several and code.sector in {"GOV", "ELI", "LEG"} and not words & {"authorities", "police"}):
        return code
    sentence = next(s.i for s in doc.sentences or () if s.first <= mention.head < s.last)
    found = places.country(sentence)
    if found is None:
        return code
    country, how = found
    return replace(code, code=country, why=(*code.why, f"inferred:{how}"))


def _issues(doc: Document, entities: tuple[Entity, ...]) -> tuple[Issue, ...]:
    assert doc.mentions is not None
    issues = []
    for entity in entities:
        mention = doc.mentions[entity.mentions[0]]
        if mention.kind is MentionKind.NAME and entity.code.code is None:
            words = mention.span.of(doc.text)
            issues.append(Issue("entities", "unknown-name", f"{words!r} is in no table", mention.span))
    return tuple(issues)
