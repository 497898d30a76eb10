"""Where a sentence is set: the country of agents that name none ("police", "protesters")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import ActorCode, Mention
from dragoman.stages.entities.clusters import Scene
from dragoman.tables.actors import COUNTRY_KINDS

# A people may live in several countries: its name sets no scene.
SETTING_KINDS = COUNTRY_KINDS - {"people"}
LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "across", "inside", "throughout", "around", "off"}
)
RULING = frozenset({"GOV", "ELI", "LEG"})
REFUGEES = "REF"
AT_LEAST, SHARE, AHEAD = 6, 0.35, 2.0  # of the evidence: that of the country of an article
FRONT, LOCATED = 4, 3  # weight of a dateline or headline, and of a name after "in"
SEVERAL = 2  # names of the country that is named most, where there is no home
AFAR = frozenset({"JRN", "BUS", "EDU"})  # these stand for no place: an agency, a maker of planes
REACH = 3  # sentences a scene is looked for, the agent's own first
INTERNATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "ISM", "MNC"})


class Scenes:
    """Countries named in a document, by sentence; those after "in", "near" ... apart.

    ``codes`` are those of the mentions; ``front`` the countries of dateline and headline, which
    tell best where an article is at home.
    """

    def __init__(
        self, scene: Scene, codes: Sequence[ActorCode | None], front: Sequence[str]
    ) -> None:
        self.scene = scene
        self.located: dict[int, list[str]] = {}
        self.named: dict[int, list[str]] = {}
        self.counts: Counter[str] = Counter()
        for code in front:
            self.counts[code] += FRONT
        for mention in scene.mentions:
            for hit in mention.names:
                country = scene.actors.countries.get(hit.keys[0]) if hit.keys else None
                state = country is not None and country.kind != "body" and hit.kind in SETTING_KINDS
                if country is not None and state and country.code:
                    self._add(scene.sentence_of[hit.first], country.code, mention)
            who = codes[mention.i]
            named = who is not None and who.why[0].startswith(("person:", "org:"))
            here = who is not None and who.code not in INTERNATIONAL and who.sector not in AFAR
            if who is not None and who.code and named and here:
                self.counts[who.code] += 1

    def _add(self, sentence: int, code: str, mention: Mention) -> None:
        self.named.setdefault(sentence, []).append(code)
        if self.scene.is_word(self.scene.token(mention).lemma, "abroad"):
            return
        located = self._located(mention)
        self.counts[code] += LOCATED if located else 1
        if located:
            self.located.setdefault(sentence, []).append(code)

    def _located(self, mention: Mention) -> bool:
        """Does a name stand after a preposition of place ("in Minsk", "across Hong Kong")?"""
        token = self.scene.token(mention)
        above = self.scene.tree.tokens[token.head]
        return token.dep == "pobj" and above.lemma in LOCATIVE

    def placed(self, code: ActorCode, mention: Mention) -> ActorCode:
        """The code with the country of the scene, where the words do not speak against one.

        Refugees are not of the country where they are: of them only the article's own is taken.
        Experts speak of countries that are not theirs.
        """
        if code.sector == REFUGEES:
            home = self.home()
            found = (home, "article") if home else None
        else:
            found = None if self._elsewhere(code, mention) else self._country(mention)
        if found is None:
            return code
        country, how = found
        return replace(code, code=country, why=(*code.why, f"inferred:{how}"))

    def home(self) -> str | None:
        """The one country that an article is about, if there is one."""
        (best, count), *rest = self.counts.most_common(2) or [("", 0)]
        second = rest[0][1] if rest else 0
        total = sum(self.counts.values())
        clear = count >= AT_LEAST and count >= SHARE * total and count >= AHEAD * second
        return best if clear else None

    def _onlooker(self, code: ActorCode) -> bool:
        """Experts may speak of a country from anywhere."""
        terms = (w.partition(":")[2].split()[-1] for w in code.why if w.startswith("agent:"))
        return any(self.scene.is_word(term.removesuffix("s"), "learned") for term in terms)

    def _elsewhere(self, code: ActorCode, mention: Mention) -> bool:
        """Are they of no one country ("foreign ministers", "European powers"), or onlookers?"""
        if self._onlooker(code):
            return True
        tokens = self.scene.tree.tokens[mention.first : mention.last]
        words = {token.text.lower() for token in tokens}
        if any(h.kind == "region" for h in mention.names) or words & self.scene.words["elsewhere"]:
            return True
        several = self.scene.token(mention).tag in {"NNS", "NNPS"}
        return several and code.sector in RULING and not words & self.scene.words["bodies"]

    def _country(self, mention: Mention) -> tuple[str, str] | None:
        """The country and how it was found: the one named near, else the article's own."""
        sentence = self.scene.sentence_of[mention.head]
        home = self.home()
        if home:
            here = set(self.located.get(sentence, ()))
            return (here.pop(), "scene") if len(here) == 1 else (home, "article")
        for names in (self.located, self.named):
            for back in range(REACH):
                found = names.get(sentence - back, [])
                if len(set(found)) == 1:
                    return found[0], "scene"
        (best, count), *rest = self.counts.most_common(2) or [("", 0)]
        clear = count >= SEVERAL and (not rest or count > rest[0][1])
        return (best, "article") if clear else None
