"""Acts whose actor nobody names, or whom no table knows; and what is only another act's content."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from dragoman import Coder
from dragoman.writers.dyads import dyads

ARTICLES = Path(__file__).parents[1] / "data" / "corpus" / "test"
BEATEN = "MINSK - Opposition leader Maria Kolesnikova stayed. Three Polish journalists were beaten."


def test_nobody_is_made_up_as_actor(coder: Coder) -> None:
    (event,) = [e for e in coder.code(BEATEN).events if e.event == "ASSAULT"]
    assert not event.actor
    assert [p.code.code for p in event.recipient] == ["POL"]


def test_what_was_done_to_nobody_known_is_left_out(coder: Coder) -> None:
    coded = coder.code("Nine bystanders were beaten on Tuesday.")
    assert not coded.events
    assert "no-actor" in {issue.code for issue in coded.issues}


def test_a_record_without_actor_gives_pairs_with_a_blank_side(coder: Coder) -> None:
    (record,) = [r for r in coder.code(BEATEN).to_plover() if r["event"] == ["ASSAULT"]]
    assert [(d.actor, bool(d.recipient)) for d in dyads(record)] == [(None, True)]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("The chamber of commerce has urged the government to clear the highway.", "REQUEST",
         "The chamber"),
        ("The order appealed to the authorities to give back the building.", "REQUEST",
         "The order"),
    ],
)  # fmt: skip
def test_a_subject_that_no_table_knows_acts(
    coder: Coder, text: str, kind: str, actor: str
) -> None:
    found = [e for e in coder.code(text).events if e.event == kind]
    assert [p.text for e in found for p in e.actor] == [actor]
    assert "actor:local" in found[0].why


@pytest.mark.parametrize("subject", ["resolution", "letter", "report"])
def test_papers_do_not_act(coder: Coder, subject: str) -> None:
    events = coder.code(f"The {subject} asks Iran to release the crew.").events
    assert not [e for e in events if any(subject in p.text for p in e.actor)]


def test_what_is_only_asked_for_leaves_an_issue(coder: Coder) -> None:
    coded = coder.code("Iran offered the United States to resume talks in Oman.")
    told = {e.event for e in coded.events}
    assert "CONSULT" not in told
    assert told <= {"AGREE"}


def test_no_state_is_its_own_other_side(coder: Coder) -> None:
    texts = [
        'Russia is strong. "We will react harshly to unfriendly steps," Putin said in Moscow.',
        "Peru's foreign minister warned on Monday that Peru would close the border.",
    ]
    events = [e for text in texts for e in coder.code(text).events]
    pairs = [(a.code.code, r.code.code, r.code.office) for e in events
             for a, r in product(e.actor, e.recipient) if a.code.sector == "GOV"]  # fmt: skip
    assert not [p for p in pairs if p[0] == p[1] and p[2] is None]


def test_who_says_that_something_was_not_done_is_told(coder: Coder) -> None:
    text = "France's foreign minister told parliament that he had never asked Iran for the meeting."
    (event,) = [e for e in coder.code(text).events if e.event == "REQUEST"]
    assert event.status == "negated"
    assert [r.code.code for r in event.reported_by] == ["FRA"]


def test_according_to_belongs_to_its_side_of_a_semicolon(coder: Coder) -> None:
    text = (
        "The army bombed a rebel camp overnight, according to two officers who were not authorised "
        "to speak publicly; a local ombudsman said he had received no report."
    )
    said = {q.speaker.of(text): [c.of(text) for c in q.content]
            for q in coder.code(text).quotes if q.speaker}  # fmt: skip
    assert said["two officers"] == ["The army bombed a rebel camp overnight"]


def test_a_trigger_gives_an_event_or_an_issue(coder: Coder) -> None:
    for path in sorted(ARTICLES.glob("*.txt"))[:8]:
        doc = coder.code(path.read_text("utf-8")).document
        told = {e.span for event in doc.events or () for e in event.evidence}
        told |= {issue.span for issue in doc.issues if issue.stage == "events" and issue.span}
        assert not [t.span.of(doc.text) for t in doc.triggers or () if t.span not in told]


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        # a town or a state that stands bare before a noun tells where or against whom
        ("Britain joined the Iraq invasion in 2003.", "ASSAULT", ["Britain"]),
        ("The Ukraine invasion has killed thousands, the United Nations said.", "ASSAULT", []),
        ("The Senate Russia investigation has cost millions.", "ACCUSE", ["Senate"]),
        ("The Beijing talks between Kerry and Wang ended.", "CONSULT", ["Kerry", "Wang"]),
        # abbreviations, bodies, states that test and owners do act
        ("The US sanctions on Iran angered Tehran.", "SANCTION", ["US"]),
        ("North Korea missile tests alarmed Japan on Tuesday.", "MOBILIZE", ["North Korea"]),
        ("Russia's invasion of Ukraine has killed thousands.", "ASSAULT", ["Russia"]),
    ],
)
def test_a_bare_name_before_a_noun(
    coder: Coder, text: str, kind: str, actors: list[str]
) -> None:
    found = [e for e in coder.code(text).events if e.event == kind]
    assert {p.text for e in found for p in e.actor} == set(actors)
    assert found


def test_what_somebody_says_he_would_send_is_a_promise(coder: Coder) -> None:
    (event,) = coder.code("Kenya said on Tuesday it would send food to Congo.").events
    assert (event.event, event.status) == ("AGREE", "actual")
