"""Draft: an event in the making."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.model import ActorCode, Certainty, Participant, Reporter, Span, Status, Trigger

# Codes that stand for many bodies: two of one code are two.
BODIES = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC"})
# Findings of the weighing of recipients.
NOBODY = "recipient:nobody"
WEIGHED = "recipient:weighed"
INSIDE = "inside:content"  # of the act of another, by its syntax
LOCAL = "actor:local"  # of an actor whom no table knows


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a trigger's event before mentions of one act are merged. ``aim`` is the
    chance, 0..1, that the recipient is the right one; None where none was weighed."""

    trigger: Trigger
    event: str
    mode: tuple[str, ...]
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    status: Status
    certainty: Certainty
    reporters: tuple[Reporter, ...]
    why: tuple[str, ...]
    condition: Span | None = None
    aim: float | None = None


def outermost(draft: Draft) -> Draft:
    """The draft without those who are only words of another one's name ("Western" in "our Western
    colleagues"), unless they alone have a code."""
    return replace(draft, actor=_outer(draft.actor), recipient=_outer(draft.recipient))


def _outer(side: tuple[Participant, ...]) -> tuple[Participant, ...]:
    return tuple(p for p in side if not any(_holds(other, p) for other in side))


def _holds(whole: Participant, part: Participant) -> bool:
    inside = whole.span != part.span and whole.span.contains(part.span)
    return inside and not (part.code.code and not whole.code.code)


def codes(participants: tuple[Participant, ...]) -> frozenset[str]:
    """What identifies participants across mentions: names of bodies, else country codes."""
    return frozenset(side_of(p.code) or p.text.lower() for p in participants)


def side_of(code: ActorCode) -> str | None:
    """The country code, or the name of a body or group that is of no country."""
    if code.code and code.code not in BODIES:
        return code.code
    return code.name or None


def together(
    actor: tuple[Participant, ...], recipient: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    """The parties of a mutual act, each once."""
    seen = {p.entity for p in actor}
    return (*actor, *(p for p in recipient if p.entity not in seen))


def speakers(draft: Draft) -> tuple[Participant, ...]:
    """Whom the article hears it from, the innermost voice, as somebody who acts."""
    depth = max((r.depth for r in draft.reporters), default=0)
    last = (r for r in draft.reporters if r.depth == depth)
    return tuple(Participant(r.code, r.text, r.span, r.entity) for r in last)


def outer(draft: Draft) -> tuple[Reporter, ...]:
    """The voices around the innermost one."""
    depth = max((r.depth for r in draft.reporters), default=0)
    return tuple(r for r in draft.reporters if r.depth < depth)
