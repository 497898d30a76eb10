"""Which addresses may be connected to: those of the open internet alone.

A feed, a link or a redirect may name a machine behind our firewall, by number, by name, or by a
name that means another address at the second asking. So each connection asks once, checks all
answers, and connects to the number that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

from dragoman.model import InputError

Options = Iterable[Any] | None


def is_open(address: str) -> bool:
    """Is this the number of a machine on the open internet?

    >>> is_open("93.184.215.14"), is_open("127.0.0.1"), is_open("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    number = inner or number
    return number.is_global and not number.is_multicast


class Guarded(httpcore.SyncBackend):
    """Connects to checked addresses. ``loopback`` lets this machine's own through, for tests."""

    def __init__(self, *, loopback: bool = False) -> None:
        self.loopback = loopback

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,
        local_address: str | None = None, socket_options: Options = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Connect to a host by the one number that was looked up and checked."""
        return super().connect_tcp(
            self._checked(host, port), port, timeout, local_address, socket_options
        )

    def _checked(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} is not known ({error})") from error
        numbers = [str(one[4][0]) for one in found]
        wrong = [number for number in numbers if not self._may(number)]
        if wrong or not numbers:
            raise InputError(
                "address", f"{host} is at {wrong[0] if wrong else 'no address'}, which is not on "
                "the open internet: not fetched",
            )  # fmt: skip
        return numbers[0]

    def _may(self, number: str) -> bool:
        return is_open(number) or (self.loopback and ipaddress.ip_address(number).is_loopback)
