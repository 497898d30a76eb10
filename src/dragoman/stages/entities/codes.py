"""From the words of one mention to a PLOVER country and sector, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dragoman.model import ActorCode, Mention, NameHit
from dragoman.stages.entities.spells import (
    around,
    only_code,
    organisation_code,
    person_code,
    sectors,
)
from dragoman.tables.actors import (
    COUNTRY_KINDS,
    PEOPLE_KINDS,
    PLACE_KINDS,
    ActorTables,
    Organisation,
    Person,
)
from dragoman.text.fold import fold
from dragoman.text.tree import Tree

FORMER = frozenset({"former", "ex", "ousted", "deposed", "late", "exiled", "then"})
NAMED_IN_FULL = 1000  # outweighs any number of mentions of a country
RECENT = 8  # years after leaving office in which a bare surname still means the person
MAX_TITLE = 5  # words of the longest title before a name
# Bodies of many countries, whose people are theirs whatever country stands beside the name.
INTERNATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO"})
OWNER_PREPOSITIONS = ("of", "in", "from", "for", "inside", "within")


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


class Coder:
    """Resolves mentions of one document."""

    def __init__(
        self,
        tree: Tree,
        actors: ActorTables,
        known: Known,
        hits_at: Mapping[int, tuple[NameHit, ...]],
    ) -> None:
        self.tree = tree
        self.actors = actors
        self.known = known
        self.hits_at = hits_at

    def code(self, mention: Mention) -> ActorCode | None:
        """Who the mention is; None when the words alone do not tell."""
        covering = [h for h in mention.names if h.first <= mention.head < h.last]
        named = [h for h in covering if not h.kind.startswith("ner:")]
        if named:
            return self._named(mention, named[0])
        if covering:
            return self._parser_name(mention, covering[0])
        return self._described(mention)

    # -- names ----------------------------------------------------------------------------------

    def _named(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        if hit.kind in {"person", "surname"}:
            return self._person(mention, hit)
        if hit.kind == "org":
            return self._organisation(mention, hit) or self._uncertain(mention, hit)
        if hit.kind == "region":
            return ActorCode(None, None, (), hit.keys[0], why=(f"region:{hit.keys[0]}",))
        return self._country(hit)

    def _person(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        persons = [self.actors.persons[key] for key in hit.keys]
        if hit.kind == "surname":
            persons = [] if fold(hit.text) in self.known.strangers else self._bare(persons)
        if not persons:
            return self._titled(mention, hit.text)
        best = max(persons, key=lambda p: self._fitness(p, mention))
        if self._contradicted(best, mention):
            return self._titled(mention, hit.text)
        return person_code(best, self.known.day, former=self._is_former(mention))

    def _bare(self, persons: list[Person]) -> list[Person]:
        """A bare surname means who was named in full, else who is in office on the day."""
        named = [p for p in persons if p.id in self.known.full_names]
        if named or self.known.day is None:
            return named or persons
        since = f"{int(self.known.day[:4]) - RECENT}{self.known.day[4:]}"
        return [p for p in persons if around(p, since, self.known.day)]

    def _fitness(self, person: Person, mention: Mention) -> tuple[int, int, int, str]:
        """Who of several namesakes: country beside the name, in office, country named, latest."""
        day = self.known.day
        serving = day is not None and any(s.covers(day) for s in person.spells)
        codes = {s.code for s in person.spells}
        beside = bool(codes & set(self._owner_codes(mention)))
        anywhere = bool(codes & self.known.countries.keys())
        return (int(beside), int(serving), int(anywhere), max(s.start for s in person.spells))

    def _contradicted(self, person: Person, mention: Mention) -> bool:
        """A country named before the name speaks against a namesake from elsewhere."""
        before = {c for c in self._owner_codes(mention) if c}
        codes = {s.code for s in person.spells}
        return bool(before) and not before & codes and not codes & INTERNATIONAL

    def _organisation(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        """The body a name means. A risky name needs its full name or country in the document.

        "Peru's Congress" is not the American one: a name that is also a noun heeds its owner.
        """
        bodies = [self.actors.organisations[key] for key in hit.keys]
        owners = {code for code in self._owner_codes(mention) if code}
        if owners and hit.text.lower() in self.actors.agents:
            bodies = [b for b in bodies if owners & {spell.code for spell in b.spells}]
        if hit.risky:
            bodies = [b for b in bodies if self._support(b) > 0]
        if not bodies:
            return None
        return organisation_code(max(bodies, key=self._support), self.known.day)

    def _support(self, body: Organisation) -> int:
        """How much the document speaks for a body: named in full, or its country often named."""
        named = body.id in self.known.bodies
        counts = [self.known.countries.get(spell.code, 0) for spell in body.spells]
        return NAMED_IN_FULL * named + max(counts)

    def _uncertain(self, mention: Mention, hit: NameHit) -> ActorCode:
        """A name that may mean several bodies: what its words alone tell ("the Senate")."""
        described = self._described(mention)
        return described or ActorCode(None, None, (), hit.text, why=("name:unsupported",))

    def _country(self, hit: NameHit) -> ActorCode | None:
        """A state, its people or a place in it; only a state's names mean its government."""
        country = self.actors.countries.get(hit.keys[0])
        if country is None:
            return None
        why = (f"{hit.kind}:{country.key}",)
        if hit.kind == "building":
            sectors = self.actors.building_sectors.get(hit.text.lower(), ("GOV",))
            return ActorCode(country.code, sectors[0], tuple(sectors[1:]), hit.text, why=why)
        if hit.kind in PEOPLE_KINDS or hit.kind == "adjective":
            return ActorCode(country.code, None, (), f"{country.name} ({hit.text})", why=why)
        partial = ("PRE",) if country.kind == "partial" else ()
        if hit.kind in PLACE_KINDS:
            return ActorCode(country.code, None, partial, hit.text, why=why)
        return ActorCode(country.code, "GOV", partial, country.name, why=why)

    def _parser_name(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        """A name only the parser knows: its title, country and last word tell what they can."""
        if hit.kind == "ner:PERSON":
            known = self.known.last_names.get(fold(hit.text))
            if known is not None:
                person = self.actors.persons[known]
                return person_code(person, self.known.day, former=self._is_former(mention))
            return self._titled(mention, hit.text)
        described = self._described(mention)
        if described is not None:
            return replace(described, name=hit.text, why=(*described.why, hit.kind))
        if hit.kind == "ner:ORG":
            return ActorCode(None, None, (), hit.text, why=(hit.kind,))
        return None

    def _titled(self, mention: Mention, name: str) -> ActorCode:
        """An unknown person: "Iranian Interior Minister Abdolreza Fazli"."""
        title = self._title(mention)
        owners = self._owner_codes(mention)
        code = owners[0] if owners else None
        if title is None:
            return ActorCode(code, None, (), name, why=("name:unknown",))
        office = self.actors.offices.get(title)
        agent = self.actors.agents.get(title)
        sector, others = sectors(office, agent)
        if sector == "GOV" and self._is_former(mention):
            sector = "ELI"
        owner = self._owner_organisation(mention)
        code = code if code is not None else only_code(office)
        code = owner.code if code is None and owner is not None else code
        return ActorCode(code, sector or None, others, name, title, (f"title:{title}",))

    def _title(self, mention: Mention) -> str | None:
        """The longest office or agent noun among the words before the name."""
        words = [self.tree.tokens[i].text.lower() for i in range(mention.first, mention.last)]
        keys = (
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, min(len(words), start + MAX_TITLE) + 1)
        )
        known = (key for key in keys if key in self.actors.offices or key in self.actors.agents)
        return max(known, key=len, default=None)

    # -- descriptions ---------------------------------------------------------------------------

    def _described(self, mention: Mention) -> ActorCode | None:
        """A common noun: agent noun for the sector, a name beside or after it for the country."""
        last = min(mention.last, mention.head + 1)
        words = [token.text.lower() for token in self.tree.tokens[mention.first : last]]
        term = self.actors.term(words, self.tree.tokens[mention.head].lemma)
        owner = self._owner_organisation(mention)
        owners = self._owner_codes(mention)
        code = owner.code if owner else owners[0] if owners else None
        if term is None:
            owned = owner is not None or code is not None
            return self._owned(mention, owner, code) if owned else _region(mention)
        thing = term in self.actors.agents and self.actors.agents[term].kind == "equipment"
        if thing and code is None:
            return None
        return self._agent(mention, term, owner, code)

    def _owned(self, mention: Mention, owner: ActorCode | None, code: str | None) -> ActorCode:
        """A thing that belongs to somebody stands for its owner ("Iran's admission")."""
        if owner is not None:
            return replace(owner, why=(*owner.why, "owner"))
        lemma = self.tree.tokens[mention.head].lemma
        return ActorCode(code, why=(f"owner:{code}", f"noun:{lemma}"))

    def _agent(
        self, mention: Mention, term: str, owner: ActorCode | None, code: str | None
    ) -> ActorCode:
        """People by trade or office: of the body they belong to, else of the country."""
        agent = self.actors.agents.get(term)
        office = self.actors.offices.get(term)
        title = term if office else None
        sector, others = sectors(agent, office)
        why: tuple[str, ...] = (f"agent:{term}",)
        inherits = agent is None or agent.inherit
        if owner is not None and (inherits or owner.code in INTERNATIONAL):
            why = (*why, *owner.why, "inherit")
            return replace(owner, sector=owner.sector or sector or None, office=title, why=why)
        code = code if code is not None else only_code(office)
        if sector in {"GOV", "MIL", "LEG"} and self._is_former(mention):
            sector = "ELI"
        return ActorCode(code, sector or None, others, None, title, why)

    def _is_former(self, mention: Mention) -> bool:
        """Does the phrase call its person a former one?"""
        words = {token.text.lower() for token in self.tree.tokens[mention.first : mention.last]}
        return bool(FORMER & words)

    # -- owners ---------------------------------------------------------------------------------

    def _owner_organisation(self, mention: Mention) -> ActorCode | None:
        hits = (hit for hit in self._owner_hits(mention) if hit.kind == "org")
        codes = (self._organisation(mention, hit) for hit in hits)
        return next((code for code in codes if code is not None), None)

    def _owner_codes(self, mention: Mention) -> list[str]:
        """Countries named in the phrase, else after it ("of Turkey", "in Libya")."""
        codes = []
        for hit in self._owner_hits(mention):
            if hit.kind in COUNTRY_KINDS:
                country = self.actors.countries.get(hit.keys[0])
                if country is not None and country.code:
                    codes.append(country.code)
            elif hit.kind in {"person", "surname"} and not hit.first <= mention.head < hit.last:
                codes.extend(self._person_codes(hit))
        return codes

    def _person_codes(self, hit: NameHit) -> list[str]:
        """ "Assad's forces": the country of a person who owns."""
        persons = [self.actors.persons[key] for key in hit.keys]
        persons = self._bare(persons) if hit.kind == "surname" else persons
        return [persons[0].spells[-1].code] if persons else []

    def _owner_hits(self, mention: Mention) -> list[NameHit]:
        """Names beside the head, else after it."""
        beside = [h for h in mention.names if not h.first <= mention.head < h.last]
        after = self.tree.prep(mention.head, *OWNER_PREPOSITIONS)
        return beside or [hit for i in after for hit in self.hits_at.get(i, ())]


def _region(mention: Mention) -> ActorCode | None:
    """ "European powers": kept as words, PLOVER codes no regions."""
    keys = (hit.keys[0] for hit in mention.names if hit.kind == "region")
    key = next(keys, None)
    return None if key is None else ActorCode(None, why=(f"region:{key}",))
