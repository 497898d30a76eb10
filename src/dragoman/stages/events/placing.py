"""Where: which place named in the text an act took place at.

The candidates are the places of the act's sentence by how they stand to it, the dateline's place or
the last one before, and none. The weights (data/placing/weights.tsv) of their traits decide.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dragoman.model import Place, Sentence
from dragoman.stages.events.chances import likeliest
from dragoman.stages.events.hanging import held, relation
from dragoman.stages.events.standing import Act, Standing

SIZES = {0: "vast", 1: "country", 2: "province", 3: "district", 4: "city", 5: "site"}
REACH = 12  # names of places before the sentence that are looked at
EARLIER = 2  # different ones of them that count


@dataclass(frozen=True, slots=True)
class Site:
    """A place an act may have taken place at, and its traits; no ``place`` is for none."""

    place: Place | None
    traits: tuple[str, ...]


class Placing:
    """Places the acts of one document."""

    def __init__(self, standing: Standing, weights: Mapping[str, float]) -> None:
        self.doc = doc = standing.doc
        self.standing = standing
        self.weights = weights
        self.tokens = standing.tokens
        self.tree = standing.tree
        named = (p for p in doc.places or () if not p.people)
        self.places = [p for p in named if standing.paragraph(p.span) is not None]
        lines = [d.place for d in doc.dateline or () if d.place]
        self.dateline = next(
            (p for p in self.places if any(s.contains(p.span) for s in lines)), None
        )

        body = (s for s in doc.sentences or () if doc.block_kind(s) == "body")
        first = next(body, None)
        self.opening = next((p for p in self.places if first and first.span.contains(p.span)), None)

    def where(self, act: Act) -> tuple[Place | None, float]:
        """The likeliest place of an act, and how likely it is (0..1)."""
        sites = list(self.sites(act))
        shared = self.shared(act)
        chosen = likeliest(
            [names(site, shared) for site in sites],
            [s.place.name if s.place else None for s in sites],
            self.weights,
        )
        return sites[chosen.index].place, chosen.chance

    def shared(self, act: Act) -> tuple[str, ...]:
        """The traits of an act that speak for or against a place at all."""
        wanted = ("any", "status-", "type-", "tense-", "noun", "reported", "quoted")
        return tuple(t for t in self.standing.traits(act) if t.startswith(wanted))

    def sites(self, act: Act) -> Iterator[Site]:
        """The places an act may have; the last one is none."""
        sentence = self.standing.sentence(act.trigger)
        first = bisect_left(self.places, sentence.span.start, key=lambda p: p.span.start)
        last = bisect_left(self.places, sentence.span.end, key=lambda p: p.span.start)
        inside = self.places[first:last]
        for order, place in enumerate(inside):
            yield Site(place, tuple(self._traits(act, place, order, inside, sentence)))
        if self.dateline is not None and self.dateline not in inside:
            yield Site(self.dateline, ("dateline",))
        yield from self._elsewhere(act, first, inside, sentence)
        yield Site(None, ("none", "some" if inside else "no-other"))

    def _elsewhere(
        self, act: Act, first: int, inside: list[Place], sentence: Sentence
    ) -> Iterator[Site]:
        """Places that other sentences name: the last ones before, and the first of the article."""
        beside = "beside-some" if inside else "beside-none"
        seen = {p.name for p in inside}
        last = [p for p in reversed(self.places[max(0, first - REACH) : first]) if p.resolution]
        for place in last:
            if place.name not in seen and len(seen) < len(inside) + EARLIER:
                nth = "last" if len(seen) == len({p.name for p in inside}) else "last-but-one"
                traits = (
                    f"gap-{self.standing.gap(place.span, sentence)}",
                    nth,
                    f"size-{SIZES[place.resolution]}",
                )
                land = self._land(act, place)
                yield Site(place, ("earlier", beside, *(f"earlier:{t}" for t in (*traits, *land))))
                seen.add(place.name)
        if self.opening is not None and self.opening.name not in seen:
            size = f"opening:size-{SIZES[self.opening.resolution]}"
            yield Site(self.opening, ("opening", f"opening:{beside}", size))

    def _traits(
        self, act: Act, place: Place, order: int, inside: list[Place], sentence: Sentence
    ) -> Iterator[str]:
        head = act.trigger.head
        yield "here"
        yield f"size-{SIZES[place.resolution]}"
        if place.resolution == max(p.resolution for p in inside):
            yield "smallest"
        yield from self._land(act, place)
        yield "only" if len(inside) == 1 else "one-of-many"
        yield from self._order(act, place, order, inside)
        token = self._head(place)
        if token is None:
            return
        prep, holder = held(self.tree, token)
        yield f"prep-{prep}"
        if holder is not None:
            to = relation(self.standing, head, holder)
            yield f"to-{to}"
            yield f"{prep}-to-{to}"
        if token == sentence.first or (holder is not None and holder > token):
            yield "fronted"

    def _land(self, act: Act, place: Place) -> Iterator[str]:
        """Does a place lie in the country of one of the sides?"""
        if place.country in act.actors - act.recipients:
            yield "actors-land"
            yield f"actors-land-{act.type.lower()}"
        if place.country in act.recipients - act.actors:
            yield "recipients-land"
            yield f"recipients-land-{act.type.lower()}"

    def _order(self, act: Act, place: Place, order: int, inside: list[Place]) -> Iterator[str]:
        """Near or far, before or after; the first of two that follow each other holds the other."""
        gaps = [abs(p.span.start - act.trigger.span.start) for p in inside]
        yield "nearest" if gaps[order] == min(gaps) else "farther"
        yield "after" if place.span.start > act.trigger.span.start else "before"
        if order and place.span.start - inside[order - 1].span.end < 3:
            yield "holds-another"
        if order + 1 < len(inside) and inside[order + 1].span.start - place.span.end < 3:
            yield "is-held"

    def _head(self, place: Place) -> int | None:
        """The token of a name that is governed from outside it."""
        own = self.standing.tokens_of(place.span)
        outside = (i for i in own if self.tokens[i].head not in own or self.tokens[i].head == i)
        return next(outside, None)


def names(site: Site, shared: tuple[str, ...]) -> list[str]:
    """The names of a site's traits in the table of weights, the act's among them."""
    if site.place is None or "here" not in site.traits:
        return [*site.traits, *(f"{site.traits[0]}:{t}" for t in shared)]
    return [*site.traits, *(f"here:{t}" for t in shared)]
