"""The archive of articles and events: immutable segments, a manifest, and what asks them."""

from dragoman.store.archive import Archive
from dragoman.store.outcomes import Balance, Outcome
from dragoman.store.query import Filter
from dragoman.store.work import Settings

__all__ = ["Archive", "Balance", "Filter", "Outcome", "Settings"]
