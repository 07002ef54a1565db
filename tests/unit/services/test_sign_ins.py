from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from people_clients import GOOD

from dateline.model.errors import WrongCallError
from dateline.model.ids import text_hash
from dateline.model.people import Person
from dateline.services.passwords import Passwords
from dateline.services.rate_limits import TooOftenError
from dateline.services.sign_ins import SignInError
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore, open_store

HOME = "192.0.2.7"


class CountingPasswords(Passwords):
    """Counts the work that a sign-in takes."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(PasswordHasher(time_cost=time_cost, memory_cost=8, parallelism=1))
        self.work: list[bool] = []

    def verify(self, kept: str | None, password: str) -> bool:
        self.work.append(kept is None)
        return super().verify(kept, password)


class Door:
    """The ways into a desk with one coder, Shilan Omar."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
        self.store: SqlStore = open_store(":memory:", clock=lambda: self.now)
        self.passwords = CountingPasswords()
        self.desk = make_people_desk(self.store, passwords=self.passwords, clock=lambda: self.now)
        self.sign_ins = self.desk.sign_ins
        _, secret = self.desk.accounts.invite("Shilan Omar", "coder", "tests")
        self.person: Person = self.desk.accounts.accept(secret, "Shilan Omar", GOOD)
        self.passwords.work.clear()

    def enter(self) -> str:
        return self.sign_ins.sign_in("Shilan Omar", GOOD, HOME)[1]

    def fail(self, name: str = "Shilan Omar", address: str = HOME) -> None:
        with pytest.raises(SignInError):
            self.sign_ins.sign_in(name, "not the right one", address)


def test_a_session_is_kept_by_the_hash_of_its_secret_only() -> None:
    door = Door()
    secret = door.enter()
    assert len(secret) == 43
    session = door.store.people.sessions_of(door.person.id)[0]
    assert session.hash == text_hash(secret)
    assert door.sign_ins.recognise(secret) == (session, door.person)
    assert door.sign_ins.recognise(session.hash) is None


def test_names_are_found_however_they_are_written() -> None:
    door = Door()
    assert door.sign_ins.sign_in(" shilan  OMAR ", GOOD, HOME)[0] == door.person


def test_the_same_work_is_done_for_wrong_unknown_invited_and_ended_names() -> None:
    door = Door()
    door.desk.accounts.invite("Karim", "coder", "tests")
    gone, secret = door.desk.accounts.invite("Dara", "coder", "tests")
    door.desk.accounts.accept(secret, "Dara", GOOD)
    door.desk.accounts.end(gone.id, "tests")
    door.passwords.work.clear()
    messages = set()
    for name in ("Shilan Omar", "Nobody Here", "Karim", "Dara"):
        with pytest.raises(SignInError) as told:
            door.sign_ins.sign_in(name, "not the right one", HOME)
        messages.add(str(told.value))
    assert door.passwords.work == [False, True, True, True]
    assert len(messages) == 1


def test_hashes_of_older_figures_are_made_anew_at_the_next_sign_in() -> None:
    door = Door()
    before = door.store.people.password_of(door.person.id)
    newer = make_people_desk(door.store, passwords=CountingPasswords(time_cost=2), clock=lambda: door.now)
    newer.sign_ins.sign_in("Shilan Omar", GOOD, HOME)
    after = door.store.people.password_of(door.person.id)
    assert after is not None
    assert after != before
    assert "t=2" in after
    newer.sign_ins.sign_in("Shilan Omar", GOOD, HOME)
    assert door.store.people.password_of(door.person.id) == after


def test_ten_failures_shut_a_name_even_for_the_right_password_and_the_log_says_so() -> None:
    door = Door()
    for number in range(10):
        door.fail(address=f"192.0.2.{number}")
    with pytest.raises(TooOftenError, match="try again in 15 minutes") as told:
        door.enter()
    assert 0 < told.value.retry_after_s <= 901
    lockouts = [entry for entry in door.store.log.entries() if entry.kind == "lockout"]
    assert [entry.subject for entry in lockouts] == [f"person:{door.person.id}"]


