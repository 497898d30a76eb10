"""Which person named before a description means: "the Russian leader", "the former general"."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import ActorCode, Mention, MentionKind
from dragoman.stages.entities.clusters import SUBJECTS, Cluster, Registry, Scene, sector_of

ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
PERSON_REACH = 6  # sentences a description looks back
ANOTHER = 0.8  # less likely: an office that is not the main one of the day
RANKS = {"gen": "general", "col": "colonel", "adm": "admiral", "capt": "captain", "maj": "major"}


class Search:
    """What a search for the meaning of a description reads: scene, codes, clusters so far, home."""

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

    def _is(self, lemma: str, *kinds: str) -> bool:
        return any(self.scene.is_word(lemma, kind) for kind in kinds)

    def _wanted(self, mention: Mention) -> str | None:
        """The country the description itself tells."""
        code = self.codes[mention.i]
        return code.code if code is not None else None


class Persons(Search):
    """Finds the persons that descriptions in one document mean."""

    def cluster(self, mention: Mention, lemma: str, *, by_office: bool = False) -> Cluster | None:
        """The person named before whom the office, the country or the kind of person fits."""
        words = {t.text.lower() for t in self.scene.tree.tokens[mention.first : mention.last]}
        described = self._describes(mention, lemma) and not by_office
        by_office = self._is(lemma, "leaders") and not described
        anyone = self._is(lemma, "anyone") and not described and not self._other_words(words)
        if anyone or not (by_office or described):
            return None
        best, most = None, 0.0
        for distance in range(PERSON_REACH):
            for cluster in self.registry.near(self.scene, mention, range(distance, distance + 1)):
                score = self._likeness(cluster, mention, words, by_office)
                score -= distance * 0.3 + (0.5 if distance == 0 else 0.0)
                if score > most:
                    best, most = cluster, score
        return best

    def _describes(self, mention: Mention, lemma: str) -> bool:
        """May the noun describe somebody named ("the cleric", "the former general")?"""
        named_so = self._is(lemma, "characters") or lemma == "old"
        return named_so or self.scene.is_former(mention) or self.is_demonym(mention)

    def _likeness(
        self, cluster: Cluster, mention: Mention, words: set[str], by_office: bool
    ) -> float:
        """How well a person fits a description; 0 when not at all."""
        who, wanted = cluster.code, self._wanted(mention)
        known = who.code if who is not None else None
        elsewhere = wanted and known and wanted not in {known, *self._codes(cluster)}
        if cluster.kind != "person" or elsewhere:
            return 0.0
        former = self.scene.is_former(mention)
        same: float = self._same_office(who.office or "" if who else "", words)
        others = (self._same_office(office, words) for office in self._offices(cluster))
        same = max([same, *(other - (0.0 if former else ANOTHER) for other in others)])
        lemma = self.scene.token(mention).lemma.lower()
        if former:
            same += {"ELI": 1, "GOV": -1}.get(sector_of(cluster) or "", 0)
        elif who is not None and (who.office or "").startswith("former "):
            same = 0
        leads = self._leads(cluster, lemma, words, wanted or self.home)
        if by_office and same <= 0 and not leads:
            return 0.0
        same += leads
        subject = any(
            self.scene.token(self.scene.mentions[i]).dep in SUBJECTS for i in cluster.mentions[-2:]
        )
        titled = lemma in self._titles(cluster.mentions[-1])
        return 2.0 + same + titled + 0.5 * subject + (0.5 if wanted and known else 0.0)

    def _codes(self, cluster: Cluster) -> set[str]:
        """All countries and bodies a person of the tables ever served."""
        person = self.scene.actors.persons.get(cluster.key.partition(":")[2])
        return {spell.code for spell in person.spells} if person is not None else set()

    def _offices(self, cluster: Cluster) -> tuple[str, ...]:
        """All offices of a person of the tables: several may be held at once."""
        person = self.scene.actors.persons.get(cluster.key.partition(":")[2])
        return tuple(spell.office for spell in person.spells) if person is not None else ()

    def _other_words(self, words: set[str]) -> list[str]:
        """Offices in other words ("the monarch": king)."""
        return [o for w, o in self.scene.actors.synonyms if set(w.split()) <= words]

    def _same_office(self, office: str, words: set[str]) -> int:
        """How many words an office and a description share.

        "The foreign minister" is no prime minister: all words of its title must be there.
        """
        other = [o for o in self._other_words(words) if o in office]
        if other:
            return len(other[0].split())
        told = set(office.replace("-", " ").split())
        kinds = words & self.scene.words["portfolios"]
        return 0 if kinds - told else len(told & words - {"the", "former", "of"})

    def _leads(self, cluster: Cluster, lemma: str, words: set[str], country: str | None) -> float:
        """ "The Russian leader", "the rebel chief": who rules, or leads an armed group."""
        sector, code = sector_of(cluster), cluster.code.code if cluster.code else None
        if words & self.scene.words["rebellious"]:
            return float(sector in ARMED and self._is(lemma, "chiefs"))
        if code is None or code != country or not self._is(lemma, "rulers"):
            return 0.0
        return 1.0 if sector in {"GOV", "ELI", None} else 0.5 if sector in ARMED else 0.0

    def _titles(self, i: int) -> set[str]:
        """The words before a name, ranks in full ("Gen. Pervez Musharraf": general)."""
        mention = self.scene.mentions[i]
        tokens = self.scene.tree.tokens[mention.first : mention.last]
        words = {token.text.lower().rstrip(".") for token in tokens}
        return words | {RANKS[word] for word in words & RANKS.keys()}

    def is_demonym(self, mention: Mention) -> bool:
        """ "The Ukrainian left": one person of a country."""
        several = self.scene.token(mention).tag in {"NNS", "NNPS"}
        covering = (h.kind for h in mention.names if h.first <= mention.head < h.last)
        named = mention.kind is MentionKind.NAME
        return named and not several and not {"demonym", "adjective"}.isdisjoint(covering)

    def is_owned(self, mention: Mention) -> bool:
        """ "China's top diplomat": one person, told by the name of an owner."""
        owners = (self.scene.at_head.get(k) for k in self.scene.tree.kids(mention.head, "poss"))
        several = self.scene.token(mention).tag in {"NNS", "NNPS"}
        return not several and any(o is not None and o.kind is MentionKind.NAME for o in owners)
