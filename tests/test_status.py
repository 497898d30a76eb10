"""Is it so, planned, conditional, denied, long ago - and who says so."""

# ruff: noqa: E501 - a row of the table is one line

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.model import Document, Parser, Voice
from dragoman.pipeline import code_article
from dragoman.tables import Tables
from helpers import article, place_of, read_table

SOURCE = Path(__file__).parents[1] / "src" / "dragoman"
DAY = "2021-06-15"  # the day of publication of all sentences

# sentence | trigger word | status | who says so, outermost voice first, joined by " + "; "-" is the
# article itself, "*" is not looked at (who speaks of their own acts, the event stage leaves out)
CASES = """
# it is so
Turkey bombed the village. | bombed | actual | -
Rebels attacked the port on Monday. | attacked | actual | -
Police have arrested the mayor. | arrested | actual | -
The army is shelling the town. | shelling | actual | -
Canada signed a treaty with Chile. | signed | actual | -
Protesters clashed with police. | clashed | actual | -
Soldiers killed two farmers after they entered the village. | killed | actual | -
Israel carried out an attack on the airport. | carried | actual | -
Troops managed to arrest the general. | arrest | actual | -
Iran did attack the ship. | attack | actual | -

# not, never, no
Turkey did not bomb the village. | bomb | negated | -
Turkey has not attacked the village. | attacked | negated | -
Rebels never attacked the port. | attacked | negated | -
The army hasn't shelled the town. | shelled | negated | -
No soldiers attacked the port. | attacked | negated | -
Neither army attacked the port. | attacked | negated | -
There was no Israeli attack on the port. | attack | negated | -

# words that deny what stands below them
The army denied attacking the village. | attacking | negated | The army
Russia refused to sign the treaty with Japan. | sign | negated | *
The rebels failed to attack the port. | attack | negated | -
The police prevented the rebels from attacking the port. | attacking | negated | -
The king declined to meet the envoy. | meet | negated | *
The group stopped attacking convoys. | attacking | negated | -
The army avoided attacking the port. | attacking | negated | -

# planned: will, is going to, plans to, is due to
China will impose sanctions on the company. | impose | planned | -
France plans to send troops to Mali. | send | planned | -
After France withdraws its troops, Mali can hold its election. | withdraws | planned | -
After France withdrew its troops, Mali could hold its election. | withdrew | actual | -
Poland intends to expel the diplomats. | expel | planned | -
The envoys are due to visit Chad. | visit | planned | -
Japan is expected to impose sanctions on Russia. | impose | planned | -
The leaders are scheduled to meet in May. | meet | planned | -
The army is preparing to attack the port. | attack | planned | -
The rebels vowed to attack the port. | attack | planned | *
Egypt wants to sign a treaty with Sudan. | sign | planned | -
Egypt offered to send aid to Sudan. | send | planned | *
The minister announced a plan to send troops to Mali. | send | planned | *
Rebels threatened to attack the port. | attack | planned | *
The UN urged Sudan to release the prisoners. | release | planned | *

# conditional: if, unless, would, could, may
Iran would attack the ship if the talks failed. | attack | conditional | -
If Iran attacks the ship, the talks will end. | attacks | conditional | -
Iran may attack the ship. | attack | conditional | -
Iran could attack the ship. | attack | conditional | -
Iran might impose sanctions on the company. | impose | conditional | -
Unless Iran releases the sailors, the talks will end. | releases | conditional | -

A possible Israeli attack on Iran worries the markets. | attack | conditional | -
Turkey should bomb the village. | bomb | planned | -

# long ago, seen from the day of publication
Iraq invaded Kuwait in 1990. | invaded | historical | -
In 2008 Russia invaded Georgia. | invaded | historical | -
Rebels attacked the port in March 2019. | attacked | historical | -
Rebels attacked the port on 5 May 2021. | attacked | actual | -
Rebels attacked the port last week. | attacked | actual | -
Rebels attacked the port ten years ago. | attacked | historical | -
Iran attacked the ship in December 2020. | attacked | actual | -

# who says so
Ukraine said that Russia attacked a ship. | attacked | actual | Ukraine
Russia attacked a ship, Ukraine said. | attacked | actual | Ukraine
Ukraine accused Russia of attacking a ship. | attacking | actual | Ukraine
The minister claimed that rebels attacked the port. | attacked | actual | The minister
Police said the rebels had not attacked the port. | attacked | negated | Police
Ukraine said Russia would attack a ship. | attack | planned | Ukraine
The mayor told the court that police had beaten the students. | beaten | actual | The mayor
"Russia attacked a ship," the Ukrainian minister said. | attacked | actual | the Ukrainian minister
The UN said that France reported that rebels attacked the port. | attacked | actual | The UN + France
The US suspects Iran of attacking the ship. | attacking | actual | The US
According to Ukraine, Russia attacked a ship. | attacked | actual | Ukraine
Russia has attacked a ship, according to the mayor. | attacked | actual | the mayor
The army denied that it had attacked the village. | attacked | negated | The army
Ukraine said Russia will attack a ship if talks fail. | attack | conditional | Ukraine

# a clause of its own is not touched by what stands above it
The minister will meet the general who attacked the base. | attacked | actual | -
The minister refused to meet the general who attacked the base. | attacked | actual | -
Poland may expel the envoy because rebels attacked the mayor. | attacked | actual | -

# "no" stands at the object
Police made no arrests. | made | negated | -
Police arrested nobody. | arrested | negated | -
Chad has no plans to send troops to Mali. | send | negated | -
Kenya has no intention of sending troops to Somalia. | sending | negated | -
# a preposition that denies
Without attacking the base, the rebels left. | attacking | negated | -
# "going to" is a future
Kenya is going to send troops to Somalia. | send | planned | -
# two negations
The army did not deny that it had shelled the town. | shelled | actual | The army
The rebels did not rule out attacking the port. | attacking | conditional | -
No one denies that Russia shelled the town. | shelled | actual | -
# a gerund below a verb of planning
Germany is considering imposing sanctions on Belarus. | imposing | conditional | -
"""


