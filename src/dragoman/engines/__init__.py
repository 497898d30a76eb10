"""Parsers behind the small protocol of ``dragoman.model.ports``."""
