"""Triggers: words that report an act, matched by the lexicon or heard by the network."""

from dragoman.stages.triggers.hearing import Heard, listen
from dragoman.stages.triggers.stage import find_triggers

__all__ = ["Heard", "find_triggers", "listen"]
