import pytest

from dateline.services.fingerprints import fold_address, fold_contact, make_fingerprint


def test_fingerprints_meet_for_the_same_value_under_the_same_key_alone() -> None:
    print_of = make_fingerprint(b"k" * 32, "contact", "sara@x.example")
    assert print_of == make_fingerprint(b"k" * 32, "contact", "sara@x.example")
    assert len(print_of) == 64
    others = {
        make_fingerprint(b"l" * 32, "contact", "sara@x.example"),
        make_fingerprint(b"k" * 32, "address", "sara@x.example"),
        make_fingerprint(b"k" * 32, "contact", "omar@x.example"),
    }
    assert print_of not in others
    assert len(others) == 3


def test_contacts_meet_whatever_their_case() -> None:
    assert fold_contact(" Sara@X.example ") == fold_contact("sara@x.EXAMPLE")


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("203.0.113.7", " 203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "[2001:db8:1:2::1]", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("unix socket", "Unix Socket", True),
    ],
)
def test_addresses_meet_by_network(one: str, other: str, *, meet: bool) -> None:
    assert (fold_address(one) == fold_address(other)) is meet
