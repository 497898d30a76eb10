"""Export formats: each file is read back by a program that reads such files."""

from __future__ import annotations

import copy
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import networkx
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator

from dragoman import Coder, __version__
from dragoman.model import Article
from dragoman.tables import Tables
from dragoman.tables.reading import rows
from dragoman.writers.cameo import cameo_of, cameo_rows
from dragoman.writers.codes import actor_code, country
from dragoman.writers.dyads import dyads
from dragoman.writers.export import Options, cell, columns_of, day_of, number_of
from dragoman.writers.flat import columns
from dragoman.writers.gdelt import gdelt_row
from dragoman.writers.kinds import Export, exports, write_manifest
from dragoman.writers.schema import load_schema

TEXT = (
    "Ukraine said Russian troops had shelled a hospital in Kharkiv on Monday. "
    "Vladimir Putin met Recep Tayyip Erdogan in Ankara. "
    "The United States and France accused Russia of war crimes. "
    "Germany will send tanks to Ukraine."
)
HOSTILE = '=HYPERLINK("http://x.example")\t<script>alert(1)</script>\r\n"quoted\x1b[31m\ud800'
FACTS = {"polecat", "icews", "gdelt", "gdelt-mentions", "petrarch", "phoenix", "graphml", "gexf"}
every_format = pytest.mark.parametrize("name", sorted(exports()))

Record = dict[str, Any]


@pytest.fixture(scope="module")
def coded(coder: Coder) -> list[Record]:
    """Records as the program makes them."""
    article = Article(
        text=TEXT,
        date=date(2023, 5, 16),
        publication="The Daily Example",
        url="https://www.news.example/1",
    )
    return coder.code(article).to_plover()


def entity(code: str | None = "RUS", sector: str | None = "MIL", **more: Any) -> Record:
    plain = {"code": code, "sector": sector, "other_sectors": [], "entity_text": "the side",
             "entity_name": None, "identifier_id": None, "office": None, "org": None}  # fmt: skip
    return plain | more


def make(kind: str = "ASSAULT", **more: Any) -> Record:
    """A record by hand, complete as the schema asks."""
    words = "Russian troops shelled the town."
    plain = {
        "id": hashlib.sha256(repr((kind, sorted(more))).encode()).hexdigest()[:16],
        "date": "2023-05-15", "actor": [entity()], "recipient": [entity("UKR", "CVL")],
        "event": [kind], "mode": [], "context": [], "event_loc": None,
        "event_text": ["acted"], "quad_code": 4, "event_scale": -9.0,
        "text_info": {"start": 0, "end": len(words)},
        "cite_info": {"corpus": "a.txt", "url": None, "title": None, "publication": None,
                      "date": "2023-05-16", "date_source": "given",
                      "article_id": "0123456789abcdef"},
        "coder": "dragoman 0; parser p; tables 0123456789ab", "link": None,
        "status": "actual", "certainty": "certain",
        "reported_by": [], "date_text": None, "date_granularity": "day", "date_end": None,
        "date_source": "stated", "confidence": 0.5, "block": "body",
        "evidence": [
            {"role": "sentence", "start": 0, "end": len(words), "text": words},
            {"role": "trigger", "start": 15, "end": 22, "text": "shelled"},
        ],
        "why": ["row:shell-verb"],
    }  # fmt: skip
    return plain | more


def hostile() -> Record:
    """A record whose every free text is hostile."""
    bad = entity(entity_text=HOSTILE, entity_name=HOSTILE, office=HOSTILE)
    uncoded = entity(None, None, entity_text=HOSTILE)
    record = make(actor=[bad, uncoded], recipient=[bad], event_text=[HOSTILE], date_text=HOSTILE)
    record["cite_info"] |= {"title": HOSTILE, "url": "javascript:alert(1)", "publication": HOSTILE}
    record["event_loc"] = {
        "extracted_place": HOSTILE, "resolved_place": HOSTILE, "geonameid": None, "lat": -1.5,
        "lon": 2.5, "city": HOSTILE, "district": HOSTILE, "province": HOSTILE, "country": "Chad",
        "country_code": "TCD", "feature_class": "P", "feature_code": "PPL", "resolution": 4,
        "score": 1.0,
    }  # fmt: skip
    record["evidence"].append({"role": "actor", "start": 0, "end": 5, "text": HOSTILE})
    return record


