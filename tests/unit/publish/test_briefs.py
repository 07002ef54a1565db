import random
from datetime import date

from area_samples import AREA, COUNTRY, FAR, approve, between, control, event, figure, on, statement

from dateline.model.areas import AreaRecord
from dateline.model.records import Event
from dateline.publish.briefs import Brief, make_brief
from dateline.publish.series import make_series
from dateline.publish.trends import assess_series

TODAY = date(2024, 4, 1)


def brief_of(*records: AreaRecord) -> Brief:
    return make_brief(AREA, records, TODAY)


def make_full() -> list[AreaRecord]:
    return [
        event(
            "wire:e1",
            time=on("2024-03-08"),
            tolls=[("killed", "Iraqi Army", 7, None, "the ministry")],
            incident="i1",
            source="the ministry",
        ),
        event(
            "paper:e1",
            time=on("2024-03-08"),
            tolls=[("killed", "Iraqi Army", 13, 13, "outlet")],
            incident="i1",
            published="2024-03-11",
        ),
        event("wire:e2", "Attack", "Unidentified Armed Group", "Civilians", None),
        event("wire:e3", time=on("2024-03-09"), place=FAR),
        event("wire:e4", "Armed clash", "Iraqi Army", "Northern Front", modality="planned"),
        figure("wire:f1", "attacks", 41, between("2023-01-01", "2023-12-31"), by="Northern Front", place=COUNTRY),
        figure(
            "paper:f1",
            "attacks",
            90,
            between("2023-01-01", "2023-12-31"),
            by="Northern Front",
            place=COUNTRY,
            source="Front Radio",
        ),
        figure("paper:f2", "distance", 12, None),
        statement(
            "wire:s1", "Salman Hadi", "warns", to="Iraqi Army", topic="the road", quote="Keep off it", place=None
        ),
        statement("wire:s2", "Salman Hadi", "announces", topic="a market", place=FAR),
        control("wire:c1", "gap", "", area="the hills", source="a mayor"),
        control("wire:c2", "controls", "Iraqi Army", on("2024-02-01")),
    ]


def test_incidents_join_their_reports_and_say_what_differs() -> None:
    first = brief_of(*make_full()).incidents[0]
    assert (first.incident_id, first.reports, first.differs) == ("i1", 2, ("the toll",))
    assert [(toll.words, toll.measure) for toll in first.tolls] == [("7–13 or more", "killed")]
    assert [source.said_by for source in first.tolls[0].sources] == ["the ministry", "Paper"]
    assert [link.address for link in first.links] == ["/reports/wire#card-e1", "/reports/paper#card-e1"]


def test_incidents_are_those_of_the_area_newest_first() -> None:
    lines = brief_of(*make_full()).incidents
    assert [line.when for line in lines] == [
        "8 March 2024",
        "day not known, told 10 March 2024",
        "day not known, told 10 March 2024",
    ]
    assert [line.modality for line in lines].count("planned") == 1
    assert not any("Wadi Far" in line.place for line in lines)


def test_tolls_add_up_the_lowest_and_the_highest_of_each_incident() -> None:
    records = [
        *make_full(),
        event("radio:e1", time=on("2024-03-20"), tolls=[("killed", "Iraqi Army", 2, 2, "outlet")]),
        event("radio:e2", time=on("2024-03-21"), tolls=[("killed", "Iraqi Army", None, 4, "outlet")]),
        event("radio:e3", modality="possible", tolls=[("killed", "Iraqi Army", 99, 99, "outlet")]),
    ]
    (line,) = brief_of(*records).tolls
    assert line.text == "9–19 or more killed: Iraqi Army"
    assert line.note == "in 3 incidents"
    assert len(line.links) == 4


def test_figures_of_rivals_stand_side_by_side() -> None:
    (group,) = brief_of(*make_full()).figures
    assert group.note == "told differently for the same time"
    assert [line.text for line in group.lines] == [
        "41 attacks, by Northern Front · 2023 · all of Iraq",
        "90 attacks, by Northern Front · 2023 · all of Iraq",
    ]
    assert group.lines[1].said_by == "Front Radio"


def test_statements_say_to_whom_and_come_with_their_words() -> None:
    (group,) = brief_of(*make_full()).sayings
    (line,) = group.lines
    assert (group.name, line.text, line.quote) == ("Salman Hadi", "warns Iraqi Army: the road", "Keep off it")


