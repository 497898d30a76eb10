"""Which mentions mean the same participant: names, pronouns, "the president", "his country"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.model import ActorCode, Mention, MentionKind, Quote, QuoteKind, Sentence, Token
from dragoman.tables.actors import ActorTables
from dragoman.text.fold import fold
from dragoman.text.tree import Tree

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her"})
SPEAKER = frozenset({"i", "me", "my", "mine"})
SPEAKERS = frozenset({"we", "us", "our", "ours"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their"})
WHO = frozenset({"who", "whom", "whose"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
LEADERS = frozenset({"leader", "president", "premier", "chancellor", "monarch", "ruler", "king", "minister",
                     "ambassador", "envoy", "diplomat", "general", "commander", "chief", "spokesman",
                     "spokeswoman", "spokesperson", "official", "secretary", "pm", "pontiff", "billionaire",
                     "senator", "politician", "governor", "mayor", "activist", "journalist"})  # fmt: skip
COUNTRY = frozenset({"country", "nation", "kingdom", "state", "republic"})
GROUP = frozenset({"group", "movement", "organisation", "organization", "militia", "party"})
ALLIANCE = frozenset({"alliance", "bloc"})
PLACES = frozenset({"city", "province", "region_of"})
REACH = 4  # sentences a pronoun looks back; nearly all antecedents stand within three


@dataclass(slots=True)
class Cluster:
    """Mentions found to be the same so far."""

    key: str
    code: ActorCode | None
    kind: str  # person, state, org, agent, other
    gender: str
    mentions: list[int]


@dataclass(frozen=True, slots=True)
class Scene:
    """What coreference reads."""

    tree: Tree
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]
    quotes: Sequence[Quote]
    actors: ActorTables
    sentence_of: Mapping[int, int]  # token -> sentence


class Clusters:
    """Builds the clusters of a document, mention by mention in text order."""

    def __init__(self, scene: Scene, codes: Sequence[ActorCode | None]) -> None:
        self.scene = scene
        self.codes = codes
        self.of: dict[int, Cluster] = {}
        self.by_key: dict[str, Cluster] = {}
        self.all: list[Cluster] = []

    def build(self) -> list[Cluster]:
        """All clusters; every mention is in exactly one."""
        for mention in self.scene.mentions:
            if mention.kind is MentionKind.PRONOUN:
                cluster = self._pronoun(mention)
            else:
                cluster = self._appositive(mention) or self._name_or_noun(mention)
            self._join(mention, cluster)
        self._speakers()
        return self.all

    def _join(self, mention: Mention, cluster: Cluster | None) -> None:
        if cluster is None:
            cluster = self._new(f"mention:{mention.i}", self.codes[mention.i], "other", "")
        cluster.mentions.append(mention.i)
        self.of[mention.i] = cluster

    def _new(self, key: str, code: ActorCode | None, kind: str, gender: str) -> Cluster:
        cluster = Cluster(key, code, kind, gender, [])
        self.by_key[key] = cluster
        self.all.append(cluster)
        return cluster

    # -- names and nouns ------------------------------------------------------------------------

    def _name_or_noun(self, mention: Mention) -> Cluster | None:
        code = self._owned(mention, self.codes[mention.i])
        earlier = self._definite(mention) if mention.kind is MentionKind.NOUN else None
        if earlier is not None:
            return earlier
        key, kind = self._key(mention, code)
        found = self.by_key.get(key)
        if found is None:
            return self._new(key, code, kind, self._gender(mention, key))
        if code is not None and _richer(code, found.code):
            found.code = code
        return found

    def _owned(self, mention: Mention, code: ActorCode | None) -> ActorCode | None:
        """ "its troops", "his government": the country of whom the pronoun means."""
        if code is None or code.code is not None or mention.kind is not MentionKind.NOUN:
            return code
        owners = self.scene.tree.kids(mention.head, "poss") + self.scene.tree.prep(mention.head, "of")
        for owner in (m for m in self.scene.mentions if m.head in owners and m.i in self.of):
            known = self.of[owner.i].code
            if known is not None and known.code:
                return replace(code, code=known.code, why=(*code.why, "owner-pronoun"))
        return code

    def _key(self, mention: Mention, code: ActorCode | None) -> tuple[str, str]:
        rule = code.why[0] if code and code.why else ""
        if rule.startswith(("person:", "org:")):
            inherited = code is not None and "inherit" in code.why
            return (f"{rule}:{mention.i}", "agent") if inherited else (rule, rule.partition(":")[0])
        covering = [h for h in mention.names if h.first <= mention.head < h.last]
        if covering and covering[0].kind in {"ner:PERSON", "person", "surname"}:
            return self._unknown_person(covering[0].text), "person"
        if covering and covering[0].kind.startswith("ner:"):
            return f"name:{fold(covering[0].text)}", "org"
        if covering and code is not None and covering[0].kind in PLACES:
            return f"place:{code.code}:{fold(covering[0].text)}", "place"
        if covering and code is not None:
            people = "people:" if code.sector is None and code.name and "(" in code.name else "state:"
            place = rule.partition(":")[2] or code.code
            return f"{people}{place}:{code.name if people == 'people:' else ''}", "state"
        lemma = self.scene.tree.tokens[mention.head].lemma
        if code is not None and code.code is not None:
            return f"agent:{code.code}:{code.sector}:{lemma}", "agent"
        determiners = {self.scene.tree.tokens[k].text.lower() for k in self.scene.tree.kids(mention.head, "det")}
        if determiners & {"the", "these", "those"}:
            earlier = next((c for c in reversed(self.all) if c.kind == "agent" and self._lemma(c) == lemma), None)
            if earlier is not None:
                return earlier.key, "agent"
        return f"noun:{lemma}:{mention.span.start}", "agent"

    def _lemma(self, cluster: Cluster) -> str:
        """The noun a cluster began with."""
        first = self.scene.mentions[cluster.mentions[0]] if cluster.mentions else None
        return self.scene.tree.tokens[first.head].lemma if first else ""

    def _unknown_person(self, name: str) -> str:
        """Persons the tables do not know are one by their last name."""
        words = fold(name).split()
        return f"person?:{words[-1]}"

    def _gender(self, mention: Mention, key: str) -> str:
        if key.startswith("person:"):
            return self.scene.actors.persons[key[7:]].gender
        words = {t.text.lower().rstrip(".") for t in self._tokens(mention)}
        if words & {"mrs", "ms", "queen", "princess", "spokeswoman", "chairwoman", "congresswoman"}:
            return "f"
        return "m" if words & {"mr", "king", "prince", "spokesman", "sheikh"} else ""

    def _tokens(self, mention: Mention) -> Sequence[Token]:
        return self.scene.tree.tokens[mention.first : mention.last]

    def _appositive(self, mention: Mention) -> Cluster | None:
        """ "Turkey's president, Recep Tayyip Erdogan": both phrases are one participant."""
        token = self.scene.tree.tokens[mention.head]
        if token.dep != "appos":
            return None
        above = next((m for m in self.scene.mentions if m.head == token.head), None)
        if above is None or above.i not in self.of:
            return None
        cluster = self.of[above.i]
        code = self.codes[mention.i]
        named = mention.kind is MentionKind.NAME and above.kind is MentionKind.NOUN
        if named and cluster.kind == "agent":
            key, kind = self._key(mention, code)
            cluster.key, cluster.kind = key, kind
            cluster.gender = self._gender(mention, key)
            cluster.code = _merged(code, cluster.code)
            self.by_key.setdefault(key, cluster)
            return self.by_key[key] if self.by_key[key] is not cluster else cluster
        if mention.kind is MentionKind.NOUN and cluster.kind == "person":
            cluster.code = _merged(cluster.code, code)
            return cluster
        return None

    def _definite(self, mention: Mention) -> Cluster | None:
        """ "the Russian leader", "the group", "his country": somebody named before."""
        tree = self.scene.tree
        lemma = tree.tokens[mention.head].lemma
        determiners = {tree.tokens[k].text.lower() for k in tree.kids(mention.head, "det", "poss")}
        if lemma in COUNTRY and determiners & {"his", "her", "their", "the", "its", "our", "my"}:
            return self._country_of(mention, determiners)
        if not determiners & {"the", "this", "that"} or tree.tokens[mention.head].tag == "NNS":
            return None
        if lemma in GROUP or lemma in ALLIANCE:
            return self._latest(mention, "org", lambda c: _is_group(c, lemma))
        if lemma in LEADERS:
            return self._titled_before(mention, lemma)
        return None

    def _country_of(self, mention: Mention, determiners: set[str]) -> Cluster | None:
        """ "his country" is the country of him; "the country" the last one named."""
        owner = next((m for m in self.scene.mentions if m.kind is MentionKind.PRONOUN
                      and mention.first <= m.head < mention.last), None)  # fmt: skip
        if owner is not None or determiners & {"his", "her", "their", "our", "my"}:
            cluster = self.of.get(owner.i) if owner is not None else None
            code = cluster.code.code if cluster and cluster.code else None
            return self._state(code) if code else None
        return self._latest(mention, "state", lambda _: True)

    def _state(self, code: str) -> Cluster | None:
        key = f"state:{code}:"
        if key in self.by_key:
            return self.by_key[key]
        country = self.scene.actors.countries.get(code)
        if country is None:
            return None
        return self._new(key, ActorCode(code, "GOV", (), country.name, why=("country-of",)), "state", "")

    def _titled_before(self, mention: Mention, lemma: str) -> Cluster | None:
        """The last person whose office or country fits the description."""
        code = self.codes[mention.i]
        wanted = code.code if code else None

        def fits(cluster: Cluster) -> bool:
            who = cluster.code
            if who is None or (wanted and who.code != wanted):
                return False
            office = who.office or ""
            if lemma in {"leader", "ruler"}:
                return bool(wanted) and (who.sector in {"GOV", "REB", None})
            if lemma in {"official", "diplomat", "politician", "chief", "general"}:
                return False
            return lemma in office.split() or (lemma == "pm" and "prime minister" in office)

        return self._latest(mention, "person", fits)

    def _latest(self, mention: Mention, kind: str, fits: Fits) -> Cluster | None:
        best: Cluster | None = None
        place = -1
        for cluster in self.all:
            if cluster.kind == kind and cluster.mentions and fits(cluster):
                latest = cluster.mentions[-1]
                if latest > place and latest < mention.i:
                    best, place = cluster, latest
        return best

    # -- pronouns -------------------------------------------------------------------------------

    def _pronoun(self, mention: Mention) -> Cluster | None:
        word = self.scene.tree.tokens[mention.head].text.lower()
        if word in HE:
            return self._third(mention, ("person",), "m")
        if word in SHE:
            return self._third(mention, ("person",), "f")
        if word in IT:
            return self._third(mention, ("state", "org"), "") if self._safe_it(mention) else None
        if word in THEY and self.scene.tree.tokens[mention.head].dep == "poss":
            return self._own_subject(mention)
        if word == "they":
            return self._subject_before(mention)
        if word in WHO:
            return self._relative(mention)
        return None

    def _safe_it(self, mention: Mention) -> bool:
        """ "It" that opens a clause of saying or doing by a body; never an "it is" """
        token = self.scene.tree.tokens[mention.head]
        return token.dep in {"poss", "nsubj"} and self.scene.tree.tokens[token.head].lemma != "be"

    def _relative(self, mention: Mention) -> Cluster | None:
        for above in self.scene.tree.up(mention.head):
            if self.scene.tree.tokens[above].dep == "relcl":
                noun = self.scene.tree.tokens[above].head
                return next((self.of[m.i] for m in self.scene.mentions if m.head == noun and m.i in self.of), None)
        return None

    def _own_subject(self, mention: Mention) -> Cluster | None:
        """ "their" and the subject of its own clause."""
        tree = self.scene.tree
        for above in tree.up(mention.head):
            subject = tree.kid(above, "nsubj", "nsubjpass")
            if subject is not None and subject < mention.head:
                return next((self.of[m.i] for m in self.scene.mentions if m.head == subject and m.i in self.of), None)
        return None

    def _subject_before(self, mention: Mention) -> Cluster | None:
        """ "They" that opens a sentence: the subject of the sentence before, if it is a group or body."""
        here = self.scene.sentence_of[mention.head]
        if self.scene.tree.tokens[mention.head].dep not in SUBJECTS:
            return None
        for sentence in (here, here - 1):
            found = self._group_subject(mention, sentence) if sentence >= 0 else None
            if found is not None:
                return found
        return None

    def _group_subject(self, mention: Mention, sentence: int) -> Cluster | None:
        """The first subject of a sentence, where it is several people or a body."""
        bounds = self.scene.sentences[sentence]
        for earlier in self.scene.mentions[: mention.i]:
            main = self.scene.tree.tokens[earlier.head]
            subject = self._counted_subject(earlier.head)
            if bounds.first <= earlier.head < bounds.last and subject:
                plural = main.tag in {"NNS", "NNPS"} or self.of[earlier.i].kind in {"org", "state"}
                return self.of[earlier.i] if plural else None
        return None

    def _counted_subject(self, head: int) -> bool:
        """Is the word a subject, or counted by one ("thousands of protesters")?"""
        token = self.scene.tree.tokens[head]
        if token.dep == "pobj":
            above = self.scene.tree.tokens[token.head]
            return above.lemma == "of" and self.scene.tree.tokens[above.head].dep in SUBJECTS
        return token.dep in SUBJECTS

    def _third(self, mention: Mention, kinds: tuple[str, ...], gender: str) -> Cluster | None:
        here = self.scene.sentence_of[mention.head]
        speaker = self._speaker_at(mention, marked=True)
        best: Cluster | None = None
        best_score = 0.0
        for earlier in reversed(self.scene.mentions[: mention.i]):
            distance = here - self.scene.sentence_of[earlier.head]
            if distance > REACH:
                break
            cluster = self.of.get(earlier.i)
            if cluster is None or cluster.kind not in kinds or cluster is speaker:
                continue
            if gender and cluster.gender and cluster.gender != gender:
                continue
            if distance == 0 and self._bound(mention, earlier):
                continue
            score = self._salience(earlier, distance)
            if score > best_score:
                best, best_score = cluster, score
        return best

    def _salience(self, earlier: Mention, distance: int) -> float:
        """Recent subjects win; figures chosen by hand on texts of our own."""
        token = self.scene.tree.tokens[earlier.head]
        subject = 0.8 if token.dep in SUBJECTS else 0.0
        owner = -0.6 if token.dep in {"poss", "compound", "amod"} else 0.0
        name = 0.2 if earlier.kind is MentionKind.NAME else 0.0
        return 4.0 - distance + subject + owner + name + earlier.i / 1e5

    def _bound(self, mention: Mention, earlier: Mention) -> bool:
        """An object pronoun cannot mean the subject of its own verb; nor "he" a noun it governs."""
        tree = self.scene.tree
        token, other = tree.tokens[mention.head], tree.tokens[earlier.head]
        if token.dep == "poss":
            return False
        return token.head == other.head and token.dep != "nsubj"

    def _speaker_at(self, mention: Mention, *, marked: bool = False) -> Cluster | None:
        """Who says the words a mention stands in; only quoted words, where ``marked``."""
        for quote in self.scene.quotes:
            if marked and quote.kind is QuoteKind.INDIRECT:
                continue
            if quote.speaker_token is not None and any(c.contains(mention.span) for c in quote.content):
                return next((self.of[m.i] for m in self.scene.mentions
                             if m.first <= quote.speaker_token < m.last and m.i in self.of), None)  # fmt: skip
        return None

    def _speakers(self) -> None:
        """ "I" and "we" inside a quote are its speaker."""
        for mention in self.scene.mentions:
            word = self.scene.tree.tokens[mention.head].text.lower()
            if mention.kind is not MentionKind.PRONOUN or word not in SPEAKER | SPEAKERS:
                continue
            cluster = self._speaker_at(mention)
            if cluster is not None and cluster is not self.of[mention.i]:
                self.of[mention.i].mentions.remove(mention.i)
                cluster.mentions.append(mention.i)
                self.of[mention.i] = cluster


def _is_group(cluster: Cluster, lemma: str) -> bool:
    code = cluster.code
    if code is None:
        return False
    international = code.code in {"IGO", "UNO", "EUR"}
    return international if lemma in ALLIANCE else not international


def _richer(new: ActorCode, old: ActorCode | None) -> bool:
    """Does the new code tell more than the old one?"""
    if old is None:
        return True
    return (old.code is None and new.code is not None) or (old.sector is None and new.sector is not None
                                                          and new.code == old.code)  # fmt: skip


def _merged(name: ActorCode | None, title: ActorCode | None) -> ActorCode | None:
    """The code of a named person, filled up with what the description tells."""
    if name is None or title is None:
        return name or title
    known = name.why and name.why[0].startswith("person:")
    if known:
        return name
    return ActorCode(
        name.code or title.code,
        title.sector or name.sector,
        title.other_sectors or name.other_sectors,
        name.name or title.name,
        title.office or name.office,
        (*name.why, *title.why),
    )


from collections.abc import Callable  # noqa: E402

Fits = Callable[[Cluster], bool]
