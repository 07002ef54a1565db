"""Undo and redo as folds over a person's decisions."""

from __future__ import annotations

from dateline.model.decisions import GENESIS, Decision, DecisionKind
from dateline.review.acts import Act, group_acts
from dateline.review.undo_stacks import find_later_word, find_redoable, find_undoable, plan_redo, plan_undo


def decision(
    seq: int, kind: DecisionKind, *, who: str = "mira", record: str = "e-1", of: int | None = None,
    act: int | None = None, others: tuple[str, ...] = (),
) -> Decision:  # fmt: skip
    return Decision(seq, record, kind, who, "2024-05-06", None, of, GENESIS, f"{seq}", others, act)


def acts(*rows: Decision) -> list[Act]:
    return list(group_acts(reversed(rows)))


CORRECTION = (
    decision(1, "correct", act=1, others=("e-2",)),
    decision(2, "add", record="e-2", act=1),
    decision(3, "approve", record="e-2", act=1),
)


def test_decisions_of_one_go_are_one_act() -> None:
    later = decision(4, "approve", record="e-3")
    assert [act.first_seq for act in acts(*CORRECTION, later)] == [4, 1]
    assert acts(*CORRECTION)[0].made_records == ("e-2",)
    assert acts() == []


def test_undo_of_a_correction_takes_all_of_it_back_and_withdraws_the_new_record() -> None:
    planned = plan_undo(acts(*CORRECTION)[0])
    assert [(row.record_id, row.kind, row.supersedes) for row in planned] == [
        ("e-2", "undo", 3),
        ("e-2", "undo", 2),
        ("e-1", "undo", 1),
        ("e-2", "reject", None),
    ]


def test_redo_takes_the_undo_back() -> None:
    undo = (decision(4, "undo", of=1),)
    found = find_redoable(acts(decision(1, "approve"), *undo))
    assert found is not None
    assert [(row.kind, row.supersedes) for row in plan_redo(found)] == [("undo", 4)]
    assert find_undoable(acts(decision(1, "approve"), *undo)) is None


def test_what_was_brought_back_can_be_taken_back_again() -> None:
    rows = (decision(1, "approve"), decision(2, "undo", of=1), decision(3, "undo", of=2))
    found = find_undoable(acts(*rows))
    assert found is not None
    assert found.first_seq == 1
    assert find_redoable(acts(*rows)) is None
    again = find_redoable(acts(*rows, decision(4, "undo", of=1)))
    assert again is not None
    assert again.first_seq == 4


def test_only_another_persons_standing_word_on_the_same_counts() -> None:
    act = acts(decision(1, "approve"))[0]
    theirs = decision(2, "reject", who="tom")
    assert find_later_word(act, [decision(1, "approve"), theirs]) == theirs
    taken_back = decision(3, "undo", who="tom", of=2)
    assert find_later_word(act, [decision(1, "approve"), theirs, taken_back]) is None
    assert find_later_word(act, [decision(1, "approve"), decision(2, "reject", who="tom", record="e-9")]) is None


def test_rulings_cross_only_on_the_same_pair() -> None:
    act = acts(decision(1, "merge", others=("e-2",)))[0]
    same_pair = decision(2, "split", who="tom", record="e-2", others=("e-1",))
    assert find_later_word(act, [*act.decisions, same_pair]) == same_pair
    other_pair = decision(2, "split", who="tom", others=("e-3",))
    assert find_later_word(act, [*act.decisions, other_pair, decision(3, "reject", who="tom")]) is None
