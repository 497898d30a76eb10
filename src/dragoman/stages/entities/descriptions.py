"""Definite descriptions: "the Russian leader", "the group", "both sides", "the former general"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from dragoman.model import ActorCode, Mention, MentionKind
from dragoman.stages.entities.clusters import SUBJECTS, Cluster, Registry, Scene

INTERNATIONAL = frozenset({"IGO", "UNO", "EUR"})
ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
REACH = 3  # sentences a description looks back for a pair or an armed group
PERSON_REACH = 6  # and for a person by office or kind
PAIR = 2
BODIES = frozenset({"state", "org"})
RANKS = {"gen": "general", "col": "colonel", "adm": "admiral", "capt": "captain", "maj": "major"}


class Descriptions:
    """Finds who of those named before a noun phrase with "the", "his", "both" ... means."""

    def __init__(
        self,
        scene: Scene,
        codes: Sequence[ActorCode | None],
        registry: Registry,
        home: str | None,
    ) -> None:
        self.scene = scene
        self.codes = codes
        self.registry = registry
        self.home = home

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
            return None
        if mention.kind is MentionKind.NAME and self._is_demonym(mention):
            return self._person(mention, lemma)
        if several:
            rebels = self._is(lemma, "rebels") or self._is(lemma.removesuffix("s"), "rebels")
            return self._armed(mention) if rebels else None
        return self._body(mention, lemma) or self._person(mention, lemma)

    def _is_demonym(self, mention: Mention) -> bool:
        """ "The Ukrainian left": one person of a country."""
        several = self.scene.token(mention).tag in {"NNS", "NNPS"}
        covering = (h.kind for h in mention.names if h.first <= mention.head < h.last)
        return not several and not {"demonym", "adjective"}.isdisjoint(covering)

    def _is(self, lemma: str, *kinds: str) -> bool:
        return any(self.scene.is_word(lemma, kind) for kind in kinds)

    def _determiners(self, mention: Mention) -> set[str]:
        tree = self.scene.tree
        kids = tree.kids(mention.head, "det", "poss", "predet", "nummod")
        return {tree.tokens[k].text.lower() for k in kids}

    def _wanted(self, mention: Mention) -> str | None:
        """The country the description itself tells."""
        code = self.codes[mention.i]
        return code.code if code is not None else None

    def _sentence(self, mention: Mention) -> int:
        return self.scene.sentence_of[mention.head]

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
            named = latest("org", lambda c: fits(c) and _sector(c) == "PTY")
            return named or (latest("org", fits) if self._is(lemma, "group") else None)
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
        near = self._near(mention, range(REACH))
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
        return _sector(cluster) in ARMED or (body is not None and body.kind == "armed")

    def _near(self, mention: Mention, distances: Sequence[int]) -> list[Cluster]:
        """The clusters named before a mention at some distances in sentences, nearest first."""
        here = self._sentence(mention)
        return [
            self.registry.of[m.i]
            for distance in distances
            for m in self.scene.in_sentence.get(here - distance, ())
            if m.i < mention.i and m.i in self.registry.of
        ]

    # -- pairs ----------------------------------------------------------------------------------

    def _pair(self, mention: Mention, lemma: str) -> Cluster | None:
        """ "Both sides", "the two leaders": the two of this sentence, else of those before."""
        persons = self._is(lemma, "leaders", "men")
        kinds = {"person"} if persons else {"state"} if self._is(lemma, "country") else BODIES
        here = self._near(mention, range(1))
        members = self._two(here, kinds)
        if len(members) != PAIR:
            beside = {_who(c) for c in here}
            before = [c for c in self._near(mention, range(1, REACH + 1)) if _who(c) not in beside]
            members = self._two(before, kinds)
        if len(members) != PAIR:
            members = self._chief_two(here, persons)
        return self.registry.pair(members) if len(members) == PAIR else None

    def _two(self, clusters: Sequence[Cluster], kinds: AbstractSet[str]) -> list[Cluster]:
        """The two persons, or states and bodies, that a few sentences name most often."""
        persons = "person" in kinds
        fitting = [c for c in clusters if c.kind in kinds and (persons or not _international(c))]
        counts = Counter(id(c) for c in fitting)
        by_id = {id(c): c for c in fitting}
        return [by_id[key] for key, _ in counts.most_common(PAIR)]

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

    # -- persons --------------------------------------------------------------------------------

    def _person(self, mention: Mention, lemma: str) -> Cluster | None:
        """The person named before whom the office, the country or the kind of person fits."""
        described = self._describes(mention, lemma)
        by_office = self._is(lemma, "leaders") and not described
        anyone = self._is(lemma, "anyone") and not described
        if anyone or not (by_office or described):
            return None
        words = {t.text.lower() for t in self.scene.tree.tokens[mention.first : mention.last]}
        best, most = None, 0.0
        for distance in range(PERSON_REACH):
            for cluster in self._near(mention, range(distance, distance + 1)):
                score = self._likeness(cluster, mention, words, by_office)
                score -= distance * 0.3 + (0.5 if distance == 0 else 0.0)
                if score > most:
                    best, most = cluster, score
        return best

    def _describes(self, mention: Mention, lemma: str) -> bool:
        """May the noun describe somebody named ("the cleric", "the former general")?"""
        tokens = self.scene.tree.tokens[mention.first : mention.last]
        former = any(self.scene.is_word(t.text.lower(), "former") for t in tokens)
        demonym = self._is_demonym(mention)
        return self._is(lemma, "characters") or former or lemma == "old" or demonym

    def _likeness(
        self, cluster: Cluster, mention: Mention, words: set[str], by_office: bool
    ) -> float:
        """How well a person fits a description; 0 when not at all."""
        who, wanted = cluster.code, self._wanted(mention)
        known = who.code if who is not None else None
        if cluster.kind != "person" or (wanted and known and known != wanted):
            return 0.0
        former = bool(words & self.scene.words["former"])
        offices = self._past_offices(cluster) if former else ()
        offices = (*offices, who.office or "" if who else "")
        same = max(self._same_office(office, words) for office in offices)
        lemma = self.scene.token(mention).lemma.lower()
        leads = self._leads(cluster, lemma, words, wanted or self.home)
        if by_office and not same and not leads:
            return 0.0
        if former:
            same += _sector(cluster) == "ELI"
        elif same and who is not None and (who.office or "").startswith("former "):
            same -= 1
        same += leads
        subject = any(
            self.scene.token(self.scene.mentions[i]).dep in SUBJECTS for i in cluster.mentions[-2:]
        )
        titled = lemma in self._titles(cluster.mentions[-1])
        return 2.0 + same + titled + 0.5 * subject + (0.5 if wanted and known else 0.0)

    def _past_offices(self, cluster: Cluster) -> tuple[str, ...]:
        """All offices of a person of the tables."""
        person = self.scene.actors.persons.get(cluster.key.partition(":")[2])
        return tuple(spell.office for spell in person.spells) if person is not None else ()

    def _same_office(self, office: str, words: set[str]) -> int:
        """How many words an office and a description share, the description in other words too."""
        told = " ".join(words)
        other = [
            o for w, o in self.scene.actors.synonyms if set(w.split()) <= words and o in office
        ]
        if other and told:
            return len(other[0].split())
        return len(set(office.replace("-", " ").split()) & words - {"the", "former", "of"})

    def _leads(self, cluster: Cluster, lemma: str, words: set[str], country: str | None) -> bool:
        """ "The Russian leader", "the rebel chief": who rules, or leads an armed group."""
        sector, code = _sector(cluster), cluster.code.code if cluster.code else None
        if words & self.scene.words["rebellious"]:
            return sector in ARMED and self._is(lemma, "chiefs")
        rules = sector in {"GOV", "ELI", None} and code is not None and code == country
        return rules and self._is(lemma, "rulers")

    def _titles(self, i: int) -> set[str]:
        """The words before a name, ranks in full ("Gen. Pervez Musharraf": general)."""
        mention = self.scene.mentions[i]
        tokens = self.scene.tree.tokens[mention.first : mention.last]
        words = {token.text.lower().rstrip(".") for token in tokens}
        return words | {RANKS[word] for word in words & RANKS.keys()}


def _international(cluster: Cluster) -> bool:
    return cluster.code is not None and cluster.code.code in INTERNATIONAL


def _sector(cluster: Cluster) -> str | None:
    return cluster.code.sector if cluster.code is not None else None


def _who(cluster: Cluster) -> str:
    """What tells two parties apart: the country, else the cluster."""
    code = cluster.code.code if cluster.code is not None else None
    return code or cluster.key
