"""What an act hangs on: "if the talks fail", "should the crisis escalate", "in case of war"."""

from __future__ import annotations

from dragoman.model import Span
from dragoman.stages.status.scene import Scene
from dragoman.text.tags import INVERTED

HIGHEST = 4  # governing words whose conditions are the act's as well
CLAUSES = ("advcl", "ccomp", "relcl")


def condition_of(scene: Scene, head: int) -> Span | None:
    """The words of the condition around a trigger; None where it hangs on nothing."""
    below = head
    for n, node in enumerate((head, *scene.tree.up(head))):
        for clause in scene.tree.kids(node, *CLAUSES):
            if clause != below and _is_condition(scene, clause):
                return _words(scene, clause)
        for preposition in scene.tree.kids(node, "prep"):
            if preposition != below and _is_case(scene, preposition):
                return _words(scene, preposition)
        if n >= HIGHEST or scene.tokens[node].dep in {"relcl", "appos"}:
            return None
        below = node
    return None


def _is_condition(scene: Scene, clause: int) -> bool:
    marks = scene.tree.kids(clause, "mark", "advmod")
    if scene.tokens[clause].dep == "advcl" and scene.any_is(marks, "condition_mark"):
        return not any(scene.lower(m) == "whether" for m in marks)
    first = min(scene.tree.subtree(clause))  # "should the crisis escalate", not "who should"
    begun = scene.lower(first) in INVERTED and scene.tokens[first].dep in {"aux", "auxpass"}
    return begun and scene.tree.kid(clause, "mark") is None and clause > first


def _is_case(scene: Scene, preposition: int) -> bool:
    """ "in case of", "in the event of"."""
    nouns = scene.tree.objects(preposition)
    return scene.lower(preposition) == "in" and any(
        scene.is_a(n, "case_noun") and scene.has(n, ("prep",), "of") for n in nouns
    )


def _words(scene: Scene, top: int) -> Span:
    below = scene.tree.subtree(top)
    words = [i for i in below if scene.tokens[i].pos != "PUNCT"] or below
    start, end = scene.tokens[words[0]].span.start, scene.tokens[words[-1]].span.end
    return Span(start, end)
