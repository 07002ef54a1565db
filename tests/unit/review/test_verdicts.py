"""Who has backed a record, and what an approval comes to."""

from __future__ import annotations

import pytest

from dateline.model.decisions import GENESIS, Decision, DecisionKind
from dateline.model.errors import WrongCallError
from dateline.review.sendings import Sendings, find_conflict, find_repeated
from dateline.review.verdicts import list_backers, plan_approval


def rows(*told: tuple[str, DecisionKind]) -> list[Decision]:
    """Decisions on one record, one after the other: who, and what."""
    return [
        Decision(seq, "e-1", kind, who, "2024-05-06", None, None, GENESIS, f"{seq}")
        for seq, (who, kind) in enumerate(told, start=1)
    ]


def test_a_rejection_ends_the_endorsements_before_it_but_not_the_making() -> None:
    assert list_backers(rows(("mira", "add"), ("tom", "endorse"))) == ("mira", "tom")
    assert list_backers(rows(("mira", "add"), ("tom", "endorse"), ("ana", "reject"))) == ("mira",)


@pytest.mark.parametrize(
    ("told", "who", "kind"),
    [
        ((), "mira", "endorse"),
        ((("tom", "endorse"),), "mira", "approve"),
        ((("tom", "add"),), "mira", "approve"),
        ((("tom", "endorse"), ("ana", "unsure")), "mira", "endorse"),
    ],
)
def test_two_people_are_needed_under_the_rule(
    told: tuple[tuple[str, DecisionKind], ...], who: str, kind: str
) -> None:
    assert plan_approval("e-1", rows(*told), who, needs_two=True) == kind
    assert plan_approval("e-1", rows(*told), who, needs_two=False) == "approve"


@pytest.mark.parametrize("kind", ["add", "endorse"])
def test_nobody_approves_alone_what_is_the_own(kind: DecisionKind) -> None:
    with pytest.raises(WrongCallError, match="second person"):
        plan_approval("e-1", rows(("mira", kind)), "mira", needs_two=True)


def test_the_same_said_twice_is_found_and_what_crosses_too() -> None:
    told = rows(("mira", "approve"))
    assert find_repeated(told, "mira", "approve", None) == told[0]
    assert find_repeated(told, "tom", "approve", None) is None
    assert find_repeated(told, "mira", "reject", None) is None
    assert find_conflict(told, "tom", 0) == told[0]
    assert find_conflict(told, "tom", 1) is None
    assert find_conflict(told, "mira", 0) is None
    assert find_conflict(told, "tom", None) is None


def test_only_so_many_sendings_are_remembered() -> None:
    sendings: Sendings[int] = Sendings(kept=2)
    for number in range(3):
        sendings.keep("mira", f"k{number}", number)
    assert [sendings.find("mira", f"k{number}") for number in range(3)] == [None, 1, 2]
    assert sendings.find("tom", "k2") is None
    assert sendings.find("mira", None) is None
