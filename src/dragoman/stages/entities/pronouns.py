"""Pronouns: he and she, it, they, their, who; I and we inside quotes."""

from __future__ import annotations

from dragoman.model import ActorCode, Mention, MentionKind, QuoteKind
from dragoman.stages.entities.clusters import SUBJECTS, Cluster, Registry, Scene

INTERVIEW = 12  # sentences a speaking pronoun looks back to who spoke before
REACH = 4  # sentences a pronoun looks back; nearly all antecedents stand within three
OWNERS = frozenset({"poss", "compound", "amod"})
SHARING = frozenset({"conj", "xcomp", "advcl", "prep", "pcomp", "dative"})  # without a subject
RULING = frozenset({"GOV", "MIL", "LEG", None})  # their "we" is their country
GROUPS = frozenset({"REB", "PRM", "PTY", "OPP", "SOC", "LAB"})  # and of these their group
PAIR = 2
ABOVE = 0.6  # what the subject of the clause around a pronoun weighs more


class Pronouns:
    """Finds whom a pronoun means; leaves it open unless the pattern is safe."""

    def __init__(self, scene: Scene, registry: Registry) -> None:
        self.scene = scene
        self.registry = registry
        self.ahead: list[tuple[Mention, int]] = []

    def cluster(self, mention: Mention) -> Cluster | None:
        """The cluster of the antecedent, or None."""
        word = self.scene.word(mention)
        if any(self.scene.is_word(word, kind) for kind in ("he", "she", "it")):
            if self.scene.is_word(word, "it") and not self._safe_it(mention):
                return None
            found = self._third(mention, *self._kinds(mention))
            if found is None:
                self._look_ahead(mention)
            return found
        if self.scene.is_word(word, "they"):
            return self._group(mention)
        if self.scene.is_word(word, "their"):
            return self._own_subject(mention)
        return self._relative(mention) if self.scene.is_word(word, "who") else None

    def settle(self) -> None:
        """What only later words tell: "I" and "we" inside a quote, "after he left, X ..."."""
        for mention, subject in self.ahead:
            cluster = self._at(subject)
            if cluster is not None and _agrees(cluster, *self._kinds(mention)):
                self.registry.move(mention, cluster)
        for mention in self.scene.mentions:
            spoken = mention.kind is MentionKind.PRONOUN and self.scene.is_word(
                self.scene.word(mention), "speaker"
            )
            cluster = self._speaker_at(mention) if spoken else None
            if cluster is not None and self.scene.is_word(self.scene.word(mention), "we"):
                cluster = self._side_of(cluster)
            if cluster is not None and cluster is not self.registry.of[mention.i]:
                self.registry.move(mention, cluster)

    def _side_of(self, speaker: Cluster) -> Cluster:
        """Whom "we" means: the state or group that the speaker speaks for, if it is named."""
        who = speaker.code
        if who is None or who.code is None or speaker.kind not in {"person", "agent"}:
            return speaker
        body = self.registry.latest("org", lambda c: self._speaks_for(c, who))
        state = self.registry.by_key.get(f"state:{who.code}:") if who.sector in RULING else None
        return body or state or speaker

    def _speaks_for(self, body: Cluster, who: ActorCode) -> bool:
        """Is a body the group of somebody of this code?"""
        code = body.code
        if code is None or code.code != who.code:
            return False
        known = self.scene.actors.organisations.get(body.key.partition(":")[2])
        armed = known is not None and known.kind == "armed"
        return armed or (code.sector == who.sector and who.sector in GROUPS)

    def _kinds(self, mention: Mention) -> tuple[frozenset[str], str]:
        """The kinds of participants a pronoun may mean, and their gender."""
        word = self.scene.word(mention)
        if self.scene.is_word(word, "it"):
            return frozenset({"state", "org"}), ""
        return frozenset({"person"}), "f" if self.scene.is_word(word, "she") else "m"

    def _look_ahead(self, mention: Mention) -> None:
        """ "A week after he conceded, Jammeh ...": a name that follows as the subject of all."""
        tree = self.scene.tree
        above = list(tree.up(mention.head))
        subject = tree.kid(above[-1], "nsubj", "nsubjpass") if above else None
        named = self.scene.at_head.get(subject) if subject is not None else None
        if named is not None and named.i > mention.i and named.kind is MentionKind.NAME:
            self.ahead.append((mention, named.head))

    def _at(self, head: int) -> Cluster | None:
        mention = self.scene.at_head.get(head)
        return self.registry.of.get(mention.i) if mention is not None else None

    def _safe_it(self, mention: Mention) -> bool:
        """ "It" that does something, "it is ready", or "its"; no other "it is"."""
        token = self.scene.token(mention)
        if token.dep not in {"poss", "nsubj"}:
            return False
        tokens = self.scene.tree.tokens
        if self.scene.is_word(tokens[token.head].lemma, "expletive"):
            clause = self.scene.tree.kids(token.head, "ccomp", "xcomp", "csubj", "advcl")
            times = self.scene.tree.kids(token.head, "dobj", "dative")
            timed = any(tokens[t].ner in {"DATE", "TIME"} for t in times)
            weather = self.scene.is_word(tokens[token.head].lemma, "weather")
            return token.dep == "poss" or not (clause or timed or weather)
        states = self.scene.tree.kids(token.head, "acomp")
        willing = any(self.scene.is_word(tokens[s].lemma, "willing") for s in states)
        return willing or tokens[token.head].lemma != "be"

    def _relative(self, mention: Mention) -> Cluster | None:
        above = self.scene.tree.relative(mention.head)
        return self._at(above) if above is not None else None

    def _own_subject(self, mention: Mention) -> Cluster | None:
        """ "their" and the subject of its own clause."""
        for above in self.scene.tree.up(mention.head):
            subject = self.scene.tree.kid(above, "nsubj", "nsubjpass")
            if subject is not None and subject < mention.head:
                earlier = self.scene.at_head.get(subject)
                return self._together(earlier) if earlier is not None else None
        return None

    # -- they -----------------------------------------------------------------------------------

    def _group(self, mention: Mention) -> Cluster | None:
        """ "They": the first subject that is several, or a body, of this or the last sentence."""
        if self.scene.token(mention).dep not in SUBJECTS:
            return None
        here = self.scene.sentence_of[mention.head]
        return self._group_subject(mention, here) or self._group_subject(mention, here - 1)

    def _group_subject(self, mention: Mention, sentence: int) -> Cluster | None:
        for earlier in self.scene.in_sentence.get(sentence, ()):
            if earlier.i >= mention.i:
                return None
            if self._subject(earlier.head):
                cluster = self._together(earlier)
                plural = self.scene.token(earlier).tag in {"NNS", "NNPS"}
                several = plural or self.scene.tree.kid(earlier.head, "conj") is not None
                return cluster if several or cluster.kind in {"org", "state"} else None
        return None

    def _together(self, earlier: Mention) -> Cluster:
        """The pair of two who stand together as a subject; else the one."""
        conjuncts = self.scene.tree.conjuncts(earlier.head)
        found = [self._at(head) for head in conjuncts]
        members = [c for c in found if c is not None and c.kind in {"person", "state", "org"}]
        if len(members) == len(conjuncts) == len({id(c) for c in members}) == PAIR:
            return self.registry.pair(members)
        return self.registry.of[earlier.i]

    def _subject(self, head: int) -> bool:
        """Is the word a subject, or counted by one ("thousands of protesters")?"""
        tokens = self.scene.tree.tokens
        token = tokens[head]
        if token.dep != "pobj":
            return token.dep in SUBJECTS
        above = tokens[token.head]
        return above.lemma == "of" and tokens[above.head].dep in SUBJECTS

    # -- he, she, it ----------------------------------------------------------------------------

    def _third(self, mention: Mention, kinds: frozenset[str], gender: str) -> Cluster | None:
        here = self.scene.sentence_of[mention.head]
        speaker = self._speaker_at(mention, marked=True)
        above = self._subjects_above(mention)
        best: Cluster | None = None
        best_score = 0.0
        for distance in range(REACH + 1):
            for earlier in self.scene.in_sentence.get(here - distance, ()):
                cluster = self.registry.of.get(earlier.i)
                if earlier.i >= mention.i or cluster is None or cluster is speaker:
                    continue
                if not _agrees(cluster, kinds, gender) or self._bound(mention, earlier):
                    continue
                score = self._salience(earlier, distance) + above.get(earlier.head, 0.0)
                if score > best_score:
                    best, best_score = cluster, score
        return best or self._last_speaker(mention, kinds, gender)

    def _last_speaker(self, mention: Mention, kinds: frozenset[str], gender: str) -> Cluster | None:
        """In a long interview "she said" is still who spoke last, however far the name."""
        before = {
            q.speaker_token
            for q in self.scene.quotes
            if q.speaker_token is not None and q.speaker_token <= mention.head
        }
        if mention.head not in before:
            return None
        here = self.scene.sentence_of[mention.head]
        for token in sorted(before - {mention.head}, reverse=True):
            if here - self.scene.sentence_of[token] > INTERVIEW:
                return None
            cluster = self._covering(token)
            if cluster is not None and _agrees(cluster, kinds, gender):
                return cluster
        return None

    def _subjects_above(self, mention: Mention) -> dict[int, float]:
        """Subjects of the clauses a pronoun stands in, the innermost weighing most.

        Of its own clause only "his" may mean the subject.
        """
        tree, token = self.scene.tree, self.scene.token(mention)
        own = tree.tokens[token.head].i if token.dep in SUBJECTS else None
        found: dict[int, float] = {}
        weight = ABOVE
        for verb in (token.i, *tree.up(token.i)):
            subject = tree.kid(verb, "nsubj", "nsubjpass")
            if subject is None or subject >= token.i or verb == own:
                continue
            found.setdefault(subject, weight)
            weight /= 2
        return found

    def _salience(self, earlier: Mention, distance: int) -> float:
        """Recent subjects win; weights chosen on texts of our own."""
        token = self.scene.token(earlier)
        subject = 0.8 if token.dep in SUBJECTS else 0.0
        owner = -0.6 if token.dep in OWNERS else 0.0
        name = 0.2 if earlier.kind is MentionKind.NAME else 0.0
        return 4.0 - distance + subject + owner + name + earlier.i / 1e6

    def _bound(self, mention: Mention, earlier: Mention) -> bool:
        """Two parts of one clause are two persons: "he" and "him", whom and he."""
        token, other = self.scene.token(mention), self.scene.token(earlier)
        if token.dep == "poss":
            return False
        if token.head == other.head and other.dep not in OWNERS:
            return True
        if token.dep not in SUBJECTS and other.head != other.i:
            return self._doer(token.head) == other.i
        verb = self.scene.tree.tokens[token.head]
        return verb.dep == "relcl" and verb.head == other.i and self._relative_object(verb.i)

    def _doer(self, word: int) -> int | None:
        """The subject of the verb above an object, also when it stands with an earlier verb."""
        tree = self.scene.tree
        for verb in (word, *tree.up(word)):
            subject = tree.kid(verb, "nsubj", "nsubjpass")
            if subject is not None:
                return subject
            if tree.tokens[verb].dep not in SHARING:
                return None
        return None

    def _relative_object(self, verb: int) -> bool:
        """ "whom he sacked": the noun before the clause is what the verb acts on."""
        kids = self.scene.tree.kids(verb, "dobj", "pobj")
        words = {self.scene.tree.tokens[k].text.lower() for k in kids}
        return bool(words & {"whom", "who", "that", "which"})

    def _speaker_at(self, mention: Mention, *, marked: bool = False) -> Cluster | None:
        """Who says the words a mention stands in; only quoted words, where ``marked``."""
        for quote in self.scene.quotes:
            if quote.speaker_token is None or quote.kind is QuoteKind.TOPIC:
                continue
            if marked and quote.kind is QuoteKind.INDIRECT:
                continue
            if any(content.contains(mention.span) for content in quote.content):
                return self._covering(quote.speaker_token)
        return None

    def _covering(self, token: int) -> Cluster | None:
        sentence = self.scene.sentence_of.get(token, -1)
        for mention in self.scene.in_sentence.get(sentence, ()):
            if mention.first <= token < mention.last:
                return self.registry.of.get(mention.i)
        return None


def _agrees(cluster: Cluster, kinds: frozenset[str], gender: str) -> bool:
    right_gender = not gender or not cluster.gender or cluster.gender == gender
    return cluster.kind in kinds and right_gender
