"""The stage: one judgement for each trigger, with the rules that decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.model import Certainty, Document, Judgement, Status, Step, Trigger
from dragoman.stages.status.above import breaks, findings_above
from dragoman.stages.status.conditions import condition_of
from dragoman.stages.status.dates import date_findings
from dragoman.stages.status.joining import heard_status
from dragoman.stages.status.nominal import passes
from dragoman.stages.status.own import own_findings
from dragoman.stages.status.scene import Finding, Scene
from dragoman.stages.status.voices import Voices, own_word

# Of several findings the first of these counts; of certainties the last.
RANK = {Status.NEGATED: 0, Status.CONDITIONAL: 1, Status.PLANNED: 2, Status.HISTORICAL: 3,
        Status.ACTUAL: 4}  # fmt: skip
SURE = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}


def judge_triggers(doc: Document, words: Mapping[str, frozenset[str]]) -> Document:
    """Adds the layer ``judgements``: one for each trigger, in the same order.

    ``words`` are the classes of data/status/words.tsv.
    """
    assert doc.triggers is not None and doc.sentences is not None
    scene = Scene(doc, words)
    voices = Voices(scene)
    judgements = tuple(_judge(scene, voices, trigger) for trigger in doc.triggers)
    return doc.add(Step("status", "1"), judgements=judgements)


def _judge(scene: Scene, voices: Voices, trigger: Trigger) -> Judgement:
    findings = own_findings(scene, trigger.head)
    findings += _above(scene, trigger.head)
    findings += date_findings(scene, trigger)
    status = min((f.status for f in findings), key=lambda s: RANK[s], default=Status.ACTUAL)
    heard, said = voices.of(trigger)
    reasons = [*(f.why for f in findings), *said]
    other = heard_status(status, reasons, trigger)
    if other is not None:
        status = other
        reasons.append(f"status:{other.value}")
    certainty = _certainty(status, findings)
    told = voices.foretold(trigger, status, heard)
    told = own_word(told, reasons) if status is Status.NEGATED else told
    condition = condition_of(scene, trigger.head)
    why = tuple(dict.fromkeys(reasons))
    return Judgement(trigger.i, status, certainty, told, why, condition)


def _certainty(status: Status, findings: Sequence[Finding]) -> Certainty:
    """The least of all that is found; what hangs on a condition is merely possible."""
    if status is Status.CONDITIONAL:
        return Certainty.POSSIBLE
    return max((f.certainty for f in findings), key=lambda c: SURE[c], default=Certainty.CERTAIN)


def _above(scene: Scene, head: int) -> list[Finding]:
    """Findings from all governing words, up to the first clause that stands by itself."""
    findings: list[Finding] = []
    node = head
    for above in scene.tree.up(head):
        if breaks(scene, node, above):
            break
        found = findings_above(scene, node, above)
        findings += found
        if not passes(scene, node, above) or any(f.why == "whether" for f in found):
            break
        node = above
    return findings
