"""Rounds in every database: what they promise, and that nothing of them changes afterwards."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest
from people_samples import make_person
from round_samples import KARIM, fill_rounds_store, make_coders, open_round
from whole_stores import tampering

from dateline.cli.main import call
from dateline.model.decisions import NewDecision
from dateline.model.errors import ConflictError, NotKeptError, StoreError, WrongCallError
from dateline.model.filters import RecordFilter
from dateline.model.rounds import Round, Sample, Verdict, list_last_answers
from dateline.model.stores import HandMade
from dateline.resolve.registries import make_actor_registry
from dateline.services.double_coding import blind_report
from dateline.services.projecting import Projector
from dateline.services.record_index import RecordIndex
from dateline.services.round_files import list_answer_rows
from dateline.services.round_reports import compare_round, measure_round
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore

NO_SAMPLE = Sample({}, (), None, 0, 0)


@pytest.fixture
def record_ids(store: SqlStore) -> list[str]:
    return fill_rounds_store(store, raids=4)


@pytest.fixture
def found(store: SqlStore, record_ids: list[str]) -> Round:
    return open_round(store, record_ids[:2])


def say(
    store: SqlStore, found: Round, record_id: str, verdict: Verdict, *, at: int = 0, why: str | None = None
) -> None:
    person = make_coders(store)[at]
    store.rounds.answer(found.id, record_id, person.id, verdict, None, why, who=person.name)


def test_a_round_is_kept_with_how_its_records_were_chosen(
    store: SqlStore, record_ids: list[str], found: Round
) -> None:
    assert store.rounds.get(found.id) == found
    assert store.rounds.list() == [found]
    assert (found.record_ids, found.is_open, found.done) == (tuple(record_ids[:2]), True, frozenset())
    assert (found.sample.seed, found.sample.pool, found.sample.after) == (7, 40, 0)
    assert dict(store.rounds.held()) == dict.fromkeys(record_ids[:2], "March")
    assert store.rounds.held(record_ids[2:]) == {}
    opened = store.log.entries(subject=f"round:{found.id}")[0]
    assert (opened.kind, opened.who, opened.detail["records"]) == ("round-open", "Vian", record_ids[:2])


def test_rounds_that_make_no_sense_are_refused(store: SqlStore, record_ids: list[str], found: Round) -> None:
    karim, sara = (person.id for person in make_coders(store))
    reader = make_person(store, "reader").id
    for name, records, coders, problem in (
        ("", record_ids[2:], [karim, sara], "needs a name"),
        ("May", record_ids[2:], [karim, karim], "two coders"),
        ("May", [], [karim, sara], "no record"),
        ("May", record_ids[2:], [karim, reader], "cannot code"),
    ):
        with pytest.raises(WrongCallError, match=problem):
            store.rounds.open(name, records, coders, NO_SAMPLE, who="Vian")
    with pytest.raises(NotKeptError):
        store.rounds.open("May", ["e-none"], [karim, sara], NO_SAMPLE, who="Vian")
    with pytest.raises(NotKeptError):
        store.rounds.open("May", record_ids[2:], [karim, "nobody"], NO_SAMPLE, who="Vian")
    with pytest.raises(ConflictError, match="March"):
        store.rounds.open("May", record_ids[1:], [karim, sara], NO_SAMPLE, who="Vian")
    assert store.rounds.list() == [found]


def test_nobody_decides_on_records_of_an_open_round(store: SqlStore, record_ids: list[str], found: Round) -> None:
    held, free = record_ids[0], record_ids[3]
    with pytest.raises(ConflictError, match="coded blind in a round"):
        store.decide(held, "approve", "ana")
    with pytest.raises(ConflictError):
        store.decide(free, "merge", "ana", others=[held])
    store.decide(free, "approve", "ana")
    store.rounds.close(found.id, who="Vian")
    assert store.decide(held, "approve", "ana").seq == 2


def test_the_last_answer_counts_and_all_are_kept(store: SqlStore, record_ids: list[str], found: Round) -> None:
    say(store, found, record_ids[0], "approve")
    say(store, found, record_ids[0], "reject", why="told twice")
    answers = store.rounds.answers(found.id)
    assert [row.verdict for row in answers] == ["approve", "reject"]
    assert [row.why for row in list_last_answers(answers).values()] == ["told twice"]
    assert store.rounds.answers(found.id, make_coders(store)[1].id) == []
    with pytest.raises(WrongCallError, match="is open"):
        list_answer_rows(store, found.id)
    store.rounds.close(found.id, who="Vian")
    assert [(row["coder"], row["counts"]) for row in list_answer_rows(store, found.id)] == [
        (KARIM, False), (KARIM, True),
    ]  # fmt: skip


def test_answers_that_do_not_fit_are_refused(store: SqlStore, record_ids: list[str], found: Round) -> None:
    karim = make_coders(store)[0]
    reviewer = make_person(store, "reviewer")
    with pytest.raises(WrongCallError, match="no coder of this round"):
        store.rounds.answer(found.id, record_ids[0], reviewer.id, "approve", None, None, who="Vian")
    with pytest.raises(NotKeptError, match="no such record"):
        say(store, found, record_ids[3], "approve")
    with pytest.raises(WrongCallError, match="as it should be"):
        say(store, found, record_ids[0], "correct")
    with pytest.raises(WrongCallError, match="no such verdict"):
        say(store, found, record_ids[0], "maybe")  # type: ignore[arg-type]
    with pytest.raises(WrongCallError, match="no answer of yours yet: 2"):
        store.rounds.finish(found.id, karim.id, who=KARIM)
    with pytest.raises(NotKeptError, match="no such round"):
        store.rounds.get(found.id + 1)


def test_the_last_coder_who_is_done_closes_the_round(store: SqlStore, record_ids: list[str], found: Round) -> None:
    karim, sara = make_coders(store)
    for at in (0, 1):
        for record_id in found.record_ids:
            say(store, found, record_id, "approve", at=at)
    assert store.rounds.finish(found.id, karim.id, who=karim.name).done == {karim.id}
    with pytest.raises(WrongCallError, match="you are done"):
        say(store, found, record_ids[0], "reject")
    closed = store.rounds.finish(found.id, sara.id, who=sara.name)
    assert not closed.is_open
    assert store.rounds.held() == {}
    with pytest.raises(WrongCallError, match="is closed"):
        say(store, found, record_ids[0], "reject", at=1)
    assert [row.kind for row in store.log.entries(subject=f"round:{found.id}")][-3:] == [
        "round-done", "round-done", "round-close",
    ]  # fmt: skip
    assert list(verify_store(store)) == []


def test_a_changed_answer_is_refused_and_where_forced_found(sqlite_store: SqlStore, database: Path) -> None:
    record_ids = fill_rounds_store(sqlite_store, raids=2)
    found = open_round(sqlite_store, record_ids)
    say(sqlite_store, found, record_ids[0], "approve")
    forge = "UPDATE answers SET verdict = 'reject'"
    with pytest.raises(sqlite3.DatabaseError), closing(sqlite3.connect(database)) as connection:
        connection.execute(forge)
    with tampering(database) as connection:
        connection.execute(forge)
    assert [fault.subject for fault in verify_store(sqlite_store)] == ["answers 1"]


def test_damage_in_the_log_is_told(sqlite_store: SqlStore, database: Path) -> None:
    found = open_round(sqlite_store, fill_rounds_store(sqlite_store, raids=2))
    with tampering(database) as connection:
        connection.execute("UPDATE entries SET detail = '{}' WHERE kind = 'round-open'")
    with pytest.raises(StoreError, match="damaged"):
        sqlite_store.rounds.get(found.id)


def test_a_draw_is_the_same_for_the_same_seed_and_leaves_out_held_records(sqlite_store: SqlStore) -> None:
    record_ids = fill_rounds_store(sqlite_store, raids=20)
    Projector(sqlite_store.projections, make_actor_registry()).catch_up()
    index = RecordIndex(sqlite_store)
    one, pool = index.draw(RecordFilter(), 5, 3)
    assert (index.draw(RecordFilter(), 5, 3), pool) == ((one, 20), 20)
    assert index.draw(RecordFilter(), 5, 4)[0] != one
    rest, pool = index.draw(RecordFilter(), 50, 3, without=one)
    assert (sorted(rest), pool) == (sorted(set(record_ids) - set(one)), 15)
    sqlite_store.decide(rest[0], "approve", "ana")
    assert rest[0] not in index.draw(RecordFilter(), 50, 3)[0]
    assert index.draw(RecordFilter(states=frozenset({"approved"})), 50, 3) == ([rest[0]], 1)


def test_a_blind_report_has_no_decision_no_name_and_no_confidence(sqlite_store: SqlStore) -> None:
    record_id = fill_rounds_store(sqlite_store, raids=1)[0]
    sqlite_store.decide(record_id, "approve", "ana")
    stored = sqlite_store.get_coded(sqlite_store.find_record(record_id)[0])
    made = HandMade(stored.report.id, stored.records[0].record.model_copy(update={"modality": "planned"}))
    sqlite_store.decide_all("ben", [NewDecision(made.record_id("ben"), "add")], [made])
    stored = sqlite_store.get_coded(stored.report.id)
    assert len(stored.records) == 2
    (blind,) = blind_report(stored, record_id).records
    assert (blind.state, blind.record.confidence, blind.decisions) == ("proposed", None, ())


def test_one_of_two_deeds_at_once_waits_and_then_counts(store: SqlStore, record_ids: list[str], found: Round) -> None:
    """Both coders say that they are done in the same moment: the round closes once."""
    coders = make_coders(store)
    for at in (0, 1):
        for record_id in found.record_ids:
            say(store, found, record_id, "approve", at=at)
    start = Barrier(2)

    def finish(at: int) -> None:
        start.wait()
        store.rounds.finish(found.id, coders[at].id, who=coders[at].name)

    threads = [Thread(target=finish, args=(at,)) for at in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not store.rounds.get(found.id).is_open
    assert [row.kind for row in store.log.entries()].count("round-close") == 1


def test_the_command_tells_rounds_and_figures(
    sqlite_store: SqlStore, database: object, capsys: pytest.CaptureFixture[str]
) -> None:
    record_ids = fill_rounds_store(sqlite_store, raids=6)
    found = open_round(sqlite_store, record_ids)
    for number, record_id in enumerate(record_ids):
        say(sqlite_store, found, record_id, "approve" if number % 2 else "unsure")
        say(sqlite_store, found, record_id, "approve" if number > 1 else "unsure", at=1)

    def run(*words: str) -> int:
        return call(["rounds", *words, "--database", str(database)])

    assert run("agreement", "1") == 2
    assert "is open" in capsys.readouterr().err
    sqlite_store.rounds.close(1, who="Vian")
    assert run("list") == 0
    assert "6 records, 2 coders" in capsys.readouterr().out
    assert run("list", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["sample"]["seed"] == 7
    assert run("agreement", "1") == 0
    told = capsys.readouterr().out
    assert "verdict" in told
    assert "no variation" in told
    assert run("agreement", "1", "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    kappa = measure_round(compare_round(sqlite_store, 1))[0].agreement.kappa
    assert kappa is not None
    assert figures["slots"][0]["kappa"] == pytest.approx(kappa.value, abs=1e-4)
    assert run("agreement", "9") == 1
