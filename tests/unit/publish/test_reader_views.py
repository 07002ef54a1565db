"""The sources of a report side by side: nobody is given what somebody else says."""

from __future__ import annotations

from desk_samples import make_coded, store_coded

from dateline.model.records import Attribution, Casualty, CodedReport
from dateline.publish.coarsening import WITHHELD
from dateline.publish.reader_views import SourceColumn, make_reader_report


def list_sources(tolls: dict[str, int], *attribution: Attribution) -> tuple[SourceColumn, ...]:
    """The columns of a report with one event. In: deaths, by who says so."""
    coded = make_coded()
    casualties = tuple(
        Casualty(measure="killed", group=None, low=dead, high=dead, said_by=who) for who, dead in tolls.items()
    )
    event = coded.events[0].model_copy(update={"casualties": casualties, "attribution": attribution})
    stored = store_coded(CodedReport(report=coded.report, events=(event,)))
    return make_reader_report(stored, lambda _key: None).sources


def test_each_source_stands_with_its_own_tolls() -> None:
    ministry = Attribution(source="the ministry", source_type="government")
    outlet = Attribution(source=None, source_type="outlet")
    columns = list_sources({"the ministry": 7, "outlet": 9}, ministry, outlet)
    assert [(row.name, row.type_words) for row in columns] == [
        ("the ministry", "government"), ("Tigris Courier", "the report itself"),
    ]  # fmt: skip
    assert [row.sayings[0].claim.rpartition("; ")[2] for row in columns] == ["killed: 7", "killed: 9"]


def test_sources_whose_names_are_withheld_stand_apart_and_without_tolls_of_others() -> None:
    hidden = [Attribution(source=WITHHELD, source_type=kind) for kind in ("government", "armed_group", "government")]
    columns = list_sources({WITHHELD: 7}, *hidden)
    assert [(row.name, row.type_words, len(row.sayings)) for row in columns] == [
        (WITHHELD, "government", 2), (WITHHELD, "armed group", 1),
    ]  # fmt: skip
    assert not any("killed:" in saying.claim for row in columns for saying in row.sayings)


def test_a_source_without_a_name_is_not_given_the_tolls_of_the_report_itself() -> None:
    (witness,) = list_sources({"outlet": 9}, Attribution(source=None, source_type="witness"))
    assert witness.type_words == "witness"
    assert "killed:" not in witness.sayings[0].claim
