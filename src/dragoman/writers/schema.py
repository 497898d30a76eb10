"""The JSON Schema of the record (data/schema/record.schema.json)."""

from __future__ import annotations

import json
from typing import Any

from dragoman.tables.reading import text_of

PATH = "schema/record.schema.json"


def load_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record as ``to_plover`` writes it.

    >>> load_schema()["title"]
    'dragoman event record'
    """
    schema: dict[str, Any] = json.loads(text_of(PATH))
    return schema
