"""Readers: files, folders and standard input to articles; what cannot be read is told, not lost."""

from dragoman.readers.files import read_bytes, read_paths
from dragoman.readers.html import read_html
from dragoman.readers.text import MAX_CHARACTERS, Rejected, make_article

__all__ = ["MAX_CHARACTERS", "Rejected", "make_article", "read_bytes", "read_html", "read_paths"]
