"""How the words that report an act stand in their sentence: what speaks for one date or another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dragoman.model import STORY, BlockKind, Document, Sentence, Span, Status, Token, Trigger
from dragoman.tables.ontology import VERBAL as SPEECH
from dragoman.text.tags import NOUNS, PRESENT, SUBJECTS, VERBAL
from dragoman.text.tree import Tree

LEAD = 2  # paragraphs at the beginning of an article that tell its news
DEEP = 8  # paragraphs after which background is likely
TELLING = STORY | {BlockKind.DATELINE}
GAPS = {0: "none", 1: "one"}
OPENING = frozenset("\"'“‘«")
AUXILIARY = frozenset({"aux", "auxpass"})
CLAUSES = {"relcl": "relative", "acl": "relative", "advcl": "adverbial", "ccomp": "told",
           "xcomp": "bound", "pcomp": "bound", "csubj": "bound"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger with what is known of its act."""

    trigger: Trigger
    type: str
    status: Status
    told: bool  # does somebody else than the article say so?
    actors: frozenset[str] = frozenset()  # countries of those who act
    recipients: frozenset[str] = frozenset()


class Standing:
    """Tells the traits of acts in one document."""

    def __init__(self, doc: Document, words: Mapping[str, frozenset[str]]) -> None:
        self.doc = doc
        self.words = words
        self.tokens: tuple[Token, ...] = doc.tokens or ()
        self.tree = Tree(self.tokens)
        self._at = {token.span.start: token.i for token in self.tokens}
        marks = (span for quote in doc.quotes or () for span in quote.content)
        self.quoted = [span for span in marks if doc.text[max(0, span.start - 1)] in OPENING]
        blocks = doc.blocks or ()
        self._starts = [block.span.start for block in blocks]
        telling = (i for i, block in enumerate(blocks) if block.kind in TELLING)
        self._order = {i: order for order, i in enumerate(telling)}

    def tokens_of(self, span: Span) -> list[int]:
        """The tokens that begin inside a span."""
        return [self._at[c] for c in range(span.start, span.end) if c in self._at]

    def paragraph(self, span: Span) -> int | None:
        """Which of the paragraphs that tell the story a span stands in; None in residue."""
        return self._order.get(bisect_right(self._starts, span.start) - 1)

    def gap(self, span: Span, sentence: Sentence) -> str:
        """How far before a sentence something stands, in paragraphs that tell the story."""
        here, there = self.paragraph(sentence.span), self.paragraph(span)
        if here is None or there is None:
            return "residue"
        return GAPS.get(here - there, "far")

    def sentence(self, trigger: Trigger) -> Sentence:
        """The sentence of a trigger."""
        assert self.doc.sentences is not None
        return self.doc.sentences[trigger.sentence]

    def clause(self, i: int) -> int:
        """The verb whose clause a token stands in; the token itself if it is one or has none."""
        for node in (i, *self.tree.up(i)):
            token = self.tokens[node]
            if token.pos in VERBAL and token.dep not in {*AUXILIARY, "amod"}:
                return node
        return i

    def traits(self, act: Act) -> tuple[str, ...]:
        """The traits of an act, each by its name in data/dating/weights.tsv."""
        head = act.trigger.head
        verb = self.clause(head)
        return tuple(dict.fromkeys(self._traits(act, head, verb)))

    def _traits(self, act: Act, head: int, verb: int) -> Iterator[str]:
        yield "any"
        yield f"status-{act.status.value}"
        yield f"type-{act.type.lower()}"
        yield from self._form(head, verb)
        tense = self.tense(verb)
        yield f"tense-{tense}"
        yield f"{self._kind(verb)}-{tense}"
        yield f"{'words' if act.type in SPEECH else 'deed'}-{tense}"
        main = self._main(verb)
        if main != verb:
            yield f"above-{self.tense(main)}"
        if act.told:
            yield "reported"
        yield from self._position(act.trigger)
        yield from self._cues(self.sentence(act.trigger), verb)

    def _form(self, head: int, verb: int) -> Iterator[str]:
        """A noun, definite or not, or a verb of some kind of clause."""
        if self.tokens[head].pos in NOUNS and head != verb:
            kids = [self.tokens[k].dep for k in self.tree.kids(head, "det", "poss")]
            open_ = any(self.tokens[k].lemma in {"a", "an"} for k in self.tree.kids(head, "det"))
            yield "noun"
            yield "noun-a" if open_ else "noun-the" if kids else "noun-bare"

    def _kind(self, verb: int) -> str:
        node = verb
        while self.tokens[node].dep == "conj" and self.tree.head(node) is not None:
            node = self.tokens[node].head
        return CLAUSES.get(self.tokens[node].dep, "main")

    def _main(self, verb: int) -> int:
        """The verb at the top of the sentence."""
        above = [i for i in self.tree.up(verb) if self.tokens[i].pos in VERBAL]
        return above[-1] if above else verb

    def is_to_come(self, head: int) -> bool:
        """Does a main clause tell the act as one of the future?"""
        verb = self.clause(head)
        return self._kind(verb) == "main" and self.tense(verb) == "future"

    def tense(self, verb: int) -> str:
        """The tense of a verb: past, present, perfect, pluperfect, future, modal, bare."""
        token = self.tokens[verb]
        helpers = [self.tokens[k] for k in self.tree.kids(verb, *AUXILIARY)]
        lemmas = {h.lemma.lower() for h in helpers}
        forms = {h.text.lower() for h in helpers}
        if forms & {"will", "’ll", "'ll", "shall"}:
            return "future"
        if any(h.tag == "MD" for h in helpers):
            return "modal"
        if "have" in lemmas:
            return "pluperfect" if "had" in forms else "perfect"
        if token.tag == "VBD" or forms & {"was", "were", "did"}:
            return "past"
        if token.tag == "VBG":
            return "going-on" if helpers else "bare"
        if token.tag in PRESENT or forms & {"is", "are", "’s", "'s", "does", "do", "am"}:
            return "present"
        same = token.dep == "conj" and not self.tree.kids(verb, *SUBJECTS)
        return self.tense(token.head) if same and token.head != verb else "bare"

    def _position(self, trigger: Trigger) -> Iterator[str]:
        sentence = self.sentence(trigger)
        order = self._order.get(sentence.block)
        yield "title" if order is None else "lead" if order < LEAD else "later"
        if order is not None and order > DEEP:
            yield "deep"
        if any(span.contains(trigger.span) for span in self.quoted):
            yield "quoted"

    def _cues(self, sentence: Sentence, verb: int) -> Iterator[str]:
        """Words of time beside the verb, and words that open the sentence."""
        beside = {self.tokens[k].lemma.lower() for k in self.tree.kids(verb)}
        for name, words in sorted(self.words.items()):
            if words & beside:
                yield f"beside-{name}"
        first = [t.text.lower() for t in self.tokens[sentence.first : sentence.first + 2]]
        for name, words in sorted(self.words.items()):
            if words & set(first):
                yield f"opens-{name}"
