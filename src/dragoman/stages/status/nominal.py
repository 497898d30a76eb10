"""Nominal events below a word: done, planned, risked, or kept from happening."""

from __future__ import annotations

from dragoman.model import Certainty, Status
from dragoman.stages.status.negation import flipped, with_particle
from dragoman.stages.status.own import verb_findings
from dragoman.stages.status.scene import Finding, Scene
from dragoman.text.tags import NOUNS, VERBAL

ARGUMENT = frozenset({"dobj", "pobj", "nsubjpass", "nsubj"})


def passes(scene: Scene, node: int, above: int) -> bool:
    """Does what holds of the governing word hold of ``node``, too?

    Of nominal events only where it brings them about ("refused to hold talks", "plans to sign a
    treaty", "a series of attacks"): who "failed to report the attack" does not deny it.
    """
    token = scene.tokens[node]
    if token.pos not in NOUNS or token.dep not in ARGUMENT:
        return True
    is_adposition = scene.tokens[above].pos == "ADP"
    governor = scene.tokens[above].head if is_adposition else above
    if scene.tokens[governor].pos in NOUNS:
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
    if scene.tokens[node].dep == "nsubj":
        return _as_subject(scene, governor)
    if scene.tokens[governor].pos in NOUNS:
        return _below_noun(scene, governor)
    return _as_object(scene, node, above, governor)


def _as_subject(scene: Scene, verb: int) -> list[Finding]:
    """ "the talks never took place", "release hinges on an audit", "war seems unlikely"."""
    if any(scene.is_a(k, "negative_adj") for k in scene.tree.kids(verb, "acomp", "oprd")):
        return [Finding(Status.NEGATED, "unlikely", Certainty.PROBABLE)]
    if scene.is_a(verb, "hinging_verb"):
        return [Finding(Status.CONDITIONAL, f"content-of:{scene.tokens[verb].lemma}")]
    return verb_findings(scene, verb) if scene.is_a(verb, "happening_verb") else []


def _as_object(scene: Scene, node: int, above: int, verb: int) -> list[Finding]:
    """ "averted a strike", "postponed the talks", "held talks", "called for talks"."""
    lemma, dep = scene.tokens[verb].lemma, scene.tokens[node].dep
    if scene.is_a(verb, "averting_verb") and _averts(scene, verb, dep):
        return flipped(scene, verb)
    if scene.is_a(verb, "postponing_verb") and dep in {"dobj", "nsubjpass"}:
        return [Finding(Status.PLANNED, f"content-of:{lemma}")]
    if scene.is_a(verb, "carrying_verb"):
        return verb_findings(scene, verb) if scene.tokens[verb].pos == "VERB" else []
    if scene.is_a(verb, "musing_verb"):
        return [Finding(Status.CONDITIONAL, f"content-of:{lemma}")]
    if scene.is_a(verb, "support_noun_verb"):
        named = scene.is_a(verb, "needs_for") and scene.lower(above) != "for"
        return [] if named else [Finding(Status.PLANNED, f"content-of:{lemma}")]
    return _made(scene, node, verb)


def _made(scene: Scene, node: int, verb: int) -> list[Finding]:
    """What is said of verbs that bring an act about: "could trigger a war", "signed no treaty"."""
    if _is_open(scene, node) and scene.is_a(verb, "creating_verb"):
        return verb_findings(scene, verb) if scene.tokens[verb].pos in VERBAL else []
    if scene.denied(verb) and scene.has(node, ("det",), "any"):
        return [Finding(Status.NEGATED, f"not-under:{scene.tokens[verb].lemma}")]
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
    if lemma == "anniversary":
        return [Finding(Status.HISTORICAL, "content-of:anniversary")]
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
