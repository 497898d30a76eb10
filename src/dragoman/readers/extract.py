"""From a raw document to an article: the slow part of reading, done where it is coded."""

from __future__ import annotations

import logging

from dragoman.model import Article, InputError
from dragoman.readers.html import read_html
from dragoman.readers.office import pdf_text
from dragoman.readers.raw import Kind, Raw, Rejected
from dragoman.readers.text import article_of, decode

log = logging.getLogger(__name__)


def extract(raw: Raw) -> Article | Rejected:
    """The article in a raw document, or why there is none. Never raises on what it finds."""
    try:
        if raw.kind is Kind.PDF:
            return article_of(raw.name, pdf_text(raw.data), raw.about)
        decoded = decode(raw.data, html=raw.kind is Kind.HTML)
    except InputError as error:
        return Rejected(raw.name, error.code, str(error))
    if decoded.guessed:
        log.warning("%s is not UTF-8; read as %s", raw.name, decoded.shown)
    if raw.kind is Kind.HTML:
        return read_html(decoded.text, name=raw.name, about=raw.about)
    return article_of(raw.name, decoded.text, raw.about)
