"""What the whole coder makes of short reports: the promises of the codebook, on sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.base.settings import Settings
from dateline.model.records import CodedReport, Event
from dateline.model.reports import Report
from dateline.services.coding import Coder, make_coder

PUBLISHED = "2023-03-15"  # a Wednesday


@pytest.fixture(scope="module")
def coder() -> Coder:
    return make_coder(Settings())


def code(coder: Coder, text: str, published: str | None = PUBLISHED) -> CodedReport:
    (coded,) = coder.code([Report(id="r", text=text, published=published)])
    assert isinstance(coded, CodedReport), coded
    return coded


def only_event(coded: CodedReport) -> Event:
    assert len(coded.events) == 1, [(event.sub_event_type, event.evidence) for event in coded.events]
    return coded.events[0]


def test_coder_makes_one_event_of_a_lead_and_its_retelling(coder: Coder) -> None:
    text = (
        "Gunmen ambushed an army convoy near Mopti on Monday, killing four soldiers, officials said.\n\n"
        "The ambush left four soldiers dead and two wounded, a hospital source in Mopti said."
    )
    event = only_event(code(coder, text))
    assert (event.event_type, event.modality) == ("Battles", "happened")
    assert event.time is not None
    assert str(event.time.start) == "2023-03-13"
    assert {row.measure for row in event.casualties} == {"killed", "injured"}


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("The army will attack the rebels in Goma on Friday, the minister said.", "planned"),
        ("The rebels might attack the army in Goma, a general said.", "possible"),
        ("The rebels threatened to attack the army in Goma.", "threatened"),
        ("The rebels tried to storm an army base in Goma on Monday.", "attempted"),
        ("The army is preparing to attack the rebels in Goma.", "planned"),
        ("The general ordered his troops to attack the rebels in Goma.", "planned"),
    ],
)
def test_coder_never_takes_what_may_come_for_fact(coder: Coder, sentence: str, modality: str) -> None:
    assert {event.modality for event in code(coder, sentence).events} <= {modality}


def test_coder_keeps_a_claim_of_responsibility_as_a_claim(coder: Coder) -> None:
    text = (
        "A bomb killed nine policemen in Quetta on Tuesday.\n\nIslamic State claimed responsibility for the attack."
    )
    coded = code(coder, text)
    assert any(row.act == "claims" for row in coded.statements)
    stances = {row.stance for event in coded.events for row in event.attribution if row.source == "Islamic State"}
    assert stances <= {"claims_responsibility"}


def test_coder_makes_figures_of_totals_and_no_events(coder: Coder) -> None:
    text = "Attacks by the group have killed more than 1,200 people in Niger since 2015."
    coded = code(coder, text)
    assert coded.events == ()
    assert [(row.measure, row.value_low, row.value_high) for row in coded.figures] == [("killed", 1200, None)]


def test_coder_keeps_two_tolls_side_by_side(coder: Coder) -> None:
    text = (
        "Gunmen attacked the village of Tongo near Bukavu on Monday and killed seven villagers, the army said. "
        "A local doctor said ten villagers were killed."
    )
    killed = {(row.low, row.high) for event in code(coder, text).events for row in event.casualties}
    assert killed == {(7, 7), (10, 10)}


def test_coder_finds_who_holds_and_where_nobody_does(coder: Coder) -> None:
    text = "The rebels control the town of Rutshuru. There is a security gap between Goma and Rutshuru, he said."
    relations = {row.relation for row in code(coder, text).control}
    assert {"controls", "gap"} <= relations


@pytest.mark.parametrize(
    "text",
    [
        "The striker scored in a late attack as the home side beat its rivals 3-1 on Sunday.",
        "The bank launched a bid for its rival, and shares rose by 4 per cent.",
        "The museum opened a show of paintings by three local artists on Friday.",
        "Five people were killed when a bus hit a lorry in a collision near Lahore on Saturday, police said.",
        "A virus that attacks maize killed 30 per cent of the crop, researchers in Nairobi said.",
        "The film stormed the box office; its shooting took three months in Jordan.",
    ],
)
def test_coder_finds_no_event_in_reports_of_other_things(coder: Coder, text: str) -> None:
    assert code(coder, text).events == ()


def test_coder_without_a_date_keeps_the_times_it_can_be_sure_of(coder: Coder) -> None:
    text = "Gunmen killed two soldiers in Mopti on 4 May 2021. On Monday gunmen killed a teacher in Gao."
    times = [event.time for event in code(coder, text, published=None).events if event.time]
    told = [(str(time.start), str(time.end), time.inferred) for time in times]
    assert told == [("2021-05-04", "2021-05-04", False), ("2021-05-03", "None", True)]


SCRAPS = """
gunmen soldiers killed attacked the army of in near Goma Mosul 12 at least said on Monday “ ” , . and by will may
denied rebels civilians who Gen. Ali since 2015 dozens wounded control no gap fled
"""
WORDS = st.sampled_from([*SCRAPS.split(), "\n\n"])


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, max_size=80))
def test_every_record_of_any_text_shows_its_evidence(coder: Coder, words: list[str]) -> None:
    text = " ".join(words).strip()
    coded = code(coder, text)
    for _, record in coded.records():
        assert record.evidence
        assert all(text[row.start : row.end] == row.quote for row in record.evidence)


def test_what_a_report_says_does_not_depend_on_what_is_coded_beside_it(coder: Coder) -> None:
    texts = [
        "Gunmen ambushed an army convoy near Mopti on Monday, killing four soldiers, officials said.",
        "The minister praised the talks in Nairobi. " * 40,
        "Rebels shelled a market in Goma on Tuesday; nine people died, a hospital source said.",
    ]
    reports = [Report(id=f"r{number}", text=text, published=PUBLISHED) for number, text in enumerate(texts)]
    together = list(coder.code(reports))
    assert [row for report in reports for row in coder.code([report])] == together
