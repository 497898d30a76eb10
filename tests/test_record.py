"""The record: what the program writes, its JSON Schema and docs/record.md say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dragoman import Coded, Coder
from dragoman.cli.demo import demo_article
from dragoman.model import Certainty, Role, Stance, Status
from dragoman.tables import Tables
from dragoman.tables.reading import rows
from dragoman.writers.flat import columns
from dragoman.writers.schema import load_schema

PAGE = Path(__file__).parents[1] / "docs" / "record.md"
DAY = "2023-05-16"
# One sentence for each corner of the record: no date, no recipient, speakers, places, many sides.
EXAMPLES = """
Ukraine said Russian troops had shelled a hospital in Kharkiv on Monday.
Germany will send Ukraine more air-defence missiles, Chancellor Olaf Scholz said.
The foreign ministers of Iran and Saudi Arabia met in Beijing in April.
Israel denied that its forces had killed the journalist.
Iraq threatened to cut oil exports if Turkey does not withdraw its troops.
Thousands demonstrated against the government in Tbilisi last week.
The European Union imposed sanctions on Belarus in 2021.
Police in Nairobi arrested five protesters on Friday.
In 1998, Ethiopia deployed troops along the border with Eritrea.
North Korea released two South Korean sailors in the third quarter of 2022.
NATO and the United Nations condemned the coup in Niger.
President Macron urged Netanyahu to allow aid into Gaza.
Kenya rejected a Somali demand to reopen talks.
""".strip().splitlines()
# Headings of docs/record.md and where the schema has their fields.
SECTIONS = {
    "The record": None,
    "Entity": "entity",
    "Reporter": "reporter",
    "Evidence": "evidence",
    "event_loc": "location",
    "text_info": "text_info",
    "cite_info": "cite_info",
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = load_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def coded_articles(coder: Coder) -> list[Coded]:
    texts = [*EXAMPLES, "\n".join(EXAMPLES)]
    dated = [coder.code(text, date=DAY, publication="The Example Courier") for text in texts]
    return [coder.code(demo_article()), *dated, *(coder.code(text) for text in texts)]


# -- records and schema ------------------------------------------------------------------------


def test_all_records_keep_to_the_schema(
    coded_articles: list[Coded], validator: Draft202012Validator
) -> None:
    records = [record for coded in coded_articles for record in coded.to_plover()]
    assert len(records) > 2 * len(EXAMPLES)
    wrong = [
        f"{record['event']} {error.json_path}: {error.message}"
        for record in json.loads(json.dumps(records))
        for error in validator.iter_errors(record)
    ]
    assert not wrong, "\n".join(wrong)


def test_spans_of_a_record_point_at_its_words(coded_articles: list[Coded]) -> None:
    for coded in coded_articles:
        text = coded.document.text
        for record in coded.to_plover():
            assert all(text[e["start"] : e["end"]] == e["text"] for e in record["evidence"])
            info = record["text_info"]
            best = next(e["text"] for e in record["evidence"] if e["role"] == "sentence")
            assert text[info["start"] : info["end"]] == best


def test_evidence_backs_every_side(coded_articles: list[Coded]) -> None:
    sides = {"actor": "actor", "recipient": "recipient", "reported_by": "speaker"}
    for record in (r for coded in coded_articles for r in coded.to_plover()):
        for field, role in sides.items():
            words = {e["text"] for e in record["evidence"] if e["role"] == role}
            assert {entity["entity_text"] for entity in record[field]} <= words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event", ["FIGHT"]),
        ("mode", ["no-such-mode"]),
        ("status", "maybe"),
        ("confidence", 1.5),
        ("date", "Tuesday"),
        ("block", "caption"),
        ("source", "x"),
    ],
)
def test_the_schema_refuses_what_is_no_record(
    coder: Coder, validator: Draft202012Validator, field: str, value: object
) -> None:
    record = coder.code(EXAMPLES[0], date=DAY).to_plover()[0]
    assert validator.is_valid(record)
    assert not validator.is_valid(record | {field: value})
    assert not validator.is_valid({k: v for k, v in record.items() if k != "id"})


def test_a_mode_belongs_to_its_type(coder: Coder, validator: Draft202012Validator) -> None:
    record = coder.code(EXAMPLES[0], date=DAY).to_plover()[0]
    assert record["event"] == ["ASSAULT"]
    assert not validator.is_valid(record | {"mode": ["allege"]})
    assert not validator.is_valid(record | {"quad_code": 1})


def test_the_schema_knows_the_ontology(tables: Tables) -> None:
    schema, ontology = load_schema(), tables.ontology
    properties = schema["properties"]
    assert properties["event"]["items"]["enum"] == list(ontology.types)
    assert properties["context"]["items"]["enum"] == list(ontology.contexts)
    assert properties["status"]["enum"] == [status.value for status in Status]
    sectors = schema["$defs"]["entity"]["properties"]["sector"]["enum"]
    assert set(sectors) == ontology.sectors | {None}
    roles = schema["$defs"]["evidence"]["properties"]["role"]["enum"]
    assert roles == [role.value for role in Role]
    rules = {r["if"]["properties"]["event"]["const"][0]: r["then"]["properties"]
             for r in schema["allOf"] if "event" in r["if"]["properties"]}  # fmt: skip
    assert set(rules) == set(ontology.types)
    for name, kind in ontology.types.items():
        assert rules[name]["quad_code"]["const"] == kind.quad
        assert rules[name]["mode"].get("items", {}).get("enum", []) == list(kind.modes)


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "additionalProperties" in schema:
            yield schema
        for part in schema.values():
            yield from objects(part)


def test_the_schema_is_strict_and_describes_every_field() -> None:
    found = list(objects(load_schema()))
    assert len(found) == len(SECTIONS)
    for part in found:
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
        fields = part["properties"].values()
        assert all("description" in field or "$ref" in field for field in fields)


# -- the page ----------------------------------------------------------------------------------


def section(heading: str) -> str:
    """The text under a heading of docs/record.md."""
    parts = re.split(r"^## (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading]


def documented(heading: str) -> list[str]:
    """The names in the first column of the table under a heading."""
    return re.findall(r"^\| `([^`]+)` \|", section(heading), flags=re.MULTILINE)


@pytest.mark.parametrize(("heading", "part"), SECTIONS.items())
def test_every_field_is_documented(heading: str, part: str | None) -> None:
    schema = load_schema()
    fields = (schema["$defs"][part] if part else schema)["properties"]
    assert documented(heading) == list(fields)


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Roles of evidence", list(Role)),
        ("Status", list(Status)),
        ("Certainty", list(Certainty)),
        ("Stance", list(Stance)),
    ],
)
def test_every_value_is_documented(heading: str, values: list[str]) -> None:
    assert documented(heading) == [str(value) for value in values]


def test_every_column_is_documented() -> None:
    assert documented("Columns of CSV and Parquet") == [name for name, _ in columns()]
    page = section("Columns of CSV and Parquet")
    lacking = [r["column"] for r in rows("formats/columns.tsv") if r["content"] not in page]
    assert not lacking, "docs/record.md must repeat data/formats/columns.tsv"


def test_every_type_and_mode_is_documented(tables: Tables) -> None:
    page = section("Types and modes")
    for name, kind in tables.ontology.types.items():
        line = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        assert all(f"`{mode}`" in line for mode in kind.modes)
