"""The desk's decisions over a store: what each does to the records, and how all of it is taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from report_builders import MakeCoded

from dateline.model.errors import ConflictError, NotKeptError, WrongCallError
from dateline.model.records import CodedReport, Event
from dateline.publish.areas import make_area_records
from dateline.publish.maps import list_mapped_events
from dateline.publish.views import list_record_lines, make_report_view
from dateline.resolve.registries import make_actor_registry
from dateline.services.projecting import Projector
from dateline.services.reviewing import ReviewDesk
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore

Fill = Callable[[SqlStore, CodedReport], list[str]]
REGISTRY = make_actor_registry()


@pytest.fixture
def projector(store: SqlStore) -> Projector:
    return Projector(store.projections, REGISTRY)


@pytest.fixture
def desk(store: SqlStore, projector: Projector) -> ReviewDesk:
    return ReviewDesk(store, projector)


@pytest.fixture
def record_ids(store: SqlStore, make_coded: MakeCoded, fill: Fill, projector: Projector) -> list[str]:
    """An event, a figure, a statement and a control record of one report."""
    own = fill(store, make_coded())
    projector.catch_up()
    return own


def read_event(store: SqlStore, record_id: str) -> Event:
    report_id, _ = store.find_record(record_id)
    record = next(row.record for row in store.get_coded(report_id).records if row.record_id == record_id)
    assert isinstance(record, Event)
    return record


def state(store: SqlStore, record_id: str) -> str:
    report_id, _ = store.find_record(record_id)
    return next(row.state for row in store.get_coded(report_id).records if row.record_id == record_id)


def test_each_verdict_gives_its_state(store: SqlStore, desk: ReviewDesk, record_ids: list[str]) -> None:
    one, two, three, _ = record_ids
    assert desk.approve(one, "mira").said == "Approved"
    assert desk.reject(two, "mira", "wrong place").said == "Rejected: wrong place"
    outcome = desk.unsure(three, "mira")
    assert outcome.states == {three: "unsure"}
    assert [state(store, record_id) for record_id in record_ids] == ["approved", "rejected", "unsure", "proposed"]
    with pytest.raises(WrongCallError, match="needs a reason"):
        desk.reject(one, "mira", " ")
    with pytest.raises(NotKeptError):
        desk.approve("e-nobody", "mira")


def test_a_correction_takes_the_place_of_the_record(store: SqlStore, desk: ReviewDesk, record_ids: list[str]) -> None:
    one = record_ids[0]
    better = read_event(store, one).model_copy(update={"sub_event_type": "Government regains territory"})
    outcome = desk.correct(one, better, "mira", "they took the bridge")
    assert outcome.states == {one: "superseded", outcome.record_id: "approved"}
    assert outcome.said == "Corrected: they took the bridge"
    assert read_event(store, outcome.record_id).sub_event_type == "Government regains territory"
    assert desk.correct(one, better, "mira").record_id == outcome.record_id, "sent twice, it is done once"
    with pytest.raises(ConflictError, match="corrected already"):
        desk.correct(one, better, "tom")
    with pytest.raises(WrongCallError, match="was corrected"):
        desk.approve(one, "mira")
    assert verify_store(store) == []


def test_undo_of_a_correction_brings_the_old_record_back(
    store: SqlStore, desk: ReviewDesk, record_ids: list[str]
) -> None:
    one = record_ids[0]
    better = read_event(store, one).model_copy(update={"count": 2})
    new = desk.correct(one, better, "mira").record_id
    undone = desk.undo("mira")
    assert undone is not None
    assert undone.said == "Taken back: correction"
    assert undone.states == {one: "proposed", new: "rejected"}
    again = desk.redo("mira")
    assert again is not None
    assert (again.record_id, again.states) == (new, {one: "superseded", new: "approved"})
    desk.undo("mira")
    assert desk.correct(one, better, "mira").states == {one: "superseded", new: "approved"}
    assert verify_store(store) == []


def test_undo_goes_back_to_the_first_act_and_redo_forth(
    store: SqlStore, desk: ReviewDesk, record_ids: list[str]
) -> None:
    for record_id in record_ids * 20:
        desk.approve(record_id, "mira")
        desk.reject(record_id, "mira", "duplicate")
    for _ in record_ids * 40:
        assert desk.undo("mira") is not None
    assert desk.undo("mira") is None
    assert {state(store, record_id) for record_id in record_ids} == {"proposed"}
    for _ in record_ids * 40:
        assert desk.redo("mira") is not None
    assert desk.redo("mira") is None
    assert {state(store, record_id) for record_id in record_ids} == {"rejected"}


def test_a_new_decision_ends_what_could_be_brought_back(desk: ReviewDesk, record_ids: list[str]) -> None:
    desk.approve(record_ids[0], "mira")
    desk.undo("mira")
    desk.approve(record_ids[1], "mira")
    assert desk.redo("mira") is None
    desk.undo("mira")
    again = desk.redo("mira")
    assert again is not None
    assert again.record_id == record_ids[1]


def test_undo_refuses_where_somebody_else_has_decided_since(
    store: SqlStore, desk: ReviewDesk, record_ids: list[str]
) -> None:
    one = record_ids[0]
    desk.approve(one, "mira")
    desk.reject(one, "tom", "wrong place")
    with pytest.raises(ConflictError, match=r"tom has decided since: .* \(rejected: wrong place\)"):
        desk.undo("mira")
    desk.undo("tom")
    assert state(store, one) == "approved"
    assert desk.undo("mira") is not None
    assert state(store, one) == "proposed"


def test_what_was_seen_guards_against_crossing(desk: ReviewDesk, record_ids: list[str]) -> None:
    one = record_ids[0]
    first = desk.approve(one, "mira", seen=0)
    assert desk.approve(one, "mira", seen=0) == first, "the same again is the same decision"
    with pytest.raises(ConflictError, match="mira has decided on this record meanwhile"):
        desk.reject(one, "tom", "wrong actor", seen=0)
    assert desk.reject(one, "tom", "wrong actor", seen=first.decisions[-1].seq).states == {one: "rejected"}


def test_a_key_makes_a_deed_happen_once(store: SqlStore, desk: ReviewDesk, record_ids: list[str]) -> None:
    one, two, *_ = record_ids
    desk.approve(one, "mira", key="k1")
    desk.approve(two, "mira", key="k2")
    first = desk.undo("mira", key="k3")
    assert desk.undo("mira", key="k3") == first
    assert (state(store, one), state(store, two)) == ("approved", "proposed")


def test_two_people_approve_under_the_rule(store: SqlStore, desk: ReviewDesk, record_ids: list[str]) -> None:
    store.policies.set("two_person_rule", True)
    one = record_ids[0]
    first = desk.approve(one, "mira")
    assert first.states == {one: "proposed"}
    assert "second person" in first.said
    assert desk.approve(one, "mira").decisions == first.decisions, "said twice"
    assert desk.approve(one, "tom").states == {one: "approved"}
    with pytest.raises(ConflictError, match="tom has decided since"):
        desk.undo("mira")


def test_who_made_a_record_cannot_give_its_only_approval(
    store: SqlStore, desk: ReviewDesk, record_ids: list[str]
) -> None:
    store.policies.set("two_person_rule", True)
    one = record_ids[0]
    better = read_event(store, one).model_copy(update={"count": 2})
    outcome = desk.correct(one, better, "mira")
    new = outcome.record_id
    assert outcome.states == {one: "superseded", new: "proposed"}
    with pytest.raises(WrongCallError, match="second person"):
        desk.approve(new, "mira")
    desk.undo("mira")
    assert state(store, new) == "rejected"
    desk.correct(one, better, "mira")
    assert state(store, new) == "proposed", "made again, it is not withdrawn any more"
    assert desk.approve(new, "tom").states == {new: "approved"}


def test_a_record_by_hand_is_withdrawn_by_undo(store: SqlStore, desk: ReviewDesk, record_ids: list[str]) -> None:
    report_id, _ = store.find_record(record_ids[0])
    made = read_event(store, record_ids[0]).model_copy(update={"casualties": ()})
    outcome = desk.add(report_id, made, "mira")
    assert outcome.states == {outcome.record_id: "approved"}
    assert desk.add(report_id, made, "mira").record_id == outcome.record_id
    assert outcome.record_id in store.incidents()
    desk.undo("mira")
    assert state(store, outcome.record_id) == "rejected"
    desk.redo("mira")
    assert state(store, outcome.record_id) == "approved"


def test_merge_and_split_relink_and_are_taken_back(
    store: SqlStore, desk: ReviewDesk, make_coded: MakeCoded, fill: Fill, projector: Projector
) -> None:
    one, other = (fill(store, make_coded(number))[0] for number in (1, 2))
    projector.catch_up()
    together = store.incidents()[one] == store.incidents()[other]
    if together:
        desk.split(one, [], "mira", "two bridges")
        assert store.incidents()[one] != store.incidents()[other]
    merged = desk.merge([one, other], "mira", "one bridge")
    assert merged.said == "Merged: 2 accounts of one incident"
    assert store.incidents()[one] == store.incidents()[other]
    desk.undo("mira")
    assert store.incidents()[one] != store.incidents()[other]
    desk.redo("mira")
    assert store.incidents()[one] == store.incidents()[other]
    with pytest.raises(WrongCallError, match="two or more"):
        desk.merge([one], "mira")


def test_a_discarded_account_stands_alone_and_its_correction_in_its_place(
    store: SqlStore, desk: ReviewDesk, make_coded: MakeCoded, fill: Fill, projector: Projector
) -> None:
    one, other = (fill(store, make_coded(number))[0] for number in (1, 2))
    projector.catch_up()
    desk.merge([one, other], "mira")
    better = read_event(store, one).model_copy(update={"count": 2})
    new = desk.correct(one, better, "mira").record_id
    desk.merge([new, other], "mira")
    linked = dict(store.incidents())
    assert linked[new] == linked[other] != linked[one]
    assert count_lines(store) == {linked[new]: 2}, "what was corrected has no line of its own"
    desk.reject(other, "mira", "duplicate")
    assert count_lines(store) == {store.incidents()[new]: 1}
    for _ in range(4):
        desk.undo("mira")
    kept = dict(store.incidents())
    projector.link_all()
    assert dict(store.incidents()) == kept
    assert new not in {record_id for record_id in kept if kept[record_id] in (kept[one], kept[other])}


def count_lines(store: SqlStore) -> dict[str, int]:
    return {line.incident_id: line.account_count for line in store.projections.incident_lines(100)}


def test_the_history_tells_every_step_and_what_was_changed(
    store: SqlStore, desk: ReviewDesk, record_ids: list[str]
) -> None:
    one = record_ids[0]
    desk.unsure(one, "tom")
    better = read_event(store, one).model_copy(update={"casualties": (), "count": 3})
    new = desk.correct(one, better, "mira", "nobody was killed").record_id
    desk.undo("mira")
    steps = desk.history(new)
    assert steps == desk.history(one), "the same from either record"
    assert [(step.who, step.said) for step in steps] == [
        ("patterns", "proposed by patterns 1.0"),
        ("tom", "marked unsure"),
        ("mira", "corrected: nobody was killed"),
        ("mira", "made by hand"),
        ("mira", "approved"),
        ("mira", "took back the approval"),
        ("mira", "took back the record by hand"),
        ("mira", "took back the correction"),
        ("mira", "rejected: withdrawn by who made it"),
    ]
    changed = {row.name: (row.before, row.after) for row in steps[2].differences}
    assert changed == {
        "toll": ("7 killed Sudanese Army (spokesman)", "nothing"),
        "number of events": ("nothing", "3"),
    }
    assert [step.stands for step in steps[1:5]] == [True, False, False, False]
    assert steps[2].state == "superseded"


def test_what_others_decide_at_the_same_moment_is_not_overridden(
    store: SqlStore, desk: ReviewDesk, record_ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = record_ids[0]
    decide_all = SqlStore.decide_all

    def decide_late(own: SqlStore, who: str, *asked: object, **told: object) -> object:
        monkeypatch.undo()
        own.decide(one, "reject", "tom", "duplicate")
        return decide_all(own, who, *asked, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(SqlStore, "decide_all", decide_late)
    with pytest.raises(ConflictError, match="tom has decided on this record meanwhile"):
        desk.approve(one, "mira")
    assert [row.who for row in store.decisions(one)] == ["tom"]
    assert desk.approve(one, "mira").states == {one: "approved"}


def test_no_reader_counts_what_was_discarded(store: SqlStore, desk: ReviewDesk, record_ids: list[str]) -> None:
    event, figure, *_ = record_ids
    desk.reject(figure, "mira", "not in the text")
    new = desk.correct(event, read_event(store, event).model_copy(update={"count": 2}), "mira").record_id
    (line,) = store.list_reports()
    assert dict(line.counts) == {"events": 1, "figures": 0, "statements": 1, "control": 1}
    assert dict(line.states) == {"approved": 1, "superseded": 1, "rejected": 1, "proposed": 2}
    stored = store.get_coded(line.report_id)
    assert {mapped.card.record_id for mapped in list_mapped_events([stored])} == {new}
    shown = {row.card.record_id for row in list_record_lines([stored])}
    assert new in shown
    assert not {event, figure} & shown
    view = make_report_view(stored)
    assert view.counted == "1 event, 1 statement, 1 control"
    assert {event, figure} <= {card.record_id for card in view.cards}, "they stay visible where they came from"
    assert len(make_area_records(stored)) == 3
