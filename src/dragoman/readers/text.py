"""Plain text: bytes to characters, and the checks that every article passes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from dragoman.model import Article, InputError
from dragoman.readers.limits import MAX_BYTES, MAX_CHARACTERS
from dragoman.readers.raw import About, Rejected
from dragoman.text.characters import clean
from dragoman.text.language import foreign_language

Pairs = tuple[tuple[str, str], ...]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LABEL = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip or office file"), (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"), (b"Rar!", "an archive"), (b"7z\xbc\xaf", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an old office file"), (b"PAR1", "a Parquet file"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a file and the encoding they were read with.

    ``guessed`` when the bytes are not UTF-8 and nothing but a web page's label, or habit, tells
    what they are.
    """

    text: str
    encoding: str
    guessed: bool

    @property
    def shown(self) -> str:
        """The encoding by its usual name."""
        return "Windows-1252" if self.encoding == "cp1252" else self.encoding




def decode(data: bytes, *, html: bool = False) -> Decoded:
    """Bytes to characters: by byte order mark, else UTF-8, else Windows-1252.

    A web page that is not UTF-8 is read as it labels itself, and bytes that its encoding lacks
    become U+FFFD. Raises InputError for what is no text.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError("binary", f"this is {what}, not text; convert it to text first")
    if len(data) > MAX_BYTES:
        raise InputError("too-long", f"more than {MAX_BYTES:,} bytes; split it into its articles")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if html:
        return _page(data)
    if b"\0" in data:
        wide = _wide(data)
        if wide:
            return wide
        raise InputError("binary", "holds zero bytes, so it is no text; convert it to UTF-8")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError:
        return _windows(data)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark, told by its zero bytes: every other one, in English text."""
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    half = min(len(data), 4000) // 2
    if len(data) % 2 or min(even, odd) > half // 20 or max(even, odd) < half * 0.6:
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    try:
        return Decoded(data.decode(encoding), encoding, guessed=True)
    except UnicodeDecodeError:
        return None


def _page(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError:
        label = _LABEL.search(data[:4096])
        wanted = label[1].decode("ascii") if label else "cp1252"
    usual = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
    encoding = usual.get(wanted.lower(), wanted)
    try:
        return Decoded(data.decode(encoding, "replace"), encoding, guessed=True)
    except LookupError:
        return Decoded(data.decode("cp1252", "replace"), "cp1252", guessed=True)


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


def article_of(
    name: str, text: str, about: About, *, candidates: Pairs = (), notes: Pairs = ()
) -> Article | Rejected:
    """The article of a text and of what its source says about it."""
    return make_article(
        Article(
            text=text,
            name=name,
            date=about.date,
            date_source=about.date_source,
            publication=about.publication,
            title=about.title,
            url=about.url,
            language=about.language,
            authors=about.authors,
            published=about.published,
            section=about.section,
            candidates=candidates,
            notes=notes,
        )
    )


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
