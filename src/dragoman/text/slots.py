"""Deep grammatical slots of a predicate: who is its subject, object, recipient, whatever the voice.

Passives, control ("agreed to send"), coordination, relative clauses and participles are undone here,
so that a lexicon row needs to know only the plain active clause. All answers are token positions of
phrase heads, coordinated heads not yet spread out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dragoman.text.tree import Tree

RELATIVE = frozenset({"WDT", "WP", "WP$"})
PASSIVE = frozenset({"nsubjpass", "auxpass", "csubjpass"})
CLAUSE = ("xcomp", "ccomp", "pcomp", "acl", "advcl", "relcl", "conj")
# Of these the object, not the subject, does what the clause below says ("urged Iran to stop",
# "accused Iran of stopping"); with other verbs the subject does ("promised Iran to stop").
SUBJECT_CONTROL = frozenset(
    {"promise", "vow", "threaten", "pledge", "swear", "offer", "use", "need", "take", "spend"}
)
OBJECT_PREPOSITIONS = frozenset({"of", "from", "into", "for"})
GIVING = frozenset({"give", "offer", "send", "provide", "supply", "grant", "sell", "deliver", "lend", "hand", "award",
                    "donate", "promise", "pledge", "extend", "transfer", "return", "issue", "pay", "present",
                    "allocate", "ship", "deny", "refuse", "owe"})  # fmt: skip
NAMING = frozenset(
    {
        "call",
        "describe",
        "brand",
        "label",
        "denounce",
        "dismiss",
        "condemn",
        "see",
        "view",
        "regard",
        "term",
        "consider",
    }
)
QUANTITIES = frozenset({"thousand", "hundred", "dozen", "ten", "million", "score", "number", "majority", "lot",
                        "handful", "most", "some", "many", "several", "series", "wave", "couple", "group", "crowd",
                        "rest", "half", "part", "scores", "plenty", "pair", "column", "member"})  # fmt: skip
MAX_CLIMB = 8


class Slots:
    """Answers "who is the subject of this word?" over one document's tree."""

    def __init__(self, tree: Tree, speakers: Mapping[int, int] | None = None) -> None:
        self.tree = tree
        self.speakers = speakers or {}
        self._named: dict[str, Callable[[int], list[int]]] = {
            "subj": self.subj,
            "obj": self.obj,
            "dative": self.dative,
            "speaker": self.speaker,
            "about": self.about,
        }

    # -- verbs and nouns alike ------------------------------------------------------------------

    def get(self, i: int, slot: str) -> list[int]:
        """Heads that fill a slot named as in the lexicon ("subj", "prep:on", "obj.prep:on" ...)."""
        first, _, rest = slot.partition(".")
        if rest:
            heads = self.clauses(i) if first == "comp" else self.get(i, first)
            return [found for head in heads for found in self.get(head, rest)]
        heads = self.prep(i, first[5:]) if first.startswith("prep:") else self._plain(i, first)
        return [self.counted(head) for head in heads]

    def _plain(self, i: int, slot: str) -> list[int]:
        return self._named[slot](i) if slot in self._named else []

    def counted(self, i: int) -> int:
        """What is counted: "tens of thousands of troops" are troops, "one of the ministers" a minister."""
        for _ in range(MAX_CLIMB):
            token = self.tree.tokens[i]
            if token.pos not in {"NUM", "DET", "PRON"} and token.lemma not in QUANTITIES:
                return i
            below = self.tree.prep(i, "of")
            if not below:
                return i
            i = below[0]
        return i

    def is_noun(self, i: int) -> bool:
        """Is the predicate a noun?"""
        return self.tree.tokens[i].pos in {"NOUN", "PROPN"}

    def subj(self, i: int) -> list[int]:
        """The deep subject: who acts."""
        return self._noun_subj(i) if self.is_noun(i) else self._verb_subj(i)

    def obj(self, i: int) -> list[int]:
        """The deep object: who or what is acted upon."""
        if self.is_noun(i):
            return self.tree.prep(i, "of")
        if self.is_passive(i):
            return self._surface_subject(i)
        kids = self.tree.kids(i, "dobj", "attr", "oprd")
        return [k for k in kids if self.tree.tokens[k].dep == "dobj"] or self._gap(i)

    def dative(self, i: int) -> list[int]:
        """The indirect object ("offered Kyiv weapons", "sent weapons to Kyiv")."""
        found: list[int] = []
        for k in self.tree.kids(i, "dative"):
            found.extend(self.tree.objects(k) if self.tree.tokens[k].pos == "ADP" else [k])
        if not found and self.tree.tokens[i].lemma in GIVING:
            found = self.prep(i, "to")
        return found

    def prep(self, i: int, word: str) -> list[int]:
        """Objects of a preposition after the word, after its object, or after its particle."""
        tree = self.tree
        found = tree.prep(i, word)
        for k in tree.kids(i, "prt", "advmod", "acomp", "prep"):
            if tree.tokens[k].dep != "prep" or tree.tokens[k].lemma != word:
                found.extend(tree.prep(k, word))
        if not found and not self.is_noun(i):
            for k in tree.kids(i, "dobj", "nsubjpass", "attr"):
                found.extend(tree.prep(k, word))
        if not found and tree.tokens[i].dep == "relcl":
            found = self._stranded(i, word)
        return found

    def speaker(self, i: int) -> list[int]:
        """Who says the words around the token, where they are somebody's."""
        return [self.speakers[i]] if i in self.speakers else []

    def about(self, i: int) -> list[int]:
        """Of whom a judgement is made: the subject of the copula or verb that carries it."""
        token = self.tree.tokens[i]
        if token.pos in {"VERB", "AUX"}:
            return self._verb_subj(i)
        for above in (i, *self.tree.up(i)):
            if self.tree.tokens[above].pos in {"VERB", "AUX"}:
                if self.tree.tokens[above].lemma in NAMING:
                    return self.obj(above)
                return self._verb_subj(above)
        return []

    def clauses(self, i: int) -> list[int]:
        """Predicates of the clauses below: infinitives, that-clauses, gerunds after a preposition."""
        tree = self.tree
        found = list(tree.kids(i, "xcomp", "ccomp", "acl"))
        for p in tree.kids(i, "prep", "agent"):
            found.extend(tree.kids(p, "pcomp"))
        for k in tree.kids(i, "prep"):
            found.extend(c for n in tree.kids(k, "pobj") for c in tree.kids(n, "acl", "relcl")
                         if self.is_infinitive(c))  # fmt: skip
        for k in tree.kids(i, "advcl"):
            if self.is_infinitive(k):
                found.append(k)
        if not self.is_noun(i):
            for k in tree.kids(i, "dobj"):
                found.extend(c for c in tree.kids(k, "acl") if self.is_infinitive(c))
        return [c for f in found for c in tree.conjuncts(f)]

    def is_infinitive(self, i: int) -> bool:
        """Is the verb introduced by "to"?"""
        return any(self.tree.tokens[k].tag == "TO" for k in self.tree.kids(i, "aux"))

    def is_passive(self, i: int) -> bool:
        """Is the verb passive, or a past participle after a noun?"""
        if self.tree.kid(i, *PASSIVE) is not None:
            return True
        token = self.tree.tokens[i]
        if token.tag != "VBN" or self.tree.kid(i, "nsubj", "aux", "dobj") is not None:
            return self._conj_passive(i)
        return token.dep in {"acl", "amod", "advcl", "oprd", "acomp"} or self._conj_passive(i)

    def _conj_passive(self, i: int) -> bool:
        token = self.tree.tokens[i]
        if token.dep != "conj" or token.tag != "VBN":
            return False
        no_own = self.tree.kid(i, "nsubj", "aux", "dobj") is None
        return no_own and token.head != i and self.is_passive(token.head)

    # -- verbs ----------------------------------------------------------------------------------

    def _verb_subj(self, i: int) -> list[int]:
        if self.is_passive(i):
            agents = [k for k in self.tree.kids(i, "agent")]
            return [o for a in agents for o in self.tree.objects(a)]
        return self._surface_subject(i)

    def _surface_subject(self, i: int, climbed: int = 0) -> list[int]:
        """The grammatical subject, or the one understood from the clause above."""
        tree = self.tree
        own = tree.kid(i, "nsubj", "nsubjpass", "expl")
        if own is not None:
            return self._relative(i, own)
        token = tree.tokens[i]
        if climbed >= MAX_CLIMB or token.head == i:
            return []
        if token.dep in {"acl", "relcl", "amod"} and tree.tokens[token.head].pos in {
            "NOUN",
            "PROPN",
            "PRON",
        }:
            return self._noun_above(i, token.head, climbed)
        if token.dep == "pcomp":
            return self._governed(
                tree.tokens[token.head].head, tree.tokens[token.head].lemma, climbed
            )
        if token.dep in {"xcomp", "ccomp"}:
            return self._controller(token.head, climbed)
        if token.dep in {"conj", "advcl", "dep", "aux", "acomp"}:
            return self._surface_subject(token.head, climbed + 1)
        return []

    def _relative(self, i: int, own: int) -> list[int]:
        """A relative pronoun stands for the noun its clause belongs to."""
        if self.tree.tokens[own].tag not in RELATIVE:
            return [own]
        for above in (i, *self.tree.up(i)):
            if self.tree.tokens[above].dep == "relcl":
                return [self.tree.tokens[above].head]
        return self._noun_before(own) or [own]

    def _noun_before(self, pronoun: int) -> list[int]:
        """The noun right before a relative pronoun that the parser hung elsewhere."""
        for i in range(pronoun - 1, max(pronoun - 4, -1), -1):
            token = self.tree.tokens[i]
            if token.pos in {"NOUN", "PROPN"}:
                return [i]
            if token.pos != "PUNCT":
                return []
        return []

    def _noun_above(self, i: int, noun: int, climbed: int) -> list[int]:
        if not self.is_infinitive(i):
            return [noun]
        return self._noun_subj(noun) or self._owner(noun, climbed)

    def _owner(self, noun: int, climbed: int) -> list[int]:
        """Who has the plan, when the noun itself does not say ("announced plans to attack")."""
        token = self.tree.tokens[noun]
        if token.dep in {"dobj", "attr", "pobj", "oprd"}:
            for above in self.tree.up(noun):
                if self.tree.tokens[above].pos in {"VERB", "AUX"}:
                    return self._surface_subject(above, climbed + 1)
        return []

    def _governed(self, above: int, preposition: str, climbed: int) -> list[int]:
        """The subject of a gerund after a preposition ("accused X of doing", "left after doing")."""
        while (
            self.tree.tokens[above].pos in {"ADP", "ADV", "SCONJ"}
            and self.tree.head(above) is not None
        ):
            above = self.tree.tokens[above].head
        if self.is_noun(above):
            return self._noun_subj(above) or self._owner(above, climbed)
        if preposition in OBJECT_PREPOSITIONS:
            objects = self.obj(above)
            if objects:
                return objects
        return self._surface_subject(above, climbed + 1)

    def _controller(self, above: int, climbed: int) -> list[int]:
        tree = self.tree
        if tree.tokens[above].lemma not in SUBJECT_CONTROL:
            objects = self.obj(above) or self.dative(above)
            if objects and not (self.is_passive(above) and climbed > MAX_CLIMB // 2):
                return objects
            for p in tree.kids(above, "prep"):
                if tree.tokens[p].lemma in {"on", "upon", "for", "to"} and tree.kids(p, "pobj"):
                    return tree.kids(p, "pobj")
        return self._surface_subject(above, climbed + 1)

    def _gap(self, i: int) -> list[int]:
        """The object of a relative clause is the noun above ("the town that they shelled")."""
        token = self.tree.tokens[i]
        if token.dep != "relcl":
            return []
        own = self.tree.kid(i, "nsubj")
        if own is None or self.tree.tokens[own].tag in RELATIVE:
            return []
        return [token.head] if not self._has_preposition_gap(i) else []

    def _has_preposition_gap(self, i: int) -> bool:
        return any(not self.tree.kids(p) or any(self.tree.tokens[o].tag in RELATIVE for o in self.tree.objects(p))
                   for p in self.tree.kids(i, "prep"))  # fmt: skip

    def _stranded(self, i: int, word: str) -> list[int]:
        """ "the country with which it signed": the noun above fills the preposition's place."""
        for p in self.tree.kids(i, "prep"):
            if self.tree.tokens[p].lemma == word and any(
                self.tree.tokens[o].tag in RELATIVE for o in self.tree.objects(p)
            ):
                return [self.tree.tokens[i].head]
        return []

    # -- nouns ----------------------------------------------------------------------------------

    def _noun_subj(self, i: int) -> list[int]:
        """Possessor, by-phrase, or a name before the noun ("Russia's attack", "the Russian attack")."""
        tree = self.tree
        found = list(tree.kids(i, "poss")) + tree.prep(i, "by")
        found = found or [b for o in tree.prep(i, "of") for b in tree.prep(o, "by")]
        found = found or [
            b
            for k in tree.kids(i, "acl")
            if tree.tokens[k].tag == "VBN"
            for b in self._verb_subj(k)
        ]
        if found:
            return [self._antecedent(f) for f in found]
        before = [k for k in tree.kids(i, "amod", "compound", "nmod") if k < i]
        before = [k for k in before if tree.tokens[k].pos in {"PROPN", "ADJ", "NOUN"}]
        return before + tree.prep(i, "from")

    def _antecedent(self, i: int) -> int:
        """ "whose forces": the noun the relative clause belongs to."""
        if self.tree.tokens[i].tag == "WP$":
            for above in self.tree.up(i):
                if self.tree.tokens[above].dep == "relcl":
                    return self.tree.tokens[above].head
        return i
