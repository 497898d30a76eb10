"""Credit marks: "© IMAGO / SNA", "(AP Photo/Ann Dock)", "REUTERS/Ann Dock", "Photo: Ann Dock"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Marks stand at the end of a caption; a mark further in is the name of a company.
TAIL = 130
_SURE = ("©", "photo", "getty")


@dataclass(frozen=True, slots=True)
class CreditMarks:
    """Compiled marks: ``strong`` alone make a caption, ``weak`` ones only help a description.

    ``barred`` ones stand behind a bar, wherever that is: "... his bid. | Ann Dock/Getty Images".
    """

    strong: re.Pattern[str]
    weak: re.Pattern[str]
    barred: re.Pattern[str]
    small: frozenset[str]
    quoting: frozenset[str]

    @classmethod
    def of(
        cls, agencies: Mapping[str, str], small: frozenset[str], quoting: frozenset[str]
    ) -> CreditMarks:
        """Marks for these agencies: lower-case names with their use, ``wire`` or ``photo``.

        ``small`` are lower-case words of credits; beside ``quoting`` ones an agency is a source.
        """
        names = "|".join(re.escape(name) for name in sorted(agencies, key=len, reverse=True))
        photo = "|".join(re.escape(name) for name, use in agencies.items() if use == "photo")
        maker = r"photo|photos|photograph|photographs|photographer|picture|pictures|image|images"
        strong = (
            rf"©|(?<![^\W_])(?:{names})\s?/\s?[^\W\d_]"
            rf"|(?<=[^\W_])\s?/\s?(?:{names})(?![^\W_])[\W_]*\Z"
            rf"|(?<![^\W_])via\s(?:{names})(?![^\W_])[\W_]*\Z"
            rf"|(?<![^\W_])(?:{photo})(?![^\W_])[\W_]*\Z"
            rf"|(?:[.)\"”’]|\A)\s?\(?(?:{maker}|credit|video):\s?\S"
            rf"|\((?:{maker}|credit)(?:\scredit)?:|[(.\s](?:{maker})\sby\s\w+(?:\s\w+){{0,4}}[\W_]*\Z"
            rf"|(?<![^\W_])ap\sphotos?(?![^\W_])|\((?:{names})\sphotos?:"
        )
        weak = rf"[(\[](?:{names})[)\]]\W*\Z|\[[^\[\]]{{3,60}}\]\Z|[.)]\s(?:{names})\Z"
        barred = rf"\|\s(?:[^|]{{0,40}}/\s?)?(?:{names}|ap\sphotos?)(?![^\W_])"
        return cls(re.compile(strong), re.compile(weak), re.compile(barred), small, quoting)

    def strength(self, text: str) -> int:
        """2 for a mark that alone makes a caption, 1 for one that helps, 0 for none."""
        tail = text[-TAIL:].casefold()
        if self.quoting.intersection(tail.split()) and not any(mark in tail for mark in _SURE):
            return 0
        if self.strong.search(tail) or ("|" in text and self.barred.search(text.casefold())):
            return 2
        return 1 if self.weak.search(tail) else 0

    def is_only_credit(self, text: str) -> bool:
        """Is the whole line names and a mark, with nothing described?"""
        words = re.findall(r"[^\W\d_]+", text[:200])
        if len(text) > 160 or not words or self.strength(text) < 2:
            return False
        named = all(word[0].isupper() or word in self.small for word in words)
        return named and len(words) <= 16 and ". " not in text.rstrip(". ")
