from __future__ import annotations

from datetime import date

from dateline.cli.phrases import (
    describe_actors,
    describe_kind,
    describe_place,
    describe_quantity,
    describe_sources,
    describe_time,
)
from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import OUTLET, Attribution, Casualty, Control, Event, Evidence, Figure

EVIDENCE = (Evidence(start=0, end=7, quote="Militia"),)
EVENT = Event(
    event_type="Battles",
    sub_event_type="Armed clash",
    modality="planned",
    actor1=(ActorRef(name="Army"), ActorRef(name="Police")),
    actor2=(ActorRef(name="Militia"),),
    place=Place(name="Geidam", geo_precision=2),
    time=Interval.day(date(2023, 5, 8)),
    casualties=(
        Casualty(measure="killed", group=None, low=7, high=None, said_by="outlet"),
        Casualty(measure="injured", group=None, low=30, high=30, said_by="a doctor", approximate=True),
    ),
    attribution=(OUTLET, Attribution(source="a doctor", source_type="medical", stance="estimates")),
    evidence=EVIDENCE,
)


def test_describe_kind_says_the_modality_unless_it_happened() -> None:
    assert describe_kind(EVENT) == "planned: Armed clash"
    assert describe_kind(EVENT.model_copy(update={"modality": "happened", "count": 10})) == "Armed clash ×10"


def test_describe_actors_points_from_doer_to_target() -> None:
    assert describe_actors(EVENT) == "Army and Police → Militia"
    assert describe_actors(EVENT.model_copy(update={"actor1": ()})) == "Militia"


def test_describe_quantity_gives_every_toll_with_its_measure() -> None:
    assert describe_quantity(EVENT) == "at least 7 killed; about 30 injured"


def test_describe_quantity_gives_a_figure_with_its_unit() -> None:
    figure = Figure(
        measure="area_cleared", value_low=30, value_high=30, approximate=False, unit="km2", about=(), by=(),
        place=None, time=None, modality="happened", attribution=(OUTLET,), evidence=EVIDENCE,
    )  # fmt: skip
    assert describe_quantity(figure) == "30 km2"


def test_describe_place_tells_a_surrounding_from_the_place_itself() -> None:
    assert describe_place(EVENT) == "around Geidam"
    assert describe_place(EVENT.model_copy(update={"place": None})) == ""


def test_describe_place_of_control_is_the_area_in_the_reports_words() -> None:
    control = Control(
        holder=(), relation="gap", area="the villages at night", place=Place(name="Geidam"), time=None,
        modality="happened", attribution=(OUTLET,), evidence=EVIDENCE,
    )  # fmt: skip
    assert describe_place(control) == "the villages at night"
    assert describe_kind(control) == "nobody secures"


def test_describe_sources_names_everyone_with_the_stance() -> None:
    assert describe_sources(EVENT) == "the report · says; a doctor · estimates"


def test_describe_time_is_empty_where_nothing_is_known() -> None:
    assert describe_time(None) == ""
    assert describe_time(EVENT.time) == "8 May 2023"
