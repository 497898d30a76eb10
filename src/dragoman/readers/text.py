"""Plain text: bytes to characters, and the checks that every article passes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from dragoman.model import Article, InputError
from dragoman.text.language import foreign_language

# A longer text is a book or a dump, not a news article; the parser's memory grows with it.
MAX_CHARACTERS = 1_000_000
# UTF-8 takes at most four bytes a character, UTF-16 too; HTML may be mostly markup.
MAX_BYTES = 20_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip or office file"), (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"), (b"Rar!", "an archive"), (b"7z\xbc\xaf", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an old office file"), (b"PAR1", "a Parquet file"),
)  # fmt: skip
_UNUSABLE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that is no article: ``code`` for machines, ``message`` says what to do."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a file and the encoding they were read with.

    ``guessed`` when the bytes are not UTF-8 and were taken for Windows-1252.
    """

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Decoded:
    """Bytes to characters: by byte order mark, else UTF-8, else Windows-1252.

    Raises InputError for what is no text.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError("binary", f"this is {what}, not text; convert it to text first")
    if len(data) > MAX_BYTES:
        raise InputError("too-long", f"more than {MAX_BYTES:,} bytes; split it into its articles")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data:
        raise InputError("binary", "holds zero bytes, so it is no text; convert it to UTF-8")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError:
        return _windows(data)


def _strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, guessed=False)
    except UnicodeDecodeError as error:
        raise InputError(
            "encoding", f"begins as {encoding} but breaks at byte {error.start}; save it as UTF-8"
        ) from error


def _windows(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("cp1252"), "cp1252", guessed=True)
    except UnicodeDecodeError as error:
        raise InputError(
            "encoding", f"neither UTF-8 nor Windows-1252 at byte {error.start}; save it as UTF-8"
        ) from error


def clean(text: str) -> str:
    """Replace what no file can hold, one character for one, so that offsets stay.

    Lone surrogates become U+FFFD; control characters that print nothing become blanks.
    """
    return _CONTROL.sub(" ", _UNUSABLE.sub("\ufffd", text))


def make_article(article: Article) -> Article | Rejected:
    """The article with its text cleaned and checked, or why it cannot be coded."""
    text = clean(article.text)
    if not text.strip("\ufeff\u200b \t\r\n") or text.isspace():
        return Rejected(article.name, "empty", "holds no text")
    if len(text) > MAX_CHARACTERS:
        return Rejected(
            article.name, "too-long",
            f"{len(text):,} characters, more than {MAX_CHARACTERS:,}: split it into its articles",
        )  # fmt: skip
    language = foreign_language(text)
    if language:
        return Rejected(
            article.name, "not-english", f"looks like {language}; only English is coded"
        )
    return replace(article, text=text)
