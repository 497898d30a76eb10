"""Coding the archive's articles again with another version of the coder; both are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Date
from typing import Any

from dragoman.readers.raw import About, Raw, text_raw
from dragoman.store.answers import Engine
from dragoman.store.ingest import Ingest
from dragoman.store.outcomes import Outcome

ABOUT = ("date_source", "publication", "title", "url", "language", "section")
COMPARED = """
    WITH old AS (SELECT DISTINCT article_id, event, sentence FROM all_events
                 WHERE list_contains(?, coding)),
         new AS (SELECT DISTINCT article_id, event, sentence FROM all_events WHERE coding = ?)
    SELECT coalesce(old.event, new.event) AS event,
           count(*) FILTER (old.event IS NOT NULL AND new.event IS NOT NULL) AS kept,
           count(*) FILTER (old.event IS NULL) AS gained,
           count(*) FILTER (new.event IS NULL) AS lost
    FROM old FULL JOIN new USING (article_id, event, sentence) GROUP BY 1 ORDER BY 1"""


class Recode(Ingest):
    """A run over articles that are in the archive: only events and quotations are new."""

    def _is_known(self, key: str) -> bool:
        return key in self.known

    def _settle(self, raw: Raw, result: dict[str, Any] | None) -> None:  # noqa: ARG002  its form
        outcome = Outcome(result["outcome"]) if result else Outcome.DUPLICATE
        events = result.get("events", []) if result else []
        if result and outcome in (Outcome.CODED, Outcome.WITHOUT):
            self.batch.rows["events"] += events
            self.batch.rows["quotes"] += result["quotes"]
        self.balance.count(outcome, result["code"] if result else None, len(events))
        self.settled += 1


def stored_documents(engine: Engine) -> Iterator[Raw]:
    """The archive's articles as documents, in order of their ids."""
    for row in engine.rows("SELECT * FROM articles ORDER BY article_id"):
        day: Date | None = row["published"]
        about = About(
            date=day, published=row["published_at"], authors=tuple(row["authors"] or ()),
            **{name: row[name] for name in ABOUT},
        )  # fmt: skip
        yield text_raw(row["name"], row["text"], about)


def compared(engine: Engine, old: Sequence[str], new: str) -> list[dict[str, Any]]:
    """By type: how many events older versions and a new one have in common, and how many came and
    went."""
    return list(engine.rows(COMPARED, [list(old), new]))
