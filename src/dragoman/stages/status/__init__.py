"""Status: is it so, planned, conditional, denied, long ago - and who says so."""

from dragoman.stages.status.stage import judge_triggers

__all__ = ["judge_triggers"]
