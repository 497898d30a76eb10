"""Typed, immutable look-ups built from the readable files under ``dragoman/data``."""

from dragoman.tables.bundle import Tables, load_tables

__all__ = ["Tables", "load_tables"]
