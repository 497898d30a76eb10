"""PLOVER's rules on futures, refusals and claims (manual 2.0, chapters 2 and 3; gold codebook).

A future CONSULT, COOPERATE, AID or SUPPORT is AGREE; an announced RETREAT is CONCEDE; an announced
attack, arrest or sanction, or one that a side makes hang on a condition, is THREATEN; an act one
says one will not do is REJECT; what somebody says another must do is REQUEST.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.model import Status
from dragoman.stages.events.draft import Draft, outer, speakers
from dragoman.tables.ontology import FORCE, TO_AGREE

THREAT_MODE = {
    ("ASSAULT", ""): ("violence",),
    ("SANCTION", ""): ("restrict",),
    ("SANCTION", "expel"): ("expel",),
    ("SANCTION", "withdraw"): ("relations",),
    ("SANCTION", "discontinue"): ("restrict",),
    ("COERCE", ""): ("restrict",),
    ("COERCE", "arrest"): ("arrest",),
    ("COERCE", "deport"): ("expel",),
    ("COERCE", "seize"): ("territory",),
}
REQUEST_MODE = {
    "CONSULT": ("meet",),
    "AID": ("assist",),
    "COOPERATE": ("assist",),
    "SUPPORT": ("assist",),
    "RETREAT": ("yield",),
    "CONCEDE": ("yield",),
    "AGREE": ("change",),
}
WEIGHED = frozenset(
    {f"{how}:{verb}" for how in ("under", "content-of")
     for verb in ("consider", "weigh", "mull", "contemplate", "debate", "ponder")}
)  # fmt: skip
UNSAID = ("duty:", "awaited")
REFUSABLE = TO_AGREE | {"AGREE", "CONCEDE", "RETREAT"}


def reduce_future(draft: Draft) -> Draft:
    """The single category for an act that has not happened yet, where PLOVER has one."""
    if draft.event in FORCE and _weighed(draft):
        return _as(draft, "THREATEN", _threat_mode(draft), Status.ACTUAL, "announced-force")
    if draft.event in FORCE and _own_words(draft) and _conditional(draft):
        return _as(draft, "THREATEN", _threat_mode(draft), Status.ACTUAL, "conditional-force")
    if draft.status is not Status.PLANNED or any(w.startswith(UNSAID) for w in draft.why):
        return draft  # what should be done, or what others wait for, is not announced
    if draft.event in TO_AGREE:
        return _as(draft, "AGREE", (), Status.ACTUAL, "future-cooperation")
    if draft.event == "RETREAT":
        return _as(draft, "CONCEDE", (), Status.ACTUAL, "announced-retreat")
    if draft.event in FORCE and "under:vote" in draft.why:
        return replace(draft, status=Status.ACTUAL)  # "voted to remove the president": done by it
    if draft.event in FORCE:
        return _as(draft, "THREATEN", _threat_mode(draft), Status.ACTUAL, "announced-force")
    return draft


def diplomatic(draft: Draft) -> Draft:
    """A government that protests takes to no street: it complains."""
    states = draft.actor and all(p.code.sector == "GOV" for p in draft.actor)
    if draft.event == "PROTEST" and states and draft.trigger.row.startswith("protest"):
        return _as(draft, "ACCUSE", ("disapprove",), draft.status, "diplomatic-protest")
    return draft


def joint(draft: Draft) -> Draft:
    """Exercises of several states together are COOPERATE, those of one state MOBILIZE."""
    drill = any(word in draft.trigger.row for word in ("drill", "exercise"))
    countries = {p.code.code for p in draft.actor if p.code.code}
    if draft.event == "MOBILIZE" and drill and len(countries) > 1:
        return _as(draft, "COOPERATE", (), draft.status, "joint-exercise")
    return draft


def sided(draft: Draft) -> Draft:
    """COOPERATE asks for a recipient: who is named first cooperates with the others."""
    if draft.event != "COOPERATE" or draft.recipient or not draft.actor[1:]:
        return draft
    return replace(draft, actor=draft.actor[:1], recipient=draft.actor[1:])


def reduce_refusal(draft: Draft, *, volitional: bool) -> Draft:
    """ "will not sign", "refused to meet": the act that is withheld is a REJECT."""
    if draft.status is not Status.NEGATED or not volitional or draft.event not in REFUSABLE:
        return draft
    mode = REQUEST_MODE.get(draft.event, ())
    if draft.trigger.reciprocal and not draft.recipient:  # the first will not meet the others
        draft = replace(draft, actor=draft.actor[:1], recipient=draft.actor[1:])
    return _as(draft, "REJECT", mode, Status.ACTUAL, "refusal")


def as_request(draft: Draft) -> Draft | None:
    """ "X said Y must withdraw": X demands it of Y. None when nobody is known to say it."""
    if not draft.reporters:
        return None
    speaker = speakers(draft)
    if {p.code.code for p in speaker} & {p.code.code for p in draft.actor}:
        return None
    mode = REQUEST_MODE.get(draft.event, ("change",))
    asked = replace(draft, actor=speaker, recipient=draft.actor, reporters=outer(draft))
    return _as(asked, "REQUEST", mode, Status.ACTUAL, "duty")


def _conditional(draft: Draft) -> bool:
    """Does the act hang on a condition, not on a mere "might"?"""
    return draft.status is Status.CONDITIONAL and "if" in draft.why


def _weighed(draft: Draft) -> bool:
    """Is force considered ("is weighing sanctions"), which is as good as announced?"""
    return draft.status is Status.CONDITIONAL and any(w in WEIGHED for w in draft.why)


def _own_words(draft: Draft) -> bool:
    """Does one side speak of what it would do itself ("we will strike back if ...")?"""
    speaking = {p.code.code for p in draft.reporters if p.code.code}
    return bool(speaking & {p.code.code for p in draft.actor})


def _threat_mode(draft: Draft) -> tuple[str, ...]:
    first = draft.mode[0] if draft.mode else ""
    return THREAT_MODE.get((draft.event, first)) or THREAT_MODE[draft.event, ""]


def _as(draft: Draft, event: str, mode: tuple[str, ...], status: Status, why: str) -> Draft:
    return replace(draft, event=event, mode=mode, status=status, why=(*draft.why, f"rule:{why}"))
