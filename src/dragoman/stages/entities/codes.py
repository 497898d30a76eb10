"""From the words of one mention to a PLOVER country and sector, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dragoman.model import ActorCode, Mention, MentionKind, NameHit
from dragoman.stages.entities.owners import Owners
from dragoman.stages.entities.spells import only_code, person_code, sectors
from dragoman.tables.actors import PEOPLE_KINDS, PLACE_KINDS, ActorTables, Person
from dragoman.text.fold import fold, skeleton
from dragoman.text.tree import Tree

FORMER = frozenset({"former", "ex", "ousted", "deposed", "late", "exiled", "then", "retired"})
OFFICIAL = frozenset({"GOV", "MIL", "LEG", "SPY", "COP", "JUD"})  # who left these is of the elites
ARMED = frozenset({"UAF", "MIL", "REB", "PRM", "CRM"})
LOCATIVE = frozenset({"in", "at", "near", "outside", "around"})
MAX_TITLE = 5  # words of the longest title before a name
# Bodies of many countries, whose people are theirs whatever country stands beside the name.
INTERNATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO"})


class Coder:
    """Resolves mentions of one document."""

    def __init__(self, owners: Owners, at_head: Mapping[int, Mention]) -> None:
        self.owners = owners
        self.at_head = at_head
        self.tree: Tree = owners.tree
        self.actors: ActorTables = owners.actors
        self.known = owners.known

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
            return self.owners.organisation(mention, hit) or self._uncertain(mention, hit)
        if hit.kind == "region":
            return ActorCode(None, None, (), hit.keys[0], why=(f"region:{hit.keys[0]}",))
        return self._country(mention, hit)

    def _person(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        persons = [self.actors.persons[key] for key in hit.keys]
        if hit.kind == "surname" and fold(hit.text) in self.known.last_names:
            persons = [self.actors.persons[self.known.last_names[fold(hit.text)]]]
        elif hit.kind == "surname":
            persons = [] if fold(hit.text) in self.known.strangers else self.owners.bare(persons)
        if not persons:
            return self._titled(mention, hit.text)
        best = max(persons, key=lambda p: self._fitness(p, mention))
        sure = hit.kind == "person" and self._serves(best)
        if not sure and self._contradicted(best, mention):
            return self._titled(mention, hit.text)
        title = self._title(mention)
        return person_code(best, self.known.day, former=self._is_former(mention), title=title)

    def _serves(self, person: Person) -> bool:
        """Does a person hold an office on the day?"""
        day = self.known.day
        return day is not None and any(spell.covers(day) for spell in person.spells)

    def _fitness(self, person: Person, mention: Mention) -> tuple[int, int, int, str]:
        """Who of several namesakes: country beside the name, in office, country named, latest."""
        serving = self._serves(person)
        codes = {s.code for s in person.spells}
        beside = bool(codes & set(self.owners.codes(mention)))
        anywhere = bool(codes & self.known.countries.keys())
        return (int(beside), int(serving), int(anywhere), max(s.start for s in person.spells))

    def _contradicted(self, person: Person, mention: Mention) -> bool:
        """A country named before the name speaks against a namesake from elsewhere."""
        before = {c for c in self.owners.codes(mention) if c}
        codes = {s.code for s in person.spells}
        return bool(before) and not before & codes and not codes & INTERNATIONAL

    def _uncertain(self, mention: Mention, hit: NameHit) -> ActorCode:
        """A name that may mean several bodies: what its words alone tell ("the Senate")."""
        described = self._described(mention)
        return described or ActorCode(None, None, (), hit.text, why=("name:unsupported",))

    def _country(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        """A state, its people or a place in it; only a state's names mean its government."""
        if hit.kind == "building":
            return self.owners.building(hit)
        country = self.owners.country(hit)
        if country is None:
            return None
        why = (f"{hit.kind}:{country.key}",)
        if hit.kind in PEOPLE_KINDS or hit.kind == "adjective":
            return ActorCode(country.code, None, (), f"{country.name} ({hit.text})", why=why)
        partial = ("PRE",) if country.kind == "partial" else ()
        if hit.kind in PLACE_KINDS or (hit.kind == "capital" and self._is_place(mention)):
            sector = "CVL" if hit.kind in {"city", "capital"} else None
            return ActorCode(country.code, sector, partial, hit.text, why=why)
        return ActorCode(country.code, "GOV", partial, country.name, why=why)

    def _is_place(self, mention: Mention) -> bool:
        """Does a preposition of place stand before ("in Moscow")?"""
        token = self.tree.tokens[mention.head]
        return token.dep == "pobj" and self.tree.tokens[token.head].lemma in LOCATIVE

    def _parser_name(self, mention: Mention, hit: NameHit) -> ActorCode | None:
        """A name only the parser knows: its title, country and last word tell what they can."""
        known = self.known.last_names.get(fold(hit.text))
        if known is not None:
            person = self.actors.persons[known]
            return person_code(person, self.known.day, former=self._is_former(mention))
        if (spelt := self._other_spelling(hit)) is not None:
            return person_code(spelt, self.known.day, former=self._is_former(mention))
        if hit.kind == "ner:PERSON":
            return self._titled(mention, hit.text)
        described = self._described(mention)
        if described is not None:
            return replace(described, name=hit.text, why=(*described.why, hit.kind))
        if hit.kind == "ner:ORG":
            return ActorCode(None, None, (), hit.text, why=(hit.kind,))
        return None

    def _other_spelling(self, hit: NameHit) -> Person | None:
        """A person in office about that day whose name is spelt otherwise in the tables."""
        key = self.actors.spellings.get(skeleton(hit.text)) if " " in hit.text else None
        person = self.actors.persons[key] if key is not None else None
        fits = person is not None and (self.known.day is None or bool(self.owners.bare([person])))
        return person if fits else None

    def _titled(self, mention: Mention, name: str) -> ActorCode:
        """An unknown person: "Iranian Interior Minister Abdolreza Fazli"."""
        title = self._title(mention)
        owners = self.owners.codes(mention)
        code = owners[0] if owners else None
        if title is None:
            return ActorCode(code, None, (), name, why=("name:unknown",))
        office = self.actors.offices.get(title)
        agent = self.actors.agents.get(title)
        sector, others = sectors(office, agent)
        if sector == "GOV" and self._is_former(mention):
            sector = "ELI"
        owner = self.owners.body(mention)
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
        term = self._whole_title(mention.head)
        term = term or self.actors.term(words, self.tree.tokens[mention.head].lemma)
        owner = self.owners.body(mention)
        owners = self.owners.codes(mention)
        code = owner.code if owner else owners[0] if owners else None
        if term is None:
            owned = owner is not None or code is not None
            return self._owned(mention, owner, code) if owned else _region(mention)
        thing = term in self.actors.agents and self.actors.agents[term].kind == "equipment"
        if thing and code is None:
            return None
        if owner is None:
            owner = self._content(mention, term, words)
        return self._agent(mention, term, owner, code)

    def _whole_title(self, head: int) -> str | None:
        """The longest title that goes on after its head ("director of central intelligence")."""
        words = [token.text.lower() for token in self.tree.tokens[head : head + MAX_TITLE]]
        keys = (" ".join(words[:end]) for end in range(len(words), 2, -1))
        return next((key for key in keys if key in self.actors.offices), None)

    def _owned(self, mention: Mention, owner: ActorCode | None, code: str | None) -> ActorCode:
        """A thing that belongs to somebody stands for its owner ("Iran's admission")."""
        if owner is not None:
            return replace(owner, why=(*owner.why, "owner"))
        lemma = self.tree.tokens[mention.head].lemma
        return ActorCode(code, why=(f"owner:{code}", f"noun:{lemma}"))

    def _content(self, mention: Mention, term: str, words: list[str]) -> ActorCode | None:
        """Whose they are, told by another noun: "a team of police", "police union leader"."""
        agent = self.actors.agents.get(term)
        if agent is not None and not agent.inherit and agent.sector != "UNK":
            return None
        for i in self.tree.prep(mention.head, "of", "for"):
            inner = self.at_head.get(i)
            if inner is not None and inner.kind is not MentionKind.PRONOUN:
                noun = inner.kind is MentionKind.NOUN
                code = self._described(inner) if noun else self.code(inner)
                return code if code is not None and code.sector and _is_noun(code) else None
        before = [w for w in words[: len(words) - len(term.split())] if w not in {"'s", "’s"}]
        key = self.actors.term(before, before[-1]) if before else None
        known = self.actors.agents.get(key) if key else None
        if known is None or known.inherit:
            return None
        return ActorCode(None, known.sector, known.other_sectors, why=(f"agent:{key}",))

    def _agent(
        self, mention: Mention, term: str, owner: ActorCode | None, code: str | None
    ) -> ActorCode:
        """People by trade or office: of the body they belong to, else of the country."""
        agent = self.actors.agents.get(term)
        office = self.actors.offices.get(term)
        title = term if office else None
        sector, others = sectors(agent, office)
        why: tuple[str, ...] = (f"agent:{term}",)
        former = self._is_former(mention)
        if owner is not None and self._inherits(term, owner):
            why = (*why, *owner.why, "inherit")
            kept = "ELI" if former and owner.sector in OFFICIAL else owner.sector or sector or None
            code = owner.code if owner.code is not None else code
            return replace(owner, code=code, sector=kept, office=title, why=why)
        code = code if code is not None else only_code(office)
        if code is None and sector in OFFICIAL and self._heads_stranger(mention):
            return ActorCode(None, why=(*why, "body:unknown"))
        if sector in OFFICIAL and former:
            sector = "ELI"
        return ActorCode(code, sector or None, others, None, title, why)

    def _heads_stranger(self, mention: Mention) -> bool:
        """ "President of Human Rights Voices": of a body that no table knows, not of a state."""
        for i in self.tree.prep(mention.head, "of", "for", "at"):
            inner = self.at_head.get(i)
            if inner is not None and any(h.kind == "ner:ORG" for h in inner.names):
                code = self.code(inner)
                return code is None or (code.code is None and code.sector is None)
        return False

    def _inherits(self, term: str, owner: ActorCode) -> bool:
        """Does the noun take the sector of the body it belongs to?"""
        agent = self.actors.agents.get(term)
        if agent is None or agent.inherit or agent.sector == "UNK":
            return True
        return owner.code in INTERNATIONAL or {agent.sector, owner.sector} <= ARMED

    def _is_former(self, mention: Mention) -> bool:
        """Does the phrase call its person a former one?"""
        words = {token.text.lower() for token in self.tree.tokens[mention.first : mention.last]}
        return bool(FORMER & words)


def _is_noun(code: ActorCode) -> bool:
    """Does an agent noun tell who it is, not the name of a person or state?"""
    return any(why.startswith("agent:") for why in code.why)


def _region(mention: Mention) -> ActorCode | None:
    """ "European powers": kept as words, PLOVER codes no regions."""
    keys = (hit.keys[0] for hit in mention.names if hit.kind == "region")
    key = next(keys, None)
    return None if key is None else ActorCode(None, why=(f"region:{key}",))
