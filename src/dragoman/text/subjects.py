"""Deep subjects: who does what a verb or noun says, where the sentence names them elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.text.tags import NOMINAL, VERBAL
from dragoman.text.tree import Tree
from dragoman.text.voice import Voice

# With these the subject, not the object, does what the clause below says ("promised Iran to stop",
# against "urged Iran to stop").
SUBJECT_CONTROL = frozenset(
    {"promise", "vow", "threaten", "pledge", "swear", "offer", "use", "need", "take", "spend",
     "visit", "meet", "hold", "make", "sign", "launch", "issue", "leave", "join", "enter", "cross",
     "raise", "break", "cut", "seize", "build", "buy"}
)  # fmt: skip
OBJECT_PREPOSITIONS = frozenset({"of", "from", "into", "for"})
# "charged Tehran with funding": who is charged did it.
CHARGING = frozenset({"charge", "task", "credit", "entrust", "associate"})
DOING = frozenset(
    {"carry", "conduct", "commit", "launch", "perpetrate", "stage", "mount", "wage", "make",
     "lead", "order", "issue", "impose", "hold", "organise", "organize", "call", "sign", "give",
     "start", "do", "file"}
)  # fmt: skip
CONTROL_PREPOSITIONS = frozenset({"on", "upon", "for", "to"})
SHARED = frozenset({"conj", "advcl", "dep", "aux", "acomp"})
MAX_CLIMB = 8


class Subjects:
    """Finds deep subjects; ``patients`` gives the object of a verb, else its indirect object.

    Its second argument counts the clauses climbed so far, so that the search always ends.
    """

    __slots__ = ("_patients", "tree", "voice")

    def __init__(self, tree: Tree, voice: Voice, patients: Callable[[int, int], list[int]]) -> None:
        self.tree = tree
        self.voice = voice
        self._patients = patients

    def of(self, i: int) -> list[int]:
        """Who acts."""
        return self.of_noun(i) if self.voice.is_noun(i) else self.of_verb(i)

    def of_verb(self, i: int) -> list[int]:
        """The by-phrase of a passive, else the grammatical subject."""
        return self.voice.agents(i) if self.voice.is_passive(i) else self.surface(i)

    def surface(self, i: int, climbed: int = 0) -> list[int]:
        """The grammatical subject, or the one understood from the clause above."""
        own = self.tree.kid(i, "nsubj", "nsubjpass", "expl")
        if own is not None:
            return [self.voice.antecedent(i, own)]
        token = self.tree.tokens[i]
        if climbed >= MAX_CLIMB or token.head == i:
            return []
        above = self.tree.tokens[token.head]
        if token.dep in {"acl", "relcl", "amod"} and above.pos in NOMINAL:
            return self._modifier(i, token.head, climbed)
        if token.dep == "pcomp":
            return self._governed(above.head, above.lemma, climbed)
        if token.dep in {"xcomp", "ccomp"}:
            return self._controller(token.head, climbed)
        return self.surface(token.head, climbed + 1) if token.dep in SHARED else []

    def _modifier(self, i: int, noun: int, climbed: int) -> list[int]:
        """ "troops shelling X": the troops; "plans to shell X": whose plans they are."""
        if not self.voice.is_infinitive(i):
            return [noun]
        return self.of_noun(noun) or self._owner(noun, climbed)

    def _owner(self, noun: int, climbed: int) -> list[int]:
        """Who has the plan, when the noun itself does not say ("announced plans to attack")."""
        if self.tree.tokens[noun].dep not in {"dobj", "attr", "pobj", "oprd"}:
            return []
        for above in self.tree.up(noun):
            if self.tree.tokens[above].pos in VERBAL:
                return self.surface(above, climbed + 1)
        return []

    def _governed(self, above: int, preposition: str, climbed: int) -> list[int]:
        """The subject of a gerund after a preposition ("accused of doing", "left after doing")."""
        tokens = self.tree.tokens
        while self._slips(above):
            above = tokens[above].head
        if self.voice.is_noun(above):
            return self.of_noun(above) or self._owner(above, climbed)
        charged = preposition == "with" and tokens[above].lemma in CHARGING
        by_object = charged or preposition in OBJECT_PREPOSITIONS
        objects = self._patients(above, climbed + 1) if by_object else []
        return objects or self.surface(above, climbed + 1)

    def _slips(self, i: int) -> bool:
        """Does a preposition hang on an adverb or a date ("accused X on Monday of doing")?"""
        token = self.tree.tokens[i]
        loose = token.pos in {"ADP", "ADV", "SCONJ"} or token.ner in {"DATE", "TIME"}
        return loose and token.head != i

    def _controller(self, above: int, climbed: int) -> list[int]:
        """Whom an infinitive or small clause is about."""
        if self.tree.tokens[above].lemma not in SUBJECT_CONTROL:
            found = self._patients(above, climbed + 1) or self._control_phrase(above)
            if found:
                return found
        return self.surface(above, climbed + 1)

    def _control_phrase(self, above: int) -> list[int]:
        """ "called on Iran to stop"."""
        for p in self.tree.kids(above, "prep"):
            if self.tree.tokens[p].lemma in CONTROL_PREPOSITIONS and self.tree.kids(p, "pobj"):
                return self.tree.kids(p, "pobj")
        return []

    # -- nouns ----------------------------------------------------------------------------------

    def of_noun(self, i: int) -> list[int]:
        """Possessor, by-phrase, or name before the noun ("Russia's attack", "a Russian attack")."""
        found = self._possessors(i) or self._participle_agents(i)
        if found:
            return [self.voice.antecedent(f, f) for f in found]
        before = [k for k in self.tree.kids(i, "amod", "compound", "nmod") if k < i]
        named = [k for k in before if self.tree.tokens[k].pos in {"PROPN", "ADJ", "NOUN"}]
        return named or self.tree.prep(i, "from")

    def _possessors(self, i: int) -> list[int]:
        """ "Russia's attack", "attack by Russia", "the arrest of X by police"."""
        tree = self.tree
        found = list(tree.kids(i, "poss")) + tree.prep(i, "by")
        return found or [b for o in tree.prep(i, "of") for b in tree.prep(o, "by")]

    def _participle_agents(self, i: int) -> list[int]:
        """ "an attack carried out by X"; not "confirmed by X"."""
        clauses = [k for k in self.tree.kids(i, "acl") if self.tree.tokens[k].lemma in DOING]
        return [agent for clause in clauses for agent in self.voice.agents(clause)]
