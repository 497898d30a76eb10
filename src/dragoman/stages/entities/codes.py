"""From the words of one mention to a PLOVER country and sector, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dragoman.model import ActorCode, Mention, NameHit
from dragoman.tables.actors import (
    PEOPLE_KINDS,
    STATE_KINDS,
    ActorTables,
    Organisation,
    Person,
    Spell,
)
from dragoman.text.fold import fold
from dragoman.text.tree import Tree

PLACE_KINDS = frozenset({"city", "province", "region_of"})
COUNTRY_KINDS = STATE_KINDS | PEOPLE_KINDS | PLACE_KINDS | {"adjective"}
FORMER = frozenset({"former", "ex", "ousted", "deposed", "late", "exiled", "then"})
RECENT = 8  # years after leaving office in which a bare surname still means the person
OWNER_PREPOSITIONS = ("of", "in", "from", "for", "inside", "within")


@dataclass(frozen=True, slots=True)
class Known:
    """What the document as a whole tells: names given in full, and its day (ISO or None).

    ``last_names`` leads from last names to the known persons named in full here; ``strangers`` are last names of persons named in full whom the tables do not know.
    """

    day: str | None
    full_names: frozenset[str]
    strangers: frozenset[str]
    last_names: Mapping[str, str]
    countries: frozenset[str]


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
            return self._organisation(hit)
        if hit.kind == "region":
            return ActorCode(None, None, (), hit.keys[0], why=(f"region:{hit.keys[0]}",))
        return self._country(mention, hit)

    def _person(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        persons = [self.actors.persons[key] for key in hit.keys]
        if hit.kind == "surname":
            persons = [] if fold(hit.text) in self.known.strangers else self._bare(persons)
        if not persons:
            return self._titled(mention, hit.text)
        best = max(persons, key=lambda p: self._fitness(p, mention))
        if self._contradicted(best, mention):
            return self._titled(mention, hit.text)
        return person_code(best, self.known.day, FORMER & self._words(mention))

    def _bare(self, persons: list[Person]) -> list[Person]:
        """A bare surname means who was named in full, else who is in office on the day."""
        named = [p for p in persons if p.id in self.known.full_names]
        if named or self.known.day is None:
            return named or persons
        since = f"{int(self.known.day[:4]) - RECENT}{self.known.day[4:]}"
        return [p for p in persons if _around(p, since, self.known.day)]

    def _fitness(self, person: Person, mention: Mention) -> tuple[int, int, int, str]:
        """Who of several namesakes: in office on the day, of a country named here, latest spell."""
        day = self.known.day
        serving = day is not None and any(s.covers(day) for s in person.spells)
        codes = {s.code for s in person.spells}
        here = bool(codes & set(self._owner_codes(mention)))
        document = bool(codes & self.known.countries)
        return (int(here), int(serving), int(document), max(s.start for s in person.spells))

    def _contradicted(self, person: Person, mention: Mention) -> bool:
        """A country named before the name speaks against a namesake from elsewhere."""
        before = {c for c in self._owner_codes(mention) if c}
        codes = {s.code for s in person.spells}
        return bool(before) and not before & codes and not codes & {"UNO", "EUR", "IGO", "NGO"}

    def _organisation(self, hit: NameHit) -> ActorCode | None:
        organisation = self.actors.organisations[hit.keys[0]]
        return organisation_code(organisation, self.known.day)

    def _country(self, mention: Mention, hit: NameHit) -> ActorCode | None:
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
        sector = None if hit.kind in PLACE_KINDS else "GOV"
        name = hit.text if hit.kind in PLACE_KINDS else country.name
        return ActorCode(country.code, sector, partial, name, why=why)

    def _parser_name(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        """A name only the parser knows: its title, its country, its last word tell what they can."""
        if hit.kind == "ner:PERSON":
            known = self.known.last_names.get(fold(hit.text))
            if known is not None:
                person = self.actors.persons[known]
                return person_code(person, self.known.day, FORMER & self._words(mention))
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
        sector = office.sector if office else agent.sector if agent else ""
        others = office.other_sectors if office else agent.other_sectors if agent else ()
        if office and office.only_code and code is None:
            code = office.only_code[0]
        if FORMER & self._words(mention) and sector == "GOV":
            sector = "ELI"
        owner = self._owner_organisation(mention)
        if owner is not None and code is None:
            code = owner.code
        return ActorCode(code, sector or None, others, name, title, (f"title:{title}",))

    def _title(self, mention: Mention) -> str | None:
        """The longest office or agent noun among the words before the name."""
        words = [self.tree.tokens[i].text.lower() for i in range(mention.first, mention.last)]
        best: str | None = None
        for start in range(len(words)):
            for end in range(min(len(words), start + 5), start, -1):
                key = " ".join(words[start:end])
                known = key in self.actors.offices or key in self.actors.agents
                if known and (best is None or len(key) > len(best)):
                    best = key
        return best

    # -- descriptions ---------------------------------------------------------------------------

    def _described(self, mention: Mention) -> ActorCode | None:
        """A common noun: agent noun for the sector, a name in or after the phrase for the country."""
        phrase = [i for i in range(mention.first, mention.last) if i <= mention.head]
        words = [self.tree.tokens[i].text.lower() for i in phrase]
        term = self.actors.term(words, self.tree.tokens[mention.head].lemma)
        owner = self._owner_organisation(mention)
        owners = self._owner_codes(mention)
        code = owner.code if owner else owners[0] if owners else None
        if term is None:
            region = self._region(mention) if code is None and owner is None else None
            if code is None and owner is None:
                return region
            return self._owned(mention, owner, code)
        thing = term in self.actors.agents and self.actors.agents[term].kind == "equipment"
        if thing and code is None:
            return None
        return self._agent(mention, term, owner, code)

    def _region(self, mention: Mention) -> ActorCode | None:
        """ "European powers": kept as words, PLOVER codes no regions."""
        for hit in mention.names:
            if hit.kind == "region":
                return ActorCode(None, None, (), None, why=(f"region:{hit.keys[0]}",))
        return None

    def _owned(self, mention: Mention, owner: ActorCode | None, code: str | None) -> ActorCode:
        """A thing that belongs to somebody stands for its owner ("Iran's admission")."""
        if owner is not None:
            return replace(owner, why=(*owner.why, "owner"))
        lemma = self.tree.tokens[mention.head].lemma
        return ActorCode(code, None, (), None, why=(f"owner:{code}", f"noun:{lemma}"))

    def _agent(
        self, mention: Mention, term: str, owner: ActorCode | None, code: str | None
    ) -> ActorCode:
        agent = self.actors.agents.get(term)
        office = self.actors.offices.get(term)
        sector = agent.sector if agent else office.sector if office else ""
        others = agent.other_sectors if agent else office.other_sectors if office else ()
        why = (f"agent:{term}",)
        if owner is not None and (
            agent is None or agent.inherit or owner.code in {"UNO", "EUR", "IGO", "NGO"}
        ):
            name = owner.name
            return ActorCode(owner.code, owner.sector or (sector or None), owner.other_sectors, name,
                             term if office else None, (*why, *owner.why, "inherit"))  # fmt: skip
        if office and office.only_code and code is None:
            code = office.only_code[0]
        if FORMER & self._words(mention) and sector in {"GOV", "MIL", "LEG"}:
            sector = "ELI"
        return ActorCode(code, sector or None, others, None, term if office else None, why)

    def _words(self, mention: Mention) -> set[str]:
        return {self.tree.tokens[i].text.lower() for i in range(mention.first, mention.last)}

    def _owner_organisation(self, mention: Mention) -> ActorCode | None:
        for hit in self._owner_hits(mention):
            if hit.kind == "org":
                return organisation_code(self.actors.organisations[hit.keys[0]], self.known.day)
        return None

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

    def _owner_hits(self, mention: Mention) -> Iterable[NameHit]:
        inside = [h for h in mention.names if not h.first <= mention.head < h.last]
        return inside or list(self._hits_after(mention))

    def _hits_after(self, mention: Mention) -> Iterable[NameHit]:
        for i in self.tree.prep(mention.head, *OWNER_PREPOSITIONS):
            yield from self.hits_at.get(i, ())


def _around(person: Person, since: str, day: str) -> bool:
    """Was the person in office on a day or some years before it?"""
    return any(s.start <= day and (not s.end or s.end >= since) for s in person.spells)


def person_code(person: Person, day: str | None, former: set[str] | frozenset[str]) -> ActorCode:
    """The code of a known person on a day: the office held then, ELI when all have ended."""
    spell, how = spell_on(person.spells, day)
    why = (f"person:{person.id}", how)
    if how == "ended" or (former and how != "before"):
        keep = (
            spell.sector
            if spell.sector in {"REB", "OPP", "CRM", "CVL", "JRN", "REL", "BUS"}
            else "ELI"
        )
        return ActorCode(
            spell.code, keep or None, (), person.name, f"former {spell.office}".strip(), why
        )
    return ActorCode(
        spell.code, spell.sector or None, spell.other_sectors, person.name, spell.office, why
    )


def organisation_code(organisation: Organisation, day: str | None) -> ActorCode:
    """The code of an organisation on a day."""
    spell, how = spell_on(organisation.spells, day)
    name = organisation.name
    why = (f"org:{organisation.id}", how)
    return ActorCode(spell.code or None, spell.sector or None, spell.other_sectors, name, why=why)


def spell_on(spells: tuple[Spell, ...], day: str | None) -> tuple[Spell, str]:
    """The spell that holds on a day and how it was chosen: in office, undated, ended, before."""
    ordered = sorted(spells, key=lambda s: s.start)
    if day is None:
        return ordered[-1], "undated"
    holding = [s for s in ordered if s.covers(day)]
    if holding:
        return holding[-1], "in office"
    past = [s for s in ordered if s.start <= day]
    return (past[-1], "ended") if past else (ordered[0], "before")
