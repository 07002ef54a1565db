"""People, invitations, sessions, keys and rules in every database."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from conftest import NOON

from dateline.model.errors import DatelineError, NotKeptError, WrongCallError
from dateline.model.people import Person, Role
from dateline.store.databases import SqlStore

LATER = NOON + timedelta(days=7)
HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA"


def add(store: SqlStore, name: str, role: Role = "coder", *, joined: bool = True) -> Person:
    person = store.people.add(f"id-{name}", name, role, who="tests")
    if joined:
        store.people.set_password(person.id, HASH, who="tests")
    return store.people.get(person.id)


def test_people_are_added_listed_and_found(store: SqlStore) -> None:
    vian, anna = add(store, "Vian", "reviewer"), add(store, "Anna", joined=False)
    assert store.people.list() == [anna, vian]
    assert store.people.find("Vian") == vian
    assert store.people.find("vian") is None
    assert (vian.joined, anna.joined) == (True, False)
    assert "release" in vian.rights
    with pytest.raises(WrongCallError, match="already"):
        store.people.add("other", "Vian", "coder", who="tests")
    with pytest.raises(NotKeptError):
        store.people.get("nobody")


def test_the_last_admin_is_kept_and_an_ended_person_is_changed_no_more(store: SqlStore) -> None:
    adil, vian = add(store, "Adil", "admin"), add(store, "Vian", "admin")
    assert store.people.count_admins() == 2
    ended = store.people.end(vian.id, who="Adil")
    assert ended.ended is not None
    assert ended.rights == frozenset()
    assert store.people.password_of(vian.id) is None
    with pytest.raises(WrongCallError):
        store.people.set_role(adil.id, "reader", who="Adil")
    for change in (
        lambda: store.people.set_role(vian.id, "reader", who="Adil"),
        lambda: store.people.set_password(vian.id, HASH, who="Adil"),
        lambda: store.people.invite("i" * 64, vian.id, LATER, who="Adil"),
        lambda: store.people.begin_session("s" * 64, vian.id, LATER),
        lambda: store.people.add_token("t", "t" * 64, vian.id, "bot", ["read"], LATER, who="Adil"),
    ):
        with pytest.raises(NotKeptError):
            change()
    assert store.people.count_admins() == 1


def test_two_admins_who_go_at_once_leave_one(store: SqlStore) -> None:
    admins = [add(store, "Adil", "admin"), add(store, "Vian", "admin")]
    start, refused = Barrier(2), []

    def leave(person: Person) -> None:
        start.wait(10)
        try:
            store.people.end(person.id, who=person.name)
        except DatelineError as error:
            refused.append(error)

    threads = [Thread(target=leave, args=(person,)) for person in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refused) == 1
    assert store.people.count_admins() == 1


def test_an_invitation_is_used_once_and_a_newer_one_voids_it(store: SqlStore) -> None:
    anna = add(store, "Anna", joined=False)
    store.people.invite("a" * 64, anna.id, LATER, who="tests")
    store.people.invite("b" * 64, anna.id, LATER, who="tests")
    assert store.people.find_invitation("a" * 64) is None
    joined = store.people.accept("b" * 64, "Anna Omar", HASH)
    assert (joined.id, joined.name, joined.joined) == (anna.id, "Anna Omar", True)
    with pytest.raises(NotKeptError):
        store.people.accept("b" * 64, "Anna Omar", HASH)


def test_an_invitation_that_cannot_be_accepted_stays(store: SqlStore) -> None:
    anna = add(store, "Anna", joined=False)
    add(store, "Vian")
    store.people.invite("a" * 64, anna.id, LATER, who="tests")
    with pytest.raises(WrongCallError):
        store.people.accept("a" * 64, "Vian", HASH)
    assert store.people.find_invitation("a" * 64) is not None
    store.people.invite("c" * 64, anna.id, NOON, who="tests")
    assert store.people.find_invitation("c" * 64) is None


def test_sessions_are_found_until_they_end(store: SqlStore) -> None:
    anna = add(store, "Anna")
    session = store.people.begin_session("a" * 64, anna.id, LATER)
    store.people.begin_session("b" * 64, anna.id, LATER)
    store.people.begin_session("c" * 64, anna.id, NOON)
    assert store.people.find_session("a" * 64) == (session, anna)
    assert store.people.find_session("c" * 64) is None
    assert len(store.people.sessions_of(anna.id)) == 2
    assert store.people.end_sessions(anna.id, but="a" * 64) >= 1
    store.people.see_session("a" * 64)
    store.people.end_session("a" * 64)
    assert store.people.find_session("a" * 64) is None


def test_role_password_and_end_take_the_sessions(store: SqlStore) -> None:
    anna = add(store, "Anna")
    for change in (
        lambda: store.people.set_role(anna.id, "reviewer", who="x"),
        lambda: store.people.set_password(anna.id, HASH, who="x"),
        lambda: store.people.end(anna.id, who="x"),
    ):
        store.people.begin_session("a" * 64, anna.id, LATER)
        change()
        assert store.people.find_session("a" * 64) is None


def test_keys_are_found_until_they_end(store: SqlStore) -> None:
    anna = add(store, "Anna")
    token = store.people.add_token("t1", "a" * 64, anna.id, "bot", ["read", "export"], LATER, who="Anna")
    assert store.people.find_token("a" * 64) == (token, anna)
    store.people.see_token("t1")
    assert store.people.tokens_of(anna.id)[0].used is not None
    with pytest.raises(NotKeptError):
        store.people.end_token("t1", "somebody-else", who="x")
    assert store.people.end_token("t1", anna.id, who="Anna").ended is not None
    assert store.people.find_token("a" * 64) is None
    store.people.add_token("t2", "b" * 64, anna.id, "bot", ["read"], None, who="Anna")
    assert store.people.find_token("b" * 64) is not None
    store.people.end(anna.id, who="x")
    assert store.people.find_token("b" * 64) is None


def test_a_password_hash_is_refreshed_only_over_the_one_that_was_checked(store: SqlStore) -> None:
    anna = add(store, "Anna")
    store.people.refresh_password(anna.id, "another", "lost")
    assert store.people.password_of(anna.id) == HASH
    store.people.refresh_password(anna.id, HASH, "newer")
    assert store.people.password_of(anna.id) == "newer"


def test_rules_are_kept_as_json_and_logged(store: SqlStore) -> None:
    assert store.policies.get("release_delay_days", 14) == 14
    store.policies.set("release_delay_days", 7, who="Adil")
    store.policies.set("release_delay_days", 3, who="Adil")
    assert store.policies.get("release_delay_days", 14) == 3
    entries = store.log.entries(subject="policy:release_delay_days")
    assert [(entry.who, dict(entry.detail)) for entry in entries] == [("Adil", {"value": 7}), ("Adil", {"value": 3})]


def test_no_secret_and_no_password_is_in_the_log(store: SqlStore) -> None:
    anna = add(store, "Anna", joined=False)
    store.people.invite("a" * 64, anna.id, LATER, who="tests")
    store.people.accept("a" * 64, "Anna", HASH)
    store.people.add_token("t1", "b" * 64, anna.id, "bot", ["read"], LATER, who="Anna")
    logged = " ".join(str(entry) for entry in store.log.entries(subject=f"person:{anna.id}"))
    assert "argon2" not in logged
    assert "a" * 64 not in logged
    assert "b" * 64 not in logged


def test_the_log_and_the_deed_are_one(store: SqlStore) -> None:
    with pytest.raises(WrongCallError):
        store.people.add("id", "Anna", "coder", who=" ")
    assert store.people.list() == []
