"""What becomes of documents, and the balance of a run: every one is counted exactly once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

IRRELEVANT = "irrelevant"  # the code of those that the relevance gate takes for no politics


class Outcome(StrEnum):
    """What became of a document."""

    CODED = "coded"
    WITHOUT = "without"
    DUPLICATE = "duplicate"
    NOT_ENGLISH = "not_english"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(slots=True)
class Balance:
    """Counts of a run. ``irrelevant`` are among those without events, ``events`` all events."""

    position: int = 0
    coded: int = 0
    without: int = 0
    irrelevant: int = 0
    duplicates: int = 0
    not_english: int = 0
    rejected: int = 0
    failed: int = 0
    events: int = 0

    def count(self, outcome: Outcome, code: str | None, events: int = 0) -> None:
        """One more document."""
        name = "duplicates" if outcome is Outcome.DUPLICATE else outcome.value
        setattr(self, name, getattr(self, name) + 1)
        self.irrelevant += code == IRRELEVANT
        self.position += 1
        self.events += events

    def check(self) -> None:
        """Raises AssertionError when a document was lost or counted twice."""
        parts = (self.coded, self.without, self.duplicates, self.not_english, self.rejected,
                 self.failed)  # fmt: skip
        if self.position != sum(parts):
            raise AssertionError(f"documents in {self.position}, accounted for {sum(parts)}")

    def line(self) -> str:
        """The balance in words."""
        self.check()
        return (
            f"documents in {self.position} = coded {self.coded} + without events {self.without} "
            f"({self.irrelevant} of them no politics) + duplicates {self.duplicates} "
            f"+ not English {self.not_english} + rejected {self.rejected} + failed {self.failed}"
        )

    def values(self) -> dict[str, int]:
        """Counts by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def outcome_of(code: str) -> Outcome:
    """The outcome of a document that was rejected with a code."""
    return Outcome.NOT_ENGLISH if code == "not-english" else Outcome.REJECTED
