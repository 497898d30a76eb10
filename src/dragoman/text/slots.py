"""Deep grammatical slots of a predicate: who is its subject, object, recipient, whatever the voice.

Passives, control ("agreed to send"), coordination, relative clauses and participles are undone
here, so that a lexicon row needs to know only the plain active clause. All answers are token
positions of phrase heads, coordinated heads not yet spread out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dragoman.text.subjects import Subjects
from dragoman.text.tags import FINITE, VERBAL
from dragoman.text.tree import Tree
from dragoman.text.voice import Voice

GIVING = frozenset(
    {"give", "offer", "send", "provide", "supply", "grant", "sell", "deliver", "lend", "hand",
     "award", "donate", "promise", "pledge", "extend", "transfer", "return", "issue", "pay",
     "present", "allocate", "ship", "deny", "refuse", "owe"}
)  # fmt: skip
NAMING = frozenset(
    {"call", "describe", "brand", "label", "denounce", "dismiss", "condemn", "see", "view",
     "regard", "term", "consider"}
)  # fmt: skip
QUANTITIES = frozenset(
    {"thousand", "hundred", "dozen", "ten", "million", "score", "number", "majority", "lot",
     "handful", "most", "some", "many", "several", "series", "wave", "couple", "group", "crowd",
     "rest", "half", "part", "portion", "bulk", "scores", "plenty", "pair", "column", "member",
     "round", "raft", "batch", "host", "string", "spate", "flurry", "salvo", "barrage", "volley",
     "hail", "slew", "set"}
)  # fmt: skip
# "Talks took place in Geneva between A and B": what the verb takes, the noun means.
HAPPENING = frozenset(
    {"take", "hold", "begin", "start", "open", "resume", "continue", "end", "conclude", "break",
     "erupt", "flare", "occur", "happen", "rage", "intensify", "escalate", "collapse", "stall",
     "fail", "be", "go", "conduct", "schedule", "last"}
)  # fmt: skip
CARRIED = frozenset({"between", "among", "with", "against"})
COUNTING = frozenset({"NUM", "DET", "PRON"})
MAX_PARTITIVES = 4


class Slots:
    """Answers "who is the subject of this word?" over one document's tree."""

    def __init__(self, tree: Tree, speakers: Mapping[int, int] | None = None) -> None:
        self.tree = tree
        self.voice = Voice(tree)
        self.subjects = Subjects(tree, self.voice, self._patients)
        self.speakers = speakers or {}
        self._known: dict[tuple[int, str], list[int]] = {}  # many rows ask for the same slot
        self._named: dict[str, Callable[[int], list[int]]] = {
            "subj": self.subj,
            "obj": self.obj,
            "dative": self.dative,
            "speaker": self.speaker,
            "about": self.about,
        }

    def get(self, i: int, slot: str) -> list[int]:
        """Heads that fill a slot named as in the lexicon ("subj", "prep:on", "obj.prep:on" ...)."""
        known = self._known.get((i, slot))
        if known is None:
            known = self._known[i, slot] = self._found(i, slot)
        return list(known)

    def _found(self, i: int, slot: str) -> list[int]:
        first, _, rest = slot.partition(".")
        if rest:
            heads = self.clauses(i) if first == "comp" else self.get(i, first)
            return [found for head in heads for found in self.get(head, rest)]
        heads = self.prep(i, first[5:]) if first.startswith("prep:") else self._plain(i, first)
        return [self.counted(self.voice.antecedent(i, head)) for head in heads]

    def _plain(self, i: int, slot: str) -> list[int]:
        return self._named[slot](i) if slot in self._named else []

    def counted(self, i: int) -> int:
        """What is counted: "tens of thousands of troops" are troops, "one of them" is them."""
        for _ in range(MAX_PARTITIVES):
            token = self.tree.tokens[i]
            below = self.tree.prep(i, "of")
            if not below or (token.pos not in COUNTING and token.lemma not in QUANTITIES):
                return i
            i = below[0]
        return i

    def subj(self, i: int) -> list[int]:
        """The deep subject: who acts."""
        return self.subjects.of(i)

    def obj(self, i: int) -> list[int]:
        """The deep object: who or what is acted upon."""
        return self._object(i, 0)

    def _object(self, i: int, climbed: int) -> list[int]:
        if self.voice.is_noun(i):
            return self.tree.prep(i, "of")
        if self.voice.is_passive(i):
            return self.subjects.surface(i, climbed)
        return self.tree.kids(i, "dobj") or self.voice.gap(i) or self._raised(i)

    def _raised(self, i: int) -> list[int]:
        """ "helped farmers (to) clear land": the parser makes the object a subject below."""
        for clause in self.tree.kids(i, "ccomp", "xcomp"):
            own = self.tree.kids(clause, "nsubj")
            finite = self.tree.tokens[clause].tag in FINITE
            if own and not finite and own[0] > i and self.tree.kid(clause, "mark") is None:
                modal = any(self.tree.tokens[a].tag != "TO" for a in self.tree.kids(clause, "aux"))
                return [] if modal else own[:1]
        return []

    def dative(self, i: int) -> list[int]:
        """The indirect object ("offered Kyiv weapons", "sent weapons to Kyiv")."""
        found: list[int] = []
        for k in self.tree.kids(i, "dative"):
            found.extend(self.tree.objects(k) if self.tree.tokens[k].pos == "ADP" else [k])
        if not found and self.tree.tokens[i].lemma in GIVING:
            found = self.prep(i, "to")
        return found

    def _patients(self, i: int, climbed: int) -> list[int]:
        return self._object(i, climbed) or self.dative(i)

    def prep(self, i: int, word: str) -> list[int]:
        """Objects of a preposition after the word, after its object, or after its particle."""
        tree = self.tree
        found = tree.prep(i, word)
        for k in tree.kids(i, "prt", "advmod", "acomp", "prep"):
            if tree.tokens[k].dep != "prep" or tree.tokens[k].lemma != word:
                found.extend(tree.prep(k, word))
        if not found and not self.voice.is_noun(i):
            for k in tree.kids(i, "dobj", "nsubjpass", "attr"):
                found.extend(tree.prep(k, word))
        if not found and self.voice.is_noun(i) and word in CARRIED:
            found = [o for verb in self._carriers(i) for o in tree.prep(verb, word)]
        return found or self.voice.stranded(i, word)

    def _carriers(self, i: int) -> list[int]:
        """Verbs that only say that the noun took place ("talks were held with ...")."""
        token = self.tree.tokens[i]
        verbs = self.tree.kids(i, "relcl", "acl")
        if token.dep in {"nsubj", "nsubjpass"}:
            verbs = [token.head, *verbs]
        return [v for v in verbs if self.tree.tokens[v].lemma in HAPPENING]

    def speaker(self, i: int) -> list[int]:
        """Who says the words around the token, where they are somebody's."""
        return [self.speakers[i]] if i in self.speakers else []

    def about(self, i: int) -> list[int]:
        """Of whom a judgement is made: the subject of the copula or verb that carries it."""
        for above in (i, *self.tree.up(i)):
            if self.tree.tokens[above].pos in VERBAL:
                naming = above != i and self.tree.tokens[above].lemma in NAMING
                return self.obj(above) if naming else self.subjects.of_verb(above)
        return []

    # -- clauses --------------------------------------------------------------------------------

    def clauses(self, i: int) -> list[int]:
        """Predicates of clauses below: infinitives, that-clauses, gerunds after a preposition."""
        tree = self.tree
        found = list(tree.kids(i, "xcomp", "ccomp", "acl"))
        for p in tree.kids(i, "prep", "agent"):
            found.extend(tree.kids(p, "pcomp"))
        found.extend(self._infinitives(i))
        return [c for f in found for c in tree.conjuncts(f)]

    def _infinitives(self, i: int) -> list[int]:
        """Infinitives of purpose, and those that hang on a noun below ("a plan to leave")."""
        tree = self.tree
        nouns = [n for p in tree.kids(i, "prep") for n in tree.kids(p, "pobj")]
        candidates = [c for n in nouns for c in tree.kids(n, "acl", "relcl")]
        candidates += tree.kids(i, "advcl")
        if not self.voice.is_noun(i):
            candidates += [c for k in tree.kids(i, "dobj") for c in tree.kids(k, "acl")]
        return [c for c in candidates if self.voice.is_infinitive(c)]
