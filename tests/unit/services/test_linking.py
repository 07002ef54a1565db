"""`dateline.link`, on events of our own."""

from __future__ import annotations

import random
from typing import Any

import pytest
from account_samples import make_event

import dateline
from dateline.model.errors import ReadError
from dateline.services.linking import Linking


def make_row(report_id: str, *events: dict[str, Any], published: str = "2021-12-03") -> dict[str, Any]:
    return {"report": {"id": report_id, "published": published}, "events": list(events), "figures": []}


def ids_of(rows: list[dict[str, Any]]) -> list[str]:
    return [event["incident_id"] for row in dateline.link(rows) for event in row["events"]]


def test_link_gives_one_id_to_one_incident_and_leaves_the_rest_as_it_was() -> None:
    rows = [
        make_row("a", make_event()),
        make_row("b", make_event(killed=9, day="2021-12-03"), make_event(day="2020-01-01")),
    ]
    first, second, third = ids_of(rows)
    assert first == second != third
    (one, _) = dateline.link(rows)
    assert one == {**rows[0], "events": [{**rows[0]["events"][0], "incident_id": first}]}


def test_link_gives_the_same_ids_for_any_order_and_whatever_stood_there() -> None:
    rows = [make_row(f"r{index}", make_event(day=f"2021-12-{index % 9 + 1:02}", killed=index)) for index in range(30)]
    linked = {row["report"]["id"]: row["events"][0]["incident_id"] for row in dateline.link(rows)}
    shuffled = random.Random(2).sample(list(dateline.link(rows)), len(rows))
    again = {row["report"]["id"]: row["events"][0]["incident_id"] for row in dateline.link(shuffled)}
    assert again == linked


def test_link_counts_a_report_that_is_there_twice_once() -> None:
    row = make_row("a", make_event())
    assert len(set(ids_of([row, row]))) == 1


def test_link_takes_gold_with_several_answers() -> None:
    gold = make_event()
    gold["actor1"][0]["name"] = {"any_of": ["IS", "Islamic State"]}
    gold["sub_event_type"] = {"any_of": ["Armed clash", "Attack"]}
    gold["place"]["name"] = {"any_of": ["Khidirjija", "Khadrijiya"]}
    assert len(set(ids_of([make_row("a", gold), make_row("b", make_event())]))) == 1


def test_link_takes_events_with_nothing_known() -> None:
    bare = {"sub_event_type": "Armed clash", "evidence": []}
    assert len(ids_of([{"report": {"id": "a"}, "events": [bare]}, {"report": {"id": "b"}}])) == 1


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"report": "a"}, id="no report"),
        pytest.param({"report": {"id": "a"}, "events": ["b"]}, id="no event"),
        pytest.param(make_row("a", make_event(lat=95.0)), id="no point on the globe"),
        pytest.param(make_row("a", make_event(radius_km=float("nan"))), id="no radius"),
        pytest.param(make_row("a", make_event(casualties=[{"measure": "killed", "low": "many"}])), id="no count"),
    ],
)
def test_linking_refuses_what_is_no_coded_report(row: dict[str, Any]) -> None:
    with pytest.raises(ReadError):
        Linking().add(row)


def test_linking_takes_counts_that_no_column_holds() -> None:
    linking = Linking()
    linking.add(make_row("a", make_event(killed=10**12)))
    linking.finish()
    assert linking.count_incidents() == 1


def test_functions_of_the_package_stay_functions() -> None:
    """A subpackage of the same name would take their place as soon as it is loaded."""
    for _ in range(2):
        assert list(dateline.link([])) == []
        assert list(dateline.code([])) == []
        assert list(dateline.geoparse([])) == []
        assert list(dateline.timex([])) == []
