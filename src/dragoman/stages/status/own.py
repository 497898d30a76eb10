"""What a trigger's own words say of its reality: not, will, would, should, no, planned, alleged."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dragoman.model import Certainty, Status
from dragoman.stages.status.scene import Finding, Scene
from dragoman.text.tags import NOUNS, PRESENT

DETERMINERS = ("det", "amod", "compound", "neg", "advmod", "nmod")
AUXILIARIES = ("aux", "auxpass")
SUBJECTS = ("nsubj", "nsubjpass", "expl")
INSTEAD = frozenset({"instead", "rather"})


def own_findings(scene: Scene, i: int) -> list[Finding]:
    """Findings in the words around a verb or noun itself."""
    is_noun = scene.tokens[i].pos in NOUNS
    return _noun(scene, i) if is_noun else verb_findings(scene, i)


def verb_findings(scene: Scene, i: int) -> list[Finding]:
    """Negation, auxiliaries, conditions and hedges of a verb."""
    found = [*_negation(scene, i), *_auxiliary(scene, i), *_adverbs(scene, i)]
    if scene.is_conditional(i):
        why = "in-if" if scene.in_condition(i) else "if"
        found.append(Finding(Status.CONDITIONAL, why))
    found += [finding for holds, finding in TURNS if holds(scene, i)]
    if _shares_auxiliary(scene, i):
        found += verb_findings(scene, scene.tokens[i].head)
    return found


# -- verbs -----------------------------------------------------------------------------------------


def _negation(scene: Scene, i: int) -> list[Finding]:
    """ "not", "nobody", "made no arrests", "without firing", "rather than fire"."""
    found = [Finding(Status.NEGATED, "not")] if scene.negated(i) else []
    subject = scene.tree.kid(i, "nsubj", "nsubjpass")
    if subject is not None and scene.nobody(subject):
        found.append(Finding(Status.NEGATED, "no-subject"))
    elif subject is not None and _few(scene, subject):
        found.append(Finding(Status.NEGATED, "no-subject", Certainty.PROBABLE))
    if not scene.is_a(i, "stative_verb") and any(
        scene.nobody(o) for o in scene.tree.kids(i, "dobj")
    ):
        found.append(Finding(Status.NEGATED, "no-object"))
    if is_without(scene, i):
        found.append(Finding(Status.NEGATED, "without"))
    if _is_nor(scene, i):
        found.append(Finding(Status.NEGATED, "nor"))
    return found


def _is_nor(scene: Scene, i: int) -> bool:
    """ "has not merged, nor has it found a partner"; "no reason, nor any quarrel"."""
    token = scene.tokens[i]
    joins = scene.tree.kids(token.head, "cc", "preconj") if token.dep == "conj" else ()
    return any(scene.lower(k) == "nor" and k < i for k in joins)


def _few(scene: Scene, i: int) -> bool:
    """ "Few complied", "little progress"; but "a few complied" and "the little boy"."""
    words = (i, *scene.tree.kids(i, "amod"))
    bare = scene.tree.kid(i, "det", "quantmod", "poss") is None
    return bare and scene.any_is(words, "few_det")


def is_without(scene: Scene, i: int) -> bool:
    """ "without firing", "instead of firing", "rather than fire", "stopped short of firing"."""
    token = scene.tokens[i]
    than = [k for k in scene.tree.kids(i, "mark", "advmod", "cc", "prep") if k and k < i]
    if any(scene.lower(k) == "than" and scene.lower(k - 1) == "rather" for k in than):
        return True
    if token.dep not in {"pcomp", "pobj"}:
        return False
    above = scene.tokens[token.head]
    if above.lemma == "without":
        return True
    if above.lemma == "of" and scene.lower(above.head) == "out":  # "talked them out of firing"
        return scene.is_a(scene.tokens[above.head].head, "talking_verb")
    before = (above.head, above.i - 1)
    return above.lemma == "of" and any(scene.lower(k) in {*INSTEAD, "short"} for k in before)


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
            if perfect and not inverted:
                return [Finding(Status.NEGATED, "would-have")]
            if inverted:
                return [Finding(Status.CONDITIONAL, "if")]
            return [Finding(Status.PLANNED, f"duty:{lemma}")]
        if scene.is_a(k, "conditional_aux"):
            return _possible(scene, i, lemma, perfect=perfect)
    return []


def _possible(scene: Scene, i: int, lemma: str, *, perfect: bool) -> list[Finding]:
    """ "said it would" is a plan, "would have" did not come true, "could" is a thought."""
    if lemma == "would" and not perfect and _in_speech(scene, i):
        return [Finding(Status.PLANNED, "would-in-speech")]
    unreal = lemma == "would" or (lemma == "could" and _is_counterfactual(scene, i))
    if perfect and unreal:
        return [Finding(Status.NEGATED, "would-have")]
    # "could not agree" says that they did not, which the negation tells already.
    unable = lemma in {"can", "could"} and scene.negated(i)
    return [] if unable else [Finding(Status.CONDITIONAL, f"aux:{lemma}", Certainty.POSSIBLE)]


def _is_counterfactual(scene: Scene, i: int) -> bool:
    """ "would have stopped if it had", "had it been asked", "but for", "could have ... but"."""
    clauses = scene.tree.kids(i, "advcl")
    unless = any(scene.any_is(scene.tree.kids(c, "mark"), "if_mark") for c in clauses)
    return unless or any(_is_unreal(scene, c) for c in clauses)


def _in_speech(scene: Scene, i: int) -> bool:
    """ "said it would": the future seen from the past."""
    return scene.any_is(scene.tree.up(i), "say_verb") or not scene.is_conditional(i)


def _adverbs(scene: Scene, i: int) -> list[Finding]:
    """ "reportedly", "perhaps"; "almost fell" did not."""
    found = []
    for k in scene.tree.kids(i, "advmod"):
        word = scene.lower(k)
        if scene.is_a(k, "probable_adv"):
            found.append(Finding(Status.ACTUAL, f"hedge:{word}", Certainty.PROBABLE))
        elif word == "certainly" and scene.has(k, ("advmod",), "almost"):
            found.append(Finding(Status.ACTUAL, "hedge:almost", Certainty.PROBABLE))
        elif scene.is_a(k, "old_adv") or (word == "long" and scene.has(i, ("aux",), "had")):
            found.append(Finding(Status.HISTORICAL, f"adv:{word}"))
        elif scene.is_a(k, "possible_adv"):
            found.append(Finding(Status.ACTUAL, f"hedge:{word}", Certainty.POSSIBLE))
        elif scene.is_a(k, "near") and k < i and scene.tokens[i].tag in {"VBD", "VBN"}:
            found.append(Finding(Status.NEGATED, f"near:{word}"))
    return found


def _is_unreal(scene: Scene, i: int) -> bool:
    """ "Had they allowed it, ...": they did not."""
    if scene.tokens[i].dep != "advcl" or scene.tree.kid(i, "mark") is not None:
        return False
    subject = scene.tree.kid(i, "nsubj", "nsubjpass")
    return subject is not None and any(
        scene.lower(k) == "had" and k < subject for k in scene.tree.kids(i, "aux")
    )


def _is_question(scene: Scene, i: int) -> bool:
    """ "Did they shell it?"."""
    subject = scene.tree.kid(i, "nsubj", "nsubjpass")
    auxiliaries = scene.tree.kids(i, *AUXILIARIES)
    if subject is None or not auxiliaries or auxiliaries[0] > subject:
        return False
    end = scene.sentence_of(i).last
    return any(scene.tokens[k].text == "?" for k in range(i, end))


def _is_as_if(scene: Scene, i: int) -> bool:
    """ "as if to attack"."""
    marks = [k for k in scene.tree.kids(i, "mark", "advmod") if scene.lower(k) == "if"]
    return any(k > 0 and scene.lower(k - 1) == "as" for k in marks)


def _is_order(scene: Scene, i: int) -> bool:
    """ "Stop the war": a bare verb at the head of its sentence or of what is said."""
    token = scene.tokens[i]
    bare = scene.tree.kid(i, *AUXILIARIES, *SUBJECTS) is None
    return token.tag == "VB" and bare and token.dep in {"ROOT", "ccomp"}


def _shares_auxiliary(scene: Scene, i: int) -> bool:
    """ "will meet the envoys and sign": the second verb has the words of the first."""
    token = scene.tokens[i]
    if token.dep != "conj" or token.tag not in {"VB", "VBN"}:
        return False
    bare = scene.tree.kid(i, *AUXILIARIES, *SUBJECTS) is None
    return bare and scene.tokens[token.head].tag == token.tag


def _is_otherwise(scene: Scene, i: int) -> bool:
    """ "Otherwise they would leave"."""
    return scene.has(i, ("advmod",), "otherwise")


def _is_in_vain(scene: Scene, i: int) -> bool:
    """ "tried in vain to free them"."""
    return any(scene.has(p, (), "vain") for p in scene.tree.kids(i, "prep"))


def _is_awaited(scene: Scene, i: int) -> bool:
    """ "After they withdraw, it can rebuild": the present tense of a clause of time is to come."""
    token = scene.tokens[i]
    if token.dep != "advcl" or token.tag not in PRESENT:
        return False
    opens = scene.tree.kids(i, "mark", "advmod")
    if not any(scene.lower(k) in scene.words["time_mark"] for k in opens):
        return False
    helpers = scene.tree.kids(token.head, "aux")
    return any(scene.any_is(helpers, kind) for kind in ("future_aux", "duty_aux")) or any(
        scene.lower(k) in scene.words["able_aux"] for k in helpers
    )


# Turns of a clause that decide by themselves, each with what it says.
TURNS: tuple[tuple[Callable[[Scene, int], bool], Finding], ...] = (
    (_is_otherwise, Finding(Status.CONDITIONAL, "otherwise")),
    (_is_unreal, Finding(Status.NEGATED, "had-it")),
    (_is_question, Finding(Status.CONDITIONAL, "question")),
    (_is_as_if, Finding(Status.NEGATED, "as-if")),
    (_is_in_vain, Finding(Status.NEGATED, "in-vain")),
    (_is_order, Finding(Status.PLANNED, "imperative")),
    (_is_awaited, Finding(Status.PLANNED, "awaited")),
)


# -- nouns -----------------------------------------------------------------------------------------


def _noun(scene: Scene, i: int) -> list[Finding]:
    """Words around a nominal event: "no talks", "a planned attack"."""
    found = [f for k in scene.tree.kids(i, *DETERMINERS) if (f := _modifier(scene, k))]
    if _few(scene, i):
        found.append(Finding(Status.NEGATED, "no-noun", Certainty.PROBABLE))
    if is_without(scene, i):
        found.append(Finding(Status.NEGATED, "without"))
    if _is_nor(scene, i):
        found.append(Finding(Status.NEGATED, "nor"))
    found += _course(scene, i)
    if scene.tokens[i].dep == "conj":
        head = scene.tokens[i].head
        shared = (_modifier(scene, k) for k in scene.tree.kids(head, "det", "neg"))
        found += [f for f in shared if f]
    return found


def _modifier(scene: Scene, k: int) -> Finding | None:
    word = scene.lower(k)
    if scene.is_a(k, "negative_det"):
        return Finding(Status.NEGATED, "no-noun")
    if scene.is_a(k, "planned_mod") or word in scene.words["planned_mod"]:
        return Finding(Status.PLANNED, f"mod:{word}")
    if word in scene.words["negative_mod"]:
        return Finding(Status.NEGATED, f"mod:{word}")
    if word in scene.words["possible_mod"]:
        return Finding(Status.CONDITIONAL, f"mod:{word}", Certainty.POSSIBLE)
    if word in scene.words["probable_mod"]:
        return Finding(Status.ACTUAL, f"mod:{word}", Certainty.PROBABLE)
    return None


def _course(scene: Scene, i: int) -> Iterable[Finding]:
    """What verbs of happening say of a noun: "talks that never took place"."""
    for verb in scene.tree.kids(i, "relcl"):
        if scene.is_a(verb, "happening_verb"):
            yield from verb_findings(scene, verb)
