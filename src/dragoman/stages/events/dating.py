"""When: the expression, the scene or the news itself that dates an act.

Each act has candidates: the expressions of its sentence by how they stand to it, the last date
told before, the first date of the article, the day of publication, and none. Each gets the sum of
the weights (data/dating/weights.tsv) that its kind has for the traits of the act; candidates of the
same value share their chances, and the likeliest value dates the act.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dragoman.model import Granularity, Sentence, Status, TimeExpression, Trigger
from dragoman.stages.events.chances import likeliest
from dragoman.stages.events.standing import Act, Standing
from dragoman.text.stretches import as_dates
from dragoman.text.tags import VERBAL

POINTS = frozenset({"DATE", "TIME"})
FINE = frozenset({Granularity.DAY, Granularity.WEEK, Granularity.MONTH})


@dataclass(frozen=True, slots=True)
class When:
    """The date of an act as far as the text tells; ``kind`` is that of the candidate."""

    value: str | None
    granularity: str | None
    end: str | None
    time: TimeExpression | None
    source: str | None
    kind: str
    chance: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date an act may have, and the traits of the date itself."""

    kind: str
    value: str | None
    time: TimeExpression | None
    traits: tuple[str, ...] = ()
    end: str | None = None


class Dating:
    """Dates the acts of one document."""

    def __init__(self, standing: Standing, weights: Mapping[str, float]) -> None:
        self.doc = doc = standing.doc
        self.weights = weights
        self.standing = standing
        self.tokens = self.standing.tokens
        self.tree = self.standing.tree
        points = (t for t in doc.times or () if t.kind in POINTS)
        self.times = [t for t in points if self.standing.paragraph(t.span) is not None]
        self.opening = self._opening()
        self.day = doc.article.date.isoformat() if doc.article.date else None

    def when(self, act: Act) -> When:
        """The likeliest date of an act."""
        candidates = list(self.candidates(act))
        shared = self.standing.traits(act)
        coming = next((c for c in candidates if self._is_day_of(act, c)), None)
        if coming is not None:  # what will be is dated by the day that it will be
            return self._when(coming, 1.0)
        chosen = likeliest(
            [[f"{c.kind}:{t}" for t in (*shared, *c.traits)] for c in candidates],
            [c.value for c in candidates],
            self.weights,
        )
        return self._when(candidates[chosen.index], chosen.chance)

    def _is_day_of(self, act: Act, candidate: Candidate) -> bool:
        """Is a day ahead the one of an act that will be, or "is due to begin on Tuesday"?"""
        if "ahead" not in candidate.traits:
            return False
        if candidate.kind == "on":
            return self.standing.is_to_come(act.trigger.head)
        return candidate.kind == "below" and act.status is Status.PLANNED

    def _when(self, candidate: Candidate, chance: float) -> When:
        time, kind = candidate.time, candidate.kind
        if kind == "publication":
            return When(self.day, Granularity.DAY.value, None, None, "publication", kind, chance)
        if time is None or candidate.value is None or time.granularity is None:
            return When(None, None, None, time, None, kind, chance)
        source = "dateline" if self._in_dateline(time) else "stated"
        grain = time.granularity.value
        return When(candidate.value, grain, candidate.end, time, source, kind, chance)

    def _in_dateline(self, time: TimeExpression) -> bool:
        return any(d.span.contains(time.span) for d in self.doc.dateline or ())

    # -- candidates -------------------------------------------------------------------------------

    def candidates(self, act: Act) -> Iterator[Candidate]:
        """The dates an act may have; the last one is none.

        What the article itself says will be is not of a day that it told before.
        """
        to_come = not act.told and self.standing.is_to_come(act.trigger.head)
        for candidate in self._candidates(act):
            inherited = candidate.kind in {"scene", "opening"} and "behind" in candidate.traits
            if not (to_come and inherited):
                yield candidate

    def _candidates(self, act: Act) -> Iterator[Candidate]:
        """All dates near an act, and none."""
        sentence = self.standing.sentence(act.trigger)
        inside = self._within(sentence)
        dated = [t for t in inside if _exact(t)]
        for time in inside:
            kind = self._relation(act.trigger, time)
            yield self._candidate(kind, time, _order(act.trigger, time, dated))
        shared = ("dated-sentence",) if dated else ()
        earlier = self._earlier(sentence)
        if earlier is not None:
            gap = self.standing.gap(earlier.span, sentence)
            yield self._candidate("scene", earlier, (*shared, f"gap-{gap}"))
        if self.opening is not None and self.opening not in dated:
            yield self._candidate("opening", self.opening, shared)
        if self.day is not None:
            yield Candidate("publication", self.day, None, shared)
        yield Candidate("none", None, None, (*shared, *(() if self.day else ("undated",))))

    def _candidate(self, kind: str, time: TimeExpression, traits: tuple[str, ...]) -> Candidate:
        first, last = _dates(time)
        return Candidate(kind, first, time, (*traits, *self._nature(time)), last)

    def _nature(self, time: TimeExpression) -> Iterator[str]:
        """How exact a date is, and where it lies beside the day of publication."""
        yield f"grain-{time.granularity.value if time.granularity else 'none'}"
        first, last = _dates(time)
        if first and self.day:
            here = self.day[: len(first)]
            if first <= here <= (last or first):
                yield "now"
            else:
                yield "ahead" if first > here else "behind"

    def _within(self, sentence: Sentence) -> list[TimeExpression]:
        """Points in time named in a sentence, by binary search over the sorted layer."""
        first = bisect_left(self.times, sentence.span.start, key=lambda t: t.span.start)
        last = bisect_left(self.times, sentence.span.end, key=lambda t: t.span.start)
        return self.times[first:last]

    def _relation(self, trigger: Trigger, time: TimeExpression) -> str:
        """How an expression stands to a trigger: on it, in its clause, above, below, beside."""
        token = next(iter(self.standing.tokens_of(time.span)), None)
        if token is None:
            return "beside"
        if trigger.head in self.tree.up(token) and self._nearest_verb(token, trigger.head):
            return "on"
        own, theirs = self.standing.clause(trigger.head), self.standing.clause(token)
        if own == theirs:
            return "clause"
        above = {i for i in self.tree.up(own) if self.tokens[i].pos in VERBAL}
        if theirs in above:
            return "above"
        return "below" if own in self.tree.up(theirs) else "beside"

    def _nearest_verb(self, token: int, head: int) -> bool:
        """Is no other verb between a token and the head above it?"""
        for node in self.tree.up(token):
            if node == head:
                return True
            if self.tokens[node].pos in VERBAL:
                return False
        return False

    def _earlier(self, sentence: Sentence) -> TimeExpression | None:
        """The last date before a sentence that is exact to the month at least."""
        last = bisect_left(self.times, sentence.span.start, key=lambda t: t.span.start)
        return next(
            (t for t in reversed(self.times[:last]) if t.granularity in FINE and t.value), None
        )

    def _opening(self) -> TimeExpression | None:
        """The first day that the article's body names, in its first sentences."""
        body = [s for s in self.doc.sentences or () if self.doc.block_kind(s) == "body"][:3]
        for sentence in body:
            for time in self._within(sentence):
                if time.granularity is Granularity.DAY and time.value:
                    return time
        return None


def _dates(time: TimeExpression) -> tuple[str | None, str | None]:
    """First and last date of an expression; none where it is no stretch of the calendar."""
    if time.value is None or time.granularity in {None, Granularity.VAGUE}:
        return None, None
    assert time.granularity is not None
    return as_dates(time.value, time.granularity, time.end) or (None, None)


def _exact(time: TimeExpression) -> bool:
    return time.value is not None and time.granularity not in {None, Granularity.VAGUE}


def _order(trigger: Trigger, time: TimeExpression, dated: list[TimeExpression]) -> tuple[str, ...]:
    """Is it the only date of the sentence, or the nearest to the trigger?"""
    if len(dated) <= 1:
        return ("only",)
    gaps = [abs(t.span.start - trigger.span.start) for t in dated]
    nearest = dated[gaps.index(min(gaps))]
    return ("nearest",) if nearest is time else ("farther",)
