"""Who vouches for an act: the speakers of the quotes it stands in, and how they stand to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Quote, QuoteKind, Span, Stance, Status, Trigger, Voice
from dragoman.stages.status.scene import Scene
from dragoman.text.tags import VERBAL

# Rules of the quotes stage whose content is claimed by the speaker whatever the cue.
TOLD = ("indirect:clause", "indirect:inserted", "indirect:as", "indirect:according",
        "indirect:noun", "indirect:mixed", "indirect:question", "indirect:gerund",
        "indirect:citing")  # fmt: skip
CLAIMING_PREPOSITIONS = ("indirect:preposition:of", "indirect:preposition:for",
                         "indirect:preposition:about", "indirect:preposition:with")  # fmt: skip
# Who speaks for a state; most likely that one which is spoken of, where theirs is not known.
OFFICIALS = frozenset({"GOV", "MIL"})
# What stands before an act that is known already.
GIVEN = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})
# Reasons by which a voice itself says that an act was not done, or that it does not believe it.
OWN_NOS = frozenset({"not", "no-subject", "no-object", "no-noun", "not-so", "nor"})
OWN_DOUBTS = frozenset({"under:doubt", "under:dispute", "under:contest"})


class Voices:
    """Looks up the voices around the triggers of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        mentions = scene.doc.mentions or ()
        self._over = {t: m for m in reversed(mentions) for t in range(m.first, m.last)}
        self.at = self._over | {m.head: m for m in mentions}
        self.entity_of = {m: e for e in scene.doc.entities or () for m in e.mentions}
        self._starts = [token.span.start for token in scene.tokens]
        told = [(q, self._cue(q)) for q in scene.doc.quotes or ()]
        self._around: dict[int, list[tuple[Quote, int | None]]] = {}
        for quote, cue in told:
            if self._claims(quote, cue):
                self._cover(quote, cue)

    def _cover(self, quote: Quote, cue: int | None) -> None:
        """Remembers a quote at all tokens of its content."""
        for content in quote.content:
            first = bisect_left(self._starts, content.start)
            for token in range(first, bisect_left(self._starts, content.end)):
                self._around.setdefault(token, []).append((quote, cue))

    def of(self, trigger: Trigger) -> tuple[tuple[Voice, ...], list[str]]:
        """Voices of a trigger, outermost first, and the rules that found them."""
        around = sorted(self._around.get(trigger.head, ()), key=_outermost_first)
        found: list[Voice] = []
        why: list[str] = []
        heard: set[int] = set()
        for quote, cue in around:
            voices = self._speakers(quote, cue, len(why) + 1)
            new = [v for v in voices if self._who(v.token) not in heard]
            heard |= {self._who(v.token) for v in voices}
            if new and not self._is_given(trigger.head, quote):
                found += new
                why.append(self._why(quote, cue))
        return tuple(found), why

    def speakers(self, quote: Quote) -> list[Voice]:
        """The voices of one quotation by itself."""
        return [] if quote.speaker_token is None else self._speakers(quote, self._cue(quote), 1)

    def _is_given(self, head: int, quote: Quote) -> bool:
        """Does a report only mention what is known: "said their meeting was useful", "sees in X
        a branch of Y, which has fought it for years"?"""
        if quote.kind is not QuoteKind.INDIRECT or not quote.rule.startswith(TOLD):
            return False
        scene, node = self.scene, head
        token = scene.tokens[head]
        known = any(scene.lower(k) in GIVEN for k in scene.tree.kids(head, "det", "poss"))
        if known and token.pos == "NOUN" and token.dep in {"nsubj", "pobj", "poss"}:
            return True
        for above in scene.tree.up(head):
            if not any(c.contains(scene.tokens[above].span) for c in quote.content):
                return False
            if scene.tokens[node].dep == "relcl":
                first = min(scene.tree.subtree(node))
                return first > 0 and scene.lower(first - 1) == ","
            node = above
        return False

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
        if cue is not None and scene.is_a(cue, "command_verb") and scene.tokens[cue].pos == "VERB":
            return False
        if self._is_void(quote.speaker_token, cue):
            return False
        if quote.rule.startswith(TOLD) or cue is None:
            return True
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
        if stance is Stance.ASSERTS and self._is_whether(quote):
            stance = Stance.ASKS
        first, *others = self.scene.tree.conjuncts(quote.speaker_token)
        voices = [self._voice(first, quote.speaker, stance, depth)]
        phrase = self.scene.tree.phrase_span
        return voices + [self._voice(t, phrase(t), stance, depth) for t in others]

    def _voice(self, token: int, span: Span, stance: Stance, depth: int) -> Voice:
        mention = self.at.get(token)
        return Voice(token, span, None if mention is None else mention.i, stance, depth)

    def _who(self, token: int) -> int:
        """The entity that speaks, or the token where it is none: all negative numbers."""
        mention = self.at.get(token)
        entity = self.entity_of.get(mention.i) if mention else None
        return -token - 1 if entity is None else entity.i

    def _is_whether(self, quote: Quote) -> bool:
        """Does the content begin behind an "if" or "whether"?"""
        before = bisect_left(self._starts, quote.content[0].start) - 1
        clause = quote.rule.startswith(("indirect:clause", "indirect:question"))
        return clause and before >= 0 and self.scene.is_a(before, "whether_mark")

    def _stance(self, cue: int | None) -> Stance:
        if cue is None:
            return Stance.ASSERTS
        scene = self.scene
        if scene.tokens[cue].pos == "NOUN":
            return self._stance_on(cue)
        if scene.is_a(cue, "deny_verb"):
            return Stance.ASSERTS if scene.negated(cue) else Stance.DENIES
        if scene.is_a(cue, "doubt_verb"):
            return Stance.DOUBTS
        if scene.is_a(cue, "predict_verb"):
            return Stance.PREDICTS
        return Stance.ASKS if scene.is_a(cue, "question_verb") else Stance.ASSERTS

    def _stance_on(self, claim: int) -> Stance:
        """ "rejected claims that", "cast doubt on claims that", "its denial that"."""
        scene = self.scene
        for i in (claim, *scene.tree.up(claim)):
            if scene.is_a(i, "deny_verb"):
                return Stance.DENIES
            if scene.is_a(i, "doubt_verb"):
                return Stance.DOUBTS
            if scene.is_a(i, "predict_verb"):
                return Stance.PREDICTS
            if scene.tokens[i].pos in VERBAL:
                kids = scene.tree.kids(i, "dobj")
                return Stance.DOUBTS if scene.any_is(kids, "doubt_verb") else Stance.ASSERTS
        return Stance.ASSERTS

    def foretold(
        self, trigger: Trigger, status: Status, voices: tuple[Voice, ...]
    ) -> tuple[Voice, ...]:
        """What others have still to do is predicted, what one will do oneself is announced."""
        if status not in {Status.PLANNED, Status.CONDITIONAL} or not voices:
            return voices
        scene = self.scene
        if scene.has(trigger.head, ("aux",), "have"):
            return voices  # "may have fired": done, if at all
        if any(scene.is_a(i, "command_verb") for i in scene.tree.up(trigger.head)):
            return voices  # "has ordered ships to sail, his office said"
        doers = [scene.slots.counted(i) for i in scene.slots.subj(trigger.head)]
        return tuple(
            replace(v, stance=Stance.PREDICTS)
            if v.stance is Stance.ASSERTS and any(self._is_other(v, i) for i in doers)
            else v
            for v in voices
        )

    def _is_other(self, voice: Voice, doer: int) -> bool:
        """Is who acts another party than who speaks of it?"""
        scene = self.scene
        if any(scene.tokens[k].tag == "PRP$" for k in scene.tree.kids(doer, "poss")):
            return False  # "said its army would ..."
        mention = self._over.get(doer)
        acting = self.entity_of.get(mention.i) if mention else None
        speaking = None if voice.mention is None else self.entity_of.get(voice.mention)
        if acting is None:
            return scene.tokens[doer].pos in {"NOUN", "PROPN"}
        if speaking is None:
            return scene.tokens[doer].pos != "PRON"
        if speaking.code.code is None and speaking.code.sector in OFFICIALS:
            return acting.code.sector not in OFFICIALS  # an official, most likely of that state
        same = acting.i == speaking.i or acting.code.code == speaking.code.code is not None
        return not same and scene.tokens[doer].pos != "PRON"


def _outermost_first(pair: tuple[Quote, int | None]) -> tuple[int, bool, int, Span]:
    """The longer content holds the shorter; of equal ones the voice named as a source is inner."""
    quote, cue = pair
    inner = quote.rule == "indirect:citing"
    return -sum(map(len, quote.content)), inner, cue or 0, quote.content[0]


def own_word(voices: tuple[Voice, ...], why: Sequence[str]) -> tuple[Voice, ...]:
    """The innermost voice denies what it says was not done ("said it had not shelled the town")."""
    if not voices or voices[-1].stance is not Stance.ASSERTS:
        return voices
    if OWN_DOUBTS & set(why):
        stance = Stance.DOUBTS
    elif OWN_NOS & set(why):
        stance = Stance.DENIES
    else:
        return voices
    depth = voices[-1].depth
    return tuple(replace(v, stance=stance) if v.depth == depth else v for v in voices)
