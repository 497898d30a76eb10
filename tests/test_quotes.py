"""Quotes and indirect speech: what is said, how, and by whom."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import (
    Article,
    Block,
    BlockKind,
    Document,
    Parser,
    Quote,
    Sentence,
    Span,
    Step,
    Token,
)
from dragoman.stages.quotes import attribute_quotes
from dragoman.stages.syntax import parse_syntax
from dragoman.tables.quotes import QuoteWords, load_quote_words
from dragoman.text.marks import pair_marks

# ruff: noqa: E501  one case a line
# text | kind | content, parts joined by " ... " | speaker ("-" for none)
CASES = """
"We will not leave the valley," Minister Ana Petrova said on Monday. | direct | We will not leave the valley, | Minister Ana Petrova
"We will not leave the valley," said Petrova. | direct | We will not leave the valley, | Petrova
"We will not leave the valley," said the minister. | direct | We will not leave the valley, | the minister
"We will not leave the valley," Petrova told reporters on Tuesday. | direct | We will not leave the valley, | Petrova
Petrova said: "We will not leave the valley." | direct | We will not leave the valley. | Petrova
Petrova said, "We will not leave the valley." | direct | We will not leave the valley. | Petrova
“We will not leave the valley,” Petrova said. | direct | We will not leave the valley, | Petrova
‘We will not leave the valley,’ Petrova said. | direct | We will not leave the valley, | Petrova
'We will not leave the valley,' Petrova said. | direct | We will not leave the valley, | Petrova
«We will not leave the valley», Petrova said. | direct | We will not leave the valley | Petrova
''We will not leave the valley,'' Petrova said. | direct | We will not leave the valley, | Petrova
‘They took the farmers’ land and we don’t accept it,’ Petrova said. | direct | They took the farmers’ land and we don’t accept it, | Petrova
“The soldiers’ wives don’t believe it,” Petrova said. | direct | The soldiers’ wives don’t believe it, | Petrova
"We are ready," she said, "and we will not wait." | direct | We are ready, ... and we will not wait. | she
"We are ready," she said. "We will not wait any longer." | direct | We are ready, ... We will not wait any longer. | she
"We are ready," Petrova said. "We are not," Okafor said. | direct | We are not, | Okafor
"We are ready," Petrova, who leads the talks, said. | direct | We are ready, | Petrova
"The talks have failed," tweeted Okafor. | direct | The talks have failed, | Okafor
"The talks have failed," Okafor wrote on his website. | direct | The talks have failed, | Okafor
"Have the talks failed?" asked the senator. | direct | Have the talks failed? | the senator
"The talks have failed," warned General Luis Ortega, the army chief. | direct | The talks have failed, | General Luis Ortega
"The talks have failed," a spokesman for the ministry said. | direct | The talks have failed, | a spokesman
In a statement, the ministry said: "The talks have failed." | direct | The talks have failed. | the ministry
The ministry said in a statement: "The talks have failed." | direct | The talks have failed. | the ministry
"The talks have failed," the president added. | direct | The talks have failed, | the president
"The dam is 6'2" too low and will break," Okafor said. | direct | The dam is 6'2" too low and will break, | Okafor
Petrova left the room at noon. "I am tired of these games." | direct | I am tired of these games. | Petrova
"The talks have failed." — Luis Ortega | direct | The talks have failed. | Luis Ortega
"The talks have failed," Okafor was quoted as saying by state media. | direct | The talks have failed, | Okafor
"The talks have failed," he claimed, and left the hall. | direct | The talks have failed, | he
Okafor said the plan was "a danger to every farmer". | partial | a danger to every farmer | Okafor
Okafor called the plan "a danger to every farmer". | partial | a danger to every farmer | Okafor
Petrova insisted that this was "not a threat," but an invitation. | partial | not a threat, | Petrova
The envoy left, warning both sides not to cross "red lines". | partial | red lines | The envoy
The chancellor vowed that his party would "fight until the end". | partial | fight until the end | The chancellor
Petrova denied that the army had "any plans at all" to advance. | partial | any plans at all | Petrova
Okafor accused Norland of an "aggressive" policy. | scare | aggressive | Okafor
The president warned of economic "consequences" for the region. | scare | consequences | the president
Okafor criticized the "reckless" decision of the court. | scare | reckless | Okafor
Farmers bought tickets for the "Golden Harvest" show. | scare | Golden Harvest | -
Okafor said the talks would resume on Friday. | indirect | the talks would resume on Friday | Okafor
Okafor said that the talks would resume on Friday. | indirect | the talks would resume on Friday | Okafor
The talks would resume on Friday, officials said. | indirect | The talks would resume on Friday | officials
The talks, he said, would resume on Friday. | indirect | The talks ... would resume on Friday | he
According to the ministry, two soldiers were killed near the border. | indirect | two soldiers were killed near the border | the ministry
Two soldiers were killed near the border, according to the ministry. | indirect | Two soldiers were killed near the border | the ministry
Petrova told parliament that the army had crossed the river. | indirect | the army had crossed the river | Petrova
Petrova confirmed that the army had crossed the river. | indirect | the army had crossed the river | Petrova
Petrova denied that the army had crossed the river. | indirect | the army had crossed the river | Petrova
In a statement, the ministry said the army had crossed the river. | indirect | the army had crossed the river | the ministry
Okafor was quoted as saying that the army had crossed the river. | indirect | the army had crossed the river | Okafor
The general believes that the army will cross the river. | indirect | the army will cross the river | The general
Many analysts think the army will cross the river. | indirect | the army will cross the river | Many analysts
The army will, the general says, cross the river. | indirect | The army will ... cross the river | the general
Okafor accused Norland of shelling two villages. | indirect | shelling two villages | Okafor
Norland threatened to retaliate against its neighbours. | indirect | to retaliate against its neighbours | Norland
Petrova urged Norland to withdraw its troops. | indirect | Norland to withdraw its troops | Petrova
Okafor left early, saying that he had lost faith in the talks. | indirect | he had lost faith in the talks | Okafor
The claim by Okafor that the army had fled was not confirmed. | indirect | the army had fled | Okafor
As the minister put it, the army has no fuel. | indirect | the army has no fuel | the minister
Okafor tweeted that the bridge had been destroyed. | indirect | the bridge had been destroyed | Okafor
Okafor said Petrova had claimed that the bridge was safe. | indirect | the bridge was safe | Petrova
Okafor said Petrova had claimed that the bridge was safe. | indirect | Petrova had claimed that the bridge was safe | Okafor
The army reported that eleven rebels had surrendered. | indirect | eleven rebels had surrendered | The army
Okafor said the dam had burst, adding that three towns were flooded. | indirect | three towns were flooded | Okafor
Okafor: "The talks have failed." | direct | The talks have failed. | Okafor
"I think the talks have failed," Okafor said. | direct | I think the talks have failed, | Okafor
The deal was described by Petrova as "a gift to our enemies". | partial | a gift to our enemies | Petrova
Petrova said he "never said when" the troops would come, but that it "could be very soon". | partial | never said when | Petrova
The ministry announced a ceasefire in the northern provinces. | indirect | a ceasefire in the northern provinces | The ministry
Okafor fears the dam will break. | indirect | the dam will break | Okafor
Okafor, who has warned that the dam may break, left the town. | indirect | the dam may break | Okafor
The minister denied shelling the town. | indirect | shelling the town | The minister
Reporters asked the minister if the talks had failed. | indirect | the talks had failed | Reporters
Reuters quoted Petrova as saying that the talks had failed. | indirect | the talks had failed | Petrova
Petrova, citing the army, said the talks had failed. | indirect | the talks had failed | the army
Diplomats doubt that the talks have failed. | indirect | the talks have failed | Diplomats
Okafor is sceptical that the talks will resume. | indirect | the talks will resume | Okafor
The US says the talks have failed. | indirect | the talks have failed | The US
It said the talks had failed. | indirect | the talks had failed | It
Okafor criticised the ceasefire. | topic | the ceasefire | Okafor
Okafor talked about the ceasefire. | topic | the ceasefire | Okafor
A report by the auditors found that the talks had failed. | indirect | the talks had failed | the auditors
The talks have failed, the minister said, according to the agency. | indirect | The talks have failed, the minister said | the agency
Petrova said she admires him and praised the army. | indirect | she admires him | Petrova
"""
TABLE = [tuple(part.strip() for part in line.split(" | ")) for line in CASES.strip().split("\n")]
WORDS = load_quote_words()
MARKS = "\"'“”‘’«»„"


def document(text: str, kinds: dict[int, BlockKind] | None = None) -> Document:
    """A document with one block a line; all body unless said otherwise."""
    blocks, start = [], 0
    for n, line in enumerate(text.split("\n")):
        if line.strip():
            kind = (kinds or {}).get(n, BlockKind.BODY)
            blocks.append(Block(Span(start, start + len(line)), kind, "test"))
        start += len(line) + 1
    return Document(Article(text), blocks=tuple(blocks), dateline=())


def quotes_of(text: str, parser: Parser, kinds: dict[int, BlockKind] | None = None) -> list[Quote]:
    doc = attribute_quotes(parse_syntax(document(text, kinds), parser), WORDS)
    return list(doc.quotes or ())


def shown(text: str, quote: Quote) -> tuple[str, str, str]:
    content = " ... ".join(span.of(text) for span in quote.content)
    return quote.kind.value, content, quote.speaker.of(text) if quote.speaker else "-"


def brief(
    text: str, parser: Parser, kinds: dict[int, BlockKind] | None = None
) -> list[tuple[str, str, str]]:
    return [shown(text, quote) for quote in quotes_of(text, parser, kinds)]


@pytest.mark.parametrize(("text", "kind", "content", "speaker"), TABLE)
def test_table(text: str, kind: str, content: str, speaker: str, parser: Parser) -> None:
    found = brief(text, parser)
    assert (kind, content, speaker.lower()) in [(k, c, s.lower()) for k, c, s in found], found


@pytest.mark.parametrize("text", sorted({row[0] for row in TABLE if row[1] == "direct"}))
def test_no_indirect_twin(text: str, parser: Parser) -> None:
    """A sentence between marks is not indirect speech of the same speaker as well."""
    found = quotes_of(text, parser)
    direct = [q for q in found if q.kind == "direct"]
    for quote in found:
        if quote.kind == "indirect":
            assert not any(d.cue == quote.cue for d in direct), shown(text, quote)


@pytest.mark.parametrize(
    "text",
    [
        "Petrova won't meet the farmers' leaders in the '90s hall.",
        'The fence is 5\'10" high and 20" wide.',
        "The boys' and girls' schools don't open on Mondays.",
        "It's the workers’ party, isn’t it?",
        "The rock ’n’ roll of the ’60s wasn’t played.",
    ],
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert [m for m in pair_marks(text, Span(0, len(text))) if m.closed] == []


def test_paragraphs_without_closing_marks_are_one_quote(parser: Parser) -> None:
    text = (
        "Petrova said: “We came in peace.\n“We will leave in peace.\n“That is our promise.”\n"
        "The hall was silent."
    )
    direct = [q for q in brief(text, parser) if q[0] == "direct"]
    whole = "We came in peace. ... We will leave in peace. ... That is our promise."
    assert direct == [("direct", whole, "Petrova")]


def test_lost_line_breaks_in_one_long_line(parser: Parser) -> None:
    text = (
        "“We came in peace,” Petrova said. “We will leave in peace. “That is our promise.” "
        "Okafor disagreed. “They came with tanks,” he said."
    )
    direct = [q[1:] for q in brief(text, parser) if q[0] == "direct"]
    assert direct[0][0] == "We came in peace, ... We will leave in peace. ... That is our promise."
    assert direct[0][1] == "Petrova"
    assert direct[1] == ("They came with tanks,", "he")


def test_an_odd_mark_costs_only_its_own_quote(parser: Parser) -> None:
    text = 'The "plan failed at once.\n"We are sorry," Okafor said.\nHe left" the hall.'
    found = brief(text, parser)
    assert ("direct", "We are sorry,", "Okafor") in found


def test_unclosed_mark_is_an_issue(parser: Parser) -> None:
    doc = attribute_quotes(parse_syntax(document("The “plan failed at once."), parser), WORDS)
    assert [issue.code for issue in doc.issues] == ["unclosed-mark"]
    assert doc.quotes == ()


def test_hedges_are_no_speech_of_their_own(parser: Parser) -> None:
    found = quotes_of('"I think the talks have failed," Okafor said.', parser)
    assert [quote.kind for quote in found] == ["direct"]


def test_an_open_paragraph_does_not_reach_over_others(parser: Parser) -> None:
    text = "“We came in peace.\nThe hall was silent.\n“We are sorry,” Okafor said."
    assert brief(text, parser)[-1] == ("direct", "We are sorry,", "Okafor")


def test_floating_quote_belongs_to_the_last_speaker(parser: Parser) -> None:
    text = (
        'Okafor accused Norland of breaking its word. "They do not listen," the envoy said.\n'
        '"After all, we live next door. They should know that we cannot move."'
    )
    assert brief(text, parser)[-1][2] == "the envoy"


def test_floating_quote_after_indirect_speech(parser: Parser) -> None:
    text = 'Okafor said the talks had failed.\n"We waited for two weeks and nobody came."'
    assert ("direct", "We waited for two weeks and nobody came.", "Okafor") in brief(text, parser)


def test_paragraph_that_ends_in_a_colon(parser: Parser) -> None:
    text = 'In a letter to the court, Okafor wrote:\n"The talks have failed."'
    assert ("direct", "The talks have failed.", "Okafor") in brief(text, parser)


def test_turns_of_a_transcript_are_direct_quotes(parser: Parser) -> None:
    text = """The interview was broadcast on Sunday. A part of it follows.

