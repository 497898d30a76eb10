"""Least figures of a bench: on the command line, or by name in a JSON file such as least.json."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path


def options(doc: str | None, floor: str) -> argparse.ArgumentParser:
    """The parser of a bench that shows what is wrong and fails below a share of right ones."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n")[0])
    parser.add_argument("--show", action="store_true", help="print the wrong ones")
    parser.add_argument("--floor", type=float, default=0.0, help=f"least share of right {floor}")
    return parser


def below(found: Mapping[str, float], path: Path | None, section: str) -> int:
    """Tell each figure below its floor; 1 when there is one."""
    least = json.loads(path.read_text("utf-8"))[section] if path else {}
    low = [name for name, floor in least.items() if found[name] < floor]
    for name in low:
        sys.stdout.write(f"FAILED {name} {found[name]:.3f} is below its floor {least[name]}\n")
    return int(bool(low))