def test_long_quotes_are_cut_and_a_topic_of_the_same_words_is_left_out() -> None:
    words = "We will hold this road for as long as anybody asks us to, " * 5
    (group,) = brief_of(statement("wire:s1", "Salman Hadi", "claims", topic="hold this road", quote=words)).sayings
    assert group.lines[0].text == "claims"
    assert group.lines[0].quote is not None
    assert len(group.lines[0].quote) < 170
    assert group.lines[0].quote.endswith(" …")


def test_what_is_told_without_a_place_counts_only_in_reports_on_the_area() -> None:
    far = [event(f"radio:e{number}", place=FAR) for number in range(1, 4)]
    records = [event("radio:e9"), statement("radio:s1", "Salman Hadi", "warns", place=None), *far]
    assert brief_of(*records).sayings == ()


def test_unknowns_are_found_in_the_records() -> None:
    words = [line.text for line in brief_of(*make_full()).unknowns]
    assert words[0].startswith("No event is reported from here after 8 March 2024, 24 days ago")
    assert "Nobody secures Tel Rimal: hills, according to a mayor" in words
    assert "8 March 2024, told differently: the toll" in words
    assert "1 of 2 incidents: no toll is told, not even that nobody was hurt" in words
    assert "1 of 2 incidents: the day is not told" in words
    assert "1 of 2 incidents: nobody is named as the doer" in words
    assert not any("who holds" in line for line in words)


def test_unknowns_name_no_holder_where_none_is_told() -> None:
    assert "No report says who holds this area" in [line.text for line in brief_of(event("wire:e1")).unknowns]


def test_every_line_rests_on_records_of_the_brief() -> None:
    records = make_full()
    brief = brief_of(*records)
    known = {row.record_id for row in records}
    groups = (*brief.figures, *brief.control, *brief.sayings)
    lines = [*brief.tolls, *brief.unknowns, *(line for group in groups for line in group.lines)]
    for links in (*(line.links for line in lines), *(line.links for line in brief.incidents)):
        assert links
        assert {link.record_id for link in links} <= known


def test_sources_are_the_reports_used_newest_first() -> None:
    assert [line.publisher for line in brief_of(*make_full()).sources] == ["Paper", "Wire"]


def test_proposals_are_counted_and_reviewed_lines_say_by_whom() -> None:
    settled = event("wire:e1", time=on("2024-03-08"), decisions=approve("wire:e1"))
    brief = brief_of(settled, event("wire:e2"))
    assert brief.settled_words == "2 records; 1 of them proposed by the machine, not yet reviewed."
    assert [(line.state, line.is_settled) for line in brief.incidents] == [
        ("approved by Lena, 2024-05-01", True),
        ("proposed", False),
    ]


def test_the_area_is_called_what_the_reports_call_it() -> None:
    assert brief_of(event("wire:e1")).title == "Tel Rimal, Nineveh, Iraq"
    assert brief_of().title == "Tall Rimal, Nineveh, Iraq"
    assert brief_of().is_empty


def test_reports_of_later_days_are_not_known_yet() -> None:
    assert brief_of(event("wire:e1", published="2024-04-02")).is_empty


def test_lately_counts_and_says_the_trend() -> None:
    records = [event(f"wire:e{day}", time=on(f"2024-03-{day}")) for day in (10, 20, 28)]
    series = make_series([row.record.time for row in records if isinstance(row.record, Event)], "week", TODAY, TODAY)
    assessment = assess_series(series, TODAY)
    lately = make_brief(AREA, records, TODAY, assessment=assessment).lately
    assert lately.counts == (("7 days", 1), ("30 days", 3), ("90 days", 3), ("365 days", 3))
    assert lately.words[0] == assessment.reason
    assert not any("newest report" in words for words in lately.words)
    later = make_brief(AREA, records, date(2024, 6, 1), assessment=assessment).lately
    assert later.words[1].startswith("The newest report on any place is of 1 April 2024")
    assert "3 incidents told as having happened, the last on 28 March 2024." in lately.words


def test_briefs_do_not_depend_on_the_order_of_records() -> None:
    records = make_full()
    expected = brief_of(*records)
    for seed in range(10):
        assert brief_of(*random.Random(seed).sample(records, len(records))) == expected