WARD: Will you meet the rebels in Geneva next week?

PETROVA: We will meet them when they leave the valley.

WARD: And if they stay in the valley after all?

PETROVA: Then there is nothing left to talk about."""
    turns = [q for q in quotes_of(text, parser) if q.rule == "direct:transcript"]
    assert [q.speaker.of(text) for q in turns if q.speaker] == ["WARD", "PETROVA"] * 2
    assert turns[1].content[0].of(text) == "We will meet them when they leave the valley."


def test_a_list_with_colons_is_no_transcript(parser: Parser) -> None:
    text = "\n\n".join(f"{name}: ten seats in the new parliament." for name in ("Labour", "Greens",
                                                                             "Liberals", "Left"))  # fmt: skip
    assert not [q for q in quotes_of(text, parser) if q.rule == "direct:transcript"]


BODY = [
    "Okafor arrived on Monday and accused Norland of an “aggressive” policy.",
    "“We want a clear answer. A very clear one,” he said at the border.",
    "Likewise, he said, the bridge should be opened by spring.",
    "“After all, this is our valley.",
    "“We have nowhere else to go.”",
    "The council warned that the dam may break.",
]
RESIDUE = [
    ("Luis Ortega said hello “to all” at the gala.", BlockKind.CAPTION),
    ("READ MORE: “The dam is safe,” says Ortega", BlockKind.TEASER),
    ("Photo: A. Nobody / “Agency", BlockKind.CREDIT),
]


@pytest.mark.parametrize("seed", range(6))
def test_residue_between_paragraphs_changes_nothing(seed: int, parser: Parser) -> None:
    rng = random.Random(seed)
    lines: list[str] = []
    kinds: dict[int, BlockKind] = {}
    for paragraph in BODY:
        lines.append(paragraph)
        for words, kind in rng.sample(RESIDUE, rng.randint(0, 3)):
            kinds[len(lines)] = kind
            lines.append(words)
    assert brief("\n".join(lines), parser, kinds) == brief("\n".join(BODY), parser)


def check(doc: Document) -> None:
    """Every quote is well formed and in order."""
    assert doc.quotes is not None
    assert doc.tokens is not None
    for quote in doc.quotes:
        assert quote.content
        for span in quote.content:
            assert 0 <= span.start < span.end <= len(doc.text)
        assert all(a.end <= b.start for a, b in pairwise(quote.content))
        assert (quote.speaker is None) == (quote.speaker_token is None)
        if quote.speaker is not None and quote.speaker_token is not None:
            assert quote.speaker.overlaps(doc.tokens[quote.speaker_token].span)
            assert quote.speaker.of(doc.text)[-1] not in " ,.;:\"'”’"
        assert quote.rule.startswith(quote.kind.value)
    assert [q.content[0] for q in doc.quotes] == sorted(q.content[0] for q in doc.quotes)


def test_all_quotes_are_well_formed(parser: Parser) -> None:
    text = "\n".join(row[0] for row in TABLE)
    check(attribute_quotes(parse_syntax(document(text), parser), WORDS))


LABELS = [
    "nsubj",
    "ccomp",
    "dobj",
    "ROOT",
    "xcomp",
    "parataxis",
    "relcl",
    "prep",
    "pobj",
    "punct",
    "advcl",
    "mark",
]
PARTS = ["VERB", "NOUN", "PROPN", "PUNCT", "ADP", "PRON", "AUX"]


class OddParser:
    """Gives random trees, so that nothing may rely on good parses."""

    version = "odd"

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def document(self, text: str) -> Document:
        doc = document(text)
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        assert doc.blocks is not None
        for b, block in enumerate(doc.blocks):
            first = len(tokens)
            places = list(range(block.span.start, block.span.end))
            words = [Span(p, p + 1) for p in places if not text[p].isspace()]
            if not words:
                continue
            root = first + self.rng.randrange(len(words))
            for n, span in enumerate(words):
                i = first + n
                # Heads nearer to the root than the token itself: a tree, if a silly one.
                head = (
                    i
                    if i == root
                    else (
                        self.rng.randint(root, i - 1) if i > root else self.rng.randint(i + 1, root)
                    )
                )
                lemma = self.rng.choice(["say", "call", "warn", "claim", "according", "x", "he"])
                tokens.append(Token(i, span, span.of(text), lemma, self.rng.choice(PARTS), self.rng.choice(["VBD", "NN", "WP"]),
                                    "ROOT" if i == head else self.rng.choice(LABELS), head, "", False))  # fmt: skip
            sentences.append(
                Sentence(len(sentences), words[0].join(words[-1]), first, len(tokens), b)
            )
        return doc.add(Step("syntax", "odd"), tokens=tuple(tokens), sentences=tuple(sentences))


@given(st.text(alphabet=f"ab. ,:\n-6{MARKS}", max_size=120), st.integers(0, 1000))
def test_any_marks_and_any_tree(text: str, seed: int) -> None:
    doc = attribute_quotes(OddParser(seed).document(text), WORDS)
    assert doc.quotes is not None
    for quote in doc.quotes:
        assert all(span.end <= len(text) for span in quote.content)


@given(st.text(alphabet=f"abS. ,:\n-69{MARKS}`", max_size=200))
def test_pairs_are_in_order_and_inside(text: str) -> None:
    found = pair_marks(text, Span(0, len(text)))
    assert all(a.outer.end <= b.outer.start for a, b in pairwise(found))
    for marked in found:
        assert marked.spans
        assert all(marked.outer.contains(span) and len(span) for span in marked.spans)
    assert all(marked.closed for marked in found[:-1])


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n", '"', '""', "“”", "''", '" " "', "“ ”", "said", '"said"', '"," said "', ":", ': "',
        "He said: “", "” he said “", "“a” “b” “c", "«»", "„x“ sagte er.", "\ufeff“\u200b”", "‘", "’’’",
        "According to", "According to .", "said said said said", "\x00“\x00” said \x00.",
    ],
)  # fmt: skip
def test_hostile_texts(text: str, parser: Parser) -> None:
    check(attribute_quotes(parse_syntax(document(text), parser), WORDS))


@pytest.mark.parametrize(
    "unit", ['"', '"a" ', "“a ", "a” ", "'a' ", "‘a ", "a’s ", '"A b." he said ', "he said that "]
)
def test_ten_thousand_marks_are_fast(unit: str) -> None:
    doc = OddParser(1).document(unit * 10_000)
    began = time.process_time()
    attribute_quotes(doc, WORDS)
    assert time.process_time() - began < 20.0


def test_deep_chains_are_fast() -> None:
    """One sentence in which every word hangs on the one before."""
    doc = OddParser(1).document("a “b” said c, " * 4000)
    assert doc.tokens is not None
    chain = tuple(
        replace(t, head=max(0, t.i - 1), dep="ccomp", lemma="say", pos="VERB") for t in doc.tokens
    )
    began = time.process_time()
    attribute_quotes(replace(doc, tokens=chain), WORDS)
    assert time.process_time() - began < 20.0


def test_words_have_frames() -> None:
    words = load_quote_words()
    assert isinstance(words, QuoteWords)
    assert {"say", "tell", "add", "tweet", "write", "claim", "insist", "warn"} <= set(words.verbs)
    assert all(cue.frames or cue.prepositions for cue in words.verbs.values())
