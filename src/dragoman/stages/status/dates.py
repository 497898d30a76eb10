"""Old news and things to come: acts that the text dates long before the article, or after it."""

from __future__ import annotations

from datetime import date as Date

from dragoman.model import Status, TimeExpression, Trigger
from dragoman.stages.status.scene import Finding, Scene
from dragoman.text.tags import PAST, PRESENT, VERBAL

OLD_DAYS = 400  # a year and some slack, for values known only to the month


def date_findings(scene: Scene, trigger: Trigger) -> list[Finding]:
    """A date in the trigger's own clause that lies more than a year before the article, or after
    it."""
    day = scene.doc.article.date
    sentences = scene.doc.sentences
    if day is None or sentences is None:
        return []
    sentence = sentences[trigger.sentence]
    tag = scene.tokens[trigger.head].tag
    for time in scene.doc.times or ():
        if time.span.start >= sentence.span.end:
            break
        if time.kind != "DATE" or not sentence.span.contains(time.span):
            continue
        # A date beside the present tense belongs to something else.
        old = tag not in PRESENT and _is_old(time, day)
        to_come = tag not in PAST and _is_to_come(time, day)
        same = old or to_come
        if same and _same_clause(scene, trigger, time, sentence.first, sentence.last):
            return [Finding(Status.HISTORICAL if old else Status.PLANNED, f"date:{time.value}")]
    return []


def _is_to_come(time: TimeExpression, day: Date) -> bool:
    """Is a day or month after that of the article?"""
    value = time.value or ""
    whole = len(value) in {len("2021-12"), len("2021-12-21")} and value[5:7].isdigit()
    return whole and value > day.isoformat()[: len(value)]


def _is_old(time: TimeExpression, day: Date) -> bool:
    """Is a value more than OLD_DAYS before the article?"""
    value = time.value or ""
    if not value[:4].isdigit() or len(value) < 4:
        return False
    month = int(value[5:7]) if value[5:7].isdigit() else 12
    return (day.year - int(value[:4])) * 365 + (day.month - month) * 30 > OLD_DAYS


def _same_clause(
    scene: Scene, trigger: Trigger, time: TimeExpression, first: int, last: int
) -> bool:
    token = next(
        (i for i in range(first, last) if scene.tokens[i].span.end > time.span.start), None
    )
    if token is None:
        return False
    return _clause(scene, token, trigger.head) in {_clause(scene, trigger.head, -1), trigger.head}


def _clause(scene: Scene, i: int, stop: int) -> int:
    """The verb whose clause a token stands in; ``stop`` itself where it comes first."""
    for node in (i, *scene.tree.up(i)):
        if node == stop or scene.tokens[node].pos in VERBAL:
            return node
    return i
