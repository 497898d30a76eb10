"""Events: triggers with their participants, by PLOVER's rules, one record for each act."""

from dragoman.stages.events.stage import code_events

__all__ = ["code_events"]
