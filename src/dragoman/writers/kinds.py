"""The formats that events can be exported to, by name, and the manifest beside each file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from dragoman._version import __version__
from dragoman.writers.annotations import write_annotations
from dragoman.writers.export import Options, Record, Tally, Written, text_out
from dragoman.writers.flat import CsvWriter, write_parquet
from dragoman.writers.gdelt import write_gdelt, write_mentions
from dragoman.writers.geojson import write_geojson
from dragoman.writers.graph import write_gexf, write_graphml
from dragoman.writers.icews import write_icews
from dragoman.writers.phoenix import write_petrarch, write_phoenix
from dragoman.writers.polecat import write_polecat

MANIFEST = ".manifest.json"


class Writer(Protocol):
    """Writes records to a file."""

    def __call__(self, records: Iterable[Record], path: Path, options: Options, /) -> Written:
        """Write all records and tell what was written."""
        ...


@dataclass(frozen=True, slots=True)
class Export:
    """A format: its name, the suffix of its files, one line about it, and its writer."""

    name: str
    suffix: str
    about: str
    write: Writer


@cache
def exports() -> Mapping[str, Export]:
    """All formats by name."""
    every = (
        Export("plover-jsonl", ".jsonl", "PLOVER records, one JSON object a line", _write_jsonl),
        Export("csv", ".csv", "flat table for spreadsheets, all statuses", _write_csv),
        Export("parquet", ".parquet", "flat table for data frames, all statuses", _write_parquet),
        Export("polecat", ".txt", "POLECAT: 40 columns, one row an event", write_polecat),
        Export("icews", ".tab", "ICEWS: 20 columns, one row a dyad, CAMEO", write_icews),
        Export("gdelt", ".export.CSV", "GDELT 2.0 events: 61 columns, no header", write_gdelt),
        Export("gdelt-mentions", ".mentions.CSV", "GDELT 2.0 mentions: 16 columns, no header",
               write_mentions),
        Export("petrarch", ".txt", "PETRARCH2 rows, no header", write_petrarch),
        Export("phoenix", ".txt", "Phoenix: 26 columns, no header", write_phoenix),
        Export("geojson", ".geojson", "map layer, all statuses", write_geojson),
        Export("graphml", ".graphml", "network of actors as GraphML", write_graphml),
        Export("gexf", ".gexf", "network of actors as GEXF, for Gephi", write_gexf),
        Export("annotations", ".jsonld", "evidence as W3C Web Annotations, all statuses",
               write_annotations),
    )  # fmt: skip
    return {one.name: one for one in every}


def _write_jsonl(records: Iterable[Record], path: Path, _: Options) -> Written:
    tally = Tally()
    with text_out(path) as stream:
        for record in tally.every(records):
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return tally.written()


def _write_csv(records: Iterable[Record], path: Path, _: Options) -> Written:
    tally = Tally()
    with text_out(path) as stream:
        CsvWriter(stream).write(tally.every(records))
    return tally.written()


def _write_parquet(records: Iterable[Record], path: Path, _: Options) -> Written:
    tally = Tally()
    write_parquet(tally.every(records), path)
    return tally.written()


# -- manifest -------------------------------------------------------------------------------------


def write_manifest(path: Path, kind: str, written: Written, asked: Mapping[str, Any]) -> Path:
    """Write ``<file>.manifest.json`` beside an exported file: what is in it, what was left out and
    why, what made it, and the filter as the caller gave it. Returns where it stands."""
    told = {
        "format": kind,
        "file": path.name,
        "sha256": digest_of(path),
        "dragoman": __version__,
        "coders": list(written.coders),
        "filter": dict(asked),
        "rows": written.rows,
        "events": written.events,
        "left_out": written.left_out,
    }
    target = path.with_name(path.name + MANIFEST)
    target.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return target


def digest_of(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
