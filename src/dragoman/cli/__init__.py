"""The command line. Each command has its module; heavy imports wait until a command runs."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of ``dragoman``: runs the command line and exits with its status."""
    from dragoman.cli.app import app

    try:
        app(prog_name="dragoman")
    except KeyboardInterrupt:
        sys.exit(130)
