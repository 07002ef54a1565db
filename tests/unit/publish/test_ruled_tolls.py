from dataclasses import replace
from datetime import date

from area_samples import AREA, event, on

from dateline.linkage.summaries import summarize
from dateline.linkage.toll_rules import load_toll_rule
from dateline.model.areas import AreaRecord
from dateline.model.incidents import Account, GroupToll, Incident, TollRange
from dateline.model.records import Attribution, Event
from dateline.model.reports import Report
from dateline.publish.brief_incidents import make_incident_line
from dateline.publish.brief_markdown import say_tolls
from dateline.publish.brief_tolls import make_toll_lines
from dateline.publish.briefs import make_brief
from dateline.publish.watches import changes_since
from dateline.services.weighing import split_by_group

GROUP = Attribution(source="Northern Front", source_type="armed_group", stance="claims_responsibility")
MINISTRY = Attribution(source="Ministry", source_type="government")
PAPER = Attribution(source="Doctor", source_type="medical")


def make_records() -> list[AreaRecord]:
    return [
        event("wire:e1", time=on("2024-03-08"), tolls=[("killed", "Iraqi Army", 7, 7, "Ministry")], incident="i1"),
        event("paper:e1", time=on("2024-03-08"), tolls=[("killed", "Iraqi Army", 5, 5, "Doctor")], incident="i1"),
        event(
            "radio:e1",
            time=on("2024-03-08"),
            tolls=[("killed", "Iraqi Army", 30, 30, "Northern Front")],
            incident="i1",
        ),
    ]


def weigh(rows: list[AreaRecord]) -> dict[str, tuple[GroupToll, ...]]:
    rule = load_toll_rule()
    accounts = []
    for row, line in zip(rows, (MINISTRY, PAPER, GROUP), strict=False):
        assert isinstance(row.record, Event)
        told = row.record.model_copy(update={"attribution": (line,)})
        report = Report(id=row.report_id, publisher=row.publisher, published=row.published, text=row.report_id)
        accounts.append(Account(row.record_id, told, report))
    return {"i1": split_by_group(summarize(Incident("i1", tuple(accounts)), {}, rule), rule)}


def test_the_own_claim_of_a_side_stands_beside_the_range() -> None:
    rows = make_records()
    (toll,) = make_incident_line(rows, weigh(rows)).tolls
    assert (toll.words, toll.group) == ("5–7", "Iraqi Army")
    assert toll.best in {"5", "7"}
    assert [words.split(" claims ") for words in toll.apart] == [["the Northern Front", "30"]]
    assert say_tolls([toll]).endswith("; the Northern Front claims 30")
    (as_told,) = make_incident_line(rows).tolls
    assert as_told.words == "5–30"


def test_the_sum_of_an_area_leaves_claims_out_and_names_them() -> None:
    rows = make_records()
    (line,) = make_toll_lines(rows, weigh(rows))
    assert line.text == "5–7 killed: Iraqi Army"
    assert line.note.endswith("in 1 incident; the Northern Front claims 30, kept apart")


def test_a_toll_that_only_a_side_claims_is_no_number_of_the_sum() -> None:
    rows = make_records()[2:]
    only = GroupToll("Iraqi Army", weigh_only_claim())
    (line,) = make_toll_lines(rows, {"i1": (only,)})
    assert line.text == "killed: Iraqi Army"
    assert line.note == "the Northern Front claims 30, kept apart"


def weigh_only_claim() -> TollRange:
    toll = weigh(make_records())["i1"][0].toll
    return replace(toll, low=None, best=None, high=None, totals=(), best_sources=())


def test_brief_and_watch_take_the_weighed_tolls() -> None:
    rows = make_records()
    weighed = weigh(rows)
    brief = make_brief(AREA, rows, date(2024, 4, 1), ruled=weighed)
    assert brief.incidents[0].tolls == changes_since(rows, None, ruled=weighed).incidents[0].tolls
    assert brief.tolls[0].text == "5–7 killed: Iraqi Army"
