"""Whose somebody is: the names beside and after a noun, and the bodies they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.model import ActorCode, Mention, NameHit
from dragoman.stages.entities.spells import around, organisation_code
from dragoman.tables.actors import COUNTRY_KINDS, ActorTables, Country, Organisation, Person
from dragoman.text.fold import fold
from dragoman.text.tree import Tree

NAMED_IN_FULL = 1000  # outweighs any number of mentions of a country
RECENT = 8  # years after leaving office in which a bare surname still means the person
INSIDE = ("in", "inside", "within")
PREPOSITIONS = ("of", "from", "for", *INSIDE)


@dataclass(frozen=True, slots=True)
class Known:
    """What the document as a whole tells: names given in full, and its day (ISO or None).

    ``countries`` counts the countries named, ``bodies`` are organisations named beyond doubt.
    ``last_names`` leads from last names to the known persons named in full here; ``strangers`` are
    last names of persons named in full whom the tables do not know.
    """

    day: str | None
    full_names: frozenset[str]
    strangers: frozenset[str]
    last_names: Mapping[str, str]
    countries: Mapping[str, int]
    bodies: frozenset[str]


class Owners:
    """Finds whom mentions of one document belong to.

    Of ``words``, the classes of data/coref/words.tsv, ``abroad`` are nouns whose bearers stand in
    other countries than their own: "troops in Syria" are not Syria's. Those of ``learned`` are
    known by their field: "the Ukraine expert".
    """

    def __init__(
        self,
        tree: Tree,
        actors: ActorTables,
        known: Known,
        hits_at: Mapping[int, tuple[NameHit, ...]],
        words: Mapping[str, frozenset[str]],
    ) -> None:
        self.tree = tree
        self.actors = actors
        self.known = known
        self.hits_at = hits_at
        self.abroad = words["abroad"]
        self.learned = words["learned"]

    def body(self, mention: Mention) -> ActorCode | None:
        """The organisation, or the seat that stands for one, that a mention belongs to."""
        for hit in self._hits(mention):
            code = self.organisation(mention, hit) if hit.kind == "org" else None
            code = self.building(hit) if hit.kind == "building" else code
            if code is not None:
                return code
        return None

    def codes(self, mention: Mention) -> list[str]:
        """Countries named in the phrase, else after it ("of Turkey", "in Libya")."""
        codes = []
        for hit in self._hits(mention):
            if hit.kind in COUNTRY_KINDS:
                country = self.country(hit)
                if country is not None and country.code:
                    codes.append(country.code)
            elif hit.kind in {"person", "surname"} and not hit.first <= mention.head < hit.last:
                persons = [self.actors.persons[key] for key in hit.keys]
                codes.extend(_latest(self.bare(persons) if hit.kind == "surname" else persons))
        return codes or self._camp(mention)

    def _camp(self, mention: Mention) -> list[str]:
        """ "Anti-Assad fighters", "pro-Morsi protesters": the country of the person."""
        tokens = self.tree.tokens[mention.first : mention.head]
        sides = zip(tokens, tokens[1:], tokens[2:], strict=False)
        for side, hyphen, name in sides:
            if side.text.lower() in {"anti", "pro"} and hyphen.text == "-":
                _, meanings = self.actors.names.at(name.text, fold(name.text), 0) or (0, [])
                persons = [self.actors.persons.get(m.key) for m in meanings]
                return _latest(self.bare([p for p in persons if p is not None]))
        return []

    def is_away(self, mention: Mention) -> bool:
        """ "Troops in Syria": does only the place tell a country, and is it not their own?"""
        away = self.tree.tokens[mention.head].lemma in self.abroad
        return away and bool(self.tree.prep(mention.head, *INSIDE)) and not self._hits(mention)

    def country(self, hit: NameHit) -> Country | None:
        """The state, territory or region of a name."""
        return self.actors.countries.get(hit.keys[0]) if hit.keys else None

    def building(self, hit: NameHit) -> ActorCode | None:
        """A seat that stands for whoever sits there ("the Kremlin")."""
        country = self.country(hit)
        if country is None:
            return None
        sectors = self.actors.building_sectors.get(hit.text.lower(), ("GOV",))
        why = (f"building:{country.key}",)
        return ActorCode(country.code, sectors[0], tuple(sectors[1:]), hit.text, why=why)

    def organisation(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        """The body a name means. A risky name needs its full name or country in the document.

        "Peru's Congress" is not the American one: a name that is also a noun heeds its owner.
        """
        bodies = [self.actors.organisations[key] for key in hit.keys]
        owners = {code for code in self.codes(mention) if code}
        if owners and hit.text.lower() in self.actors.agents:
            bodies = [b for b in bodies if owners & {spell.code for spell in b.spells}]
        day, name = self.known.day, fold(hit.text)
        if day is not None and len(bodies) > 1:
            bodies = [b for b in bodies if b.is_called(name, day)] or bodies
        if hit.risky:
            bodies = [b for b in bodies if self._support(b) > 0]
        if not bodies:
            return None
        return organisation_code(max(bodies, key=self._support), self.known.day)

    def bare(self, persons: list[Person]) -> list[Person]:
        """A bare surname means who was named in full, else who is in office on the day."""
        named = [p for p in persons if p.id in self.known.full_names]
        if named or self.known.day is None:
            return named or persons
        since = f"{int(self.known.day[:4]) - RECENT}{self.known.day[4:]}"
        return [p for p in persons if around(p, since, self.known.day)]

    def _support(self, body: Organisation) -> int:
        """How much the document speaks for a body: named in full, or its country often named."""
        named = body.id in self.known.bodies
        counts = [self.known.countries.get(spell.code, 0) for spell in body.spells]
        return NAMED_IN_FULL * named + max(counts)

    def _hits(self, mention: Mention) -> list[NameHit]:
        """Names beside the head, else after it."""
        beside = [h for h in mention.names if not h.first <= mention.head < h.last]
        if self.tree.tokens[mention.head].lemma in self.learned:
            beside = [h for h in beside if not self._is_field(h)]
        away = self.tree.tokens[mention.head].lemma in self.abroad
        words = [w for w in PREPOSITIONS if not away or w not in INSIDE]
        after = self.tree.prep(mention.head, *words)
        return beside or [hit for i in after for hit in self.hits_at.get(i, ())]

    def _is_field(self, hit: NameHit) -> bool:
        """Is a country what somebody knows about ("Iran expert"), not whose he is ("Iran's")?"""
        after = self.tree.tokens[hit.last] if hit.last < len(self.tree.tokens) else None
        owns = after is not None and after.tag == "POS"
        return hit.kind in COUNTRY_KINDS - {"adjective"} and not owns


def _latest(persons: list[Person]) -> list[str]:
    """The country whom the likeliest of some namesakes served last."""
    return [persons[0].spells[-1].code] if persons else []
