"""Places: names of places in the text, and what they are on the map."""

from dragoman.stages.places.stage import resolve_places

__all__ = ["resolve_places"]
