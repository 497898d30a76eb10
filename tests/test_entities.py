"""Who is meant: the code, sector and canonical name of the words that name a participant."""

# ruff: noqa: E501 - a row of the table is one line

from __future__ import annotations

import pytest

from dragoman import Coder
from dragoman.model import ActorCode, Document, Entity, Parser
from dragoman.pipeline import code_article
from dragoman.tables import Tables
from helpers import article, place_of, read_table

# text | day of publication or "-" | words | code | sector | canonical name
# "-" where there is none, "*" where any will do; "word#2" is the second place of a word.
CASES = """
# countries, demonyms, capitals as actors
Iran rejected the proposal on Monday. | 2021-05-04 | Iran | IRN | GOV | Iran
The United States rejected the proposal. | 2021-05-04 | The United States | USA | GOV | United States
Washington condemned the arrests. | 2021-05-04 | Washington | USA | GOV | *
Beijing warned the company on Friday. | 2021-05-04 | Beijing | CHN | GOV | *
The Kremlin denied the report. | 2021-05-04 | Kremlin | RUS | GOV | *
Downing Street welcomed the ruling. | 2021-05-04 | Downing Street | GBR | GOV | *
French soldiers entered the town. | 2021-05-04 | soldiers | FRA | MIL | -
Nigerian police arrested the bishop. | 2021-05-04 | police | NGA | COP | *
Iranian officials met the inspectors. | 2021-05-04 | officials | IRN | GOV | -
The Ethiopian government banned the party. | 2021-05-04 | government | ETH | GOV | -
Indian farmers blocked the roads. | 2021-05-04 | farmers | IND | * | -
Burmese troops burned the village. | 2021-05-04 | troops | MMR | MIL | -
The Dutch parliament approved the treaty. | 2021-05-04 | parliament | NLD | LEG | *
Turkish prosecutors charged the mayor. | 2021-05-04 | prosecutors | TUR | JUD | -
Venezuelan opposition leaders called for a strike. | 2021-05-04 | leaders | VEN | OPP | -
North Korea fired a missile on Sunday. | 2021-05-04 | North Korea | PRK | GOV | North Korea
South Korea criticised the launch. | 2021-05-04 | South Korea | KOR | GOV | South Korea
The UK expelled two diplomats. | 2021-05-04 | UK | GBR | GOV | United Kingdom
The Democratic Republic of Congo closed the border. | 2021-05-04 | Republic | COD | GOV | *
Taiwan scrambled jets on Sunday. | 2021-05-04 | Taiwan | TWN | GOV | Taiwan

# who an agent belongs to: a phrase after it
The president of Turkey met the envoy. | 2021-05-04 | president | TUR | GOV | -
The UN-backed government in Libya rejected the truce. | 2019-05-04 | government | LBY | GOV | -
Rebels in Yemen attacked the port. | 2019-05-04 | Rebels | YEM | REB | -
Lawmakers from Poland criticised the bill. | 2021-05-04 | Lawmakers | POL | LEG | -
The army chief of Sudan met the envoy. | 2021-05-04 | chief | SDN | MIL | -
The foreign minister of Japan visited the camp. | 2021-05-04 | minister | JPN | GOV | -
A Syrian rebel group shelled the airport. | 2016-05-04 | group | SYR | REB | -

# initials, fields of knowledge, what somebody was
Secretary of Defense Leon E. Panetta warned Syria. | 2012-05-04 | Panetta | USA | GOV | Leon Panetta
George W. Bush ordered the invasion. | 2003-03-20 | Bush | USA | GOV | George W. Bush
Norway dismissed a Norwegian colonel, Adam Moss, a Ukraine expert. | 2021-05-04 | Moss | NOR | MIL | *
Anti-Assad fighters left the town, the Iranian minister said. | 2016-05-04 | fighters | SYR | REB | -
Ula Moss, president of Human Rights Voices, condemned Iran. | 2021-05-04 | Moss | - | - | *
Indonesia was late, the analyst said. | 2021-05-04 | analyst | - | EDU | -
Ula Moss, a former Colombian rebel, condemned Iran. | 2021-05-04 | Moss | COL | - | *
Iran fired a missile at Donald Trump, whose administration blamed Iran. | 2018-05-04 | administration | USA | GOV | -
Norway's army in Oslo asked a Ukraine expert. | 2021-05-04 | expert | - | EDU | -
Foreign Minister Ulf Moss, a former Boeing executive, resigned. | 2021-05-04 | Moss | - | GOV | *

# bodies
NATO condemned the attack. | 2021-05-04 | NATO | IGO | - | *
The European Union imposed sanctions. | 2021-05-04 | The European Union | EUR | - | European Union
The United Nations called for a truce. | 2021-05-04 | The United Nations | UNO | - | United Nations
The African Union suspended the country. | 2021-05-04 | The African Union | IGO | - | African Union
Amnesty International criticised the court. | 2021-05-04 | Amnesty International | NGO | * | Amnesty International
Hezbollah fired rockets at the town. | 2021-05-04 | Hezbollah | LBN | * | Hezbollah
Boko Haram kidnapped the pupils. | 2021-05-04 | Boko Haram | NGA | REB | Boko Haram
Hamas rejected the proposal. | 2021-05-04 | Hamas | PSE | * | Hamas
The IMF agreed to lend the money. | 2021-05-04 | IMF | IGO | * | International Monetary Fund
UN officials visited the camp. | 2021-05-04 | officials | UNO | * | *

# what a body is depends on the day
The Taliban attacked the base. | 2019-06-01 | The Taliban | AFG | REB | Taliban
The Taliban attacked the base. | 2021-08-14 | The Taliban | AFG | REB | Taliban
The Taliban banned the film. | 2021-08-15 | The Taliban | AFG | GOV | Taliban
The Taliban banned the film. | 2023-06-01 | The Taliban | AFG | GOV | Taliban

# persons and the offices they hold on the day
President Donald Trump criticised the court. | 2018-06-01 | Donald Trump | USA | GOV | Donald Trump
Donald Trump criticised the court. | 2022-06-01 | Donald Trump | USA | ELI | Donald Trump
President Donald Trump criticised the court. | 2025-06-01 | Donald Trump | USA | GOV | Donald Trump
Vladimir Putin praised the general. | 2021-05-04 | Vladimir Putin | RUS | GOV | Vladimir Putin
Angela Merkel praised the general. | 2015-05-04 | Angela Merkel | DEU | GOV | Angela Merkel
Angela Merkel praised the general. | 2023-05-04 | Angela Merkel | DEU | ELI | Angela Merkel
Mr Erdogan criticised the bank. | 2021-05-04 | Erdogan | TUR | GOV | Recep Tayyip Erdogan
Erdoğan criticised the bank. | 2021-05-04 | Erdoğan | TUR | GOV | Recep Tayyip Erdogan
Former president Barack Obama criticised the bank. | 2019-05-04 | Barack Obama | USA | ELI | Barack Obama
The former minister criticised the bank, Poland's largest. | 2019-05-04 | minister | * | ELI | -
Former Polish minister Jan Nowicki criticised the bank. | 2019-05-04 | Jan Nowicki | POL | ELI | Jan Nowicki
Norwegian Foreign Minister Kari Lund visited the camp. | 2019-05-04 | Kari Lund | NOR | GOV | Kari Lund
Kenyan lawyer Amina Wekesa sued the bank. | 2019-05-04 | Amina Wekesa | KEN | * | Amina Wekesa

# namesakes
President George H. W. Bush criticised the bank. | 1990-05-04 | Bush | USA | GOV | George H.W. Bush
President George W. Bush criticised the bank. | 2005-05-04 | Bush | USA | GOV | George W. Bush
Cristina Kirchner criticised the bank. | 2010-05-04 | Kirchner | ARG | GOV | Cristina Fernandez de Kirchner
Nestor Kirchner criticised the bank. | 2005-05-04 | Kirchner | ARG | GOV | Nestor Kirchner
Melinda Trump, a florist in Ohio, bought the shop. | 2018-06-01 | Melinda Trump | - | - | Melinda Trump
Turkish writer Emre Putin won the prize. | 2018-06-01 | Emre Putin | TUR | * | Emre Putin

# pronouns and descriptions of somebody named before
Vladimir Putin met the general. He praised the army. | 2021-05-04 | He | RUS | GOV | Vladimir Putin
Angela Merkel met the general. She praised the army. | 2015-05-04 | She | DEU | GOV | Angela Merkel
Iran tested a missile. It threatened its neighbours. | 2021-05-04 | It | IRN | GOV | Iran
The Taliban seized the town. They arrested the mayor. | 2019-05-04 | They | AFG | REB | Taliban
Vladimir Putin spoke on Monday. The Russian leader praised the army. | 2021-05-04 | leader | RUS | GOV | Vladimir Putin
Emmanuel Macron spoke on Monday. The French president praised the army. | 2021-05-04 | president | FRA | GOV | Emmanuel Macron
Volodymyr Zelensky spoke on Monday. He said his country needed tanks. | 2022-05-04 | country | UKR | * | *
Volodymyr Zelensky praised his country on Monday. | 2022-05-04 | country | UKR | * | *
Japan closed its ports. The country expelled two diplomats. | 2021-05-04 | The country | JPN | * | *
Hezbollah left the talks. The group rejected the plan. | 2021-05-04 | group | LBN | * | Hezbollah
Angela Merkel, who visited the camp, praised the nurses. | 2015-05-04 | who | DEU | GOV | Angela Merkel

# coordination: each part is somebody
Egypt and Jordan criticised the plan. | 2021-05-04 | Egypt | EGY | GOV | Egypt
Egypt and Jordan criticised the plan. | 2021-05-04 | Jordan | JOR | GOV | Jordan
The presidents of Egypt and Jordan met. | 2021-05-04 | presidents | EGY | GOV | -
Police and protesters clashed in Nairobi. | 2021-05-04 | protesters | KEN | CVL | -
The US and NATO accused the general. | 2021-05-04 | NATO | IGO | - | *
"""


