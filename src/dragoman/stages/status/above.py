"""What the words above a trigger say of its reality: refused to, plans to, called for."""

from __future__ import annotations

from dragoman.model import Status
from dragoman.stages.status.own import verb_findings
from dragoman.stages.status.scene import Finding, Scene

EMBEDDED = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
ARGUMENT = frozenset({"dobj", "pobj", "nsubjpass"})


def breaks(scene: Scene, node: int) -> bool:
    """Does the clause of ``node`` stand by itself, whatever the words above say?

    A relative clause or a participle tells of an act of its own ("lobbied X, who bombed Y"); so
    does "what the ministry describes as theft".
    """
    dep = scene.tokens[node].dep
    free_relative = any(scene.tokens[k].tag in {"WP", "WDT"} for k in scene.tree.kids(node))
    if dep in {"relcl", "appos"} or free_relative:
        return True
    if dep in {"acl", "advcl"}:
        return not scene.slots.voice.is_infinitive(node) and not scene.is_conditional(node)
    return False


def findings_above(scene: Scene, node: int, above: int) -> list[Finding]:
    """What a governing word says of the reality of what it governs."""
    token = scene.tokens[node]
    found: list[Finding] = []
    if token.dep in EMBEDDED:
        found += _embedding(scene, node, _governor(scene, node, above))
    if token.dep in ARGUMENT and token.pos in {"NOUN", "PROPN"}:
        found += _nominal(scene, above)
    if token.dep == "advcl" and scene.is_conditional(node):
        found.append(Finding(Status.CONDITIONAL, "if"))
    return found


def _governor(scene: Scene, node: int, above: int) -> int:
    """The verb above a preposition ("prevented from leaving")."""
    adposition = scene.tokens[above].pos in {"ADP", "SCONJ"}
    gerund = scene.tokens[node].dep == "pcomp"
    return scene.tokens[above].head if gerund and adposition else above


def _embedding(scene: Scene, node: int, governor: int) -> list[Finding]:
    dep = scene.tokens[node].dep
    lemma = scene.tokens[governor].lemma
    if scene.is_a(governor, "negative_verb") and dep in {"xcomp", "pcomp", "ccomp"}:
        return [Finding(Status.NEGATED, f"under:{lemma}")]
    if not scene.slots.voice.is_infinitive(node):
        musing = dep == "xcomp" and scene.is_a(governor, "musing_verb")
        return [Finding(Status.PLANNED, f"under:{lemma}")] if musing else []
    if dep in {"xcomp", "ccomp"} and scene.is_a(governor, "enabling_verb"):
        return verb_findings(scene, governor)
    plans = scene.is_a(governor, "plan_verb") or scene.is_a(governor, "future_adj")
    if dep == "advcl" and not plans and lemma != "be":
        return [Finding(Status.PLANNED, "purpose")]
    if plans:
        status = Status.NEGATED if scene.negated(governor) else Status.PLANNED
        return [Finding(status, f"under:{lemma}")]
    if scene.is_a(governor, "ask_verb"):
        return [Finding(Status.PLANNED, f"under:{lemma}")]
    if scene.is_a(governor, "future_noun"):
        denied = scene.any_is(scene.tree.kids(governor, "det"), "negative_det")
        return [Finding(Status.NEGATED if denied else Status.PLANNED, f"under:{lemma}")]
    return [Finding(Status.PLANNED, "is-to")] if lemma == "be" and dep == "xcomp" else []


def _nominal(scene: Scene, above: int) -> list[Finding]:
    """A nominal event as the object of a verb: done, planned, or kept from happening."""
    governor = scene.tokens[above].head if scene.tokens[above].pos == "ADP" else above
    lemma = scene.tokens[governor].lemma
    if scene.is_a(governor, "carrying_verb"):
        return verb_findings(scene, governor) if scene.tokens[governor].pos == "VERB" else []
    if scene.is_a(governor, "support_noun_verb") or scene.is_a(governor, "future_noun"):
        return [Finding(Status.PLANNED, f"content-of:{lemma}")]
    if scene.is_a(governor, "averting_verb"):
        return [Finding(Status.NEGATED, f"content-of:{lemma}")]
    return []
