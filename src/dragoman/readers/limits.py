"""How much a source may make us read: bounds that no honest source comes near."""

from __future__ import annotations

# A longer text is a book or a dump, not a news article; the parser's memory grows with it.
MAX_CHARACTERS = 1_000_000
# UTF-8 takes at most four bytes a character, UTF-16 too; HTML may be mostly markup.
MAX_BYTES = 20_000_000
# What a compressed file may grow to, and by which factor once it is past what is harmless.
MAX_UNPACKED = 200_000_000_000
MAX_RATIO = 250
HARMLESS = 50_000_000
MAX_MEMBERS = 1_000_000
MAX_DEPTH = 3  # archives in archives
MAX_COLUMNS = 2_000
