"""Classes of parts of speech, tags and relations that several modules ask for."""

from __future__ import annotations

NOUNS = frozenset({"NOUN", "PROPN"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
VERBAL = frozenset({"VERB", "AUX"})
PRESENT = frozenset({"VBP", "VBZ"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
PAST = frozenset({"VBD", "VBN"})
# They open a condition when they stand before the subject: "should it fail".
INVERTED = frozenset({"should", "had", "were"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
