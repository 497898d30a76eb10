"""Words that deny what stands below them, and what two negations make."""

from __future__ import annotations

from dragoman.model import Certainty, Status
from dragoman.stages.status.own import is_without
from dragoman.stages.status.scene import Finding, Scene


def denied(scene: Scene, node: int, governor: int) -> list[Finding]:
    """ "refused to", "denied having", "ruled out sending"; two negations make a fact."""
    dep, lemma = scene.tokens[node].dep, scene.tokens[governor].lemma
    if scene.is_a(governor, "negative_adj") and dep in {"xcomp", "ccomp", "pcomp"}:
        sure = Certainty.PROBABLE if lemma == "unlikely" else Certainty.CERTAIN
        return [Finding(Status.NEGATED, f"under:{lemma}", sure)]
    against = dep == "pcomp" and scene.lower(scene.tokens[node].head) == "against"
    if against and scene.is_a(governor, "choosing_verb"):
        return [Finding(Status.NEGATED, f"against:{lemma}")]
    if _too(scene, governor) and scene.slots.voice.is_infinitive(node):
        return [Finding(Status.NEGATED, "too")]
    if lemma in {"have", "be", "remain"} and scene.has(governor, ("advmod",), "yet"):
        return [Finding(Status.NEGATED, "yet")] if dep == "xcomp" else []
    negative = scene.is_a(governor, "negative_verb") or scene.is_a(governor, "disbelief_verb")
    failing = dep == "advcl" and lemma == "fail" and scene.slots.voice.is_infinitive(node)
    if not negative or not (failing or dep in {"xcomp", "pcomp", "ccomp"}):
        return []
    if scene.is_a(governor, "needs_out") and not with_particle(scene, governor, "out"):
        return []
    return flipped(scene, governor)


def _is_undone(scene: Scene, verb: int) -> bool:
    """Is a negative verb itself denied: "did not rule out", "short of ruling out", "refused to
    cancel"?"""
    token = scene.tokens[verb]
    above = token.head
    refused = token.dep == "xcomp" and above != verb and scene.is_a(above, "negative_verb")
    return scene.denied(verb) or is_without(scene, verb) or refused


def flipped(scene: Scene, governor: int) -> list[Finding]:
    """A negative verb, or the fact that two negations make."""
    lemma = scene.tokens[governor].lemma
    doubted = scene.is_a(governor, "disbelief_verb")
    if not _is_undone(scene, governor) and not _few_say(scene, governor):
        certainty = Certainty.PROBABLE if doubted else Certainty.CERTAIN
        return [Finding(Status.NEGATED, f"under:{lemma}", certainty)]
    if scene.is_a(governor, "needs_out"):
        return [Finding(Status.CONDITIONAL, f"not-under:{lemma}", Certainty.POSSIBLE)]
    effective = scene.is_a(governor, "effective_negative") or doubted
    certainty = Certainty.CERTAIN if effective else Certainty.PROBABLE
    nobody = not scene.negated(governor)  # "no one denies that"
    return [
        Finding(Status.ACTUAL, f"not-under:{lemma}", Certainty.CERTAIN if nobody else certainty)
    ]


def _few_say(scene: Scene, governor: int) -> bool:
    """ "Few doubt", "little doubt"."""
    words = [*scene.tree.kids(governor, "nsubj", "amod", "det", "neg")]
    inner = [k for w in words for k in scene.tree.kids(w, "amod")]
    return scene.any_is((*words, *inner), "few_det") or scene.any_is(words, "negative_det")


def _too(scene: Scene, governor: int) -> bool:
    """ "too weak to attack"."""
    described = [governor, *scene.tree.kids(governor, "acomp", "amod")]
    adjectives = [a for a in described if scene.tokens[a].pos in {"ADJ", "ADV"}]
    return any(
        scene.has(a, ("advmod",), "too") and not scene.is_a(a, "time_adj") for a in adjectives
    )


def with_particle(scene: Scene, verb: int, *words: str) -> bool:
    """Has a verb one of these particles ("rule out", "call off")?"""
    return scene.has(verb, ("prt", "advmod", "prep"), *words)
