"""A document as a source gives it: its bytes, and what the source says of it. Cheap to make, so
that one process can read for many which code."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date as Date
from enum import StrEnum
from typing import Any

from dragoman.text.characters import clean

PAGES = ("text/html", "application/xhtml")


class Kind(StrEnum):
    """What the bytes of a raw document are."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class About:
    """What a source says of a document beside its text. It wins over what the text says itself,
    but for ``listed``: the moment at which a feed lists a page, for pages that tell no day."""

    date: Date | None = None
    date_source: str | None = None
    published: str | None = None
    publication: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    section: str | None = None
    listed: str | None = None
    authors: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        for name, told in _fields(self).items():
            if isinstance(told, str):  # what no file can hold would end a whole run
                object.__setattr__(self, name, clean(told))
        object.__setattr__(self, "authors", tuple(clean(one) for one in self.authors))

    def over(self, other: About) -> About:
        """Both together; where both say something, this one is right."""
        told = {k: v for k, v in _fields(self).items() if v}
        if self.date and not self.published:
            told["published"] = None  # a time of another day would contradict the day
        return replace(other, **told)


@dataclass(frozen=True, slots=True)
class Raw:
    """One document as received. ``name`` tells where it stands (file, member, record, line);
    ``key`` is a digest of all but the name: the same document is the same anywhere."""

    name: str
    data: bytes
    kind: Kind = Kind.TEXT
    about: About = field(default_factory=About)
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        told = json.dumps([self.kind, to_json(self.about)], sort_keys=True, ensure_ascii=True)
        digest = hashlib.sha256(told.encode() + b"\0" + self.data).hexdigest()[:32]
        object.__setattr__(self, "key", digest)  # once: every step of an ingest asks for it


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that is no article: ``code`` for machines, ``message`` says what to do."""

    name: str
    code: str
    message: str

    @property
    def key(self) -> str:
        """Digest of what was rejected and why."""
        told = f"{self.name}\0{self.code}\0{self.message}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def kind_of(content_type: str) -> Kind | None:
    """What the bytes of an answer are by its content type; None for what is no text.

    >>> kind_of("text/html; charset=utf-8"), kind_of("image/png")
    (<Kind.HTML: 'html'>, None)
    """
    if content_type.lower().startswith("text/plain"):
        return Kind.TEXT
    return Kind.HTML if content_type.lower().startswith(PAGES) else None


def joined(*parts: str | None) -> str:
    """Title, dateline, text ...: those that are there, with blank lines between them."""
    return "\n\n".join(part for part in parts if part)


def text_raw(name: str, text: str, about: About) -> Raw:
    """A raw document of characters."""
    return Raw(name, clean(text).encode("utf-8"), Kind.TEXT, about)


def to_json(about: About) -> dict[str, Any]:
    """What is said of a document, without what is not said."""
    told = {k: v for k, v in asdict(about).items() if v}
    return told | {"date": about.date.isoformat()} if about.date else told


def from_json(told: dict[str, Any]) -> About:
    """The inverse of ``to_json``."""
    day = told.get("date")
    return About(**{
        **told, "date": Date.fromisoformat(day) if day else None,
        "authors": tuple(told.get("authors", ())),
    })  # fmt: skip


def _fields(about: About) -> dict[str, Any]:
    return {name: getattr(about, name) for name in About.__slots__}
