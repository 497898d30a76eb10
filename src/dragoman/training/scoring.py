"""How well a network does on labelled sentences that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.engines.reading import ROLES, Answer, Reading
from dragoman.model import Found
from dragoman.training.corpus import Labelled, Sample


@dataclass(slots=True)
class Tally:
    """Right, found and wanted: precision, recall, F1."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, right: int, found: int, wanted: int) -> None:
        """Counts one more case."""
        self.right += right
        self.found += found
        self.wanted += wanted

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted that is found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.found + self.wanted
        return 2 * self.right / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """What is measured; each tally is one line of the report."""

    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, name: str, right: int, found: int, wanted: int) -> None:
        """Counts one more case of a measure."""
        self.tallies.setdefault(name, Tally()).add(right, found, wanted)

    def lines(self) -> list[str]:
        """The report."""
        return [
            f"{name:24} P {t.precision:.3f} R {t.recall:.3f} F1 {t.f1:.3f}  ({t.wanted})"
            for name, t in sorted(self.tallies.items())
        ]


def score(samples: Iterable[Sample], read: Callable[[str], Reading]) -> Scores:
    """Scores readings of the samples."""
    scores = Scores()
    for sample in samples:
        reading = read(sample.text)
        found = reading.triggers(0.5)
        _triggers(scores, sample, found)
        for event in sample.events:
            _event(scores, sample, event, reading)
        if not sample.events:
            scores.add("none: silent", not found, 1, 1)
    return scores


def _triggers(scores: Scores, sample: Sample, found: Sequence[Found]) -> None:
    """Each wanted trigger counts once, whichever words of it were found."""
    left = list(sample.events)
    scores.add("trigger", 0, len(found), len(left))
    scores.add("trigger and type", 0, len(found), len(left))
    for event in left:
        scores.add(f"type {event.type}", 0, 0, 1)
    for one in found:
        scores.add(f"type {one.type}", 0, 1, 0)
        touched = [e for e in left if one.span.overlaps(e.trigger)]
        if touched:
            event = next((e for e in touched if e.type == one.type), touched[0])
            left.remove(event)
            right = event.type == one.type
            scores.add("trigger", 1, 0, 0)
            scores.add("trigger and type", right, 0, 0)
            scores.add(f"type {one.type}", right, 0, 0)


def _event(scores: Scores, sample: Sample, event: Labelled, reading: Reading) -> None:
    at = reading.at(event.trigger)
    if at is None:
        return
    scores.add("given trigger: type", at.type == event.type, 1, 1)
    scores.add("given trigger: status", at.status == event.status, 1, 1)
    scores.add(f"status {event.status}", at.status == event.status, 0, 1)
    scores.add(f"status {at.status}", 0, 1, 0)
    if event.modes:
        modes = at.modes(event.type)
        best = max(modes, key=lambda name: modes[name])
        scores.add("given trigger: mode", best in event.modes, 1, 1)
    chosen = set(at.contexts(0.5))
    scores.add("contexts", len(chosen & set(event.contexts)), len(chosen), len(event.contexts))
    everyone = {s for e in sample.events for r in e.roles.values() for s in r}
    everyone |= set(sample.bystanders)
    for n, role in enumerate(ROLES):
        wanted = set(event.roles[role])
        taken = {s for s in everyone if at.roles(s)[n] > 0.5}
        scores.add(f"role {role}", len(taken & wanted), len(taken), len(wanted))
    _direction(scores, event, at)


def _direction(scores: Scores, event: Labelled, at: Answer) -> None:
    """Is actor to recipient likelier than the other way round?"""
    for actor in event.roles["actor"]:
        for recipient in event.roles["recipient"]:
            doing, done = at.roles(actor), at.roles(recipient)
            forth, back = doing[0] * done[1], done[0] * doing[1]
            scores.add("direction", forth > back, 1, 1)