def entity_at(doc: Document, words: str) -> Entity | None:
    """The entity of the mention whose head stands in the words."""
    place = place_of(doc.text, words)
    mentions = [m for m in doc.mentions or () if (doc.tokens or ())[m.head].span.overlaps(place)]
    return next((e for m in mentions for e in doc.entities or () if m.i in e.mentions), None)


def shown(code: ActorCode) -> tuple[str, str, str]:
    return code.code or "-", code.sector or "-", code.name or "-"


def found_for(text: str, day: str, words: str, tables: Tables, parser: Parser) -> tuple[str, ...]:
    """Code, sector and name of whom the words mean."""
    doc = code_article(article(text, day.strip("-")), tables, parser, None)
    entity = entity_at(doc, words)
    return shown(entity.code) if entity is not None else ("no mention",) * 3


def check(row: tuple[str, ...], tables: Tables, parser: Parser) -> None:
    """A row of the tables holds."""
    text, day, words, *wanted = row
    found = found_for(text, day, words, tables, parser)
    assert [w if w == "*" else f for w, f in zip(wanted, found, strict=True)] == wanted


@pytest.mark.parametrize("row", read_table(CASES, columns=6), ids=lambda row: f"{row[2]}: {row[0]}")
def test_who(row: tuple[str, ...], tables: Tables, parser: Parser) -> None:
    check(row, tables, parser)


