"""What the rest of an article tells of two sides: how often it names them, and sets them against
each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dragoman.model import Participant
from dragoman.stages.events.arguments import Arguments
from dragoman.stages.events.draft import Draft, codes, side_of

SALIENT = 3  # parties of an article that are told apart by how often it names them
OFTEN = 2  # acts of the same two sides that are counted


class Encounters:
    """Who acts on whom in one document, by its drafts in text order."""

    def __init__(self, arguments: Arguments, drafts: Sequence[Draft]) -> None:
        self._aimed = sorted((d for d in drafts if d.recipient), key=lambda d: d.trigger.head)
        self._heads = [d.trigger.head for d in self._aimed]
        self._by: defaultdict[str, set[int]] = defaultdict(set)
        self._on: defaultdict[str, set[int]] = defaultdict(set)
        for n, draft in enumerate(self._aimed):
            for side in codes(draft.actor):
                self._by[side].add(n)
            for side in codes(draft.recipient):
                self._on[side].add(n)
        self._rank = _ranks(arguments)

    def last(self, draft: Draft) -> tuple[Participant, ...]:
        """On whom the actor of a draft acted last."""
        before = bisect_left(self._heads, draft.trigger.head)
        own = [n for n in _any(self._by, codes(draft.actor)) if n < before]
        return self._aimed[max(own)].recipient if own else ()

    def traits(self, draft: Draft, participant: Participant) -> Iterator[str]:
        """How much the article speaks of somebody, and how often as the other side of the actor."""
        side, doing = codes((participant,)), codes(draft.actor)
        head = draft.trigger.head
        same = {n for n in _any(self._by, doing) & _any(self._on, side) if self._heads[n] != head}
        back = {n for n in _any(self._by, side) & _any(self._on, doing) if self._heads[n] != head}
        rank = min((self._rank[key] for key in side if key in self._rank), default=None)
        yield "unranked" if rank is None else f"rank{min(rank, SALIENT)}"
        yield f"met{min(len(same), OFTEN)}"
        if back:
            yield "met-back"


def _any(found: defaultdict[str, set[int]], sides: Iterable[str]) -> set[int]:
    """The acts of any of some sides."""
    return set().union(*(found[side] for side in sides if side in found))


def _ranks(arguments: Arguments) -> dict[str, int]:
    """The sides of an article, the most often named first."""
    entities = (arguments.entity_of.get(mention.i) for mention in arguments.mentions)
    sides = (side_of(e.code) for e in entities if e is not None and e.code.code)
    counts = Counter(side for side in sides if side is not None)
    order = sorted(counts, key=lambda key: (-counts[key], key))
    return {key: rank for rank, key in enumerate(order)}
