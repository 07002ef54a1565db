"""Forms and records: what is filled in comes out again, and what is changed is checked slot by slot."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import (
    OUTLET,
    Attribution,
    Casualty,
    Confidence,
    Control,
    Event,
    Evidence,
    Figure,
    Record,
    Statement,
)
from dateline.model.reports import Report
from dateline.resolve.gazetteers import CompiledGazetteer, make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.slot_edits import SlotEditor, WrongSlotsError, list_fields

TEXT = (
    "Fighters of ISIS attacked a Peshmerga post near Makhmour on 2 December 2021 and killed ten. "
    "“We held it,” he said."
)
REPORT = Report(id="r-1", title="An attack", text=TEXT, published="2021-12-03")
EVIDENCE = (Evidence(start=0, end=49, quote=TEXT[:49]),)
PLACE = Place(name="Makhmour", lat=35.77, lon=43.58, country="IQ", admin1="Nineveh", gazetteer_id="geonames:92977")
EVENT = Event(
    event_type="Battles", sub_event_type="Armed clash", modality="happened",
    actor1=(ActorRef(name="Islamic State", mention="ISIS", actor_id="own.is"),),
    actor2=(ActorRef(name="Peshmerga"),), place=PLACE, time=Interval.day(date(2021, 12, 2)),
    casualties=(Casualty(measure="killed", group="Peshmerga", low=10, high=10, said_by=None, approximate=True),),
    attribution=(Attribution(source="the ministry", source_type="government", stance="denies"), OUTLET),
    evidence=EVIDENCE, confidence=Confidence(record=0.7, slots={"place": 0.5}),
)  # fmt: skip
FIGURE = Figure(
    measure="attacks", value_low=2.5, value_high=None, approximate=True, unit="km2", about=(), by=(), place=None,
    time=Interval(start=date(2021, 1, 1), end=None, precision="year"), modality="happened", attribution=(OUTLET,),
    evidence=EVIDENCE,
)  # fmt: skip
STATEMENT = Statement(
    speaker=ActorRef(name="he"), speaker_role="a colonel", act="claims", addressee=ActorRef(name="Iraq"),
    topic="the post", quote="We held it,", place=None, time=None, attribution=(OUTLET,), evidence=EVIDENCE,
)  # fmt: skip
CONTROL = Control(
    holder=(ActorRef(name="Peshmerga"),), relation="controls", area="the road", area_places=("Makhmour", "Daquq"),
    place=None, time=None, modality="happened", attribution=(OUTLET,), evidence=EVIDENCE,
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> CompiledGazetteer:
    return make_gazetteer()


@pytest.fixture(scope="module")
def editor(gazetteer: CompiledGazetteer) -> SlotEditor:
    return SlotEditor(make_actor_registry(), gazetteer)


def edit(editor: SlotEditor, record: Record, **fields: str) -> Record:
    """The record with these fields changed; `__` in a name is a dot."""
    changed = {name.replace("__", "."): value for name, value in fields.items()}
    return editor.edit(record, {**list_fields(record), **changed}, REPORT)


def edit_event(editor: SlotEditor, **fields: str) -> Event:
    edited = edit(editor, EVENT, **fields)
    assert isinstance(edited, Event)
    return edited


@pytest.mark.parametrize("record", [EVENT, FIGURE, STATEMENT, CONTROL])
def test_a_form_sent_back_gives_the_same_record(editor: SlotEditor, record: Record) -> None:
    same = record.model_copy(update={"confidence": None})
    assert editor.edit(record, list_fields(record), REPORT) == same
    assert editor.edit(record, {}, REPORT) == same


def test_fields_have_flat_names() -> None:
    fields = list_fields(EVENT)
    assert fields["actor1.0.name"] == "Islamic State"
    assert fields["place.lat"] == "35.77"
    assert fields["time.precision"] == "day"
    assert (fields["casualties.0.low"], fields["casualties.0.approximate"]) == ("10", "yes")
    assert fields["evidence.0.end"] == "49"
    assert not [name for name in fields if "quote" in name or "confidence" in name]


def test_a_cleared_slot_is_empty_and_nothing_takes_its_place(editor: SlotEditor) -> None:
    cleared = edit_event(
        editor, place__name="", place__lat="", place__lon="", time__start="", time__end="",
        casualties__0__measure="", casualties__0__group="", casualties__0__low="", casualties__0__high="",
        casualties__0__approximate="", actor2__0__name="",
    )  # fmt: skip
    assert (cleared.place, cleared.time, cleared.casualties, cleared.actor2) == (None, None, (), ())
    assert editor.edit(EVENT, {"casualties": ""}, REPORT) == EVENT.model_copy(
        update={"casualties": (), "confidence": None}
    )


def test_quotes_are_cut_from_the_text(editor: SlotEditor) -> None:
    edited = edit_event(editor, evidence__0__start="0", evidence__0__end="17", evidence__0__quote="Nobody did it")
    assert edited.evidence == (Evidence(start=0, end=16, quote="Fighters of ISIS"),)


def test_a_chosen_place_brings_its_coordinates(editor: SlotEditor, gazetteer: CompiledGazetteer) -> None:
    erbil = gazetteer.find("Erbil")[0]
    place = edit_event(editor, place__name="Erbil", place__gazetteer_id=erbil.gazetteer_id).place
    assert place is not None
    assert (place.lat, place.lon, place.gazetteer_id) == (erbil.lat, erbil.lon, erbil.gazetteer_id)
    assert (place.country, place.admin1) == (erbil.country, erbil.admin1)


def test_a_moved_point_keeps_the_name(editor: SlotEditor) -> None:
    place = edit_event(editor, place__lat="35.8", place__lon="43.6", place__geo_precision="2").place
    assert place == PLACE.model_copy(update={"lat": 35.8, "lon": 43.6, "geo_precision": 2})


def test_a_name_that_was_typed_does_not_keep_the_point_of_another(editor: SlotEditor) -> None:
    place = edit_event(editor, place__name="Somewhere Else").place
    assert place is not None
    assert (place.lat, place.lon, place.gazetteer_id) == (None, None, None)


def test_an_actor_that_was_typed_is_known_only_by_a_name_of_one(editor: SlotEditor) -> None:
    edited = edit_event(editor, actor1__0__name="the people of the hills", actor2__0__name="Boko Haram")
    assert edited.actor1 == (ActorRef(name="the people of the hills", mention="ISIS"),)
    assert edited.actor2[0].actor_id is not None
    assert edit_event(editor, actor1__0__name="Fighters").actor1 == (ActorRef(name="Fighters", mention="Fighters"),)


def test_one_message_a_slot_tells_what_is_wrong(editor: SlotEditor) -> None:
    with pytest.raises(WrongSlotsError) as caught:
        edit_event(
            editor, event_type="Wars", modality="maybe", place__lat="95", time__end="2021-11-30", count="0",
            casualties__0__low="11", casualties__0__measure="sad", evidence__0__end="4000",
            attribution__0__source_type="gossip",
        )  # fmt: skip
    problems = caught.value.problems
    assert problems["event_type"] == "“Wars” is not in the list"
    assert problems["time.end"] == "before the first day"
    assert problems["evidence.0"] == "these words are not in the text"
    assert {"modality", "place.lat", "count", "casualties.0.high", "casualties.0.measure"} <= set(problems)
    assert "attribution.0.source_type" in problems


def test_types_have_to_fit(editor: SlotEditor) -> None:
    with pytest.raises(WrongSlotsError, match="belongs to “Protests”"):
        edit_event(editor, sub_event_type="Peaceful protest")
    fields = {"sub_event_type": "Peaceful protest"}
    edited = editor.edit(EVENT, fields, REPORT)
    assert isinstance(edited, Event)
    assert edited.event_type == "Protests"


def test_a_record_by_hand_needs_its_evidence(editor: SlotEditor) -> None:
    fields = {"sub_event_type": "Attack", "evidence.0.start": "0", "evidence.0.end": "16"}
    made = editor.make("events", fields, REPORT)
    assert isinstance(made, Event)
    assert (made.event_type, made.attribution, made.place) == ("Violence against civilians", (OUTLET,), None)
    with pytest.raises(WrongSlotsError, match="mark the words"):
        editor.make("events", {}, REPORT)
    with pytest.raises(WrongSlotsError, match="speaker"):
        editor.make("statements", fields, REPORT)
    with pytest.raises(WrongSlotsError, match="one of"):
        editor.make("rumours", fields, REPORT)


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "abc", "-1"])
def test_numbers_are_numbers(editor: SlotEditor, value: str) -> None:
    with pytest.raises(WrongSlotsError):
        edit(editor, FIGURE, value_low=value)


def test_words_of_a_speaker_stand_in_the_text(editor: SlotEditor) -> None:
    with pytest.raises(WrongSlotsError, match="not in the text"):
        edit(editor, STATEMENT, quote="We lost it")
