"""What the desk shows of a record: slots with their words, the little calendar and map, and what was corrected."""

from __future__ import annotations

from datetime import date

import pytest
from desk_samples import GROUP, TEXT, make_coded, store_coded

from dateline.model.actors import ActorRef
from dateline.model.decisions import Decision
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Event
from dateline.model.spans import Span
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.day_grids import make_day_grids
from dateline.publish.desk_items import make_desk_item
from dateline.publish.place_sketches import draw_place
from dateline.publish.proposals import make_proposal, say_next
from dateline.publish.slot_words import find_actors, find_numbers, find_place, find_times

STORED = store_coded(make_coded())
AMBUSH = STORED.records[0]
EVENT = AMBUSH.record
assert isinstance(EVENT, Event)


def no_lines(_country: str | None) -> tuple[()]:
    return ()


def words(spans: list[Span]) -> list[str]:
    return [span.text_in(TEXT) for span in spans]


def test_slots_find_the_words_that_they_were_filled_from() -> None:
    assert words(find_place(TEXT, EVENT, EVENT.place)) == ["Tarmiyah"]
    assert words(find_times(TEXT, EVENT, EVENT.time)) == ["Thursday"]
    assert words(find_numbers(TEXT, EVENT, [7, 13])) == ["seven", "13"]
    assert words(find_actors(TEXT, EVENT, [GROUP])) == ["Islamic State"]
    assert words(find_actors(TEXT, EVENT, [ActorRef(name="Islamic State", mention="gunmen")])) == ["Gunmen"]
    assert find_actors(TEXT, EVENT, [ActorRef(name="Red Army")]) == []


def test_words_outside_the_evidence_are_a_last_resort() -> None:
    assert words(find_place(TEXT, EVENT, Place(name="Tigris"))) == ["Tigris"]
    assert find_numbers(TEXT, EVENT, [41]) == []


@pytest.mark.parametrize(
    ("start", "end", "meant", "names"),
    [
        (date(2021, 4, 1), date(2021, 4, 1), 1, ["April 2021"]),
        (date(2021, 3, 30), date(2021, 4, 2), 4, ["March 2021", "April 2021"]),
        (date(2021, 1, 1), date(2021, 3, 31), 3, ["2021"]),
    ],
)
def test_the_calendar_marks_what_is_meant(start: date, end: date, meant: int, names: list[str]) -> None:
    grids = make_day_grids(Interval(start=start, end=end, precision="day"), date(2021, 4, 3))
    cells = [cell for grid in grids for row in grid.rows for cell in row]
    assert [grid.name for grid in grids] == names
    assert sum(cell.is_meant for cell in cells) == meant
    assert sum(cell.is_published for cell in cells) <= 1
    assert make_day_grids(None, None) == ()


def test_the_map_escapes_names_and_needs_coordinates() -> None:
    sketch = draw_place(Place(name="<b>Rimal", lat=10.0, lon=20.0, country="TD", radius_km=5), no_lines)
    assert "&lt;b&gt;Rimal" in sketch
    assert 'class="disc"' in sketch
    assert draw_place(Place(name="Rimal"), no_lines) == ""


def test_a_proposal_shows_what_is_missing_too() -> None:
    march = make_proposal(STORED.records[2], TEXT, "Tigris Courier")
    missing = {slot.key for slot in march.slots if not slot.is_known}
    assert missing == {"actor2", "casualties"}
    assert say_next(make_proposal(AMBUSH, TEXT, None)) == "Tarmiyah, 7–13 or more killed"


def test_the_text_is_whole_and_cut_at_slots_and_evidence() -> None:
    item = make_desk_item(STORED, AMBUSH.record_id, no_lines)
    whole = "".join("".join(part.text for part in row.segments) + row.gap for _, row in item.paragraphs)
    assert whole == TEXT
    assert all(TEXT.startswith(row.segments[0].text, start) for start, row in item.paragraphs)
    slots = {slot for _, row in item.paragraphs for part in row.segments for slot in item.slots_of(part.slugs)}
    assert {"place", "time", "casualties", "attribution"} <= slots


def test_a_correction_is_seen_from_both_records() -> None:
    changed = EVENT.model_copy(update={"actor1": ()})
    old = Decision(1, AMBUSH.record_id, "correct", "Vian", "2026-11-21T10:00:00", None, None, "", "", ("x-new",))
    records = (
        StoredRecord(AMBUSH.record_id, STORED.report.id, "events", EVENT, "coder", "0.1", (old,)),
        StoredRecord("x-new", STORED.report.id, "events", changed, "hand:Vian", ""),
    )
    stored = StoredReport(STORED.report, STORED.added, records)
    replaced = make_desk_item(stored, AMBUSH.record_id, no_lines).replaced_by
    replaces = make_desk_item(stored, "x-new", no_lines).replaces
    assert replaced is not None
    assert replaces is not None
    assert (replaced.record_id, replaces.record_id) == ("x-new", AMBUSH.record_id)
    assert [(row.name, row.before, row.after) for row in replaces.changes] == [("who", "Islamic State", "nothing")]
