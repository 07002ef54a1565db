from datetime import UTC, datetime
from typing import Any

from area_samples import control, event, on, statement

from dateline.publish.watches import changes_since, keep_of_actor

LOOK = datetime(2024, 3, 11, tzinfo=UTC)
OLD: dict[str, Any] = {"added": "2024-03-10T00:00:00+00:00"}
NEW: dict[str, Any] = {"added": "2024-03-12T00:00:00+00:00"}
SEVEN = [("killed", "Iraqi Army", 7, 7, "the ministry")]
THIRTEEN = [("killed", "Iraqi Army", 13, 13, "Front Radio")]


def test_only_what_came_after_the_last_look_is_told() -> None:
    records = [event("wire:e1", time=on("2024-03-08"), **OLD), event("paper:e1", time=on("2024-03-09"), **NEW)]
    report = changes_since(records, LOOK)
    assert [line.when for line in report.incidents] == ["9 March 2024"]
    assert report.reports == 1
    assert changes_since(records, datetime(2024, 3, 13, tzinfo=UTC)).is_quiet


def test_at_the_first_look_all_is_new() -> None:
    assert len(changes_since([event("wire:e1", **OLD), event("paper:e1", **NEW)], None).incidents) == 2


def test_a_toll_that_another_report_changes_is_told_with_before_and_after() -> None:
    records = [
        event("wire:e1", tolls=SEVEN, incident="i1", **OLD),
        event("paper:e1", tolls=THIRTEEN, incident="i1", **NEW),
    ]
    report = changes_since(records, LOOK)
    assert report.incidents == ()
    assert report.retold == ()
    (line,) = report.tolls
    assert line.text.endswith("killed, Iraqi Army: 7, now 7–13")


def test_an_incident_told_again_with_the_same_toll_is_no_change_of_toll() -> None:
    records = [
        event("wire:e1", tolls=SEVEN, incident="i1", **OLD),
        event("paper:e1", tolls=SEVEN, incident="i1", **NEW),
    ]
    report = changes_since(records, LOOK)
    assert report.tolls == ()
    assert [line.reports for line in report.retold] == [2]


def test_new_claims_of_control_are_told() -> None:
    row = control("paper:c1", "controls", "Iraqi Army", on("2024-03-09"))
    assert changes_since([row], LOOK).is_quiet
    (line,) = changes_since([row], None).control
    assert line.text == "Tel Rimal, Nineveh, Iraq: Iraqi Army: in control · 9 March 2024"


def test_keep_of_actor_finds_every_part_that_it_has() -> None:
    records = [
        event("wire:e1", actor1="Northern Front", actor2="Iraqi Army"),
        event("wire:e2", actor1="Police", actor2="Protesters"),
        control("wire:c1", "controls", "Northern Front"),
        statement("wire:s1", "Salman Hadi", "warns", to="Northern Front"),
    ]
    assert [row.record_id for row in keep_of_actor(records, "northern front")] == ["wire:e1", "wire:c1", "wire:s1"]
