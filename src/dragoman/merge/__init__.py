"""Merging: which articles are copies or tell one story, which events are one incident."""
