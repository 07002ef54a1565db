"""Any sequence of deeds on a comment comes to what a plain ledger says; and no state is reached but by its deeds."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.comment_states import (
    WRITER,
    check_deed,
    find_rejection,
    is_appealed,
    list_standing,
    may_appeal,
    state_of,
)
from dateline.model.comments import CommentAct, CommentDeed, CommentState
from dateline.model.errors import WrongCallError

PEOPLE = ("mira", "tom")

deeds = st.one_of(
    st.tuples(st.sampled_from(["approve", "reject", "undo", "undo"]), st.sampled_from(PEOPLE)),
    st.tuples(st.just("appeal"), st.just(WRITER)),
)


@dataclass
class Ledger:
    """What a comment has come to, on a new page after each deed; each can be turned back, but for appeals."""

    state: CommentState = "waiting"
    appealed: bool = False
    ever_appealed: bool = False
    pages: list[tuple[CommentState, bool, str]] = field(default_factory=list)

    def allows(self, deed: CommentDeed, who: str) -> bool:
        if deed == "undo":
            return bool(self.pages) and self.pages[-1][2] == who
        if deed == "appeal":
            return self.state == "rejected" and not self.ever_appealed
        return self.state != ("approved" if deed == "approve" else "rejected")

    def do(self, deed: CommentDeed, who: str) -> None:
        if deed == "undo":
            self.state, self.appealed, _ = self.pages.pop()
            return
        self.pages.append((self.state, self.appealed, who))
        self.appealed = deed == "appeal"
        self.ever_appealed |= self.appealed
        self.state = "waiting" if self.appealed else "approved" if deed == "approve" else "rejected"


@settings(deadline=None, max_examples=300)
@given(st.lists(deeds, max_size=30))
def test_every_sequence_comes_to_what_a_ledger_says(asked: list[tuple[CommentDeed, str]]) -> None:
    acts: list[CommentAct] = []
    ledger = Ledger()
    for deed, who in asked:
        try:
            check_deed(acts, deed, who, 1)
            allowed = True
        except WrongCallError:
            allowed = False
        assert allowed == ledger.allows(deed, who)
        if not allowed:
            continue
        acts.append(CommentAct(len(acts) + 1, 1, deed, who, "2026"))
        ledger.do(deed, who)
        assert (state_of(acts), is_appealed(acts)) == (ledger.state, ledger.appealed)
        assert may_appeal(acts) == ledger.allows("appeal", WRITER)
        _check_ground(acts)


def _check_ground(acts: list[CommentAct]) -> None:
    standing = list_standing(acts)
    assert set(standing) <= set(acts)
    assert sum(act.deed == "appeal" for act in standing) == sum(act.deed == "appeal" for act in acts) <= 1
    if state_of(acts) == "approved":
        assert standing[-1].deed == "approve"
    if state_of(acts) == "rejected":
        assert find_rejection(acts) == standing[-1]
    if is_appealed(acts):
        assert find_rejection(acts) is not None


@given(st.lists(deeds, max_size=12))
def test_folds_take_any_acts_whatever_their_order(asked: list[tuple[CommentDeed, str]]) -> None:
    """A store that was tampered with may hold any; verification tells, and nothing fails."""
    acts = [CommentAct(at, 1, deed, who, "2026") for at, (deed, who) in enumerate(asked, 1)]
    assert state_of(acts) in ("waiting", "approved", "rejected")
    assert isinstance(is_appealed(acts), bool)
