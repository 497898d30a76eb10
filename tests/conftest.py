"""Fixtures that all tests share."""

from __future__ import annotations

import pytest

from dragoman.model import ModelError, Parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    """The default parser; tests that need it are skipped where its model is absent."""
    from dragoman.engines.spacy_parser import load_parser

    try:
        return load_parser()
    except ModelError as error:
        pytest.skip(f"no parser model: {error}")
