"""Deep grammatical slots: who acts, who is acted upon, whatever the form of the clause."""

from __future__ import annotations

import pytest

from dragoman.model import Block, BlockKind, Document, Parser, Span, Step
from dragoman.stages.syntax import parse_syntax
from dragoman.text.slots import Slots
from dragoman.text.tree import Tree
from helpers import article, read_table, token_at

# sentence | predicate | slot | heads that fill it, joined by " + " ("-" for none)
CASES = """
# the plain active clause
Turkey bombed the village. | bombed | subj | Turkey
Turkey bombed the village. | bombed | obj | village
The president met with the ambassador. | met | prep:with | ambassador
Iran imposed a fee on the ships. | imposed | prep:on | ships
Rebels handed the hostages over to the army. | handed | prep:to | army

# slips of the parser
In March Jordan persuaded Syria to reopen the crossing. | persuaded | subj | Jordan
In 2014 Crimea was annexed by Russia. | annexed | obj | Crimea
In September Turkey's president rejected the plan. | rejected | subj | president
South Korea scrambled fighter jets after Chinese planes entered its zone. | scrambled | subj | Korea
South Korea scrambled fighter jets after Chinese planes entered its zone. | scrambled | obj | jets
President Kais Saied dissolved parliament on Wednesday. | dissolved | subj | Saied
President Kais Saied dissolved parliament on Wednesday. | dissolved | obj | parliament

# what took place, and between whom
The talks took place in Geneva between Russia and France. | talks | prep:between | Russia
Two-way talks that began last year between Oman and Iran stalled. | talks | prep:between | Oman
Fighting resumed on Monday between Armenia and Georgia. | Fighting | prep:between | Armenia

# passives
The village was bombed by Turkey. | bombed | subj | Turkey
The village was bombed by Turkey. | bombed | obj | village
Three soldiers were killed on Monday. | killed | subj | -
Three soldiers were killed on Monday. | killed | obj | soldiers
The activists have been jailed by a court in Minsk. | jailed | subj | court
The town shelled by the rebels lies in ruins. | shelled | obj | town
The town shelled by the rebels lies in ruins. | shelled | subj | rebels
The envoy was arrested and deported by the police. | deported | obj | envoy

# control: the subject of an infinitive
Kenya agreed to send troops. | send | subj | Kenya
Kenya promised Somalia to send troops. | send | subj | Kenya
Kenya urged Somalia to send troops. | send | subj | Somalia
The court ordered the ministry to release the files. | release | subj | ministry
Poland threatened to close the border. | close | subj | Poland
The rebels refused to leave the city. | leave | subj | rebels
Chad was asked to open the camps. | open | subj | Chad
France called on Mali to hold elections. | hold | subj | Mali
The army began to withdraw its tanks. | withdraw | subj | army
The general announced plans to attack the port. | attack | subj | general

# relative clauses
The militia that attacked the base fled. | attacked | subj | militia
The militia that attacked the base fled. | attacked | obj | base
The base that the militia attacked was empty. | attacked | subj | militia
The minister, who criticised China, resigned. | criticised | subj | minister
The camp, which the rebels had left, was empty. | left | subj | rebels

# coordination: heads are given, not yet spread out
Egypt and Sudan criticised Ethiopia. | criticised | subj | Egypt
Soldiers entered the camp and arrested the leaders. | arrested | subj | Soldiers
Soldiers entered the camp and arrested the leaders. | arrested | obj | leaders
Greece protested and recalled its ambassador. | recalled | subj | Greece

# gerunds and participles
India accused Pakistan of shelling the valley. | shelling | subj | Pakistan
India was accused of shelling the valley. | shelling | subj | India
The premier left after meeting the king. | meeting | subj | premier
The police dispersed the crowd, arresting dozens. | arresting | subj | police
The blockade prevented Qatar from importing food. | importing | subj | Qatar
The general left without signing the treaty. | signing | subj | general

# nouns: possessors, by-phrases, names before the noun
Russia's attack on the port failed. | attack | subj | Russia
Russia's attack on the port failed. | attack | prep:on | port
The attack by rebels on the convoy failed. | attack | subj | rebels
The Russian invasion of Georgia began at dawn. | invasion | obj | Georgia
The Russian invasion of Georgia began at dawn. | invasion | subj | Russian
The arrest of the journalist shocked the town. | arrest | obj | journalist
His criticism of the court was harsh. | criticism | subj | His

# datives
Germany gave Ukraine three tanks. | gave | dative | Ukraine
Germany sent tanks to Ukraine. | sent | dative | Ukraine
Japan offered help to the islands. | offered | dative | islands
Tanks were sent to Ukraine by Germany. | sent | dative | Ukraine
Norway granted the refugees asylum. | granted | obj | asylum

# paths: a slot of what fills a slot
The minister condemned the attack on the embassy. | condemned | obj.prep:on | embassy
Peru demanded the release of the fishermen. | demanded | obj.obj | fishermen
Spain urged Cuba to free the poet. | urged | comp.obj | poet

# judgements: of whom they are made
The minister called the election a fraud. | fraud | about | election
The move is illegal. | illegal | about | move
The base that the militia attacked was empty. | attacked | obj | base
The country with which Oman signed the treaty is Yemen. | signed | prep:with | country
"""


def parsed(sentence: str, parser: Parser) -> Document:
    """A sentence as the only body block of a document."""
    block = Block(Span(0, len(sentence)), BlockKind.BODY, "test")
    doc = Document(article(sentence)).add(Step("blocks", "test"), blocks=(block,), dateline=())
    return parse_syntax(doc, parser)


def filled(sentence: str, word: str, slot: str, parser: Parser) -> str:
    """The heads in a slot, as the tables give them."""
    doc = parsed(sentence, parser)
    slots = Slots(Tree(doc.tokens or ()))
    found = [slots.tree.tokens[i].text for i in slots.get(token_at(doc, word).i, slot)]
    return " + ".join(found) or "-"


@pytest.mark.parametrize(("sentence", "word", "slot", "expected"), read_table(CASES, columns=4))
def test_slot(sentence: str, word: str, slot: str, expected: str, parser: Parser) -> None:
    assert filled(sentence, word, slot, parser) == expected


def test_speaker_is_who_the_quotes_say(parser: Parser) -> None:
    doc = parsed("The talks have failed.", parser)
    failed = token_at(doc, "failed").i
    assert Slots(Tree(doc.tokens or ()), {failed: 1}).get(failed, "speaker") == [1]
    assert Slots(Tree(doc.tokens or ())).get(failed, "speaker") == []


def test_an_unknown_slot_is_empty(parser: Parser) -> None:
    doc = parsed("Turkey bombed the village.", parser)
    assert Slots(Tree(doc.tokens or ())).get(token_at(doc, "bombed").i, "nowhere") == []
