"""Choosing events and quotations by status and by who is meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dragoman.model import Event, Participant, Status

ARTICLE, ANYBODY = "article", "anybody"


def is_meant(wanted: str, *names: str | None) -> bool:
    """Is one of some names meant by a word? The first one, a code, must be the whole word.

    >>> is_meant("rus", "RUS", "Kremlin"), is_meant("krem", "RUS", "the Kremlin")
    (True, True)
    >>> is_meant("us", "RUS", "Russia's army")
    False
    """
    code, *others = (name.casefold() for name in map(_plain, names))
    folded = wanted.casefold()
    if len(wanted) <= len("USA"):  # a code or a short name: not a part of another word
        return folded == code or any(folded in name.split() for name in others)
    return any(folded in name for name in others)


def _plain(name: str | None) -> str:
    return name or ""


def one_is_meant(wanted: str, participants: Iterable[Participant]) -> bool:
    """Is one of some participants meant by a code, a name or words of the article?"""
    return any(is_meant(wanted, p.code.code, p.code.name, p.text) for p in participants)


def is_chosen(event: Event, status: Collection[str] | None, reported_by: str | None) -> bool:
    """Has an event one of some statuses, and does somebody say so who is asked for?

    ``reported_by`` is a code, a name or words; "article" stands for events that the article itself
    vouches for, "anybody" for all others. None asks for nothing. Raises ValueError when a status
    is none of the five.
    """
    if status is not None and event.status not in {Status(one) for one in status}:
        return False
    if reported_by is None:
        return True
    if reported_by in {ARTICLE, ANYBODY}:
        return bool(event.reported_by) == (reported_by == ANYBODY)
    return one_is_meant(reported_by, event.reported_by)
