"""Places: countries, capitals and towns named in the body, with the country they lie in."""

from __future__ import annotations

from dragoman.model import Document, Place, Step
from dragoman.tables.actors import ActorTables

# Mordecai's scale: 1 country, 2 province, 4 city, 5 smaller.
RESOLUTION = {"name": 1, "short": 1, "abbr": 1, "province": 2, "region_of": 2, "capital": 4,
              "city": 4, "building": 5}  # fmt: skip


def resolve_places(doc: Document, actors: ActorTables) -> Document:
    """Adds the layer ``places``. Only what the tables know is resolved; nothing is guessed."""
    found: dict[int, Place] = {}
    for mention in doc.mentions or ():
        for hit in mention.names:
            country = actors.countries.get(hit.keys[0]) if hit.keys else None
            if country is None or hit.kind not in RESOLUTION:
                continue
            assert doc.tokens is not None
            span = doc.tokens[hit.first].span.join(doc.tokens[hit.last - 1].span)
            place = Place(
                span, hit.text, country.code, RESOLUTION[hit.kind], f"{hit.kind}:{country.key}"
            )
            found.setdefault(span.start, place)
    return doc.add(Step("places", "1"), places=tuple(found[start] for start in sorted(found)))