def judged(sentence: str, word: str, tables: Tables, parser: Parser) -> tuple[str, str]:
    """Status and reporters of the trigger at a word."""
    doc = code_article(article(sentence, DAY), tables, parser, None)
    place = place_of(sentence, word)
    tokens = doc.tokens or ()
    at = [t for t in doc.triggers or () if tokens[t.head].span.overlaps(place)]
    assert at, f"no trigger at {word!r}: {[t.span.of(sentence) for t in doc.triggers or ()]}"
    judgement = (doc.judgements or ())[at[0].i]
    return judgement.status.value, _voices(doc, judgement.voices)


def _voices(doc: Document, voices: tuple[Voice, ...]) -> str:
    return " + ".join(voice.span.of(doc.text) for voice in voices) or "-"


@pytest.mark.parametrize(("sentence", "word", "status", "said_by"), read_table(CASES, columns=4))
def test_status(
    sentence: str, word: str, status: str, said_by: str, tables: Tables, parser: Parser
) -> None:
    found, voices = judged(sentence, word, tables, parser)
    assert (found, "*" if said_by == "*" else voices) == (status, said_by)


def test_without_a_date_nothing_is_long_ago(tables: Tables, parser: Parser) -> None:
    doc = code_article(article("Iraq invaded Kuwait in 1990."), tables, parser, None)
    assert [j.status.value for j in doc.judgements or ()] == ["actual"]


def test_every_judgement_has_its_trigger(tables: Tables, parser: Parser) -> None:
    text = " ".join(row[0] for row in read_table(CASES, columns=4))
    doc = code_article(article(text, DAY), tables, parser, None)
    assert [j.trigger for j in doc.judgements or ()] == [t.i for t in doc.triggers or ()]


def test_every_class_of_words_is_used_and_none_is_missing(tables: Tables) -> None:
    code = "".join(path.read_text("utf-8") for path in (SOURCE / "stages" / "status").glob("*.py"))
    asked = set(re.findall(r'(?:is_a|any_is)\([^"()]*(?:\([^()]*\))?[^"()]*"(\w+)"', code))
    assert asked <= set(tables.status)
    assert [name for name in tables.status if f'"{name}"' not in code] == []
