"""Quotes and indirect speech, with cue and speaker."""

from dragoman.stages.quotes.stage import attribute_quotes

__all__ = ["attribute_quotes"]
