"""What a worker does: a shard of raw documents in, what became of each of them out."""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.api import Coder
from dragoman.engines.models import find_model
from dragoman.engines.onnx_reader import load_reader, reader_version
from dragoman.merge.features import article_features
from dragoman.model import Article
from dragoman.readers import Raw, Rejected, extract
from dragoman.store.columns import article_row, event_row, quote_row
from dragoman.store.outcomes import IRRELEVANT, Outcome, outcome_of
from dragoman.store.shards import read_shard, write_results
from dragoman.tables.bundle import FOLDERS
from dragoman.tables.reading import digest
from dragoman.writers.plover import version_of

YOUNG = 20_000  # new objects after which the collector looks at the young ones
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how an article is coded; can be sent to a worker."""

    parser: str | None = None
    model: str | None = None
    actors: tuple[str, ...] = ()
    gate: bool = True

    def coding(self) -> tuple[str, str]:
        """Short name and full description of the coder's version; nothing is loaded for it."""
        told = coder_version(self) + ("" if self.gate else "; no gate")
        return hashlib.sha256(told.encode()).hexdigest()[:12], told


@cache
def coder_version(settings: Settings) -> str:
    """What ``coder_of(settings).version`` would say, in a moment."""
    tables = digest(FOLDERS, [Path(pack) for pack in settings.actors])
    return version_of(find_model(settings.parser).label, reader_version(settings.model), tables)


@cache
def coder_of(settings: Settings) -> Coder:
    """The coder of this process: loaded once, whatever the number of shards."""
    reader = load_reader(settings.model, background=False)
    coder = Coder(settings.parser, reader, actors=settings.actors)
    # The tables are millions of objects that stay: the collector of garbage need not walk them.
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
    return coder


def code_shard(shard: Path, out: Path, settings: Settings) -> None:
    """Code the documents of a shard, unless that is done already."""
    if out.exists():
        return
    coding, _ = settings.coding()
    write_results(out, (code_raw(raw, settings, coding) for raw in read_shard(shard)))


def code_raw(raw: Raw, settings: Settings, coding: str) -> Result:
    """What becomes of one document. Never raises: a failure is an outcome."""
    try:
        found = extract(raw)
        if isinstance(found, Rejected):
            return _told(raw, outcome_of(found.code), found.code, found.message)
        return coded_article(found, raw, settings, coding)
    except Exception as error:  # noqa: BLE001  told with the document
        return _told(raw, Outcome.FAILED, type(error).__name__, str(error)[:500])


def coded_article(article: Article, raw: Raw, settings: Settings, coding: str) -> Result:
    """An article with its events and quotations as rows."""
    coder = coder_of(settings)
    features = article_features(article.text)
    if settings.gate and not coder.is_relevant(article):
        row = article_row(article, raw.key, Outcome.WITHOUT, features)
        told = _told(raw, Outcome.WITHOUT, IRRELEVANT, None)
        return told | {"article": row, "events": [], "quotes": []}
    coded = coder.code(article)
    outcome = Outcome.CODED if coded.events else Outcome.WITHOUT
    return _told(raw, outcome, None, None) | {
        "article": article_row(article, raw.key, outcome, features),
        "events": [event_row(record, coding) for record in coded.to_plover()],
        "quotes": [quote_row(record, coding) for record in coded.to_quotes()],
    }


def failure(raw: Raw, code: str, message: str) -> Result:
    """What became of a document that no worker survived."""
    return _told(raw, Outcome.FAILED, code, message)


def _told(raw: Raw, outcome: Outcome, code: str | None, message: str | None) -> Result:
    return {"key": raw.key, "name": raw.name, "outcome": outcome.value, "code": code,
            "message": message}  # fmt: skip
