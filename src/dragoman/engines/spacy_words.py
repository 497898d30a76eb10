"""What spaCy's rules say of a word, worked out once for each word in each part of a sentence.

An English pipeline ends with tables of rules: the attribute ruler (tag to part of speech) and the
lemmatizer. Most of their rules look at one word alone, yet they are matched against every word of
every text, and take a third of the time of a parse. Here their answers are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RULED = ("attribute_ruler", "lemmatizer")
# What a rule may look at: all of it follows from the word itself, its tag and its relation.
KNOWN = frozenset({"TAG", "LOWER", "ORTH", "TEXT", "DEP", "IS_SPACE"})
COLUMNS = ("ORTH", "TAG", "DEP", "HEAD", "SENT_START", "IDX", "LENGTH", "IS_SPACE")
STOP = "."
KEPT = 200_000  # answers; then all are forgotten, so that memory stays bounded


Key = tuple[int, int, int]


class Answer(NamedTuple):
    """What the rules say of a word."""

    lemma: str
    pos: str
    tag: str
    dep: str


class Words:
    """Answers of a pipeline's rules. ``left_out`` are its parts that it need not run itself."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._answers: dict[Key, Answer] = {}
        self._pairs = _rules_of_pairs(nlp)
        self.left_out = RULED if self._pairs is not None else ()

    def answers(self, doc: Any, table: NDArray[np.int64]) -> list[Answer]:
        """For each row of ``table``, which has COLUMNS, what the rules say of the word."""
        if len(self._answers) > KEPT:
            self._answers.clear()
        if self._pairs is None:
            return [_answer(token) for token in doc]
        keys = list(zip(*(table[:, n].tolist() for n in range(3)), strict=True))
        if any(self._pairs(doc)):
            return [_answer(token) for token in self._ruled(doc)]
        new = {key: n for n, key in enumerate(keys) if key not in self._answers}
        if new:
            self._learn(list(new), [doc[n] for n in new.values()], doc)
        return [self._answers[key] for key in keys]

    def _ruled(self, doc: Any) -> Any:
        for name in RULED:
            doc = self._nlp.get_pipe(name)(doc)
        return doc

    def _learn(self, keys: Sequence[Key], tokens: Sequence[Any], doc: Any) -> None:
        """Asks the rules about words, full stops between them: no two may be taken for a pair."""
        from spacy.tokens import Doc

        apart = Doc(
            doc.vocab,
            words=[form for token in tokens for form in (token.text, STOP)],
            tags=[tag for token in tokens for tag in (token.tag_, STOP)],
            deps=[dep for token in tokens for dep in (token.dep_, "punct")],
            heads=list(range(2 * len(tokens))),
        )
        for key, token in zip(keys, list(self._ruled(apart))[::2], strict=True):
            self._answers[key] = _answer(token)


def table_of(doc: Any) -> NDArray[np.int64]:
    """The words of a parsed text, one a row, with COLUMNS."""
    import numpy as np

    table: NDArray[np.int64] = doc.to_array(list(COLUMNS)).view(np.int64)
    return table.reshape(len(doc), len(COLUMNS))


def _answer(token: Any) -> Answer:
    return Answer(token.lemma_.lower(), token.pos_, token.tag_, token.dep_)


def _rules_of_pairs(nlp: Any) -> Any:
    """A matcher of those rules that look at two words or more, since what they say of a word
    does not follow from it alone; None when the pipeline is of another kind."""
    from spacy.matcher import Matcher

    if not all(nlp.has_pipe(name) for name in RULED) or nlp.get_pipe("lemmatizer").mode != "rule":
        return None
    matcher = Matcher(nlp.vocab)
    for n, rule in enumerate(nlp.get_pipe("attribute_ruler").patterns):
        for pattern in rule["patterns"]:
            if len(pattern) > 1:
                matcher.add(str(n), [pattern])
            elif not pattern[0].keys() <= KNOWN:
                return None
    return matcher if len(matcher) else lambda _doc: ()
