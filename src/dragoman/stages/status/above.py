"""What the words above a trigger say of its reality: refused to, plans to, called for."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.model import Certainty, Status
from dragoman.stages.status.negation import denied
from dragoman.stages.status.nominal import ARGUMENT, nominal_findings
from dragoman.stages.status.own import verb_findings
from dragoman.stages.status.scene import Finding, Scene
from dragoman.text.tags import FINITE, NOUNS, VERBAL

EMBEDDED = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl", "csubj"})
PREDICATE = frozenset({"attr", "acomp"})
Rule = Callable[[Scene, int, int], list[Finding]]


def breaks(scene: Scene, node: int, above: int) -> bool:
    """Does ``node`` stand by itself, whatever the words above say?

    A relative clause or a participle tells of an act of its own ("lobbied X, who bombed Y"), as do
    "what the ministry describes as theft" and "before returning home".
    """
    token = scene.tokens[node]
    free_relative = any(scene.tokens[k].tag in {"WP", "WDT"} for k in scene.tree.kids(node))
    if token.dep in {"relcl", "appos", "amod"} or free_relative:
        return True
    if token.dep == "acl" and scene.has(node, ("mark",), "that"):
        return False  # "claims that it bombed the town"
    if token.dep in {"acl", "advcl"}:
        return not scene.slots.voice.is_infinitive(node) and not scene.is_conditional(node)
    if token.dep == "pcomp":
        return scene.is_a(above, "time_preposition")
    if token.dep == "conj":
        return token.tag in FINITE and scene.tokens[above].tag not in FINITE
    return False


def findings_above(scene: Scene, node: int, above: int) -> list[Finding]:
    """What a governing word says of the reality of what it governs."""
    token = scene.tokens[node]
    found: list[Finding] = []
    if token.dep in EMBEDDED:
        found += _embedding(scene, node, _governor(scene, node, above))
    if token.dep in ARGUMENT and token.pos in NOUNS:
        found += nominal_findings(scene, node, above)
    if token.dep in PREDICATE and scene.tokens[above].lemma == "be":
        found += verb_findings(scene, above)
    if token.dep == "advcl" and scene.is_conditional(node):
        found.append(Finding(Status.CONDITIONAL, "in-if"))
    return found


def _governor(scene: Scene, node: int, above: int) -> int:
    """The verb above a preposition ("prevented from leaving")."""
    adposition = scene.tokens[above].pos in {"ADP", "SCONJ"}
    gerund = scene.tokens[node].dep == "pcomp"
    return scene.tokens[above].head if gerund and adposition else above


# -- clauses ---------------------------------------------------------------------------------------


def _embedding(scene: Scene, node: int, governor: int) -> list[Finding]:
    """The first rule that has something to say."""
    rules: tuple[Rule, ...] = (
        denied, _seeming, _asked, _claimed, _noun_above, _planned, _carried, _purpose,
    )  # fmt: skip
    for rule in rules:
        found = rule(scene, node, governor)
        if found:
            return found
    return []


def _seeming(scene: Scene, node: int, governor: int) -> list[Finding]:
    """ "seems to have", "is believed to have", "suspects that", "accused of" stays as it is."""
    lemma = scene.tokens[governor].lemma
    if scene.is_a(governor, "seeming_verb"):
        return _raised(scene, governor) or [
            Finding(Status.ACTUAL, f"hedge:{lemma}", Certainty.PROBABLE)
        ]
    thought = scene.is_a(governor, "thought_verb") and scene.slots.voice.is_passive(governor)
    suspects = (governor, scene.tokens[governor].head)  # "suspects the army of killing"
    if (thought and scene.tokens[node].dep == "xcomp") or scene.any_is(suspects, "suspect_verb"):
        found = [Finding(Status.ACTUAL, f"hedge:{lemma}", Certainty.PROBABLE)]
        return found + _raised(scene, governor)
    return []


def _raised(scene: Scene, governor: int) -> list[Finding]:
    """ "does not think that it will" says that it will not."""
    if scene.is_a(governor, "neg_raising") and scene.denied(governor):
        lemma = scene.tokens[governor].lemma
        return [Finding(Status.NEGATED, f"not-under:{lemma}", Certainty.PROBABLE)]
    return []


def _asked(scene: Scene, node: int, governor: int) -> list[Finding]:
    """ "asked whether", "remains to be seen if"."""
    marks = scene.tree.kids(node, "mark", "advmod")
    inner = scene.tokens[node].dep in {"ccomp", "xcomp", "pcomp", "csubj"}
    asked = inner or scene.is_a(governor, "question_verb")
    if asked and scene.any_is(marks, "whether_mark"):
        return [Finding(Status.CONDITIONAL, "whether", Certainty.POSSIBLE)]
    return []


def _claimed(scene: Scene, node: int, governor: int) -> list[Finding]:
    """ "did not confirm that", "does not think that", "demanded that he be freed"."""
    if scene.is_a(governor, "claim_noun") and _is_denied_claim(scene, governor):
        doubted = scene.tokens[scene.tokens[governor].head].pos == "ADP"
        sure = Certainty.PROBABLE if doubted else Certainty.CERTAIN
        return [Finding(Status.NEGATED, "not-so", sure)]
    if scene.is_a(governor, "disbelieving_adj"):
        return [Finding(Status.NEGATED, "under:doubt", Certainty.PROBABLE)]
    if scene.tokens[node].dep != "ccomp":
        return []
    raised = _raised(scene, governor)
    if raised:
        return raised
    if scene.is_a(governor, "unsure_verb") and scene.denied(governor):
        lemma = scene.tokens[governor].lemma
        return [Finding(Status.CONDITIONAL, f"not-under:{lemma}", Certainty.POSSIBLE)]
    base = scene.tokens[node].tag == "VB" and scene.tree.kid(node, "aux") is None
    passive = any(scene.tokens[k].tag == "VB" for k in scene.tree.kids(node, "auxpass"))
    finite = any(scene.tokens[k].tag == "MD" for k in scene.tree.kids(node, "aux"))
    marked = scene.has(node, ("mark",), "that")
    if not finite and ((base and marked) or passive):
        return [Finding(Status.PLANNED, "subjunctive")]
    return []


def _is_denied_claim(scene: Scene, claim: int) -> bool:
    """ "rejected claims that", "cast doubt on reports that", "no truth in the rumour that"."""
    for i in list(scene.tree.up(claim))[:3]:
        if scene.is_a(i, "deny_verb"):
            return not scene.denied(i)
        if scene.tokens[i].pos in VERBAL or scene.is_a(i, "truth_noun"):
            doubt = scene.any_is(scene.tree.kids(i, "dobj"), "doubt_verb")
            return doubt or (scene.is_a(i, "truth_noun") and scene.nobody(i))
    return False


def _noun_above(scene: Scene, node: int, governor: int) -> list[Finding]:
    """ "failure to act", "a chance of rebuilding", "attempts to kill", "no plan to"."""
    token = scene.tokens[governor]
    infinitive = scene.slots.voice.is_infinitive(node)
    if token.pos not in NOUNS or not (infinitive or scene.tokens[node].dep == "pcomp"):
        return []
    none = scene.nobody(governor)
    if none and scene.is_a(governor, "scruple_noun"):
        return [Finding(Status.ACTUAL, f"not-under:{token.lemma}")]
    if none or scene.is_a(governor, "negative_noun"):
        return [Finding(Status.NEGATED, f"under:{token.lemma}")]
    if scene.is_a(governor, "possible_noun"):
        return [Finding(Status.CONDITIONAL, f"under:{token.lemma}", Certainty.POSSIBLE)]
    if scene.is_a(governor, "future_noun") and _is_rejected(scene, governor):
        return [Finding(Status.NEGATED, f"under:{token.lemma}")]
    if scene.is_a(governor, "future_noun") or scene.is_a(governor, "needed_noun"):
        return [Finding(Status.PLANNED, f"under:{token.lemma}")]
    if scene.is_a(governor, "attempt") and infinitive:
        if token.dep == "pobj":  # "left in an attempt to rescue them"
            return [Finding(Status.PLANNED, f"attempt:{token.lemma}")]
        return [Finding(Status.ACTUAL, f"attempt:{token.lemma}", Certainty.POSSIBLE)]
    return []


def _is_rejected(scene: Scene, noun: int) -> bool:
    """ "rejected a proposal to merge", "the plan to merge was dropped"."""
    token = scene.tokens[noun]
    return token.dep in {"dobj", "nsubjpass"} and scene.is_a(token.head, "rejecting_verb")


def _planned(scene: Scene, node: int, governor: int) -> list[Finding]:
    """ "plans to", "is due to", "urged them to", "considers leaving"; "does not plan to"."""
    dep, lemma = scene.tokens[node].dep, scene.tokens[governor].lemma
    if not scene.slots.voice.is_infinitive(node):
        musing = dep in {"xcomp", "pcomp"} and scene.is_a(governor, "musing_verb")
        return [Finding(Status.CONDITIONAL, f"under:{lemma}")] if musing else []
    going = lemma == "go" and scene.tokens[governor].tag == "VBG"
    plans = scene.is_a(governor, "plan_verb") or scene.is_a(governor, "future_adj") or going
    if plans and dep != "csubj":
        if scene.governs_condition(governor):
            return [Finding(Status.CONDITIONAL, "if")]
        dropped = scene.denied(governor) or _is_dropped(scene, governor)
        status = Status.NEGATED if dropped else Status.PLANNED
        doubtful = lemma in {"expect", "likely"} or scene.is_a(governor, "seeming_verb")
        return [
            Finding(status, f"under:{lemma}", Certainty.PROBABLE if doubtful else Certainty.CERTAIN)
        ]
    if scene.is_a(governor, "ask_verb") and dep != "csubj":
        return [Finding(Status.PLANNED, f"under:{lemma}")]
    if lemma == "be" and dep == "xcomp":
        return [Finding(_scheduled(scene, node, governor), "is-to")]
    return []


def _scheduled(scene: Scene, node: int, governor: int) -> Status:
    """ "is to meet", "was to have met", "were they to meet"."""
    if scene.has(node, ("aux",), "have"):
        return Status.NEGATED
    first = min(scene.tree.subtree(governor)) == governor
    inverted = scene.lower(governor) == "were" and first
    return Status.CONDITIONAL if inverted else Status.PLANNED


def _is_dropped(scene: Scene, governor: int) -> bool:
    """ "had planned to strike, but ..."."""
    ends = scene.has(governor, ("aux",), "had") and scene.has(governor, ("cc",), "but")
    return ends and scene.is_a(governor, "intent_verb")


def _carried(scene: Scene, node: int, governor: int) -> list[Finding]:
    """ "managed to", "was forced to": what is said of the verb above holds below it as well."""
    dep, lemma = scene.tokens[node].dep, scene.tokens[governor].lemma
    if scene.is_a(governor, "attempt") and scene.slots.voice.is_infinitive(node):
        tried = [Finding(Status.ACTUAL, f"attempt:{lemma}", Certainty.POSSIBLE)]
        return [*verb_findings(scene, governor), *tried]
    if dep == "xcomp" and scene.denied(governor) and lemma not in {"have", "need"}:
        return [Finding(Status.NEGATED, f"not-under:{lemma}")]
    if dep in {"xcomp", "ccomp"} and scene.is_a(governor, "enabling_verb"):
        return verb_findings(scene, governor)
    return []


def _purpose(scene: Scene, node: int, governor: int) -> list[Finding]:
    """ "sent envoys to negotiate"."""
    infinitive = scene.slots.voice.is_infinitive(node)
    if scene.tokens[node].dep != "advcl" or not infinitive or scene.tokens[governor].lemma == "be":
        return []
    return [Finding(Status.PLANNED, "purpose")]
