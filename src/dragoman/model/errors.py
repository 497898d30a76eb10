"""What dragoman raises.

DragomanError
├── InputError      a document that cannot be read or coded
├── ModelError      a parser model that is missing or altered
├── TableError      a data table that breaks its own rules
└── ArchiveError    an archive that cannot be opened, written or asked
"""

from __future__ import annotations


class DragomanError(Exception):
    """Base of all errors dragoman raises on purpose; the message says what to do next."""


class InputError(DragomanError):
    """A document cannot be read or coded: empty, binary, too long, not English ..."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ModelError(DragomanError):
    """A parser model is missing, or its files are not the pinned ones."""


class TableError(DragomanError):
    """A data table breaks its own rules."""


class ArchiveError(DragomanError):
    """An archive cannot be opened, written or asked."""
