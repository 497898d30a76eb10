"""Status: is it so, planned, conditional, denied, long ago - and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.model import Document, Judgement, Mention, Sentence, Status, Step, Token, Trigger
from dragoman.text.slots import Slots
from dragoman.text.speech import reports
from dragoman.text.tree import Tree

Words = Mapping[str, frozenset[str]]
CLAUSAL = frozenset({"ccomp", "xcomp", "pcomp", "acl", "advcl", "relcl", "conj", "parataxis"})
OLD_DAYS = 400  # older than this before the article is history: a year and some slack
# The mark that a finding overrides those behind it.
RANK = {Status.NEGATED: 0, Status.CONDITIONAL: 1, Status.PLANNED: 2, Status.HISTORICAL: 3}


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a status other than actual."""

    status: Status
    why: str


def judge_triggers(doc: Document, words: Words) -> Document:
    """Adds the layer ``judgements``: one for each trigger, in the same order."""
    assert doc.triggers is not None and doc.sentences is not None
    judge = _Judge(doc, words)
    judgements = tuple(judge.judge(trigger) for trigger in doc.triggers)
    return doc.add(Step("status", "1"), judgements=judgements)


class _Judge:
    def __init__(self, doc: Document, words: Words) -> None:
        self.doc = doc
        self.words = words
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.sentences: tuple[Sentence, ...] = doc.sentences or ()
        self.tree = Tree(self.tokens)
        self.slots = Slots(self.tree)
        self.mention_at = {
            t: m for m in reversed(doc.mentions or ()) for t in range(m.first, m.last)
        }
        self.mention_at |= {m.head: m for m in doc.mentions or ()}

    def judge(self, trigger: Trigger) -> Judgement:
        """Status, reporters and reasons for one trigger."""
        findings = self._own(trigger.head)
        reporters: list[Mention] = []
        reasons: list[str] = []
        node = trigger.head
        under = True
        for above in self.tree.up(trigger.head):
            under = under and not self._breaks(node)
            findings += self._from_above(node, above) if under else []
            if self._reports(node, above):
                mention = self._speaker_of(above)
                if mention is not None:
                    reporters.insert(0, mention)
                    reasons.append(f"said:{self.tokens[above].lemma}")
            node = above
        findings += self._historical(trigger)
        reporters, quoted = self._with_quote(trigger, reporters)
        status = min((f.status for f in findings), key=lambda s: RANK[s], default=Status.ACTUAL)
        why = tuple(dict.fromkeys([f.why for f in findings] + reasons + quoted))
        return Judgement(trigger.i, status, tuple(m.i for m in reporters), why)

    def _breaks(self, node: int) -> bool:
        """Does the clause of ``node`` stand by itself, whatever the words above say?

        A relative clause or a participle tells of an act of its own ("lobbied X, who bombed Y").
        """
        dep = self.tokens[node].dep
        if dep == "relcl" or dep == "appos" or self._free_relative(node):
            return True
        if dep in {"acl", "advcl"}:
            return not self.slots.voice.is_infinitive(node) and not self._conditional_clause(node)
        return False

    def _free_relative(self, node: int) -> bool:
        """ "what the ministry describes as theft": told as fact, whatever stands above."""
        return any(self.tokens[k].tag in {"WP", "WDT"} for k in self.tree.kids(node))

    def _is(self, i: int, kind: str) -> bool:
        return self.tokens[i].lemma in self.words[kind]

    # -- the word itself ------------------------------------------------------------------------

    def _own(self, i: int) -> list[Finding]:
        return self._modifiers(i) if self.tokens[i].pos in {"NOUN", "PROPN"} else self._verb(i)

    def _verb(self, i: int) -> list[Finding]:
        found = []
        kids = self.tree.kids(i)
        if any(
            self.tokens[k].dep == "neg"
            or (self.tokens[k].dep == "advmod" and self._is(k, "negation"))
            for k in kids
        ):
            found.append(Finding(Status.NEGATED, "not"))
        subject = self.tree.kid(i, "nsubj", "nsubjpass")
        if subject is not None and any(
            self._is(k, "negative_det") for k in (subject, *self.tree.kids(subject, "det"))
        ):
            found.append(Finding(Status.NEGATED, "no-subject"))
        auxiliaries = [self.tokens[k].lemma for k in self.tree.kids(i, "aux")]
        found.extend(self._auxiliary(i, auxiliaries))
        if self._conditional_clause(i):
            found.append(Finding(Status.CONDITIONAL, "if"))
        return found

    def _auxiliary(self, i: int, auxiliaries: list[str]) -> list[Finding]:
        for lemma in auxiliaries:
            if lemma in self.words["future_aux"]:
                return [Finding(Status.PLANNED, f"aux:{lemma}")]
            if lemma in self.words["duty_aux"]:
                return [Finding(Status.CONDITIONAL, f"duty:{lemma}")]
            if lemma in self.words["conditional_aux"]:
                if lemma == "would" and self._in_past_speech(i):
                    return [Finding(Status.PLANNED, "would-in-speech")]
                if lemma in {"can", "could"} and any(
                    self.tokens[k].dep == "neg" for k in self.tree.kids(i)
                ):
                    return []
                return [Finding(Status.CONDITIONAL, f"aux:{lemma}")]
        return []

    def _in_past_speech(self, i: int) -> bool:
        """ "said it would": the future seen from the past."""
        for above in self.tree.up(i):
            if self._is(above, "say_verb"):
                return True
        return not self._conditional_clause(i)

    def _conditional_clause(self, i: int) -> bool:
        """Does the verb stand in an if-clause, or govern one?"""
        marks = [self.tokens[k].lemma for k in self.tree.kids(i, "mark", "advmod")]
        if self.tokens[i].dep == "advcl" and any(m in self.words["condition_mark"] for m in marks):
            return True
        for clause in self.tree.kids(i, "advcl"):
            inner = [self.tokens[k].lemma for k in self.tree.kids(clause, "mark")]
            if "if" in inner or "unless" in inner:
                return not self._is(i, "say_verb") and self.tokens[i].tag not in {"VBD", "VBN"}
        return False

    def _modifiers(self, i: int) -> list[Finding]:
        """Adjectives, determiners and possessors of a nominal event."""
        found = []
        for k in self.tree.kids(i, "det", "amod", "compound", "neg"):
            if self._is(k, "negative_det"):
                found.append(Finding(Status.NEGATED, "no-noun"))
            elif (
                self._is(k, "planned_mod")
                or self.tokens[k].text.lower() in self.words["planned_mod"]
            ):
                found.append(Finding(Status.PLANNED, f"mod:{self.tokens[k].text.lower()}"))
        return found

    # -- what stands above ----------------------------------------------------------------------

    def _from_above(self, node: int, above: int) -> list[Finding]:
        """What a governing word says of the reality of what it governs."""
        dep = self.tokens[node].dep
        found: list[Finding] = []
        if dep in {"xcomp", "ccomp", "pcomp", "acl", "advcl"}:
            found += self._embedding(node, above)
        if dep in {"dobj", "pobj", "nsubjpass"} and self.tokens[node].pos in {"NOUN", "PROPN"}:
            found += self._nominal(node, above)
        if dep == "advcl" and self._conditional_clause(node):
            found.append(Finding(Status.CONDITIONAL, "if"))
        return found

    def _embedding(self, node: int, above: int) -> list[Finding]:
        dep = self.tokens[node].dep
        governor = self._governor(node, above)
        lemma = self.tokens[governor].lemma
        infinitive = self.slots.voice.is_infinitive(node)
        if lemma in self.words["negative_verb"] and dep in {"xcomp", "pcomp", "ccomp"}:
            return [Finding(Status.NEGATED, f"under:{lemma}")]
        if not infinitive:
            return []
        if dep == "advcl" and lemma not in self.words["plan_verb"] and lemma != "be":
            return [Finding(Status.PLANNED, "purpose")]
        if lemma in self.words["plan_verb"] or lemma in self.words["future_adj"]:
            negated = any(self.tokens[k].dep == "neg" for k in self.tree.kids(governor))
            return [Finding(Status.NEGATED if negated else Status.PLANNED, f"under:{lemma}")]
        if lemma in self.words["ask_verb"] or lemma in self.words["future_noun"]:
            return [Finding(Status.PLANNED, f"under:{lemma}")]
        if lemma == "be" and dep == "xcomp":
            return [Finding(Status.PLANNED, "is-to")]
        return []

    def _governor(self, node: int, above: int) -> int:
        """The verb above a preposition ("prevented from leaving")."""
        if self.tokens[node].dep == "pcomp" and self.tokens[above].pos in {"ADP", "SCONJ"}:
            return self.tokens[above].head
        return above

    def _nominal(self, node: int, above: int) -> list[Finding]:
        governor = self.tokens[above].head if self.tokens[above].pos == "ADP" else above
        lemma = self.tokens[governor].lemma
        own = self._verb(governor) if self.tokens[governor].pos == "VERB" else []
        if lemma in {
            "hold",
            "have",
            "take",
            "make",
            "carry",
            "conduct",
            "launch",
            "stage",
            "begin",
            "start",
            "open",
        }:
            return own
        if lemma in self.words["support_noun_verb"] or lemma in self.words["future_noun"]:
            return [Finding(Status.PLANNED, f"content-of:{lemma}")]
        if lemma in self.words["negative_verb"] or lemma in self.words["negative_noun"]:
            return (
                [Finding(Status.NEGATED, f"content-of:{lemma}")]
                if lemma in {"prevent", "avert", "avoid"}
                else []
            )
        return []

    # -- who says so ----------------------------------------------------------------------------

    def _reports(self, node: int, above: int) -> bool:
        dep = self.tokens[node].dep
        if dep == "ccomp" and self._is(above, "say_verb"):
            return True
        if dep == "pcomp" and self.tokens[above].lemma in {"of", "for", "about"}:
            verb = self.tokens[above].head
            return self._is(verb, "accuse_verb") or self._is(verb, "say_verb")
        return False

    def _speaker_of(self, above: int) -> Mention | None:
        verb = self.tokens[above].head if self.tokens[above].pos == "ADP" else above
        for subject in self.slots.subj(verb):
            if subject in self.mention_at:
                return self.mention_at[subject]
        return None

    def _with_quote(
        self, trigger: Trigger, reporters: list[Mention]
    ) -> tuple[list[Mention], list[str]]:
        """The speaker of a quote around the trigger is its outermost voice."""
        place = self.tokens[trigger.head].span
        for quote in self.doc.quotes or ():
            if not reports(quote) or not any(c.contains(place) for c in quote.content):
                continue
            assert quote.speaker_token is not None
            mention = self.mention_at.get(quote.speaker_token)
            if mention is not None and mention not in reporters:
                return [mention, *reporters], [f"quote:{quote.rule}"]
        return reporters, []

    # -- when -----------------------------------------------------------------------------------

    def _historical(self, trigger: Trigger) -> list[Finding]:
        """A date in the clause that lies more than a year before the article."""
        day = self.doc.article.date
        if day is None:
            return []
        sentence = self.sentences[trigger.sentence]
        for time in self.doc.times or ():
            if (
                time.value
                and time.kind == "DATE"
                and sentence.span.contains(time.span)
                and self._near(trigger, time.span.start)
            ):
                year = time.value[:4]
                if year.isdigit() and _old(time.value, day.year, day.month):
                    return [Finding(Status.HISTORICAL, f"date:{time.value}")]
        return []

    def _near(self, trigger: Trigger, start: int) -> bool:
        """Does the expression belong to the trigger's own clause?"""
        token = next(
            (
                t
                for t in self.tokens[self.sentences[trigger.sentence].first :]
                if t.span.end > start
            ),
            None,
        )
        if token is None:
            return False
        clause = next(
            (
                a
                for a in (token.i, *self.tree.up(token.i))
                if self.tokens[a].pos in {"VERB", "AUX"} or a == trigger.head
            ),
            None,
        )
        own = next(
            (
                a
                for a in (trigger.head, *self.tree.up(trigger.head))
                if self.tokens[a].pos in {"VERB", "AUX"}
            ),
            trigger.head,
        )
        return clause in {own, trigger.head}


def _old(value: str, year: int, month: int) -> bool:
    """Is an ISO value more than OLD_DAYS before the article's month?"""
    then_year = int(value[:4])
    then_month = int(value[5:7]) if len(value) >= 7 and value[5:7].isdigit() else 12
    days = (year - then_year) * 365 + (month - then_month) * 30
    return days > OLD_DAYS
