"""What a trigger's own words say of its reality: not, will, would, should, no, planned."""

from __future__ import annotations

from dragoman.model import Status
from dragoman.stages.status.scene import Finding, Scene

DETERMINERS = ("det", "amod", "compound", "neg")


def own_findings(scene: Scene, i: int) -> list[Finding]:
    """Findings in the words around a verb or noun itself."""
    is_noun = scene.tokens[i].pos in {"NOUN", "PROPN"}
    return _noun(scene, i) if is_noun else verb_findings(scene, i)


def verb_findings(scene: Scene, i: int) -> list[Finding]:
    """Negation, auxiliaries and conditions of a verb."""
    found = [Finding(Status.NEGATED, "not")] if scene.negated(i) else []
    subject = scene.tree.kid(i, "nsubj", "nsubjpass")
    if subject is not None:
        nobody = (subject, *scene.tree.kids(subject, "det"))
        found += (
            [Finding(Status.NEGATED, "no-subject")] if scene.any_is(nobody, "negative_det") else []
        )
    found += _objectless(scene, i)
    found += _auxiliary(scene, i)
    if scene.is_conditional(i):
        found.append(Finding(Status.CONDITIONAL, "if"))
    return found


def _objectless(scene: Scene, i: int) -> list[Finding]:
    """ "made no arrests", "arrested nobody", "without firing"."""
    objects = scene.tree.kids(i, "dobj")
    words = [w for o in objects for w in (o, *scene.tree.kids(o, "det"))]
    if scene.any_is(words, "negative_det"):
        return [Finding(Status.NEGATED, "no-object")]
    token = scene.tokens[i]
    without = token.dep == "pcomp" and scene.tokens[token.head].lemma == "without"
    return [Finding(Status.NEGATED, "without")] if without else []


def _auxiliary(scene: Scene, i: int) -> list[Finding]:
    """The first modal: will is a plan, should a duty, would a plan or a mere thought."""
    kids = scene.tree.kids(i, "aux")
    perfect = any(scene.tokens[k].lemma == "have" for k in kids)
    subject = scene.tree.kid(i, "nsubj", "nsubjpass")
    for k in kids:
        lemma = scene.tokens[k].lemma
        if scene.is_a(k, "future_aux"):
            return [] if perfect else [Finding(Status.PLANNED, f"aux:{lemma}")]
        if scene.is_a(k, "duty_aux"):
            inverted = subject is not None and k < subject
            return [Finding(Status.CONDITIONAL, "if" if inverted else f"duty:{lemma}")]
        if scene.is_a(k, "conditional_aux"):
            return _possible(scene, i, lemma, perfect=perfect)
    return []


def _possible(scene: Scene, i: int, lemma: str, *, perfect: bool) -> list[Finding]:
    """ "said it would" is a plan, "would have" did not come true, "could" is a thought."""
    if lemma == "would" and not perfect and _in_speech(scene, i):
        return [Finding(Status.PLANNED, "would-in-speech")]
    # "could not agree" says that they did not, which the negation tells already.
    unable = lemma in {"can", "could"} and scene.negated(i)
    return [] if unable else [Finding(Status.CONDITIONAL, f"aux:{lemma}")]


def _in_speech(scene: Scene, i: int) -> bool:
    """ "said it would": the future seen from the past."""
    return scene.any_is(scene.tree.up(i), "say_verb") or not scene.is_conditional(i)


def _noun(scene: Scene, i: int) -> list[Finding]:
    """Adjectives and determiners of a nominal event: "no talks", "a planned attack"."""
    found = []
    for k in scene.tree.kids(i, *DETERMINERS):
        word = scene.tokens[k].text.lower()
        if scene.is_a(k, "negative_det"):
            found.append(Finding(Status.NEGATED, "no-noun"))
        elif scene.is_a(k, "planned_mod") or word in scene.words["planned_mod"]:
            found.append(Finding(Status.PLANNED, f"mod:{word}"))
    return found
