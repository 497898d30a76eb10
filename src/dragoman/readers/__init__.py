"""Readers: files, folders, archives, feeds and standard input to articles; what cannot be read is
told, not lost."""

from dragoman.readers.columns import Columns
from dragoman.readers.extract import extract
from dragoman.readers.files import read_bytes, read_paths
from dragoman.readers.html import read_html
from dragoman.readers.limits import MAX_CHARACTERS
from dragoman.readers.raw import About, Kind, Raw, Rejected
from dragoman.readers.sources import Reading
from dragoman.readers.text import make_article

__all__ = ["MAX_CHARACTERS", "About", "Columns", "Kind", "Raw", "Reading", "Rejected", "extract",
           "make_article", "read_bytes", "read_html", "read_paths"]  # fmt: skip
