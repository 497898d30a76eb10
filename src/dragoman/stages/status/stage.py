"""The stage: one judgement for each trigger, with the rules that decided."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.model import Certainty, Document, Judgement, Status, Step, Trigger
from dragoman.stages.status.above import breaks, findings_above
from dragoman.stages.status.conditions import condition_of
from dragoman.stages.status.nominal import passes
from dragoman.stages.status.own import own_findings
from dragoman.stages.status.past import past_findings
from dragoman.stages.status.scene import Finding, Scene
from dragoman.stages.status.voices import Voices

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
    findings += past_findings(scene, trigger)
    heard, said = voices.of(trigger)
    status = min((f.status for f in findings), key=lambda s: RANK[s], default=Status.ACTUAL)
    why = tuple(dict.fromkeys([*(f.why for f in findings), *said]))
    certainty = max(
        (f.certainty for f in findings), key=lambda c: SURE[c], default=Certainty.CERTAIN
    )
    condition = condition_of(scene, trigger.head)
    return Judgement(trigger.i, status, certainty, heard, why, condition)


def _above(scene: Scene, head: int) -> list[Finding]:
    """Findings from all governing words, up to the first clause that stands by itself."""
    findings: list[Finding] = []
    node = head
    for above in scene.tree.up(head):
        if breaks(scene, node, above):
            break
        findings += findings_above(scene, node, above)
        if not passes(scene, node, above):
            break
        node = above
    return findings
