"""Who vouches for an act: the speakers of the clauses and quotes it stands in."""

from __future__ import annotations

from dragoman.model import Mention, Trigger
from dragoman.stages.status.scene import Scene
from dragoman.text.speech import reports

CLAIM_PREPOSITIONS = frozenset({"of", "for", "about"})


class Voices:
    """Looks up reporters in one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        mentions = scene.doc.mentions or ()
        self.at = {t: m for m in reversed(mentions) for t in range(m.first, m.last)}
        self.at |= {m.head: m for m in mentions}
        self.quotes = [q for q in scene.doc.quotes or () if reports(q)]

    def of(self, trigger: Trigger) -> tuple[tuple[Mention, ...], list[str]]:
        """Reporters of a trigger, outermost first, and the rules that found them."""
        found: list[Mention] = []
        why: list[str] = []
        node = trigger.head
        for above in self.scene.tree.up(trigger.head):
            speakers = self._speakers(above) if self._reports(node, above) else []
            if speakers:
                found = [*speakers, *found]
                why.append(f"said:{self.scene.tokens[above].lemma}")
            node = above
        quoted, rule = self._quoted(trigger)
        if quoted is not None and quoted not in found:
            return (quoted, *found), [*why, rule]
        return tuple(found), why

    def _reports(self, node: int, above: int) -> bool:
        """Is what stands below a clause of saying ("said that", "accused of", "warned of")?"""
        scene = self.scene
        dep = scene.tokens[node].dep
        if dep == "ccomp":
            return scene.is_a(above, "say_verb")
        if dep == "pcomp" and scene.tokens[above].lemma in CLAIM_PREPOSITIONS:
            verb = scene.tokens[above].head
            return scene.is_a(verb, "accuse_verb") or scene.is_a(verb, "say_verb")
        return False

    def _speakers(self, above: int) -> list[Mention]:
        """Who says it; several where they are coordinated ("the US and NATO accuse ...")."""
        token = self.scene.tokens[above]
        verb = token.head if token.pos == "ADP" else above
        subjects = [c for s in self.scene.slots.subj(verb) for c in self.scene.tree.conjuncts(s)]
        return list(dict.fromkeys(self.at[s] for s in subjects if s in self.at))

    def _quoted(self, trigger: Trigger) -> tuple[Mention | None, str]:
        """The speaker of the quote around a trigger."""
        place = self.scene.tokens[trigger.head].span
        for quote in self.quotes:
            around = any(content.contains(place) for content in quote.content)
            if around and quote.speaker_token in self.at:
                return self.at[quote.speaker_token], f"quote:{quote.rule}"
        return None, ""