def test_thirty_failures_shut_an_address_whatever_the_names() -> None:
    door = Door()
    for number in range(30):
        door.fail(name=f"Guess {number}")
    with pytest.raises(TooOftenError):
        door.enter()
    assert door.sign_ins.sign_in("Shilan Omar", GOOD, "198.51.100.1")
    assert [entry.subject for entry in door.store.log.entries() if entry.kind == "lockout"] == [f"address:{HOME}"]


def test_signing_in_rightly_counts_for_nothing() -> None:
    door = Door()
    for _ in range(40):
        door.enter()


def test_sessions_end_when_left_alone_and_after_a_week_in_any_case() -> None:
    door = Door()
    idle, used = door.enter(), door.enter()
    for _ in range(20):
        door.now += timedelta(hours=8)
        assert door.sign_ins.recognise(used)
    assert door.sign_ins.recognise(idle) is None
    door.now += timedelta(hours=8)
    assert door.sign_ins.recognise(used) is None
    assert door.sign_ins.sessions_of(door.person) == []


def test_sessions_end_with_role_password_and_account() -> None:
    door = Door()
    for change in (
        lambda: door.desk.accounts.change_role(door.person.id, "reviewer", "x"),
        lambda: door.sign_ins.change_password(door.person, GOOD, "a second long phrase", HOME),
        lambda: door.desk.accounts.end(door.person.id, "x"),
    ):
        secret = door.sign_ins.begin(door.person)
        assert door.sign_ins.recognise(secret)
        change()
        assert door.sign_ins.recognise(secret) is None


def test_a_password_changes_only_with_the_present_one() -> None:
    door = Door()
    with pytest.raises(SignInError):
        door.sign_ins.change_password(door.person, "not the right one", "a second long phrase", HOME)
    with pytest.raises(WrongCallError, match="12 characters"):
        door.sign_ins.change_password(door.person, GOOD, "short", HOME)
    secret = door.sign_ins.change_password(door.person, GOOD, "a second long phrase", HOME)
    assert door.sign_ins.recognise(secret)
    door.fail()


def test_all_other_sessions_can_be_ended() -> None:
    door = Door()
    here, there = door.enter(), door.enter()
    found = door.sign_ins.recognise(here)
    assert found is not None
    assert door.sign_ins.sign_out_elsewhere(found[0]) == 1
    assert door.sign_ins.recognise(here)
    assert door.sign_ins.recognise(there) is None


def test_keys_are_recognised_until_they_expire_or_are_ended() -> None:
    door = Door()
    token, secret = door.sign_ins.make_token(door.person, "bot", ["decide", "read"], 30, "Shilan Omar")
    assert secret.startswith("dateline_")
    assert token.scopes == ("read", "decide")
    found = door.sign_ins.recognise_token(secret)
    assert found is not None
    assert found[1] == door.person
    assert door.sign_ins.tokens_of(door.person)[0].used is not None
    door.now += timedelta(days=31)
    assert door.sign_ins.recognise_token(secret) is None
    assert door.sign_ins.tokens_of(door.person) == []
    other, secret = door.sign_ins.make_token(door.person, "bot", ["read"], 30, "Shilan Omar")
    door.sign_ins.end_token(door.person, other.id, "Shilan Omar")
    assert door.sign_ins.recognise_token(secret) is None


@pytest.mark.parametrize(
    ("scopes", "days", "name"), [(["fly"], 9, "bot"), ([], 9, "bot"), (["read"], 0, "bot"), (["read"], 9, " ")]
)
def test_keys_that_make_no_sense_are_refused(scopes: list[str], days: int, name: str) -> None:
    door = Door()
    with pytest.raises(WrongCallError):
        door.sign_ins.make_token(door.person, name, scopes, days, "x")


def test_a_reader_gets_no_key_that_decides() -> None:
    door = Door()
    reader = door.desk.accounts.change_role(door.person.id, "reader", "x")
    with pytest.raises(WrongCallError, match="more than its person"):
        door.sign_ins.make_token(reader, "bot", ["decide"], 9, "x")
