"""What counts as a difference between two coders, slot by slot."""

from __future__ import annotations

from datetime import date

import pytest
from review_samples import make_raid

from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Casualty, Event, Figure
from dateline.publish.round_words import SCALE_WORDS, SLOT_WORDS, say_coefficient, say_reading
from dateline.review.coded_slots import CODED_SLOTS, same_place

SLOTS = {slot.key: slot for slot in CODED_SLOTS}
EVENT = make_raid(0).events[0]


def make_place(name: str, lat: float | None = None, lon: float | None = None, key: str | None = None) -> Place:
    return Place(name=name, lat=lat, lon=lon, gazetteer_id=key)


def differ(slot: str, **changes: object) -> float:
    """How much the slot differs after a change of the event."""
    one, other = (SLOTS[slot].value_of(event) for event in (EVENT, EVENT.model_copy(update=changes)))
    return SLOTS[slot].difference(one, other)


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        (None, None, 0),
        (make_place("Daquq"), None, 1),
        (make_place("Daquq", key="g1"), make_place("Tauq", 1, 1, key="g1"), 0),
        (make_place("Daquq", 35.14, 44.45), make_place("near Daquq", 35.3, 44.45), 0),  # 18 km
        (make_place("Daquq", 35.14, 44.45), make_place("Daquq", 35.47, 44.39), 1),  # 37 km
        (make_place("Daquq"), make_place("DAQUQ", 35.14, 44.45), 0),
        (make_place("Daquq"), make_place("Kirkuk"), 1),
    ],
)
def test_places_are_the_same_by_id_distance_or_name(
    one: Place | None, other: Place | None, difference: float
) -> None:
    assert same_place(one, other) == same_place(other, one) == difference


def test_actors_are_compared_as_a_set_by_what_they_are_and_not_by_mention() -> None:
    army = EVENT.actor2[0]
    assert differ("actor2", actor2=(army.model_copy(update={"mention": "troops"}),)) == 0
    assert differ("actor2", actor2=(army, ActorRef(name="Peshmerga"))) == 1
    assert differ("actor1", actor1=()) == 1


def test_tolls_are_compared_by_the_killed_over_all_sources() -> None:
    rows = (
        Casualty(measure="killed", group=None, low=2, high=3, said_by="a"),
        Casualty(measure="killed", group=None, low=5, high=None, said_by="b"),
        Casualty(measure="injured", group=None, low=1, high=90, said_by="a"),
    )
    event = EVENT.model_copy(update={"casualties": rows})
    assert (SLOTS["deaths_low"].value_of(event), SLOTS["deaths_high"].value_of(event)) == (2, 3)
    assert differ("deaths_low", casualties=()) == 1


def test_days_differ_exactly_and_by_distance() -> None:
    later = Interval.day(date(2021, 3, 4))
    assert (differ("time", time=later), differ("first_day", time=later)) == (1, 9)
    assert SLOTS["first_day"].skips_none
    assert SLOTS["first_day"].value_of(EVENT.model_copy(update={"time": None})) is None


def test_a_slot_applies_to_the_kinds_that_have_it() -> None:
    applied = {slot.key for slot in CODED_SLOTS if slot.applies_to(EVENT)}
    assert {"event_type", "actor1", "place", "deaths_low"} <= applied
    assert not applied & {"measure", "value_low", "act", "holder"}
    assert all(slot.field in {*Event.model_fields, *Figure.model_fields, *SLOT_WORDS} for slot in CODED_SLOTS)


def test_every_slot_and_scale_has_words() -> None:
    assert {slot.key for slot in CODED_SLOTS} | {"verdict"} == set(SLOT_WORDS)
    assert {slot.scale for slot in CODED_SLOTS} <= set(SCALE_WORDS)


@pytest.mark.parametrize(
    ("alpha", "low", "high", "said"),
    [
        (None, None, None, ""),
        (0.95, 0.85, 1.0, "firm"),
        (0.9, 0.7, 1.0, "tentative"),
        (0.9, 0.3, 1.0, "not shown by so few"),
        (0.5, 0.3, 0.7, "not to be relied on"),
        (1.0, 1.0, 1.0, "no difference seen"),
    ],
)
def test_a_figure_is_read_by_its_lower_bound(
    alpha: float | None, low: float | None, high: float | None, said: str
) -> None:
    assert say_reading(alpha, low, high) == said


def test_coefficients_have_two_places_and_a_real_minus() -> None:
    assert [say_coefficient(value) for value in (None, 0.743, -0.061)] == ["", "0.74", "−0.06"]