def save(name: str, records: list[Record], folder: Path, **options: Any) -> Path:
    path = folder / (name + exports()[name].suffix)
    exports()[name].write(iter(records), path, Options(**options))
    return path


def cells(path: Path) -> list[list[str]]:
    """A tab-separated file as the csv module reads it with its usual quoting."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t"))


def headless(path: Path) -> list[tuple[Any, ...]]:
    query = f"SELECT * FROM read_csv('{path}', delim='\t', header=false, all_varchar=true)"
    return duckdb.sql(query).fetchall()


def gdelt(records: list[Record], folder: Path, name: str = "gdelt") -> list[dict[str, str]]:
    found = cells(save(name, records, folder))
    return [dict(zip(columns_of(name), row, strict=True)) for row in found]


# -- records and options --------------------------------------------------------------------------


def test_hand_made_records_are_records() -> None:
    check = Draft202012Validator(load_schema())
    check.validate(make(quad_code=4, event_text=["shelled"]))


@every_format
def test_each_format_writes_and_counts(name: str, coded: list[Record], tmp_path: Path) -> None:
    kind = exports()[name]
    written = kind.write(iter(coded), tmp_path / "out", Options())
    planned = Counter(r["status"] for r in coded)["planned"]
    assert planned
    assert written.left_out == ({"status planned": planned} if name in FACTS else {})
    assert written.events == len(coded) - sum(written.left_out.values())
    assert written.coders == (coded[0]["coder"],)
    assert (tmp_path / "out").stat().st_size


@every_format
def test_a_file_of_the_same_events_is_the_same(
    name: str, coded: list[Record], tmp_path: Path
) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
    assert save(name, coded, first).read_bytes() == save(name, coded, second).read_bytes()


@every_format
def test_nothing_to_write(name: str, tmp_path: Path) -> None:
    written = exports()[name].write(iter([]), tmp_path / "out", Options())
    assert (written.rows, written.events, written.left_out) == (0, 0, {})


@every_format
def test_records_are_not_changed(name: str, tmp_path: Path) -> None:
    record = hostile()
    before = copy.deepcopy(record)
    save(name, [record], tmp_path)
    assert record == before


def test_other_statuses_on_demand(tmp_path: Path) -> None:
    records = [make(status=s) for s in ("actual", "planned", "negated")]
    path = tmp_path / "out"
    written = exports()["icews"].write(records, path, Options(frozenset({"actual", "planned"})))
    assert (written.events, written.left_out) == (2, {"status negated": 1})


def test_days() -> None:
    assert str(day_of(make(date="2021-12"))) == "2021-12-01"
    assert str(day_of(make(date=None))) == "2023-05-16"
    assert day_of(make(date=None, status="historical")) is None


def test_events_without_a_day_are_left_out_and_counted(tmp_path: Path) -> None:
    undated = make(date=None, date_granularity=None)
    undated["cite_info"] |= {"date": None}
    year = make(date="2021", date_granularity="year")
    written = exports()["gdelt"].write([undated, year, make()], tmp_path / "out", Options())
    assert written.events == 1
    assert written.left_out == {"date vaguer than a month": 1, "no day": 1}


# -- dyads ----------------------------------------------------------------------------------------


def pairs(record: Record) -> list[tuple[str | None, str | None]]:
    return [(d.actor["code"], d.recipient and d.recipient["code"]) for d in dyads(record)]


USA, FRA, CHN = entity("USA", "GOV"), entity("FRA", "GOV"), entity("CHN", "GOV")


def test_compounds_become_dyads() -> None:
    record = make("ACCUSE", actor=[USA, FRA], recipient=[entity("RUS"), CHN])
    assert pairs(record) == [("USA", "RUS"), ("USA", "CHN"), ("FRA", "RUS"), ("FRA", "CHN")]


def test_shared_acts_go_both_ways() -> None:
    both = [("USA", "FRA"), ("FRA", "USA")]
    assert pairs(make("CONSULT", actor=[USA, FRA], recipient=[])) == both
    assert pairs(make("RETREAT", mode=["ceasefire"], actor=[USA, FRA], recipient=[])) == both
    assert len(pairs(make("CONSULT", actor=[USA, FRA, CHN], recipient=[]))) == 6


def test_one_sided_acts_do_not() -> None:
    lone = [("USA", None), ("FRA", None)]
    assert pairs(make("PROTEST", actor=[USA, FRA], recipient=[])) == lone
    assert pairs(make("CONSULT", actor=[USA], recipient=[])) == lone[:1]


def test_numbers_are_whole_and_of_their_own() -> None:
    numbers = {number_of(f"{n:016x}", d) for n in range(2000) for d in (1, 2)}
    assert len(numbers) == 4000
    assert all(int(float(n)) == n < 2**53 for n in numbers)


# -- CAMEO ----------------------------------------------------------------------------------------

# Roots by PLOVER type, and the codes of other roots that mean the same.
ROOTS = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07",
    "CONCEDE": "08 055 056", "RETREAT": "08", "ACCUSE": "09 11", "REQUEST": "10",
    "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "MOBILIZE": "15",
    "SANCTION": "16 116", "COERCE": "17 191 192", "ASSAULT": "18 19 20 1712 175",
}  # fmt: skip


def table() -> Iterator[dict[str, str]]:
    return rows("formats/cameo.tsv")


def test_every_type_and_mode_has_a_code(tables: Tables) -> None:
    plain = [(r["type"], r["mode"]) for r in table() if not r["context"] and not r["trigger"]]
    kinds = tables.ontology.types
    wanted = {(t, m) for t, kind in kinds.items() for m in ("", *kind.modes)}
    assert sorted(plain) == sorted(wanted)
    assert len(wanted) == 16 + 67


def test_codes_go_back_to_their_type() -> None:
    wrong = [r for r in table() if not r["code"].startswith(tuple(ROOTS[r["type"]].split()))]
    assert not wrong


def test_rows_are_sound(tables: Tables) -> None:
    seen = [(r["type"], r["mode"], r["context"], r["trigger"]) for r in table()]
    assert len(seen) == len(set(seen))
    contexts = {r["context"] for r in rows("ontology/context_cues.tsv")}
    for row in table():
        assert row["code"].isdigit() and 3 <= len(row["code"]) <= 4
        assert row["mode"] in {"", "*"} | set(tables.ontology.types[row["type"]].modes)
        assert row["context"] in contexts | {""}
        assert row["trigger"] == row["trigger"].lower()
        assert -10 <= float(row["goldstein"]) <= 10
    told = {(r["code"], r["label"], r["goldstein"]) for r in table()}
    assert len(told) == len({r["code"] for r in table()})


def test_every_row_can_win() -> None:
    """A row that others always beat, or that its own trigger does not match, is a slip."""
    never = []
    for row in table():
        mode = [row["mode"]] if row["mode"] not in ("", "*") else []
        words = row["trigger"].split(";")[0] or "acted"
        context = [row["context"]] if row["context"] else []
        record = make(row["type"], mode=mode, context=context, event_text=[words])
        if cameo_of(record).code != row["code"]:
            never.append(row)
    assert not never


@pytest.mark.parametrize(
    ("kind", "mode", "context", "trigger", "code"),
    [
        ("AID", "", "military", "sent", "072"),
        ("AID", "", "economic", "sent", "071"),
        ("AID", "", "human_security", "sent", "073"),
        ("ASSAULT", "aerial", "military", "struck", "195"),
        ("ASSAULT", "suicide-attack", "", "attacked", "183"),
        ("ASSAULT", "firearms", "military", "shot", "193"),
        ("ASSAULT", "torture", "", "tortured", "1822"),
        ("CONCEDE", "", "military", "Apologised", "055"),
        ("CONCEDE", "", "", "declared a ceasefire", "0871"),
        ("SANCTION", "convict", "", "convicted", "116"),
        ("MOBILIZE", "police", "", "put on alert", "151"),
    ],
)
def test_the_most_specific_code(
    kind: str, mode: str, context: str, trigger: str, code: str
) -> None:
    modes, contexts = [mode] if mode else [], [context] if context else []
    found = cameo_of(make(kind, mode=modes, context=contexts, event_text=[trigger]))
    assert (found.code, found.base, found.root) == (code, code[:3], code[:2])


def test_the_first_mode_decides() -> None:
    assert cameo_of(make(mode=["beat", "firearms"])).code == "182"
    assert cameo_of(make(mode=["firearms", "beat"])).code == "193"


def test_all_types_are_in_the_table() -> None:
    assert set(cameo_rows()) == set(ROOTS)


# -- codes ----------------------------------------------------------------------------------------


def test_every_country_has_codes() -> None:
    known = {r["iso3"]: r for r in rows("formats/country_codes.tsv")}
    listed = list(rows("actors/countries.tsv"))
    codes = {r["code"] for r in listed if len(r["code"]) == 3} | {r["sovereign"] for r in listed}
    assert set(known) == codes
    states = [r["code"] for r in listed if r["kind"] == "country"]
    assert [c for c in states if not (known[c]["iso2"] and known[c]["fips"])] == []
    assert [c for c in states if not known[c]["cow"]] == ["PSE", "VAT"]


def test_codes_of_countries_are_of_one_country() -> None:
    now = {r["code"] for r in rows("actors/countries.tsv") if r["kind"] != "former"}
    for scheme in ("iso2", "cow", "fips", "cameo"):
        cells = [r[scheme] for r in rows("formats/country_codes.tsv") if r["iso3"] in now]
        assert [c for c, n in Counter(cells).items() if c and n > 1] == []


def test_sectors_and_bodies_have_codes() -> None:
    schema = load_schema()["$defs"]["entity"]["properties"]["sector"]["enum"]
    assert {r["sector"] for r in rows("formats/cameo_sectors.tsv")} == set(schema) - {None}
    bodies = {r["body"] for r in rows("formats/cameo_bodies.tsv")}
    assert bodies == {"EUR", "IGO", "IMG", "ISM", "MNC", "NGO", "UNO"}


def test_codes_differ_between_schemes() -> None:
    assert actor_code(entity("KOS", "JRN", other_sectors=["MED", "PRE"])) == "KSVMEDHLH"
    assert actor_code(entity("UNO", "GOV")) == "IGOUNOGOV"
    assert actor_code(entity(None, "REB")) == "REB"
    assert (country("KOS", "fips"), country("GBR", "fips"), country("CHN", "cow")) == (
        "KV", "UK", "710")  # fmt: skip


# -- the formats ----------------------------------------------------------------------------------


def test_polecat(coded: list[Record], tmp_path: Path) -> None:
    header, *found = cells(save("polecat", coded, tmp_path))
    assert len(header) == 40
    assert (header[0], header[5], header[30], header[39]) == (
        "Event ID", "Quad Code", "GeoNames ID", "Version")  # fmt: skip
    assert len(found) == 3
    assault, meeting, _ = (dict(zip(header, row, strict=True)) for row in found)
    assert assault["Quad Code"] == "MATERIAL CONFLICT"
    assert (assault["Recipient Country"], assault["Recipient COW"]) == ("UKR", "369")
    assert (assault["Actor Title"], assault["Wikipedia Actor ID"]) == ("None", "None")
    assert (meeting["Actor Country"], meeting["Actor COW"]) == ("RUS;TUR", "365;640")
    assert meeting["Recipient Name"] == "None"


def test_icews(coded: list[Record], tmp_path: Path) -> None:
    header, *found = cells(save("icews", coded, tmp_path))
    assert len(header) == 20
    rows_ = [dict(zip(header, row, strict=True)) for row in found]
    assert [(r["Source Country"], r["Target Country"]) for r in rows_] == [
        ("Russia", "Ukraine"), ("Russia", "Turkey"), ("Turkey", "Russia"),
        ("United States", "Russia"), ("France", "Russia"),
    ]  # fmt: skip
    assert rows_[1]["CAMEO Code"].startswith("04")
    assert rows_[0]["Source Sectors"] == "Military"
    assert len({r["Event ID"] for r in rows_}) == len(rows_)


def test_gdelt_as_duckdb_reads_it(coded: list[Record], tmp_path: Path) -> None:
    names = columns_of("gdelt")
    assert len(names) == 61
    found = [dict(zip(names, r, strict=True)) for r in headless(save("gdelt", coded, tmp_path))]
    assert len(found) == 5
    first, second = found[0], found[1]
    assert (first["SQLDATE"], first["Actor1Code"], first["Actor2Code"]) == (
        "20230515", "RUSMIL", "UKRHLH")  # fmt: skip
    assert (first["QuadClass"], first["EventRootCode"]) == ("4", "19")
    assert (first["ActionGeo_Type"], first["ActionGeo_CountryCode"]) == ("4", "UP")
    assert second["EventRootCode"] == "04"
    assert first["SOURCEURL"] == "https://www.news.example/1"
    assert first["DATEADDED"] == "20230516000000"


def test_gdelt_cells() -> None:
    record = make("CONSULT", recipient=[], actor=[entity("EUR", None)])
    record["event_loc"] = {"resolved_place": "France", "province": None, "country": "France",
                           "country_code": "FRA", "lat": None, "lon": None,
                           "resolution": 1}  # fmt: skip
    (dyad,) = dyads(record)
    day = date(2023, 9, 21)
    row = gdelt_row(record, day, dyad, cameo_of(record), Options(added="20230922101500"))
    assert list(row) == list(columns_of("gdelt"))
    assert row["FractionDate"] == "2023.7151"
    assert (row["Actor1Code"], row["Actor1CountryCode"]) == ("IGOEUREEC", "")
    assert (row["Actor1KnownGroupCode"], row["Actor1Type1Code"]) == ("EEC", "IGO")
    assert (row["Actor2Code"], row["Actor2Name"]) == ("", None)
    assert (row["ActionGeo_Type"], row["ActionGeo_FeatureID"]) == (1, "FR")
    assert (row["ActionGeo_FullName"], row["DATEADDED"]) == ("France", "20230922101500")


def test_gdelt_tables_fit_together(coded: list[Record], tmp_path: Path) -> None:
    assert len(columns_of("gdelt-mentions")) == 16
    events = {r["GLOBALEVENTID"] for r in gdelt(coded, tmp_path)}
    mentions = gdelt(coded, tmp_path, "gdelt-mentions")
    assert {m["GLOBALEVENTID"] for m in mentions} == events
    first = mentions[0]
    assert (first["MentionType"], first["MentionSourceName"]) == ("1", "news.example")
    assert TEXT[int(first["Actor1CharOffset"]) :].startswith("Russian troops")
    assert TEXT[int(first["ActionCharOffset"]) :].startswith("shelled")
    turned = mentions[2]
    assert TEXT[int(turned["Actor1CharOffset"]) :].startswith("Recep")
    assert TEXT[int(turned["Actor2CharOffset"]) :].startswith("Vladimir")
    assert {int(m["Confidence"]) % 10 for m in mentions} == {0}


def test_petrarch(coded: list[Record], tmp_path: Path) -> None:
    lines = cells(save("petrarch", coded, tmp_path))
    assert lines[0][:4] == ["20230515", "RUSMIL", "UKRHLH", "194"]
    assert lines[0][5].endswith("_0")
    assert lines[0][6:] == ["https://www.news.example/1", "The Daily Example"]
    lone = make("PROTEST", actor=[entity(None, None)], recipient=[])
    (line,) = cells(save("petrarch", [lone], tmp_path))
    assert line == ["20230515", "---", "---", "140", "", "0123456789abcdef_0", "NULL"]


def test_phoenix(coded: list[Record], tmp_path: Path) -> None:
    names = columns_of("phoenix")
    assert len(names) == 26
    found = [dict(zip(names, r, strict=True)) for r in headless(save("phoenix", coded, tmp_path))]
    first = found[0]
    assert [f["id"] for f in found] == ["1", "2", "3", "4", "5"]
    assert (first["source_root"], first["source_agent"]) == ("RUS", "MIL")
    assert (found[1]["root_code"], found[1]["quad_class"]) == ("04", "1")
    sanction = make("SANCTION", actor=[entity("UNO", None, other_sectors=["LEG"])])
    (row,) = cells(save("phoenix", [sanction], tmp_path))
    told = dict(zip(names, row, strict=True))
    assert (told["quad_class"], told["source_root"], told["source_others"]) == ("3", "IGO", "UNO")


def test_a_story_tells_a_dyad_once(tmp_path: Path) -> None:
    again = make(id="ffffffffffffffff")
    other = make(cite_info=make()["cite_info"] | {"article_id": "f" * 16})
    written = exports()["phoenix"].write([make(), again, other], tmp_path / "out", Options())
    assert (written.rows, written.events) == (2, 2)
    assert written.left_out == {"said again in the article": 1}


def test_geojson(coded: list[Record], tmp_path: Path) -> None:
    collection = json.loads(save("geojson", coded, tmp_path).read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    first, _, third, *_ = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [36.25, 49.98]}
    assert third["geometry"] is None
    assert set(first["properties"]) == {name for name, _ in columns()} - {"lat", "lon"}
    assert not any(isinstance(v, dict | list) for v in first["properties"].values())


@pytest.mark.parametrize(
    ("name", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)]
)
def test_networks(name: str, read: Any, coded: list[Record], tmp_path: Path) -> None:
    early = make("ACCUSE", id="b" * 16, date="2023-01-02", event_scale=-3.0)
    late = make("ACCUSE", id="a" * 16, date="2023-03-04", event_scale=-2.0)
    graph = read(save(name, [*coded, make(), late, early], tmp_path))
    assert graph.is_directed() and graph.is_multigraph()
    assert graph.nodes["RUS MIL"]["label"] == "Russia, Military"
    edges = {e["event"]: e for e in graph.get_edge_data("RUS MIL", "UKR CVL").values()}
    edge = edges["ACCUSE"]
    assert set(edges) == {"ACCUSE", "ASSAULT"}
    assert (edge["event"], edge["count"], edge["mean_scale"]) == ("ACCUSE", 2, -2.5)
    assert (edge["first_day"], edge["last_day"]) == ("2023-01-02", "2023-03-04")
    assert graph.has_edge("RUS GOV", "TUR GOV") and graph.has_edge("TUR GOV", "RUS GOV")


def test_networks_count_what_has_no_recipient(tmp_path: Path) -> None:
    written = exports()["graphml"].write([make(recipient=[])], tmp_path / "out", Options())
    assert written.left_out == {"no recipient": 1}


def test_annotations_point_at_the_text(coded: list[Record], tmp_path: Path) -> None:
    page = json.loads(save("annotations", coded, tmp_path).read_text("utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len(page["items"]) == sum(len(r["evidence"]) for r in coded)
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert item["target"]["source"] == "https://www.news.example/1"
        position, quote = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert quote["exact"] == TEXT[start:end]
        assert TEXT[:start].endswith(quote.get("prefix", ""))
        assert TEXT[end:].startswith(quote.get("suffix", ""))
    trigger = next(i for i in page["items"] if i["body"][-1]["value"] == "trigger")
    values = [b["value"] for b in trigger["body"]]
    assert values == ["ASSAULT", "heavy-weapons", "actual", "trigger"]


def test_tables_of_all_statuses(coded: list[Record], tmp_path: Path) -> None:
    lines = save("plover-jsonl", coded, tmp_path).read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == coded
    with save("csv", coded, tmp_path).open(encoding="utf-8", newline="") as stream:
        assert [r["id"] for r in csv.DictReader(stream)] == [r["id"] for r in coded]
    table = pq.read_table(save("parquet", coded, tmp_path))
    assert table.column("id").to_pylist() == [r["id"] for r in coded]


def test_parquet_takes_more_than_a_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.writers.flat.ROW_GROUP", 2)
    path = save("parquet", [make(confidence=n / 10) for n in range(5)], tmp_path)
    assert pq.ParquetFile(path).num_row_groups == 3
    assert pq.read_table(path).num_rows == 5


@pytest.mark.parametrize("name", ["gdelt", "petrarch", "polecat", "geojson", "annotations", "csv"])
def test_writing_streams(name: str, tmp_path: Path) -> None:
    """Records are written while more are still being read."""
    path = tmp_path / "out"
    sizes = []

    def records() -> Iterator[Record]:
        for n in range(2000):
            cite = make()["cite_info"] | {"article_id": f"{n:016x}"}
            yield make(id=f"{n:016x}", cite_info=cite)
            sizes.append(path.stat().st_size)

    exports()[name].write(records(), path, Options())
    assert 0 < sizes[1000] < path.stat().st_size


# -- hostile text ---------------------------------------------------------------------------------

TEXT_TABLES = {"polecat": 40, "icews": 20, "gdelt": 61, "gdelt-mentions": 16, "phoenix": 26}


@pytest.mark.parametrize("name", sorted(TEXT_TABLES))
def test_hostile_text_stays_in_its_cell(name: str, tmp_path: Path) -> None:
    path = save(name, [hostile(), make()], tmp_path)
    found = cells(path)
    assert {len(row) for row in found} == {TEXT_TABLES[name]}
    assert {len(row) for row in headless(path)} == {TEXT_TABLES[name]}
    dyadic = name != "polecat"
    assert len(found) == (2 + dyadic) + (name in ("polecat", "icews"))
    for value in (value for row in found for value in row):
        assert not value.startswith(("=", "+", "@")), value
        assert not value.startswith("-") or float(value) < 0
        assert value.isprintable()


def test_hostile_text_in_petrarch_rows(tmp_path: Path) -> None:
    found = cells(save("petrarch", [hostile()], tmp_path))
    assert [len(row) for row in found] == [8, 8]
    assert all(value.isprintable() for row in found for value in row)


@pytest.mark.parametrize("name", ["geojson", "annotations", "plover-jsonl"])
def test_hostile_text_in_json(name: str, tmp_path: Path) -> None:
    text = save(name, [hostile()], tmp_path).read_text("utf-8")
    for part in text.splitlines() if name == "plover-jsonl" else [text]:
        json.loads(part)
    if name != "plover-jsonl":
        assert "<" not in text
    assert '"source": "javascript' not in text


@pytest.mark.parametrize(
    ("name", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)]
)
def test_hostile_text_in_networks(name: str, read: Any, tmp_path: Path) -> None:
    graph = read(save(name, [hostile()], tmp_path))
    assert len(graph) == 2
    assert any("<script>" in node for node in graph)  # as text, escaped in the file
    assert "<script>" not in save(name, [hostile()], tmp_path).read_text("utf-8")


def test_hostile_text_in_csv(tmp_path: Path) -> None:
    with save("csv", [hostile()], tmp_path).open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["title"].startswith("'=")
    assert None not in row


def test_cells() -> None:
    assert cell("a\tb\nc\x00d") == "a b c d"
    assert cell("\t=1+1") == "'=1+1"
    assert (cell("-5"), cell(-5), cell("---")) == ("'-5", "-5", "---")
    assert (cell(""), cell("", "None"), cell(0)) == ("", "None", "0")


# -- registry and manifest ------------------------------------------------------------------------


def test_the_registry() -> None:
    assert list(exports()) == [
        "plover-jsonl", "csv", "parquet", "polecat", "icews", "gdelt", "gdelt-mentions",
        "petrarch", "phoenix", "geojson", "graphml", "gexf", "annotations",
    ]  # fmt: skip
    for name, kind in exports().items():
        assert isinstance(kind, Export)
        assert kind.name == name and kind.suffix.startswith(".") and "\n" not in kind.about


def test_the_manifest(coded: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "events.txt"
    written = exports()["polecat"].write(coded, path, Options())
    target = write_manifest(path, "polecat", written, {"event": ["ASSAULT"]})
    assert target.name == "events.txt.manifest.json"
    told = json.loads(target.read_text("utf-8"))
    assert told == {
        "format": "polecat",
        "file": "events.txt",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "dragoman": __version__,
        "coders": [coded[0]["coder"]],
        "filter": {"event": ["ASSAULT"]},
        "rows": 3,
        "events": 3,
        "left_out": {"status planned": 1},
    }
