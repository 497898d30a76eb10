"""Fixtures that all tests share."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from dragoman import Coder
from dragoman.model import ModelError, Parser
from dragoman.tables import Tables, load_tables

# What the tests of fetching put back for this machine's own addresses.
REAL = {
    "connect": socket.socket.connect,
    "getaddrinfo": socket.getaddrinfo,
    "create_connection": socket.create_connection,
}


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """dragoman works offline: a test that opens a connection fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("a test tried to use the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket.socket, "connect_ex", refuse)
        patch.setattr(socket, "create_connection", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@pytest.fixture(scope="session")
def parser() -> Parser:
    """The default parser; tests that need it are skipped where its model is absent."""
    from dragoman.engines.spacy_parser import load_parser

    try:
        return load_parser()
    except ModelError as error:
        pytest.skip(f"no parser model: {error}")


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The tables that ship."""
    return load_tables()


@pytest.fixture(scope="session")
def coder(parser: Parser) -> Coder:
    """The coder with the default parser."""
    return Coder(parser)
