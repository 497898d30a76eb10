"""spaCy's names of an English pipeline, worked out for many words at once.

spaCy's own search asks every one of 74 possible moves at every word whether it may be made, which
takes a third of the time of a parse. Outside a name, a move depends on one word alone: here those
of all words are worked out together, and only names are gone through word by word. The answers
are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Flags = NDArray[np.bool_]

NAMES = "ner"
BEGIN, INSIDE, LAST, SINGLE, OUTSIDE = "B", "I", "L", "U", "O"
# What a move looks at: the word, the first word of a name that is open, and the word before.
LOOKED_AT = 3


class Name(NamedTuple):
    """Words ``first`` up to, not including, ``last``."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The columns of the moves among the scores."""

    kinds: tuple[str, ...]
    labels: tuple[str, ...]
    column: dict[tuple[str, str], int]


class Names:
    """Names of texts. ``left_out`` are the parts of the pipeline that this stands for; where those
    are of another kind, there are none, and spaCy has run them itself."""

    def __init__(self, nlp: Any) -> None:
        known = nlp.has_pipe(NAMES) and _is_known(nlp.get_pipe(NAMES))
        self.left_out: tuple[str, ...] = (NAMES,) if known else ()
        if known:
            pipe = nlp.get_pipe(NAMES)
            self._model = pipe.model
            self._moves = _moves(_all_moves(pipe))

    def find(self, docs: Sequence[Any]) -> Iterator[list[Name]]:
        """The names of each text, in order."""
        if not self.left_out:
            return (_given(doc) for doc in docs)
        full = [doc for doc in docs if len(doc)]
        found = self._found(full) if full else iter(())
        return (next(found) if len(doc) else [] for doc in docs)

    def _found(self, docs: Sequence[Any]) -> Iterator[list[Name]]:
        import numpy as np

        lower, upper = self._model.get_ref("lower"), self._model.get_ref("upper")
        parts = lower.predict(self._model.get_ref("tok2vec").predict(docs))
        search = _Search(parts, lower.get_param("b"), upper, self._moves)
        space = np.concatenate([doc.to_array("IS_SPACE").astype(bool) for doc in docs])
        starts = np.concatenate([doc.to_array("SENT_START").view(np.int64) == 1 for doc in docs])
        ends = np.cumsum([len(doc) for doc in docs])
        last = np.append(starts[1:], True)  # no name goes on beyond a sentence
        last[ends - 1] = True
        chosen = search.outside(space, last)
        for doc, end in zip(docs, ends.tolist(), strict=True):
            yield list(search.names(chosen, last, end - len(doc), end))


class _Search:
    """The scores of moves over the words of some texts."""

    def __init__(self, parts: Floats, bias: Floats, upper: Any, moves: Moves) -> None:
        self.nothing, self.parts = parts[0], parts[1:]
        self.bias = bias
        self.weights, self.shift = upper.get_param("W"), upper.get_param("b")
        self.moves = moves

    def outside(self, space: Flags, last: Flags) -> NDArray[np.int64]:
        """For each word the best move where no name is open."""
        import numpy as np

        sums = ((self.parts[:, 0] + self.nothing[1]) + self.nothing[2]) + self.bias
        scores = sums.max(-1) @ self.weights.T + self.shift
        kinds, named = np.array(self.moves.kinds), np.array(self.moves.labels) != ""
        begins, single = kinds == BEGIN, (kinds == SINGLE) & named
        scores[:, ~(begins | single | (kinds == OUTSIDE))] = -np.inf
        scores[np.ix_(space, begins | single)] = -np.inf
        scores[np.ix_(last, begins)] = -np.inf
        found: NDArray[np.int64] = scores.argmax(1)
        return found

    def names(
        self, chosen: NDArray[np.int64], last: Flags, start: int, end: int
    ) -> Iterator[Name]:
        """The names of the text from ``start`` to ``end``, counted from its own first word."""
        import numpy as np

        done = start
        outside = self.moves.column[OUTSIDE, ""]
        for word in (np.flatnonzero(chosen[start:end] != outside) + start).tolist():
            if word < done:
                continue
            move = int(chosen[word])
            label = self.moves.labels[move]
            single = self.moves.kinds[move] == SINGLE
            done = word + 1 if single else self._end(word, label, last)
            yield Name(word - start, done - start, label)

    def _end(self, first: int, label: str, last: Flags) -> int:
        """Behind the last word of a name that begins somewhere."""
        rows = [self.moves.column[INSIDE, label], self.moves.column[LAST, label]]
        weights, shift = self.weights[rows], self.shift[rows]
        word = first + 1
        while not last[word]:
            sums = self.parts[word, 0] + self.parts[first, 1] + self.parts[word - 1, 2] + self.bias
            on, stop = weights @ sums.max(-1) + shift
            if stop > on:
                break
            word += 1
        return word + 1


def _given(doc: Any) -> list[Name]:
    return [Name(name.start, name.end, name.label_) for name in doc.ents]


def _is_known(pipe: Any) -> bool:
    """Is it the search for names of spaCy's small pipelines?"""
    model = pipe.model
    parts = getattr(model, "ref_names", ())
    if not {"tok2vec", "lower", "upper"} <= set(parts) or not model.attrs.get("has_upper"):
        return False
    lower = model.get_ref("lower")
    plain = not model.attrs["unseen_classes"] and lower.get_dim("nF") == LOOKED_AT
    return plain and {name.partition("-")[0] for name in _all_moves(pipe)} == set("BILUO")


def _all_moves(pipe: Any) -> list[str]:
    """The moves in the order of their scores, such as "B-ORG"."""
    return [pipe.moves.get_class_name(n) for n in range(pipe.moves.n_moves)]


def _moves(names: Sequence[str]) -> Moves:
    pairs = [(kind, label) for kind, _, label in (name.partition("-") for name in names)]
    kinds, labels = zip(*pairs, strict=True)
    return Moves(kinds, labels, {pair: n for n, pair in enumerate(pairs)})
