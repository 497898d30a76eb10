"""Names of places: which words name one, which place they mean, and where an act took place."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import pickle
import time
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import Coder
from dragoman.model import Document, Parser, Place, TableError
from dragoman.pipeline import with_circumstances
from dragoman.stages.places.candidates import Setting, Toponym
from dragoman.stages.places.ranking import choose_places
from dragoman.tables import Tables
from dragoman.tables.gazetteer import Gazetteer
from dragoman.tables.places import LARGE, SITES
from dragoman.tables.reading import rows, split, toml
from dragoman.text.earth import kilometres
from dragoman.text.placenames import place_key
from helpers import article, read_table, run

DATA = Path(str(resources.files("dragoman"))) / "data" / "places"

# text | words that name a place | what they mean | country | kind of feature; "-" is none
MEANT = """
# the known place of a name, and what a text says of another
The president flew to Paris on Monday. | Paris | Paris | FRA | PPLC
A court in Paris, Texas, sentenced two men. | Paris | Paris | USA | PPL
Police in St. Petersburg, Fla., arrested a man. | St. Petersburg | St. Petersburg | USA | PPL
Rallies were held in St. Petersburg and in Moscow. | St. Petersburg | Saint Petersburg | RUS | PPL
Marchers reached Birmingham, Alabama, at noon. | Birmingham | Birmingham | USA | PPL
Envoys from Poland, Ukraine and Germany met in Warsaw. | Warsaw | Warsaw | POL | PPLC
The talks between Iran, France and Britain resumed in Geneva. | Geneva | Geneva | CHE | PPL
Lawmakers in Washington backed aid for Ukraine. | Washington | Washington | USA | PPLC

# lists tell nothing
Shells fell on Kyiv, Kharkiv and Odesa. | Kyiv | Kyiv | UKR | PPLC
He flew to London, Paris, Texas and Rome. | London | London | GBR | PPLC
Poland, Ukraine and Moldova closed their borders. | Poland | Poland | POL | PCLI

# states and states of the Union
Georgia and Armenia opened the border. | Georgia | Georgia | GEO | PCLI
Georgia and Alabama sued the agency in Atlanta. | Georgia | Georgia | USA | ADM1
Jordan and Egypt closed their crossings. | Jordan | Jordan | JOR | PCLI
Iraqi troops shelled the town. | Iraqi | Iraq | IRQ | PCLI
Texan lawmakers walked out. | Texan | Texas | USA | ADM1

# the city, not the province of its name
Shells fell on Kharkiv overnight. | Kharkiv | Kharkiv | UKR | PPL
Troops marched through Moscow. | Moscow | Moscow | RUS | PPLC

# regions, seas, sites
Fighting went on in the Donbas. | Donbas | Donbas | UKR | region
A tanker was seized in the Strait of Hormuz. | Strait of Hormuz | Strait of Hormuz | - | sea
Rockets fell on the Golan Heights. | Golan Heights | Golan Heights | - | region
Militants roam the Sahel. | Sahel | Sahel | - | macroregion
Drones hit the Al-Asad air base in Iraq. | Al-Asad air base | Al-Asad | IRQ | base
Thousands filled Tahrir Square. | Tahrir Square | Tahrir Square | EGY | building
Gunmen stormed a school in Gaza. | Gaza | Gaza | PSE | region

