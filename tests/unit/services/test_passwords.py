import pytest
from argon2 import PasswordHasher, extract_parameters
from people_clients import GOOD, make_fast

from dateline.model.errors import WrongCallError
from dateline.services.passwords import Passwords, check_password, make_hasher


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("eleven-char", "at least 12"),
        ("x" * 64 + "yz" * 33, "128 characters at most"),
        ("password1234", "tried first"),
        ("P@ssw0rd2026!!", "tried first"),
        ("qwertyuiop12", "tried first"),
        ("123456789012", "tried first"),
        ("aaaaaaaaaaaaaaa", "tried first"),
        ("abcabcabcabcabc", "tried first"),
        ("iloveyousunshine", "tried first"),
        ("the lamp of SHILAN burns", "your name"),
        ("shilan omar 2026", "your name"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(WrongCallError, match=why):
        check_password(password, "Shilan Omar")


@pytest.mark.parametrize("password", [GOOD, "correct horse battery staple", "ڕووباری زێ و سێ چرا", "7Q!fz#k2Lw@9xv"])
def test_other_passwords_are_taken(password: str) -> None:
    check_password(password, "Shilan Omar")


def test_short_parts_of_a_name_may_stand_in_a_password() -> None:
    check_password("an old lantern burns", "An Li")


def test_hashes_are_argon2id_with_the_figures_of_owasp() -> None:
    figures = extract_parameters(make_hasher().hash("x"))
    assert (figures.type.name, figures.time_cost, figures.memory_cost, figures.parallelism) == ("ID", 2, 19_456, 1)


def test_only_the_right_password_fits() -> None:
    passwords = make_fast()
    kept = passwords.hash(GOOD)
    assert passwords.verify(kept, GOOD)
    assert not passwords.verify(kept, GOOD + " ")
    assert not passwords.verify(None, GOOD)
    assert not passwords.verify("no hash at all", GOOD)


def test_nobodys_password_is_never_right() -> None:
    assert not make_fast().verify(None, "nobody's")


def test_a_hash_of_other_figures_is_outdated() -> None:
    kept = make_fast().hash(GOOD)
    assert not make_fast().is_outdated(kept)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).is_outdated(kept)
