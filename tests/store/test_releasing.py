"""Releases over a store: frozen, hashed, told what changed, reviewed by somebody else, and found out when changed."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from release_samples import approve_all, make_release_desk, release
from report_builders import MakeCoded

from dateline.model.decisions import NewDecision
from dateline.model.errors import NotKeptError, StoreError, WrongCallError
from dateline.model.records import CodedReport, Event
from dateline.model.releases import ReleasePolicy
from dateline.model.stores import HandMade
from dateline.services.release_checks import check_releases
from dateline.store.databases import SqlStore

Fill = Callable[[SqlStore, CodedReport], list[str]]


def correct(store: SqlStore, record_id: str, **changes: object) -> str:
    """A correction as the review page makes one: the new record in the old one's place, and approved."""
    report_id, _ = store.find_record(record_id)
    old = next(row for row in store.get_coded(report_id).records if row.record_id == record_id)
    made = HandMade(report_id, old.record.model_copy(update={"incident_id": None, **changes}))
    new_id = made.record_id("ben")
    asked = [NewDecision(record_id, "correct", others=(new_id,)), NewDecision(new_id, "approve")]
    store.decide_all("ben", asked, [made])
    return new_id


def test_a_release_has_what_is_approved_and_nothing_else(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    one, two = fill(store, make_coded(1)), fill(store, make_coded(2))
    approve_all(store, [one[0], one[2]])
    store.decide(two[0], "reject", "ana")
    desk = make_release_desk(store)
    made = desk.make("ana")
    assert (made.version, made.state, made.record_count) == ("2026.11", "candidate", 2)
    assert [row.record_id for line in desk.open("2026.11").iter_coded() for row in line.records] == [one[0], one[2]]
    assert all(row.state == "approved" for line in desk.open("2026.11").iter_coded() for row in line.records)
    approve_all(store, [two[1]])
    assert desk.get("2026.11") == made
    assert list(check_releases(store)) == []


def test_the_hash_can_be_made_again_from_the_files(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    approve_all(store, fill(store, make_coded(1)))
    made = make_release_desk(store).make("ana")
    assert hashlib.sha256(made.manifest.encode()).hexdigest() == made.sha256
    described = json.loads(made.manifest)["parts"]
    files = [zlib.decompress(part.data) for part in store.releases.parts(made.version)]
    assert [hashlib.sha256(data).hexdigest() for data in files] == [part["sha256"] for part in described]
    assert [part["name"] for part in described] == ["records-0001.jsonl", "changes.json"]
    assert "ana" not in made.manifest + "".join(data.decode() for data in files)


def test_the_same_store_gives_the_same_bytes(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    approve_all(store, [*fill(store, make_coded(1)), *fill(store, make_coded(2))])
    desk = make_release_desk(store)
    first, second = desk.make("ana"), desk.make("ben")
    assert second.version == "2026.11.1"
    assert second.manifest.replace("2026.11.1", "2026.11") == first.manifest
    assert [part.sha256 for part in store.releases.parts("2026.11")] == [
        part.sha256 for part in store.releases.parts("2026.11.1")
    ]


def test_each_step_is_a_persons_and_in_the_log(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    approve_all(store, fill(store, make_coded(1)))
    desk = make_release_desk(store)
    release(desk, "2026.11")
    with pytest.raises(WrongCallError, match="needs a reason"):
        desk.withdraw("2026.11", "ana", " ")
    withdrawn = desk.withdraw("2026.11", "cleo", "a source was named")
    steps = [("candidate", "ana"), ("reviewed", "ben"), ("released", "ana"), ("withdrawn", "cleo")]
    assert [(step.step, step.who) for step in withdrawn.steps] == steps
    entries = store.log.entries(subject="release:2026.11")
    assert [(entry.detail["step"], entry.who) for entry in entries] == steps
    assert {entry.detail["sha256"] for entry in entries} == {withdrawn.sha256}
    assert store.releases.last_released() is None
    with pytest.raises(WrongCallError, match="withdrawn"):
        desk.publish("2026.11", "ana")


def test_publishing_needs_a_review_and_under_the_rule_by_somebody_else(
    store: SqlStore, make_coded: MakeCoded, fill: Fill
) -> None:
    approve_all(store, fill(store, make_coded(1)))
    store.policies.set("two_person_rule", True)
    desk = make_release_desk(store)
    desk.make("ana", "2026.11")
    with pytest.raises(WrongCallError, match="nobody has reviewed"):
        desk.publish("2026.11", "ana")
    desk.review("2026.11", "ana")
    with pytest.raises(WrongCallError, match="somebody else"):
        desk.publish("2026.11", "ana")
    desk.review("2026.11", "ben")
    assert desk.publish("2026.11", "ana").state == "released"


def test_a_candidate_that_was_compared_with_an_old_release_is_not_published(
    store: SqlStore, make_coded: MakeCoded, fill: Fill
) -> None:
    approve_all(store, fill(store, make_coded(1)))
    desk = make_release_desk(store)
    desk.make("ana", "2026.10")
    release(desk, "2026.11")
    desk.review("2026.10", "ben")
    with pytest.raises(WrongCallError, match="make it anew"):
        desk.publish("2026.10", "ana")


def test_the_change_list_tells_what_became_of_every_record(
    store: SqlStore, make_coded: MakeCoded, fill: Fill
) -> None:
    one, two = fill(store, make_coded(1)), fill(store, make_coded(2))
    approve_all(store, one)
    desk = make_release_desk(store)
    release(desk, "2026.10")
    assert desk.changes("2026.10").counts == {"added": 4, "removed": 0, "corrected": 0, "changed": 0}
    approve_all(store, [two[0]])
    store.decide(one[1], "reject", "ana")
    middle = correct(store, one[0], count=2)
    final = correct(store, middle, count=3)
    store.decide(one[3], "unsure", "ana")
    desk.make("ana", "2026.11")
    changes = desk.changes("2026.11")
    assert [row.record_id for row in changes.added] == [two[0]]
    assert {row.record_id: row.why for row in changes.removed} == {
        one[1]: "rejected since",
        one[3]: "marked unsure since",
    }
    (corrected,) = changes.corrected
    assert (corrected.was, corrected.record_id) == (one[0], final)
    assert [(slot.slot, slot.before, slot.after) for slot in corrected.slots] == [("count", "nothing", "3")]
    assert "Armed clash" in corrected.words
    assert desk.diff("2026.10", "2026.11") == changes
    back = desk.diff("2026.11", "2026.10")
    assert {row.record_id for row in back.removed} == {final, two[0]}


def test_a_new_incident_of_a_record_is_told_as_a_change(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    ids = fill(store, make_coded(1))
    approve_all(store, ids)
    desk = make_release_desk(store)
    release(desk, "2026.10")
    store.set_incidents({ids[0]: "i-9"})
    desk.make("ana", "2026.11")
    (changed,) = desk.changes("2026.11").changed
    assert [(slot.slot, slot.before, slot.after) for slot in changed.slots] == [("incident_id", "nothing", "i-9")]


@pytest.mark.parametrize("precision", ["grid", "region", "country"])
def test_a_coarsened_release_names_no_village_anywhere(
    store: SqlStore, make_coded: MakeCoded, fill: Fill, precision: str
) -> None:
    approve_all(store, fill(store, make_coded(1)))
    desk = make_release_desk(store)
    made = desk.make("ana", policy=ReleasePolicy(precision=precision))  # type: ignore[arg-type]
    text = made.manifest + "".join(zlib.decompress(part.data).decode() for part in store.releases.parts(made.version))
    assert not any(word in text for word in ("Omdurman", "15.64", "Gunmen", "bridge", "news.example"))
    assert "Sudanese Armed Forces" not in text or "SD.saf" in text
    counts = json.loads(made.manifest)["counts"]
    assert (counts["places_coarsened"], counts["quotes_withheld"], counts["record_count"]) == (4, 4, 4)
    event = next(row.record for line in desk.open(made.version).iter_coded() for row in line.records)
    assert isinstance(event, Event)
    assert event.place is not None
    assert (event.evidence[0].start, event.evidence[0].quote) == (0, "")


def test_the_changes_of_a_coarse_release_are_as_coarse(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    one, two = fill(store, make_coded(1)), fill(store, make_coded(2))
    approve_all(store, [*one, *two])
    desk = make_release_desk(store)
    release(desk, "2026.10")
    store.decide(two[0], "reject", "ana")
    made = desk.make("ana", "2026.11", ReleasePolicy(precision="region"))
    changes = desk.changes(made.version)
    assert changes.counts == {"added": 0, "removed": 1, "corrected": 0, "changed": 0}
    assert "Omdurman" not in json.dumps(changes.to_json())


def test_records_of_young_days_are_held_back(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    old, young = make_coded(1, published="2026-11-11"), make_coded(2, published="2026-11-12")
    approve_all(store, [*fill(store, old), *fill(store, young)])
    desk = make_release_desk(store)
    made = desk.make("ana", policy=ReleasePolicy(delay_days=10))
    assert [line.report.id for line in desk.open(made.version).iter_coded()] == [old.report.id]
    manifest = json.loads(made.manifest)
    assert (manifest["counts"]["held_back"], manifest["policy"]["held_back_from"]) == (4, "2026-11-12")


def test_versions_are_checked(store: SqlStore) -> None:
    desk = make_release_desk(store)
    desk.make("ana", "2026.11.2")
    for version, reason in (("2026.11.1", "after all"), ("2026.13", "no version"), ("latest", "no version")):
        with pytest.raises(WrongCallError, match=reason):
            desk.make("ana", version)
    assert desk.propose_version() == "2026.11.3"
    with pytest.raises(NotKeptError):
        desk.get("2020.01")


def test_releases_cannot_be_changed_and_damage_is_found(
    sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill
) -> None:
    approve_all(sqlite_store, fill(sqlite_store, make_coded(1)))
    desk = make_release_desk(sqlite_store)
    release(desk, "2026.11")
    with sqlite_store._engine.connect() as connection:
        for statement in (
            "UPDATE releases SET sha256 = 'x'",
            "DELETE FROM release_parts",
            "DELETE FROM release_steps",
        ):
            with pytest.raises(sa.exc.IntegrityError, match="never changed"):
                connection.exec_driver_sql(statement)
            connection.rollback()
        connection.exec_driver_sql("DROP TRIGGER release_parts_refuse_update")
        forged = zlib.compress(b"")
        connection.exec_driver_sql("UPDATE release_parts SET data = ? WHERE position = 0", (forged,))
        connection.commit()
    problems = [str(fault) for fault in check_releases(sqlite_store)]
    assert problems == [
        "release 2026.11: its part records-0001.jsonl was changed",
        "release 2026.11: has 0 of the 4 records that were frozen",
    ]
    with pytest.raises(StoreError, match="was changed"):
        list(desk.open("2026.11").iter_coded())


def test_a_release_that_was_made_over_does_not_fit_the_log(
    sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill
) -> None:
    approve_all(sqlite_store, fill(sqlite_store, make_coded(1)))
    made = make_release_desk(sqlite_store).make("ana")
    forged = made.manifest.replace('"held_back":0', '"held_back":1')
    digest = hashlib.sha256(forged.encode()).hexdigest()
    with sqlite_store._engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER releases_refuse_update")
        connection.exec_driver_sql("UPDATE releases SET manifest = ?, sha256 = ?", (forged, digest))
        connection.commit()
    (fault,) = check_releases(sqlite_store)
    assert "of the log tells" in str(fault)
