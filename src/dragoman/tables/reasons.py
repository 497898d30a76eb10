"""What the codes of rules, blocks and issues mean in words (data/explain/reasons.tsv)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.tables.reading import rows


@dataclass(frozen=True, slots=True)
class Reasons:
    """Meanings by kind ("why", "actor", "issue", "block", "kind") and code."""

    meanings: Mapping[tuple[str, str], str]

    def tell(self, kind: str, code: str) -> str:
        """The meaning of a code in words; the code itself where the table has none.

        ``aux:*`` in the table stands for all codes that start with ``aux:``.
        """
        head, _, rest = code.partition(":")
        plain = self.meanings.get((kind, code))
        return plain or self.meanings.get((kind, f"{head}:*"), code).replace("{}", rest)


def load_reasons() -> Reasons:
    """The meanings that ship."""
    return Reasons({(r["kind"], r["code"]): r["meaning"] for r in rows("explain/reasons.tsv")})
