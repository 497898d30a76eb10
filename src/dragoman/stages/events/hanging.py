"""How a name hangs in its sentence: by which preposition or relation, and on what."""

from __future__ import annotations

from dragoman.stages.events.standing import Standing
from dragoman.text.tags import SUBJECTS, VERBAL
from dragoman.text.tree import Tree

PARTS = frozenset(
    {"compound", "nmod", "appos", "amod", "poss", "nummod", "det", "punct", "npadvmod"}
)
OBJECTS = frozenset({"dobj", "attr", "dative"})
LONGEST = 12  # words between a name and the word that governs its preposition
COUNTED = frozenset({"in", "at", "near", "to", "from", "of", "on", "through", "outside", "into",
                     "across", "around", "over", "against", "with", "by", "for", "between",
                     "toward", "towards", "inside", "off", "throughout", "along", "within",
                     "north", "south", "east", "west", "about", "under", "after"})  # fmt: skip


def held(tree: Tree, token: int) -> tuple[str, int | None]:
    """The preposition, or relation, by which a name hangs, and the word it hangs on.

    "In the town of Bakwa" hangs by "in": nouns of the phrase are passed through.
    """
    node = token
    found: tuple[str, int | None] = ("loose", None)
    for _ in range(LONGEST):
        this = tree.tokens[node]
        if this.dep == "pobj" and this.head != node:
            prep = tree.tokens[this.head]
            lemma = prep.lemma.lower()
            found = (lemma if lemma in COUNTED else "other", prep.head)
            if lemma != "of" or tree.tokens[prep.head].pos in VERBAL:
                return found
            node = prep.head
        elif this.dep in PARTS or this.dep == "conj":
            if this.head == node:
                break
            found = (this.dep, this.head)
            node = this.head
        elif this.dep in SUBJECTS or this.dep in OBJECTS:
            return ("subject" if this.dep in SUBJECTS else "object", this.head)
        else:
            break
    return found


def relation(standing: Standing, head: int, holder: int) -> str:
    """How the word that a name hangs on stands to a trigger."""
    tree = standing.tree
    if holder == head:
        return "trigger"
    clause = standing.clause(head)
    if holder == clause:
        return "verb"
    if head in tree.up(holder):
        return "below" if standing.clause(holder) in {head, clause} else "clause-below"
    if standing.clause(holder) == clause:
        return "clause"
    if holder in tree.up(head):
        return "above"
    return "beside"
