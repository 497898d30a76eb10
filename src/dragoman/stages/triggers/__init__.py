"""Triggers: words that report an act, matched against the frames of the lexicon."""

from dragoman.stages.triggers.stage import find_triggers

__all__ = ["find_triggers"]
