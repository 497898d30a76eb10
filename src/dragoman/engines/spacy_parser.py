"""The default parser: spaCy with an English pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.engines.models import ModelFiles, find_model
from dragoman.engines.spacy_names import Name, Names
from dragoman.engines.spacy_words import COLUMNS, Words, table_of
from dragoman.model import ModelError, ParsedToken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Longer texts are parsed piece by piece, so that memory stays bounded; pieces end between sentences
# where there is one. 20,000 characters are about 3,500 words.
PIECE = 20_000
TOGETHER = 128  # paragraphs parsed at once: most articles have fewer
NAMELESS = (Name(0, 0, ""), False)
# The models know straight quotes and plain blanks best. All replacements are one for one, so that
# offsets stay.
PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'",
                       "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2011": "-", "\u2010": "-",
                       "\t": " ", "\x00": " "})  # fmt: skip


class SpacyParser:
    """Parses with a spaCy pipeline; fulfils ``dragoman.model.Parser``."""

    def __init__(self, files: ModelFiles) -> None:
        import spacy

        self._files = files
        try:
            self._nlp: Any = _fast(spacy.load(files.path))
        except (OSError, ValueError) as error:
            raise ModelError(f"spaCy cannot load {files.path}: {error}") from error
        self._words = Words(self._nlp)
        self._names = Names(self._nlp)

    @property
    def version(self) -> str:
        """Name, version and digest of the model."""
        return self._files.label

    def parse(self, texts: Sequence[str]) -> list[list[ParsedToken]]:
        """Parse each text by itself; the same text always gives the same tokens."""
        pieces = [(n, start, piece) for n, text in enumerate(texts) for start, piece in split(text)]
        tokens: list[list[ParsedToken]] = [[] for _ in texts]
        docs = self._docs([piece.translate(PLAIN) for _, _, piece in pieces])
        for (n, start, _), (doc, names) in zip(pieces, docs, strict=True):
            tokens[n].extend(_tokens(doc, self._words, names, start, len(tokens[n])))
        return tokens

    def _docs(self, texts: Sequence[str]) -> Iterator[tuple[Any, list[Name]]]:
        """spaCy's texts with their names."""
        left_out = (*self._words.left_out, *self._names.left_out)
        for start in range(0, len(texts), TOGETHER):
            some = texts[start : start + TOGETHER]
            docs = list(self._nlp.pipe(some, batch_size=TOGETHER, disable=left_out))
            yield from zip(docs, self._names.find(docs), strict=True)


def _fast(nlp: Any) -> Any:
    """The pipeline with numpy's matrix product, which is two to three times as fast as spaCy's
    default on processors with wide registers."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") and pipe.model else ():
            node.ops = ops
    return nlp


def load_parser(name: str | None = None) -> SpacyParser:
    """The parser for a model name or path, or the default one."""
    return SpacyParser(find_model(name))


def word_vectors() -> Mapping[str, NDArray[np.float32]]:
    """The default model's word vectors, all of one length."""
    import spacy

    others = ["parser", "tagger", "ner", "lemmatizer", "attribute_ruler"]
    vocab = spacy.load(find_model().path, exclude=others).vocab
    table, strings = vocab.vectors.data, vocab.strings
    return {strings[k]: table[row] for k, row in vocab.vectors.key2row.items() if k in strings}


def split(text: str) -> Iterator[tuple[int, str]]:
    """Pieces of at most PIECE characters with their offsets, cut after a full stop or a blank.

    >>> list(split("short"))
    [(0, 'short')]
    """
    start = 0
    while len(text) - start > PIECE:
        window = text[start : start + PIECE]
        cut = max(window.rfind(". "), window.rfind('." '), window.rfind("\n"))
        cut = cut + 1 if cut > PIECE // 2 else window.rfind(" ") + 1 or PIECE
        yield start, text[start : start + cut]
        start += cut
    yield start, text[start:]


def _tokens(
    doc: Any, words: Words, names: Sequence[Name], start: int, base: int
) -> list[ParsedToken]:
    """spaCy's tokens without white space, heads renumbered."""
    table = table_of(doc)
    named = {n: (name, n == name.first) for name in names for n in range(name.first, name.last)}
    kept = table[:, COLUMNS.index("IS_SPACE")] == 0
    place = (kept.cumsum() - 1 + base).tolist()
    tokens = []
    pending_start = True
    rows = zip(words.answers(doc, table), table.tolist(), strict=True)
    for n, (word, row) in enumerate(rows):
        _, _, _, head, sentence, at, length, space = row
        pending_start = pending_start or sentence == 1
        if space:
            continue
        above = n + head
        name, begins = named.get(n, NAMELESS)
        tokens.append(
            ParsedToken(
                start=start + at,
                end=start + at + length,
                lemma=word.lemma,
                pos=word.pos,
                tag=word.tag,
                dep=word.dep,
                head=place[above] if kept[above] else place[n],
                ner=name.label,
                ner_start=begins,
                sentence_start=pending_start,
            )
        )
        pending_start = False
    return tokens
