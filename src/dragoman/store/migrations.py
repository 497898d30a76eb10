"""The steps from one version of the manifest to the next. Steps that were released never change."""

from __future__ import annotations

FIRST = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE codings (
        coding TEXT PRIMARY KEY, coder TEXT NOT NULL, current INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
    """CREATE TABLE runs (
        run INTEGER PRIMARY KEY, kind TEXT NOT NULL, job TEXT NOT NULL, sources TEXT NOT NULL,
        coding TEXT NOT NULL, state TEXT NOT NULL, begun TEXT NOT NULL, ended TEXT,
        position INTEGER NOT NULL DEFAULT 0, chain TEXT NOT NULL DEFAULT '',
        coded INTEGER NOT NULL DEFAULT 0, without INTEGER NOT NULL DEFAULT 0,
        irrelevant INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0,
        not_english INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE segments (
        segment TEXT PRIMARY KEY, kind TEXT NOT NULL, coding TEXT NOT NULL, run INTEGER NOT NULL,
        rows INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, content TEXT NOT NULL,
        live INTEGER NOT NULL DEFAULT 1
    ) WITHOUT ROWID""",
    """CREATE TABLE documents (
        key TEXT PRIMARY KEY, name TEXT NOT NULL, outcome TEXT NOT NULL, code TEXT, message TEXT,
        article_id TEXT, run INTEGER NOT NULL, retried INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
    "CREATE INDEX documents_by_article ON documents (article_id)",
    "CREATE INDEX documents_by_outcome ON documents (outcome, code)",
    """CREATE TABLE corrections (
        correction INTEGER PRIMARY KEY, event_id TEXT NOT NULL, field TEXT NOT NULL, old TEXT,
        new TEXT, who TEXT NOT NULL, at TEXT NOT NULL, note TEXT
    )""",
    "CREATE INDEX corrections_by_event ON corrections (event_id)",
    """CREATE TABLE deletions (
        deletion INTEGER PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL,
        reason TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, undone TEXT
    )""",
    """CREATE TABLE snapshots (
        name TEXT PRIMARY KEY, at TEXT NOT NULL, digest TEXT NOT NULL, events INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE TABLE linked (article_id TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE indexed (row INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref TEXT NOT NULL)",
    """CREATE VIRTUAL TABLE words USING fts5 (
        text, content='', tokenize="unicode61 remove_diacritics 2"
    )""",
)
FEEDS = (
    """CREATE TABLE feeds (
        url TEXT PRIMARY KEY, etag TEXT, modified TEXT, fetched TEXT, status TEXT,
        failures INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
    """CREATE TABLE entries (
        feed TEXT NOT NULL, entry TEXT NOT NULL, url TEXT, at TEXT NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (feed, entry)
    ) WITHOUT ROWID""",
)
REVIEWS = (
    # A corrected event as a row of the table, for each version of the coder that found it.
    """CREATE TABLE corrected (
        event_id TEXT NOT NULL, coding TEXT NOT NULL, row TEXT NOT NULL,
        PRIMARY KEY (event_id, coding)
    ) WITHOUT ROWID""",
    """CREATE TABLE reviews (
        review INTEGER PRIMARY KEY, event_id TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
        verdict TEXT NOT NULL, changes TEXT NOT NULL, judged TEXT NOT NULL, note TEXT,
        sample TEXT, role TEXT NOT NULL, state TEXT NOT NULL
    )""",
    "CREATE INDEX reviews_by_event ON reviews (event_id)",
    """CREATE TABLE samples (
        sample TEXT NOT NULL, place INTEGER NOT NULL, event_id TEXT NOT NULL,
        PRIMARY KEY (sample, place)
    ) WITHOUT ROWID""",
)
MIGRATIONS = (FIRST, FEEDS, REVIEWS)
