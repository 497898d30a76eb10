"""How the workbench is served."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field
from pathlib import Path

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """``hosts`` are names by which browsers may call it beside those of the loopback; ``token`` is
    what visitors must know (None: nothing, which only the loopback may do); ``sql`` lets visitors
    ask in SQL. ``seconds`` and ``rows`` bound what one question may cost."""

    archive: Path
    host: str = "127.0.0.1"
    port: int = 8420
    hosts: tuple[str, ...] = ()
    token: str | None = None
    sql: bool = False
    read_only: bool = False
    seconds: float = 10.0
    rows: int = 2_000
    secret: str = field(default_factory=lambda: secrets.token_hex(16))

    def allowed_hosts(self) -> frozenset[str]:
        """Names that may stand in the Host header, without port."""
        own = f"[{self.host}]" if ":" in self.host else self.host
        return frozenset(name.lower() for name in (*LOCAL_NAMES, own, *self.hosts))


def is_loopback(host: str) -> bool:
    """Can only this machine reach what listens there?

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0"), is_loopback("localhost")
    (True, False, True)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
