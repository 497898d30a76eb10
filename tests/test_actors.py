"""Packs of users' own actors, imports of old dictionaries, gaps, and the lints of the tables."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.gaps import by_frequency, gaps
from dragoman.model import Article, Parser, TableError
from dragoman.resolve import resolve
from dragoman.tables import Tables, load_tables
from dragoman.tables.actor_checks import check_pack, check_tables
from dragoman.tables.actor_rows import known_codes, load_countries
from dragoman.tables.ontology import load_ontology
from dragoman.tables.packs import Codes
from dragoman.tables.petrarch import import_dictionary
from dragoman.tables.reading import rows
from dragoman.text.fold import skeleton

HEADER = "name,code,sector,kind,aliases,office,start,end,mode,plural,inherit\n"


@pytest.fixture(scope="module")
def codes() -> Codes:
    return known_codes(load_countries().values(), load_ontology())


def pack(folder: Path, *lines: str) -> Path:
    path = folder / "pack.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    return path


def who(words: str, tables: Tables, parser: Parser, day: str = "2024-05-04") -> tuple[str, ...]:
    """Code, sector and name of the first participant of a phrase."""
    found = resolve(words, tables, parser, date=Date.fromisoformat(day))
    code = found[0].code
    return (code.code or "-", code.sector or "-", code.name or "-")


# -- resolving --------------------------------------------------------------------------------


def test_coordinated_participants_come_apart(tables: Tables, parser: Parser) -> None:
    found = resolve("the US and NATO", tables, parser)
    assert [(one.text, one.code.code) for one in found] == [("the US", "USA"), ("NATO", "IGO")]


def test_an_office_depends_on_the_day(tables: Tables, parser: Parser) -> None:
    days = {"2017-05-04": "foreign secretary", "2021-05-04": "prime minister"}
    for day, office in days.items():
        found = resolve("Boris Johnson", tables, parser, date=Date.fromisoformat(day))
        assert found[0].code.office == office


def test_a_state_that_does_not_act_has_no_sector(tables: Tables, parser: Parser) -> None:
    assert resolve("Peru", tables, parser, acting=False)[0].code.sector is None
    assert resolve("Peru", tables, parser)[0].code.sector == "GOV"


def test_words_that_name_nobody_resolve_to_nothing(tables: Tables, parser: Parser) -> None:
    assert resolve("yesterday", tables, parser) == []


# -- packs ------------------------------------------------------------------------------------


def test_a_pack_adds_an_actor(tmp_path: Path, tables: Tables, parser: Parser) -> None:
    own = load_tables([pack(tmp_path, "Northern Shield,MLI,REB,,NS Brigade,,2021,,,,")])
    assert who("NS Brigade", own, parser) == ("MLI", "REB", "Northern Shield")
    assert own.digest != tables.digest


def test_a_name_of_a_pack_loses_its_older_meaning(tmp_path: Path, parser: Parser) -> None:
    own = load_tables([pack(tmp_path, "Hezbollah,BRA,CRM,,,,,,,,")])
    assert who("Hezbollah", own, parser)[:2] == ("BRA", "CRM")


def test_the_later_pack_wins(tmp_path: Path, parser: Parser) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("name,code,sector\nRed Valley Front,PER,REB\n", "utf-8")
    second.write_text("name,code,sector\nRed Valley Front,PER,PTY\n", "utf-8")
    assert who("Red Valley Front", load_tables([first, second]), parser)[1] == "PTY"
    assert who("Red Valley Front", load_tables([second, first]), parser)[1] == "REB"


def test_a_pack_takes_an_actor_away(tmp_path: Path, parser: Parser) -> None:
    own = load_tables([pack(tmp_path, "Hezbollah,,,,,,,,delete,,")])
    assert who("Hezbollah", own, parser)[0] == "-"


def test_a_pack_gives_a_known_person_a_new_office(tmp_path: Path, parser: Parser) -> None:
    line = "Boris Johnson,GBR,GOV,person,,lord mayor,2026-01,,,,"
    own = load_tables([pack(tmp_path, line)])
    found = resolve("Boris Johnson", own, parser, date=Date(2026, 3, 1))
    assert found[0].code.office == "lord mayor"


def test_a_pack_adds_a_noun(tmp_path: Path, parser: Parser) -> None:
    own = load_tables([pack(tmp_path, "reindeer herder,,AGR,agent,,,,,,reindeer herders,no")])
    assert who("Norwegian reindeer herders", own, parser)[:2] == ("NOR", "AGR")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (",MLI,REB,,,,,,,,", "no name"),
        ("Front,XYZ,REB,,,,,,,,", "'XYZ' is no country"),
        ("Front,MLI,REBEL,,,,,,,,", "sector REBEL"),
        ("Front,MLI,REB,,,,2021-13,,,,", "2021-13 is no date"),
        ("Front,MLI,REB,,,,2021,2019,,,", "ends 2019 before it starts 2021"),
        ("Front,MLI,REB,,,,,,remove,,", "mode 'remove'"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    path = pack(tmp_path, line)
    with pytest.raises(TableError) as error:
        load_tables([path])
    assert f"{path}:2: " in str(error.value)
    assert told in str(error.value)
    assert [problem.where for problem in check_pack(path)] == [f"{path}:2"]


def test_no_table_at_all_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pack.csv"
    path.write_text("who,what\nx,y\n", "utf-8")
    with pytest.raises(TableError, match="unknown column"):
        load_tables([path])
    with pytest.raises(TableError, match="No such file"):
        load_tables([tmp_path / "absent.csv"])
    path.write_bytes(b"name,code\n\xff\xfe,MLI\n")
    with pytest.raises(TableError, match="UTF-8"):
        load_tables([path])


# -- dictionaries of TABARI and PETRARCH -----------------------------------------------------

ACTORS = b"""# comment
FREEDONIA_ [FRA] ; a mere country
+FREEDONIAN_
JEAN_DUPONT_  ; CountryInfo.txt
+J._DUPONT_
\t[FRAELI 400101-661027]
\t[FRAGOVMIL 990101-041231]
\t[FRAGOV >050101]
\t[FRAELI]
RED_RIVER_FRONT_(RRF)_ [COLREB] # noted
+FRENTE_\xff_ROJO_
NOWHERE_BRIGADE_ [KKLREB]
WRONG_DATES_ [FRAGOV 20100101-9008223]
WORLD_RELIEF_BODY_ [NGOHLH]
COUNCIL_OF_ALL_ [IGOUNO]
NOBODY_ [---]
"""


def test_actors_of_a_dictionary(codes: Codes) -> None:
    found = import_dictionary(ACTORS, codes, "2015-04-07")
    cells = [
        (r["name"], r["code"], r["sector"], r["other_sectors"], r["start"], r["end"], r["kind"])
        for r in found.rows
    ]
    assert cells == [
        ("Jean Dupont", "FRA", "GOV", "MIL", "1999-01-01", "2004-12-31", "person"),
        ("Jean Dupont", "FRA", "GOV", "", "2005-01-01", "", "person"),
        ("Red River Front", "COL", "REB", "", "", "", "body"),
        ("World Relief Body", "NGO", "MED", "", "", "", "body"),
        ("Council Of All", "UNO", "", "", "", "", "body"),
    ]
    assert found.rows[1]["verified_until"] == "2015-04-07"
    assert found.rows[0]["aliases"] == "J. Dupont"
    assert found.places == 1
    assert len(found.notes) == 5  # code of no country, wrong dates, and three without a row


def test_agents_of_a_dictionary(codes: Codes) -> None:
    data = b"""!PERSON! = MAN, MEN
