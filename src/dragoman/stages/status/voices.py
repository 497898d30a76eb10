"""Who vouches for an act: the speakers of the quotes it stands in, and how they stand to it."""

from __future__ import annotations

from bisect import bisect_left

from dragoman.model import Quote, QuoteKind, Span, Stance, Trigger, Voice
from dragoman.stages.status.scene import Scene

# Rules of the quotes stage whose content is claimed by the speaker whatever the cue.
TOLD = ("indirect:clause", "indirect:inserted", "indirect:as", "indirect:according",
        "indirect:noun", "indirect:mixed", "indirect:question")  # fmt: skip
CLAIMING_PREPOSITIONS = ("indirect:preposition:of", "indirect:preposition:for",
                         "indirect:preposition:about", "indirect:preposition:over")  # fmt: skip


class Voices:
    """Looks up the voices around the triggers of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        mentions = scene.doc.mentions or ()
        self.at = {t: m for m in reversed(mentions) for t in range(m.first, m.last)}
        self.at |= {m.head: m for m in mentions}
        self.entity_of = {m: e.i for e in scene.doc.entities or () for m in e.mentions}
        self._starts = [token.span.start for token in scene.tokens]
        told = [(q, self._cue(q)) for q in scene.doc.quotes or ()]
        self.quotes = [(q, cue) for q, cue in told if self._claims(q, cue)]

    def of(self, trigger: Trigger) -> tuple[tuple[Voice, ...], list[str]]:
        """Voices of a trigger, outermost first, and the rules that found them."""
        place = self.scene.tokens[trigger.head].span
        around = [(q, cue) for q, cue in self.quotes if any(c.contains(place) for c in q.content)]
        around.sort(key=lambda pair: (-sum(map(len, pair[0].content)), pair[0].content[0]))
        found: list[Voice] = []
        why: list[str] = []
        heard: set[int] = set()
        for quote, cue in around:
            voices = self._speakers(quote, cue, len(why) + 1)
            new = [v for v in voices if self._who(v.token) not in heard]
            heard |= {self._who(v.token) for v in voices}
            if new:
                found += new
                why.append(self._why(quote, cue))
        return tuple(found), why

    def speakers(self, quote: Quote) -> list[Voice]:
        """The voices of one quotation by itself."""
        return [] if quote.speaker_token is None else self._speakers(quote, self._cue(quote), 1)

    def _why(self, quote: Quote, cue: int | None) -> str:
        return f"quote:{quote.rule}" if cue is None else f"said:{self.scene.tokens[cue].lemma}"

    def _cue(self, quote: Quote) -> int | None:
        return None if quote.cue is None else bisect_left(self._starts, quote.cue.start)

    def _claims(self, quote: Quote, cue: int | None) -> bool:
        """Does the speaker claim what the content tells ("said that", "accused of"), and not only
        want or judge it ("urged them to", "praised the")?"""
        if quote.speaker_token is None or quote.kind in {QuoteKind.SCARE, QuoteKind.TOPIC}:
            return False
        if quote.kind in {QuoteKind.DIRECT, QuoteKind.PARTIAL}:
            return True
        scene = self.scene
        if quote.rule.startswith(TOLD) or cue is None:
            return not self._is_void(quote.speaker_token, cue)
        if quote.rule.startswith(CLAIMING_PREPOSITIONS):
            return scene.is_a(cue, "accuse_verb") or scene.is_a(cue, "say_verb")
        if quote.rule.startswith(("indirect:infinitive", "indirect:object")):
            return scene.is_a(cue, "claim_verb") or scene.is_a(cue, "deny_verb")
        return False

    def _is_void(self, speaker: int, cue: int | None) -> bool:
        """ "No one denies", "few doubt", "did not say": nobody in particular says anything."""
        scene = self.scene
        words = (speaker, *scene.tree.kids(speaker, "det", "neg", "amod"))
        if scene.any_is(words, "negative_det") or scene.any_is(words, "few_det"):
            return True
        silent = cue is not None and scene.negated(cue) and scene.is_a(cue, "say_verb")
        return silent and cue is not None and not scene.is_a(cue, "deny_verb")

    def _speakers(self, quote: Quote, cue: int | None, depth: int) -> list[Voice]:
        """Who says it; several where they are coordinated ("the US and NATO accuse ...")."""
        assert quote.speaker_token is not None and quote.speaker is not None
        stance = self._stance(cue)
        first, *others = self.scene.tree.conjuncts(quote.speaker_token)
        voices = [self._voice(first, quote.speaker, stance, depth)]
        return voices + [self._voice(t, self._phrase(t), stance, depth) for t in others]

    def _voice(self, token: int, span: Span, stance: Stance, depth: int) -> Voice:
        mention = self.at.get(token)
        return Voice(token, span, None if mention is None else mention.i, stance, depth)

    def _phrase(self, token: int) -> Span:
        phrase = self.scene.tree.phrase(token)
        tokens = self.scene.tokens
        return Span(tokens[phrase[0]].span.start, tokens[phrase[-1]].span.end)

    def _who(self, token: int) -> int:
        """The entity that speaks, or the token where it is none: all negative numbers."""
        mention = self.at.get(token)
        entity = self.entity_of.get(mention.i) if mention else None
        return -token - 1 if entity is None else entity

    def _stance(self, cue: int | None) -> Stance:
        if cue is None:
            return Stance.ASSERTS
        scene = self.scene
        if scene.is_a(cue, "deny_verb"):
            return Stance.ASSERTS if scene.negated(cue) else Stance.DENIES
        if scene.is_a(cue, "doubt_verb"):
            return Stance.DOUBTS
        if scene.is_a(cue, "predict_verb"):
            return Stance.PREDICTS
        return Stance.ASKS if scene.is_a(cue, "question_verb") else Stance.ASSERTS
