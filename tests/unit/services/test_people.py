from datetime import UTC, datetime, timedelta

import pytest
from people_clients import GOOD, make_fast

from dateline.model.errors import NotKeptError, WrongCallError
from dateline.services.people import Rules
from dateline.services.ways_in import PeopleDesk, make_people_desk
from dateline.store.databases import SqlStore, open_store


class Desk:
    """A desk over a store in memory, with a clock that can be set on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
        self.store: SqlStore = open_store(":memory:", clock=lambda: self.now)
        self.desk: PeopleDesk = make_people_desk(self.store, passwords=make_fast(), clock=lambda: self.now)
        self.accounts = self.desk.accounts

    def join(self, name: str, role: str = "coder") -> str:
        person, secret = self.accounts.invite(name, role, "tests")
        self.accounts.accept(secret, name, GOOD)
        return person.id

    def deeds(self) -> list[tuple[str, str]]:
        return [(entry.kind, entry.who) for entry in self.store.log.entries()]


def test_a_desk_without_an_admin_gives_a_new_link_each_time_and_voids_the_old_one() -> None:
    desk = Desk()
    first, second = desk.accounts.invite_first_admin(), desk.accounts.invite_first_admin()
    assert first is not None
    assert second is not None
    assert desk.accounts.read_invitation(first) is None
    assert desk.accounts.accept(second, "Adil Karim", GOOD).role == "admin"
    assert desk.accounts.invite_first_admin() is None
    assert [person.name for person in desk.accounts.list_people()] == ["Adil Karim"]


def test_the_first_link_is_over_once_another_admin_has_come() -> None:
    desk = Desk()
    first = desk.accounts.invite_first_admin()
    assert first is not None
    desk.join("Vian Salih", "admin")
    assert desk.accounts.read_invitation(first) is None
    with pytest.raises(NotKeptError):
        desk.accounts.accept(first, "Mallory", GOOD)


def test_the_first_admin_gets_a_new_password_link_like_everybody() -> None:
    desk = Desk()
    first = desk.accounts.invite_first_admin()
    assert first is not None
    admin = desk.accounts.accept(first, "Adil Karim", GOOD)
    desk.join("Vian Salih", "admin")
    again = desk.accounts.invite_again(admin.id, "Vian Salih")
    assert desk.accounts.accept(again, "ignored", "a second long phrase").name == "Adil Karim"


def test_a_link_works_once_and_for_seven_days() -> None:
    desk = Desk()
    _, secret = desk.accounts.invite("Shilan Omar", "coder", "tests")
    desk.now += timedelta(days=6, hours=23)
    assert desk.accounts.accept(secret, "Shilan Omar", GOOD).joined
    with pytest.raises(NotKeptError, match="used"):
        desk.accounts.accept(secret, "Shilan Omar", GOOD)
    _, late = desk.accounts.invite("Karim", "coder", "tests")
    desk.now += timedelta(days=7)
    assert desk.accounts.read_invitation(late) is None


def test_a_refused_password_leaves_the_link_usable() -> None:
    desk = Desk()
    _, secret = desk.accounts.invite("Shilan Omar", "coder", "tests")
    with pytest.raises(WrongCallError, match="12 characters"):
        desk.accounts.accept(secret, "Shilan Omar", "short")
    assert desk.accounts.accept(secret, "Shilan Omar", GOOD).joined


def test_names_are_not_given_twice_even_after_the_end() -> None:
    desk = Desk()
    person_id = desk.join("Shilan Omar")
    desk.accounts.end(person_id, "tests")
    for name in ("Shilan Omar", "shilan  OMAR"):
        with pytest.raises(WrongCallError, match="already"):
            desk.accounts.invite(name, "coder", "tests")
    _, secret = desk.accounts.invite("Karim", "coder", "tests")
    with pytest.raises(WrongCallError, match="already"):
        desk.accounts.accept(secret, "SHILAN OMAR", GOOD)


def test_the_last_admin_stays() -> None:
    desk = Desk()
    admin = desk.join("Adil Karim", "admin")
    with pytest.raises(WrongCallError, match="needs an admin"):
        desk.accounts.end(admin, "x")
    with pytest.raises(WrongCallError, match="needs an admin"):
        desk.accounts.change_role(admin, "coder", "x")
    desk.accounts.invite("Vian Salih", "admin", "x")  # has not come: cannot administer yet
    with pytest.raises(WrongCallError, match="needs an admin"):
        desk.accounts.end(admin, "x")
    desk.join("Dara", "admin")
    assert desk.accounts.end(admin, "x").ended


def test_unknown_roles_are_refused() -> None:
    with pytest.raises(WrongCallError, match="known: reader, coder"):
        Desk().accounts.invite("Shilan Omar", "emperor", "tests")


def test_rules_have_defaults_and_only_changes_are_logged() -> None:
    desk = Desk()
    assert desk.accounts.rules() == Rules(two_person_rule=False, open_reading=True)
    desk.accounts.change_rules(Rules(two_person_rule=True, open_reading=True), "Adil")
    assert desk.accounts.rules().two_person_rule
    assert desk.deeds() == [("policy", "Adil")]


def test_all_changes_are_logged_with_who_made_them() -> None:
    desk = Desk()
    person_id = desk.join("Shilan Omar")
    desk.accounts.change_role(person_id, "reviewer", "Adil")
    token, _ = desk.desk.sign_ins.make_token(desk.accounts.get(person_id), "bot", ["read"], 1, "Shilan Omar")
    desk.desk.sign_ins.end_token(desk.accounts.get(person_id), token.id, "Shilan Omar")
    desk.accounts.end(person_id, "Adil")
    assert desk.deeds() == [
        ("person", "tests"),
        ("invitation", "tests"),
        ("join", "Shilan Omar"),
        ("role", "Adil"),
        ("token", "Shilan Omar"),
        ("token-end", "Shilan Omar"),
        ("end", "Adil"),
    ]