POLICE!PERSON! [~COP]
THIEF {THIEVES} [~CRM]
POLICE {} [~COP]
COUNTRY_JUDGE [~GOVJUD]
TREE [~XXX]
"""
    found = import_dictionary(data, codes, "2015-04-07")
    cells = [(r["name"], r["plural"], r["sector"], r["other_sectors"]) for r in found.rows]
    assert cells == [
        ("policeman", "policemans", "COP", ""),
        ("policemen", "policemens", "COP", ""),
        ("thief", "thieves", "CRM", ""),
        ("police", "police", "COP", ""),
        ("country judge", "country judges", "GOV", "JUD"),
    ]
    assert found.notes == ["line 6: [~XXX] names no sector; left out"]


def test_what_is_no_dictionary_is_told(codes: Codes) -> None:
    with pytest.raises(TableError, match="PETRARCH"):
        import_dictionary(b"Dear Sir,\nno actors here.\n", codes, "2015-04-07")


def test_an_import_is_a_good_pack(tmp_path: Path, parser: Parser) -> None:
    source, target = tmp_path / "actors.txt", tmp_path / "pack.csv"
    source.write_bytes(ACTORS)
    done = CliRunner().invoke(app, ["actors", "import", str(source), "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert check_pack(target) == []
    assert who("Red River Front", load_tables([target]), parser)[:2] == ("COL", "REB")


# -- gaps -------------------------------------------------------------------------------------


def test_gaps_are_counted_by_article(tables: Tables, parser: Parser) -> None:
    texts = ("Zorvath Kemmel met Orlin Vasque in Paris.", "Orlin Vasque left. Orlin Vasque wept.")
    articles = [Article(text, f"a{n}") for n, text in enumerate(texts)]
    *_, found = gaps(articles, tables, parser)
    first = by_frequency(found)[0]
    assert (first.name, first.articles, first.mentions) == ("Orlin Vasque", 2, 3)
    assert "met Orlin Vasque in Paris" in first.contexts[0]


# -- what the tables hold ---------------------------------------------------------------------


def test_the_tables_that_ship_have_no_problem() -> None:
    assert [f"{p.where}: {p.what}; {p.fix}" for p in check_tables()] == []


@pytest.mark.parametrize(
    ("kind", "least"),
    [("igo", 150), ("ngo", 100), ("armed", 300), ("agency", 400), ("party", 250)],
)
def test_the_tables_hold_enough_bodies(kind: str, least: int) -> None:
    names = {row["name"] for row in rows("actors/organisations.tsv") if row["kind"] == kind}
    assert len(names) >= least


def test_the_tables_hold_enough_spells_and_nouns() -> None:
    persons = [r for p in ("persons", "persons_more") for r in rows(f"actors/{p}.tsv")]
    assert len(persons) >= 6000
    assert sum(1 for _ in rows("actors/agents.tsv")) >= 600
    assert len({r["code"] for r in rows("actors/countries.tsv") if r["kind"] == "country"}) == 197


@pytest.mark.parametrize(
    "table", ["persons", "persons_more", "organisations", "countries", "country_names"]
)
def test_every_row_tells_where_it_comes_from(table: str) -> None:
    bare = [r for r in rows(f"actors/{table}.tsv") if not (r["source"] and r["verified_until"])]
    assert bare == []


# -- names in other spellings, and bodies of persons ------------------------------------------


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Volodymyr Zelenskiy", "Volodymyr Zelensky"),
        ("Sergey Shoygu", "Sergei Shoigu"),
        ("Hasan Ruhani", "Hassan Rouhani"),
        ("Nicolás Maduro", "Nicolas Maduro"),
    ],
)
def test_other_spellings_are_one_person(
    words: str, name: str, tables: Tables, parser: Parser
) -> None:
    assert who(words, tables, parser, "2019-07-04")[2] == name


def test_a_person_of_a_body_tells_the_body(tables: Tables, parser: Parser) -> None:
    found = resolve("Jens Stoltenberg", tables, parser, date=Date(2019, 5, 5))
    assert (found[0].code.code, found[0].code.body) == ("IGO", "NATO")


def test_an_open_office_is_marked_where_nobody_has_checked(tmp_path: Path, parser: Parser) -> None:
    path = tmp_path / "pack.csv"
    path.write_text(
        "name,code,sector,office,start,verified_until\n"
        "Orlin Vasque,PER,GOV,mining minister,2020,2021-06\n",
        "utf-8",
    )
    own = load_tables([path])
    days = {"2021-05-01": False, "2023-05-01": True}
    for day, stale in days.items():
        found = resolve("Orlin Vasque", own, parser, date=Date.fromisoformat(day))
        assert ("stale" in found[0].code.why) is stale


# -- skeletons --------------------------------------------------------------------------------


def test_spellings_of_one_name_have_one_skeleton() -> None:
    for names in (
        ("Zelensky", "Zelenskyy", "Zelenskiy"),
        ("Mohammed Khatami", "Mohamad Khatami", "Muhammad Hatami"),
        ("Qaddafi", "Kadafi"),
    ):
        assert len({skeleton(name) for name in names}) == 1
    assert skeleton("Ali Larijani") != skeleton("Ali Lahiji")


# -- commands ---------------------------------------------------------------------------------


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tables: Tables, parser: Parser) -> None:
    monkeypatch.setattr("dragoman.tables.load_tables", lambda _=(): tables)
    monkeypatch.setattr("dragoman.engines.spacy_parser.load_parser", lambda _=None: parser)


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["actors", *map(str, arguments)])
    return done.exit_code, done.output


@pytest.mark.usefixtures("loaded")
def test_resolve_tells_reasons_and_says_when_nobody_is_named() -> None:
    status, output = run("resolve", "the Iranian president", "--date", "2020-01-01", "--explain")
    assert status == 0
    assert "IRN\tGOV" in output
    assert "agent:president" in output
    status, output = run("resolve", "yesterday")
    assert status == 1
    assert "no words that name a participant" in output


@pytest.mark.usefixtures("loaded")
def test_gaps_can_be_filled_in_and_used(tmp_path: Path, parser: Parser) -> None:
    (tmp_path / "a.txt").write_text("Orlin Vasque met Zorvath Kemmel in Paris.\n", "utf-8")
    status, _ = run("gaps", tmp_path / "a.txt", "-o", tmp_path / "gaps.csv")
    assert status == 0
    header, *lines = (tmp_path / "gaps.csv").read_text("utf-8").splitlines()
    assert header == "name,code,sector,articles,mentions,context"
    filled = [line.replace("Orlin Vasque,,", "Orlin Vasque,PER,GOV") for line in lines]
    assert filled != lines
    (tmp_path / "pack.csv").write_text("\n".join([header, *filled]) + "\n", "utf-8")
    assert who("Orlin Vasque", load_tables([tmp_path / "pack.csv"]), parser)[0] == "PER"


def test_check_of_a_pack_tells_the_fix(tmp_path: Path) -> None:
    status, output = run("check", pack(tmp_path, "Front,XYZ,REB,,,,,,,,"))
    assert status == 1
    assert "fix: write ISO alpha-3" in output
