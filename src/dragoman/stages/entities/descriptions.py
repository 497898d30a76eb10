"""Definite descriptions: "the Russian leader", "the group", "both sides", "the former general"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from dragoman.model import ActorCode, Mention, MentionKind
from dragoman.stages.entities.clusters import Cluster, Registry, Scene, sector_of
from dragoman.stages.entities.persons import ARMED, Persons, Search

INTERNATIONAL = frozenset({"IGO", "UNO", "EUR"})
REACH = 3  # sentences a description looks back for a pair or an armed group
PAIR = 2
BODIES = frozenset({"state", "org"})


class Descriptions(Search):
    """Finds who of those named before a noun phrase with "the", "his", "both" ... means."""

    def __init__(
        self,
        scene: Scene,
        codes: Sequence[ActorCode | None],
        registry: Registry,
        home: str | None,
    ) -> None:
        super().__init__(scene, codes, registry, home)
        self.persons = Persons(scene, codes, registry, home)

    def cluster(self, mention: Mention) -> Cluster | None:
        """The cluster a description means, or None when it may be somebody new."""
        scene = self.scene
        lemma = scene.token(mention).lemma.lower()
        determiners = self._determiners(mention)
        if determiners & scene.words["two"] and self._is(lemma, "sides", "men"):
            return self._pair(mention, lemma)
        definite = bool(determiners & scene.words["definite"])
        owned = bool(determiners & scene.words["possessive"])
        several = scene.token(mention).tag in {"NNS", "NNPS"}
        if self._is(lemma, "country") and (definite or owned) and not several:
            return self._country_of(mention, determiners)
        if not definite:
            named = self.persons.is_owned(mention)
            return self.persons.cluster(mention, lemma, by_office=True) if named else None
        if self._is(lemma, "order"):
            return self._in_order(mention, lemma)
        if self.persons.is_demonym(mention):
            return self.persons.cluster(mention, lemma)
        if several:
            rebels = self._is(lemma, "rebels") or self._is(lemma.removesuffix("s"), "rebels")
            return self._armed(mention) if rebels else None
        return self._body(mention, lemma) or self.persons.cluster(mention, lemma)

    def _determiners(self, mention: Mention) -> set[str]:
        tree = self.scene.tree
        kids = tree.kids(mention.head, "det", "poss", "predet", "nummod")
        return {tree.tokens[k].text.lower() for k in kids}

    # -- bodies ---------------------------------------------------------------------------------

    def _body(self, mention: Mention, lemma: str) -> Cluster | None:
        """ "The group", "the bloc", "the party", "the bank"."""
        wanted = self._wanted(mention)

        def fits(cluster: Cluster) -> bool:
            return wanted is None or (cluster.code is not None and cluster.code.code == wanted)

        latest = self.registry.latest
        if self._is(lemma, "alliance"):
            found = latest("org", _international)
            return found or latest("org", fits) if self._is(lemma, "group") else found
        if self._is(lemma, "party"):
            return latest("org", lambda c: fits(c) and sector_of(c) == "PTY")
        if self._is(lemma, "forces"):
            return self._armed(mention)
        if self._is(lemma, "group"):
            any_body = lemma == "cartel"
            return latest("org", lambda c: fits(c) and (any_body or not _international(c)))
        return latest("org", lambda c: fits(c) and self._namesake(c, lemma))

    def _namesake(self, cluster: Cluster, lemma: str) -> bool:
        """Was it named with the same noun ("the World Bank", then "the bank")?"""
        heads = (self.scene.mentions[i] for i in cluster.mentions)
        return any(self.scene.word(m) == lemma and m.kind is MentionKind.NAME for m in heads)

    def _armed(self, mention: Mention) -> Cluster | None:
        """ "The rebels": the one armed group named a little before."""
        wanted = self._wanted(mention)
        near = self.registry.near(self.scene, mention, range(REACH))
        armed = {
            c.key: c
            for c in near
            if c.kind == "org" and self._is_armed(c)
            and (wanted is None or (c.code and c.code.code == wanted))
        }  # fmt: skip
        return next(iter(armed.values())) if len(armed) == 1 else None

    def _is_armed(self, cluster: Cluster) -> bool:
        """Is a body an armed group, whatever it rules on the day?"""
        body = self.scene.actors.organisations.get(cluster.key.partition(":")[2])
        return sector_of(cluster) in ARMED or (body is not None and body.kind == "armed")

    # -- pairs ----------------------------------------------------------------------------------

    def _pair(self, mention: Mention, lemma: str) -> Cluster | None:
        """ "Both sides", "the two leaders": the two of this sentence, else of those before."""
        persons = self._is(lemma, "leaders", "men")
        states = self._is(lemma, "country", "powers")
        kinds = {"person"} if persons else {"state"} if states else BODIES
        here = self.registry.near(self.scene, mention, range(1))
        members = [] if self._addressed(mention) else self._two(here, kinds)
        if len(members) != PAIR:
            beside = {_who(c) for c in here}
            before = [
                c
                for c in self.registry.near(self.scene, mention, range(1, REACH + 1))
                if _who(c) not in beside
            ]
            members = self._two(before, kinds)
        if len(members) != PAIR:
            members = self._chief_two(here, persons)
        return self.registry.pair(members) if len(members) == PAIR else None

    def _in_order(self, mention: Mention, lemma: str) -> Cluster | None:
        """ "The former", "the latter": of the last two persons, or states and bodies, named."""
        for distance in range(REACH):
            near = self.registry.near(self.scene, mention, range(distance, distance + 1))
            for kinds in (frozenset({"person"}), BODIES):
                named = list({id(c): c for c in near if c.kind in kinds}.values())
                if len(named) >= PAIR:
                    return named[-1] if lemma == "latter" else named[-PAIR]
        return None

    def _addressed(self, mention: Mention) -> bool:
        """ "The UN warned both sides": does a third party act on them in their own clause?"""
        tree = self.scene.tree
        for verb in tree.up(mention.head):
            subject = tree.kid(verb, "nsubj", "nsubjpass")
            if subject is not None or tree.tokens[verb].dep not in {"prep", "conj", "xcomp"}:
                return subject is not None and subject < mention.first
        return False

    def _two(self, clusters: Sequence[Cluster], kinds: AbstractSet[str]) -> list[Cluster]:
        """The two persons, or states and bodies, of some sentences that count most.

        Persons count by how often these sentences name them, countries by the whole text so far.
        """
        persons = "person" in kinds
        fitting = [c for c in clusters if c.kind in kinds and (persons or not _international(c))]
        parties = {(c.key if persons else _who(c)): c for c in reversed(fitting)}
        if persons:
            weights = Counter(c.key for c in fitting)
        else:
            weights = Counter(_who(c) for c in self.registry.all for _ in c.mentions)
        order = sorted(parties, key=lambda key: -weights[key])
        return [self._whole(parties[key]) for key in order[:PAIR]]

    def _whole(self, cluster: Cluster) -> Cluster:
        """The state itself, where only its people are named ("Azerbaijani")."""
        code = cluster.code.code if cluster.code and cluster.kind == "state" else None
        return (self._state(code) if code else None) or cluster

    def _chief_two(self, here: Sequence[Cluster], persons: bool) -> list[Cluster]:
        """The two countries most spoken of, or their leaders."""
        beside = {c.code.code for c in here if c.code and c.code.code}
        find = self._leader if persons else self._state
        members = (find(code) for code in self.registry.chief_two(beside))
        return [member for member in members if member is not None]

    def _leader(self, code: str) -> Cluster | None:
        """The person of a country named last; the country itself where there is none."""
        found = self.registry.latest("person", lambda c: bool(c.code and c.code.code == code))
        return found or self._state(code)

    # -- countries ------------------------------------------------------------------------------

    def _country_of(self, mention: Mention, determiners: set[str]) -> Cluster | None:
        """ "his country" is the country of him; "the kingdom" the last one named."""
        if not determiners & self.scene.words["possessive"]:
            lemma = self.scene.token(mention).lemma.lower()
            crowned = self.scene.words["kingdoms"] if lemma == "kingdom" else None
            latest = self.registry.latest(
                "state",
                lambda c: c.key.endswith(":") and (crowned is None or _who(c).lower() in crowned),
            )
            return latest or (self._state(self.home) if self.home else None)
        owners = self.scene.tree.kids(mention.head, "poss")
        owner = next((self.scene.at_head[o] for o in owners if o in self.scene.at_head), None)
        cluster = self.registry.of.get(owner.i) if owner is not None else None
        code = cluster.code.code if cluster and cluster.code else None
        return self._state(code) if code else None

    def _state(self, code: str) -> Cluster | None:
        key = f"state:{code}:"
        country = self.scene.actors.countries.get(code)
        if key in self.registry.by_key or country is None:
            return self.registry.by_key.get(key)
        named = ActorCode(code, "GOV", (), country.name, why=(f"name:{code}", "country-of"))
        return self.registry.new(key, named, "state")


def _international(cluster: Cluster) -> bool:
    return cluster.code is not None and cluster.code.code in INTERNATIONAL


def _who(cluster: Cluster) -> str:
    """What tells two parties apart: the country, else the cluster."""
    code = cluster.code.code if cluster.code is not None else None
    return code or cluster.key
