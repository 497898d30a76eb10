"""Names and noun phrases: which of them mean somebody named before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import ActorCode, Mention, MentionKind
from dragoman.stages.entities.clusters import Cluster, Registry, Scene
from dragoman.stages.entities.descriptions import Descriptions
from dragoman.stages.entities.scenes import INTERNATIONAL
from dragoman.tables.actors import PLACE_KINDS
from dragoman.text.fold import fold

VAGUE = frozenset({"name:unsupported"})
NO_BODIES = frozenset({"ner:NORP", "people"})
PEOPLE = frozenset({"ner:NORP", "demonym", "adjective"})


class Nouns:
    """Finds the cluster of a name or noun phrase, or makes one."""

    def __init__(
        self,
        scene: Scene,
        codes: Sequence[ActorCode | None],
        registry: Registry,
        descriptions: Descriptions,
    ) -> None:
        self.scene = scene
        self.codes = codes
        self.registry = registry
        self.descriptions = descriptions

    def cluster(self, mention: Mention) -> Cluster:
        """The cluster a mention belongs to."""
        found = self._appositive(mention)
        if found is None and self._describes(mention) and not self._introduces(mention):
            found = self.descriptions.cluster(mention)
        return found or self._by_key(mention)

    def _describes(self, mention: Mention) -> bool:
        """Is it a noun, or a name that tells no more than one ("the bloc", "the Islamists")?"""
        code = self.codes[mention.i]
        vague = code is not None and bool(VAGUE & set(code.why))
        people = any(h.kind in PEOPLE for h in mention.names if h.first <= mention.head < h.last)
        return mention.kind is MentionKind.NOUN or vague or people

    def _by_key(self, mention: Mention) -> Cluster:
        code = self._owned(mention, self.codes[mention.i])
        key, kind = self._key(mention, code)
        found = self.registry.by_key.get(key)
        if found is None:
            return self.registry.new(key, code, kind, self._gender(mention, key))
        if code is not None and _richer(code, found.code):
            found.code = code
        return found

    def _owned(self, mention: Mention, code: ActorCode | None) -> ActorCode | None:
        """ "its troops", "the president's spokesman", "Trump, whose aides": the owner's country."""
        if code is None or code.code is not None or mention.kind is not MentionKind.NOUN:
            return code
        tree = self.scene.tree
        for head in (*tree.kids(mention.head, "poss"), *tree.prep(mention.head, "of")):
            whose = tree.relative(head) if tree.tokens[head].tag == "WP$" else None
            owner = self.scene.at_head.get(head if whose is None else whose)
            known = (
                self.registry.of[owner.i].code if owner and owner.i in self.registry.of else None
            )
            if known is not None and known.code:
                return replace(code, code=known.code, why=(*code.why, "owner-pronoun"))
        return code

    # -- keys -----------------------------------------------------------------------------------

    def _key(self, mention: Mention, code: ActorCode | None) -> tuple[str, str]:
        """What makes two mentions one participant, and the kind of participant."""
        rule = code.why[0] if code and code.why else ""
        if code is not None and rule.startswith(("person:", "org:")):
            inherited = "inherit" in code.why
            return (f"{rule}:{mention.i}", "agent") if inherited else (rule, rule.partition(":")[0])
        covering = next((h for h in mention.names if h.first <= mention.head < h.last), None)
        if covering is None:
            return self._agent_key(mention, code)
        if self.scene.is_person(covering):
            return f"person?:{fold(covering.text).split()[-1]}", "person"
        if covering.kind.startswith("ner:") or code is None:
            return f"name:{fold(covering.text)}", "other" if covering.kind in NO_BODIES else "org"
        if covering.kind in PLACE_KINDS or (covering.kind == "capital" and code.sector == "CVL"):
            return f"place:{code.code}:{fold(covering.text)}", "place"
        people = code.name or "" if code.sector is None and "(" in (code.name or "") else ""
        return f"{'people' if people else 'state'}:{rule.partition(':')[2]}:{people}", "state"

    def _agent_key(self, mention: Mention, code: ActorCode | None) -> tuple[str, str]:
        """ "the protesters" are those named before; without "the" they may be others."""
        lemma = self.scene.token(mention).lemma
        if code is not None and code.code is not None:
            return f"agent:{code.code}:{code.sector}:{lemma}", "agent"
        if self._determiners(mention, "det") & self.scene.words["several"]:
            earlier = self.registry.latest("agent", lambda c: self._lemma(c) == lemma)
            if earlier is not None:
                return earlier.key, "agent"
        return f"noun:{lemma}:{mention.span.start}", "agent"

    def _lemma(self, cluster: Cluster) -> str:
        """The noun a cluster began with."""
        return self.scene.token(self.scene.mentions[cluster.mentions[0]]).lemma

    def _gender(self, mention: Mention, key: str) -> str:
        if key.startswith("person:"):
            return self.scene.actors.persons[key[7:]].gender
        tokens = self.scene.tree.tokens[mention.first : mention.last]
        words = {token.text.lower().rstrip(".") for token in tokens}
        if words & self.scene.words["female"]:
            return "f"
        return "m" if words & self.scene.words["male"] else ""

    def _determiners(self, mention: Mention, *deps: str) -> set[str]:
        tree = self.scene.tree
        return {tree.tokens[k].text.lower() for k in tree.kids(mention.head, *deps)}

    # -- apposition -----------------------------------------------------------------------------

    def _appositive(self, mention: Mention) -> Cluster | None:
        """ "Turkey's president, Recep Tayyip Erdogan": both phrases are one participant."""
        token = self.scene.token(mention)
        above = self.scene.at_head.get(token.head) if token.dep == "appos" else None
        if above is None or above.i not in self.registry.of:
            return None
        cluster = self.registry.of[above.i]
        code = self.codes[mention.i]
        if mention.kind is MentionKind.NOUN and cluster.kind == "person":
            cluster.code = _merged(cluster.code, self._told(mention, cluster))
            return cluster
        described = above.kind is MentionKind.NOUN and cluster.kind == "agent"
        if mention.kind is MentionKind.NAME and described:
            return self._named(mention, cluster, code)
        return None

    def _told(self, mention: Mention, cluster: Cluster) -> ActorCode | None:
        """What a description tells of a named person today: "a former Lockheed executive" is one
        no more, "a former Colombian rebel" is a Colombian, "Lt. Col. V., an expert" an officer."""
        code = self.codes[mention.i]
        if code is not None and self.scene.is_former(mention) and code.sector != "ELI":
            code = ActorCode(code.code, why=code.why) if code.code not in INTERNATIONAL else None
        learned = self.scene.is_word(self.scene.token(mention).lemma, "learned")
        known = cluster.code is not None and cluster.code.sector is not None
        return None if learned and known else code

    def _introduces(self, mention: Mention) -> bool:
        """Does a name follow ("the Iranian envoy, Hamid B.,")? Then it is nobody named before."""
        below = (self.scene.at_head.get(k) for k in self.scene.tree.kids(mention.head, "appos"))
        return any(m is not None and m.kind is MentionKind.NAME for m in below)

    def _named(self, mention: Mention, cluster: Cluster, code: ActorCode | None) -> Cluster:
        """A description that is now given its name."""
        key, kind = self._key(mention, code)
        self.registry.recent[cluster.kind].pop(id(cluster), None)
        cluster.key, cluster.kind = key, kind
        cluster.gender = self._gender(mention, key)
        cluster.code = _merged(code, cluster.code)
        return self.registry.by_key.setdefault(key, cluster)


def _richer(new: ActorCode, old: ActorCode | None) -> bool:
    """Does the new code tell more than the old one?"""
    if old is None or (old.code is None and new.code is not None):
        return True
    return old.sector is None and new.sector is not None and new.code == old.code


def _merged(name: ActorCode | None, title: ActorCode | None) -> ActorCode | None:
    """The code of a named person, filled up with what the description tells."""
    if name is None or title is None:
        return name or title
    if name.why and name.why[0].startswith("person:"):
        return name
    return ActorCode(
        name.code or title.code,
        title.sector or name.sector,
        title.other_sectors or name.other_sectors,
        name.name or title.name,
        title.office or name.office,
        (*name.why, *title.why),
    )
