"""PLOVER 2.0 records (manual, chapter 5) with our fields; docs/record.md tells each field."""

from __future__ import annotations

from typing import Any

from dragoman._version import __version__
from dragoman.model import Document, Event, Participant, Place, Reporter, Role
from dragoman.tables import Tables

CODER = "dragoman"
# Names that no table knows have no canonical form: their words are all there is.
# GeoNames' classes of features: A a state or unit, P a populated place.
CLASSES = {"PCLI": "A", "ADM1": "A", "ADM2": "A", "PPLC": "P", "PPL": "P"}
UNKNOWN = frozenset({"name:unknown", "name:unsupported", "ner:ORG"})


def to_plover(doc: Document, tables: Tables) -> list[dict[str, Any]]:
    """One JSON-ready dict an event, in text order. Unknown stays None; nothing is filled in."""
    coder = coder_version(doc, tables)
    return [_record(doc, event, tables, coder) for event in doc.events or ()]


def _record(doc: Document, event: Event, tables: Tables, coder: str) -> dict[str, Any]:
    kind = tables.ontology.types[event.event]
    sentences = [e for e in event.evidence if e.role is Role.SENTENCE]
    return {
        "id": event.id,
        "date": event.date,
        "actor": [entity(p) for p in event.actor],
        "recipient": [entity(p) for p in event.recipient],
        "event": [event.event],
        "mode": list(event.mode),
        "context": list(event.context),
        "event_loc": location(doc, event.place, tables) if event.place else None,
        "event_text": [e.text for e in event.evidence if e.role is Role.TRIGGER],
        "quad_code": kind.quad,
        "event_scale": tables.ontology.scale(event.event, event.mode),
        "text_info": {"start": sentences[0].span.start, "end": sentences[0].span.end},
        "cite_info": cite_info(doc),
        "coder": coder,
        "link": None,
        "status": event.status.value,
        "certainty": event.certainty.value,
        "reported_by": [reporter_record(r) for r in event.reported_by],
        "date_text": event.date_text,
        "date_granularity": event.date_granularity,
        "date_end": event.date_end,
        "date_source": event.date_source,
        "confidence": event.confidence,
        "block": event.block,
        "evidence": [
            {"role": e.role.value, "start": e.span.start, "end": e.span.end, "text": e.text}
            for e in event.evidence
        ],
        "why": list(event.why),
    }


def entity(participant: Participant) -> dict[str, Any]:
    """A participant in the form of the record."""
    code = participant.code
    return {
        "code": code.code,
        "sector": code.sector,
        "other_sectors": list(code.other_sectors),
        "entity_text": participant.text,
        "entity_name": None if UNKNOWN & set(code.why) else code.name,
        "identifier_id": code.identifier,
        "office": code.office,
        "org": code.body,
    }


def reporter_record(reporter: Reporter) -> dict[str, Any]:
    """Somebody who says so in the form of the record."""
    told = {
        "stance": reporter.stance.value,
        "depth": reporter.depth,
        "anonymous": reporter.anonymous,
    }
    return entity(reporter) | told


def location(doc: Document, place: Place, tables: Tables) -> dict[str, Any]:
    """A place in Mordecai's form; coordinates only where and as far as its kind warrants them."""
    level = place.resolution
    country = tables.actors.countries.get(place.country or "")
    return {
        "extracted_place": place.span.of(doc.text),
        "resolved_place": place.name,
        "geonameid": None if place.geonameid is None else str(place.geonameid),
        "lat": place.lat,
        "lon": place.lon,
        "city": place.name if level == 4 else None,
        "district": place.district,
        "province": place.province,
        "country": country.name if country else None,
        "country_code": place.country,
        "feature_class": CLASSES.get(place.code or ""),
        "feature_code": place.code,
        "resolution": level,
        "score": place.score,
    }


def cite_info(doc: Document) -> dict[str, Any]:
    """The article in the form of the record."""
    article = doc.article
    return {
        "corpus": article.name,
        "url": article.url,
        "title": article.title,
        "publication": article.publication,
        "date": article.date.isoformat() if article.date else None,
        "date_source": article.date_source,
        "article_id": article.id,
    }


def coder_version(doc: Document, tables: Tables) -> str:
    """What coded the events: program, parser model, event network, tables."""
    versions = {step.stage: step.version for step in doc.steps}
    parser, network = versions.get("syntax", "unknown"), versions.get("triggers", "unknown")
    return version_of(parser, network, tables.digest)


def version_of(parser: str, network: str, tables: str) -> str:
    """What a coder of these parts is called."""
    return f"{CODER} {__version__}; parser {parser}; network {network}; tables {tables[:12]}"
