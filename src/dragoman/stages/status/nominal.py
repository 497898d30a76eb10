"""Nominal events below a word: done, planned, risked, or kept from happening."""

from __future__ import annotations

from dragoman.model import Certainty, Status
from dragoman.stages.status.negation import flipped, with_particle
from dragoman.stages.status.own import verb_findings
from dragoman.stages.status.scene import Finding, Scene
from dragoman.text.tags import VERBAL

ARGUMENT = frozenset({"dobj", "pobj", "nsubjpass", "nsubj"})


def passes(scene: Scene, node: int, above: int) -> bool:
    """Does what holds of the governing word hold of ``node``, too?

    Of nominal events only where it brings them about ("refused to hold talks", "plans to sign a
    treaty", "a series of attacks"): who "failed to report the attack" does not deny it.
    """
    token = scene.tokens[node]
    if token.pos not in {"NOUN", "PROPN"} or token.dep not in ARGUMENT:
        return True
    is_adposition = scene.tokens[above].pos == "ADP"
    governor = scene.tokens[above].head if is_adposition else above
    if scene.tokens[governor].pos in {"NOUN", "PROPN"}:
        return scene.is_a(governor, "counting_noun") or scene.is_a(governor, "sign_noun")
    light = any(
        scene.is_a(governor, kind)
        for kind in ("carrying_verb", "happening_verb", "support_noun_verb")
    )
    if is_adposition:
        return light and scene.lower(above) in {"out", "for", "in", "off", "to"}
    return light or (scene.is_a(governor, "creating_verb") and _is_open(scene, node))


def nominal_findings(scene: Scene, node: int, above: int) -> list[Finding]:
    """A nominal event below a word: done, planned, risked, or kept from happening."""
    governor = scene.tokens[above].head if scene.tokens[above].pos == "ADP" else above
    token = scene.tokens[governor]
    dep = scene.tokens[node].dep
    if dep == "nsubj":
        if any(scene.is_a(k, "negative_adj") for k in scene.tree.kids(governor, "acomp", "oprd")):
            return [Finding(Status.NEGATED, "unlikely", Certainty.PROBABLE)]
        if scene.is_a(governor, "hinging_verb"):
            return [Finding(Status.CONDITIONAL, f"content-of:{token.lemma}")]
        happens = scene.is_a(governor, "happening_verb")
        return verb_findings(scene, governor) if happens else []
    if token.pos in {"NOUN", "PROPN"}:
        return _below_noun(scene, governor)
    if scene.is_a(governor, "averting_verb") and _averts(scene, governor, dep):
        return flipped(scene, governor)
    if scene.is_a(governor, "postponing_verb") and dep in {"dobj", "nsubjpass"}:
        return [Finding(Status.PLANNED, f"content-of:{token.lemma}")]
    if scene.is_a(governor, "carrying_verb"):
        return verb_findings(scene, governor) if token.pos == "VERB" else []
    if scene.is_a(governor, "musing_verb"):
        return [Finding(Status.CONDITIONAL, f"content-of:{token.lemma}")]
    if scene.is_a(governor, "needs_for") and scene.lower(above) != "for":
        return []  # "called the attack a crime"
    if scene.is_a(governor, "support_noun_verb"):
        return [Finding(Status.PLANNED, f"content-of:{token.lemma}")]
    if _is_open(scene, node) and scene.is_a(governor, "creating_verb"):
        return verb_findings(scene, governor) if token.pos in VERBAL else []
    if scene.denied(governor) and scene.has(node, ("det",), "any"):
        return [Finding(Status.NEGATED, f"not-under:{token.lemma}")]
    return []


def _averts(scene: Scene, verb: int, dep: str) -> bool:
    """ "called off the talks", "ruled out an attack", "prevented the attack"."""
    if dep not in {"dobj", "nsubjpass"}:
        return False
    if scene.is_a(verb, "needs_out"):
        return with_particle(scene, verb, "out")
    return not scene.is_a(verb, "needs_off") or with_particle(scene, verb, "off")


def _below_noun(scene: Scene, noun: int) -> list[Finding]:
    """ "risk of an attack", "lack of talks", "a call for talks"."""
    lemma = scene.tokens[noun].lemma
    if scene.is_a(noun, "negative_noun"):
        return [Finding(Status.NEGATED, f"content-of:{lemma}")]
    if scene.is_a(noun, "possible_noun"):
        return [Finding(Status.CONDITIONAL, f"content-of:{lemma}", Certainty.POSSIBLE)]
    if scene.is_a(noun, "future_noun"):
        none = scene.nobody(noun)
        return [Finding(Status.NEGATED if none else Status.PLANNED, f"content-of:{lemma}")]
    if scene.is_a(noun, "support_noun_verb"):
        return [Finding(Status.PLANNED, f"content-of:{lemma}")]
    if scene.is_a(noun, "sign_noun") and (scene.nobody(noun) or _signless(scene, noun)):
        return [Finding(Status.NEGATED, f"content-of:{lemma}")]
    return []


def _signless(scene: Scene, noun: int) -> bool:
    """ "did not see any sign of a pullback"."""
    return scene.has(noun, ("det",), "any") and scene.denied(scene.tokens[noun].head)


def _is_open(scene: Scene, noun: int) -> bool:
    """Is the noun of no certain act: "a", "any" or bare, not "the attack" or "its attack"?"""
    words = [scene.lower(k) for k in scene.tree.kids(noun, "det", "poss")]
    return all(word in {"a", "an", "any", "either"} for word in words)
