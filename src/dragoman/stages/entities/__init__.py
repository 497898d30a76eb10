"""Entities: who the mentions are (codes) and which of them are the same (coreference)."""

from dragoman.stages.entities.stage import resolve_entities, unknown

__all__ = ["resolve_entities", "unknown"]
