"""Classes of parts of speech, tags and relations that several modules ask for."""

from __future__ import annotations

NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
VERBAL = frozenset({"VERB", "AUX"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
PAST = frozenset({"VBD", "VBN"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