# other spellings
Missiles struck Kiev. | Kiev | Kyiv | UKR | PPLC
Missiles struck Kyiv. | Kyiv | Kyiv | UKR | PPLC
"""

# text | words that name no place in it
NO_PLACES = """
Ukraine asked to join NATO. | NATO
The march began in May. | May
A U.S.-led coalition bombed the town. | U.S.-led
Jordan Lee thanked the crowd. | Jordan
"""

# text | verb | where its act took place; "-" is nowhere told
WHERE = """
Gunmen killed three soldiers in Samarra on Monday. | killed | Samarra
In Samarra, a merchant was killed by gunmen. | killed | Samarra
Rebels attacked a convoy near the village of Tamthil. | attacked | Tamthil
Police arrested two men in Hamburg, Germany. | arrested | Hamburg
Thousands of students protested in Jakarta. | protested | Jakarta
Turkish jets bombed Afrin. | bombed | Afrin
Rebels killed two officers in Basra, police in Baghdad said. | killed | Basra
France accused Iran of lying. | accused | -
"""


ENDINGS = ("ia", "a", "e", "os", "cisco", "onio", "ton", "ville", "burg", "ford", "o", "in")
WORDS = [f"{a}{b}" for a in ("Mar", "Ros", "Jos", "Carl", "Fran", "Ant") for b in ENDINGS]


@pytest.fixture(scope="module")
def read(tables: Tables, parser: Parser) -> dict[str, Document]:
    """Documents by text, each read once."""
    texts = [row[0] for row in read_table(MEANT, columns=5)]
    texts += [row[0] for row in read_table(NO_PLACES, columns=2)]
    return {text: with_circumstances(article(text), tables, parser) for text in texts}


def named(doc: Document, words: str) -> Place | None:
    """The place that some words of the text name."""
    return next((p for p in doc.places or () if p.span.of(doc.text) == words), None)


@pytest.mark.parametrize("row", read_table(MEANT, columns=5), ids=lambda row: f"{row[1]}-{row[3]}")
def test_a_name_means_the_place_that_the_text_tells(
    row: tuple[str, ...], read: dict[str, Document]
) -> None:
    text, words, name, country, code = row
    place = named(read[text], words)
    assert place is not None
    assert (place.name, place.country or "-", place.code) == (name, country, code)


@pytest.mark.parametrize("row", read_table(NO_PLACES, columns=2), ids=lambda row: row[1])
def test_what_looks_like_a_place_and_is_none(
    row: tuple[str, ...], read: dict[str, Document]
) -> None:
    assert named(read[row[0]], row[1]) is None


@pytest.mark.parametrize("row", read_table(WHERE, columns=3), ids=lambda row: row[2])
def test_where_an_act_took_place(row: tuple[str, ...], coder: Coder) -> None:
    text, verb, where = row
    events = [e for e in coder.code(text).events if any(verb in one.text for one in e.evidence[1:])]
    assert events
    place = events[0].place
    assert (place.span.of(text) if place else "-") == where


def test_an_unknown_village_keeps_its_words_and_the_country_of_the_article(
    tables: Tables, parser: Parser
) -> None:
    text = "Shells fell on the village of Qarzibad near Idlib, in northern Syria."
    place = named(with_circumstances(article(text), tables, parser), "Qarzibad")
    assert place is not None
    assert (place.name, place.country, place.code) == ("Qarzibad", "SYR", None)
    assert (place.geonameid, place.lat, place.score) == (None, None, 0.0)


def test_coordinates_are_as_exact_as_the_kind_of_place(tables: Tables, parser: Parser) -> None:
    text = "Fighting in the Donbas spread to Kharkiv, Ukraine said."
    doc = with_circumstances(article(text), tables, parser)
    region, city, state = (named(doc, words) for words in ("Donbas", "Kharkiv", "Ukraine"))
    assert region and city and state
    assert (region.lat, region.lon, region.resolution) == (48.2, 38.0, 2)
    assert (city.lat, city.lon, city.resolution) == (49.98, 36.25, 4)
    assert (state.lat, state.lon, state.resolution) == (None, None, 1)


def test_a_capital_is_not_taken_for_the_place_of_its_state(coder: Coder) -> None:
    events = coder.code("Iran accused Israel of attacking a ship.").events
    assert events and all(event.place is None for event in events)


# -- choosing -------------------------------------------------------------------------------------


def test_equal_names_get_the_same_place_in_any_order(tables: Tables) -> None:
    names = [Toponym("Springfield"), Toponym("Chicago"), Toponym("Peoria"), Toponym("Springfield")]
    first = choose_places(names, tables.places, Setting())
    assert first[0] == first[3]
    assert first[0].entry is not None and first[0].entry.unit1 == first[1].entry.unit1  # type: ignore[union-attr]
    assert choose_places(names[::-1], tables.places, Setting()) == first[::-1]


def test_a_name_that_is_explained_once_is_so_all_over(tables: Tables) -> None:
    names = [Toponym("Cambridge"), Toponym("Cambridge", ("Mass.",)), Toponym("Cambridge")]
    chosen = choose_places(names, tables.places, Setting())
    assert {choice.country for choice in chosen} == {"USA"}
    assert chosen[0].why[0] == "within"


def test_the_dateline_and_the_outlet_tell_where_an_article_is_set(tables: Tables) -> None:
    names = [Toponym("Birmingham")]
    assert choose_places(names, tables.places, Setting())[0].country == "GBR"
    texts = [Toponym("Birmingham"), Toponym("Montgomery")]
    here = choose_places(texts, tables.places, Setting(country="USA", dateline="Montgomery"))
    assert here[0].country == "USA"


@pytest.mark.parametrize(
    ("publication", "url", "country"),
    [
        ("The Guardian", None, "GBR"),
        ("guardian", "https://www.smh.com.au/world", "GBR"),
        ("Some Courier", "https://www.smh.com.au/world", "AUS"),
        (None, "https://example.com/a", None),
        (None, "no address", None),
        (None, "https://[broken", None),
        (None, None, None),
    ],
)
def test_the_home_of_an_outlet(
    publication: str | None, url: str | None, country: str | None, tables: Tables
) -> None:
    assert tables.places.home(publication, url) == country


def test_a_long_list_of_names_takes_bounded_time(tables: Tables) -> None:
    names = [Toponym(f"{a}{b}") for a in ("San ", "Port ", "New ", "Santa ") for b in WORDS]
    started = time.perf_counter()
    assert len(choose_places(names * 3, tables.places, Setting())) == len(names) * 3
    assert time.perf_counter() - started < 10


def test_no_names_no_choices(tables: Tables) -> None:
    assert choose_places([], tables.places, Setting()) == []
    nothing = choose_places([Toponym("Xyzzyburg")], tables.places, Setting())[0]
    assert (nothing.entry, nothing.country, nothing.why) == (None, None, ("no-match",))


# -- the gazetteer --------------------------------------------------------------------------------


def test_the_gazetteer_is_the_one_that_was_built() -> None:
    about = toml("places/gazetteer.toml")
    digest = hashlib.sha256((DATA / "gazetteer.sqlite").read_bytes()).hexdigest()
    assert digest == about["sha256"], "run: make gazetteer, and commit both files"
    assert about["places"] >= 200_000
    assert about["licence"] == "CC BY 4.0"


def test_the_gazetteer_opens_fast() -> None:
    started = time.perf_counter()
    assert Gazetteer().named("Timbuktu")
    assert time.perf_counter() - started < 0.3


def test_the_gazetteer_can_be_sent_to_another_process() -> None:
    gazetteer = Gazetteer()
    before = gazetteer.named("Aleppo")
    assert pickle.loads(pickle.dumps(gazetteer)).named("Aleppo") == before


def test_a_gazetteer_that_is_missing_or_broken_says_so(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="gazetteer"):
        Gazetteer(tmp_path / "none.sqlite").named("Paris")
    broken = tmp_path / "broken.sqlite"
    broken.write_text("no database", "utf-8")
    with pytest.raises(TableError, match=r"broken\.sqlite"):
        Gazetteer(broken).named("Paris")


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(text: str) -> None:
    assert place_key(place_key(text)) == place_key(text)
    Gazetteer().named(text)


# -- the tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["regions", "sites"])
def test_regions_and_sites_lie_on_the_map(name: str, tables: Tables) -> None:
    table = list(rows(f"places/{name}.tsv"))
    names = [row["name"] for row in table]
    assert len(names) == len(set(names)), "two rows of one name: join their aliases"
    codes = {country.code for country in tables.actors.countries.values()}
    for row in table:
        assert abs(float(row["lat"])) <= 90 and abs(float(row["lon"])) <= 180, row
        countries = split(row.get("countries", row.get("country", "")), "|")
        assert set(countries) <= codes, f"{row['name']}: no such country"
        assert name == "regions" or row["kind"] in SITES, row


def test_sites_lie_in_their_country(tables: Tables) -> None:
    """None is half a world away: a wrong sign or swapped columns show."""
    seas = {"IOT", "PYF", "MHL", "GUM", "GRL"}  # islands far from any city of theirs
    for entries in tables.places.named.values():
        for entry in entries:
            if entry.code in SITES and entry.country and entry.country not in seas:
                state = tables.places.states[entry.country]
                assert kilometres(entry.point, state.point) < 6500, entry


def test_every_state_has_a_middle(tables: Tables) -> None:
    states = {key for key, one in tables.actors.countries.items() if one.kind != "org"}
    assert states - set(tables.places.states) <= {"IGO", "UNO", "EUR"}


def test_short_forms_and_adjectives_lead_to_places(tables: Tables) -> None:
    assert {row["abbreviation"] for row in rows("places/abbreviations.tsv")} == set(
        tables.places.short
    ), "a name that the gazetteer does not have as a first-level unit of that country"
    assert {place_key(row["adjective"]) for row in rows("places/demonyms.tsv")} == set(
        tables.places.people
    ), "a name that is neither in regions.tsv nor in the gazetteer"


def test_kinds_of_regions_have_a_size(tables: Tables) -> None:
    kinds = {e.code for entries in tables.places.named.values() for e in entries}
    assert kinds == {*LARGE, *SITES, "region", "river", "mountain"}


# -- the commands ---------------------------------------------------------------------------------

TEXT = "Gunmen killed three soldiers in Samarra on Monday, the Iraqi army said."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small article."""
    path = tmp_path / "attack.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_places_are_listed(file: Path) -> None:
    shown = run("places", file).stdout
    assert "Samarra" in shown and "IRQ" in shown
    records = [json.loads(line) for line in run("places", file, "-f", "jsonl").stdout.splitlines()]
    assert [(r["text"], r["country_code"], r["people"]) for r in records] == [
        ("Samarra", "IRQ", False),
        ("Iraqi", "IRQ", True),
    ]
    assert all(TEXT[r["start"] : r["end"]] == r["text"] for r in records)


def test_places_can_be_chosen(file: Path) -> None:
    only = run("places", file, "-f", "csv", "--no-peoples").stdout
    assert [row["text"] for row in csv.DictReader(io.StringIO(only))] == ["Samarra"]
    none = run("places", file, "-f", "jsonl", "--country", "SYR")
    assert none.stdout == "" and "with places 0 + without 1" in none.stderr


def test_times_are_listed(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "times.csv"
    assert run("times", file, "--date", "2021-06-15", "-o", out).exit_code == 0
    (row,) = csv.DictReader(io.StringIO(out.read_text("utf-8")))
    assert (row["text"], row["value"], row["anchor"]) == ("Monday", "2021-06-14", "publication")
    undated = json.loads(run("times", file, "-f", "jsonl").stdout)
    assert undated["value"] is None


@pytest.mark.parametrize("command", ["times", "places"])
def test_what_is_not_there_is_told(command: str, tmp_path: Path) -> None:
    result = run(command, tmp_path / "none.txt")
    assert result.exit_code == 2 and "no such file" in result.stderr