@pytest.mark.parametrize("text", ["The table was red.", "Rain fell on the hills all night."])
def test_things_are_nobody(text: str, tables: Tables, parser: Parser) -> None:
    doc = code_article(article(text), tables, parser, None)
    assert not any(e.political for e in doc.entities or ())


def test_the_reasons_name_the_rows(tables: Tables, parser: Parser) -> None:
    doc = code_article(
        article("Vladimir Putin praised the army.", "2021-05-04"), tables, parser, None
    )
    entity = entity_at(doc, "Putin")
    assert entity is not None
    assert entity.code.why[0].startswith("person:")
    assert entity.code.why[1] == "in office"


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Gaza-based militants fired rockets at Israel.", "militants", "PSE"),
        ("Pakistan-based militant groups attacked Indian soldiers.", "groups", "PAK"),
    ],
)
def test_fighters_are_from_their_base(coder: Coder, text: str, words: str, code: str) -> None:
    found = [p for e in coder.code(text).events for p in e.actor if words in p.text]
    assert [p.code.code for p in found] == [code]


def test_those_on_board_are_no_board(coder: Coder) -> None:
    doc = coder.code("The families of those on board sued the board of the airline.").document
    named = [m.span.of(doc.text) for m in doc.mentions or ()]
    assert named == ["The families", "the board", "the airline"]
