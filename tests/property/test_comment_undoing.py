"""Undo takes back what a moderator did, the last first, over several comments and beside another moderator."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.comment_states import state_of
from dateline.model.comments import CommentState, NewComment
from dateline.model.errors import WrongCallError
from dateline.model.ids import text_hash
from dateline.services.comment_checks import check_comments
from dateline.services.moderating import ModerationDesk
from dateline.store.databases import SqlStore, open_store

NUMBERS = count()
deeds = st.tuples(st.sampled_from(["approve", "reject", "undo", "undo"]), st.integers(min_value=0, max_value=2))


@pytest.fixture(scope="module")
def desk() -> tuple[SqlStore, ModerationDesk]:
    store = open_store(":memory:")
    return store, ModerationDesk(store)


@settings(deadline=None, max_examples=40)
@given(asked=st.lists(deeds, max_size=20))
def test_undo_brings_back_the_states_before(
    desk: tuple[SqlStore, ModerationDesk], asked: list[tuple[str, int]]
) -> None:
    store, moderation = desk
    who, ids = f"Mina {next(NUMBERS)}", [_send(store) for _ in range(3)]
    before: list[list[CommentState]] = []
    for deed, chosen in asked:
        states = _list_states(store, ids)
        if deed == "undo":
            undone = moderation.undo(who)
            assert (undone is not None) == bool(before)
            if before:
                assert _list_states(store, ids) == before.pop()
            continue
        if states[chosen] == ("approved" if deed == "approve" else "rejected"):
            _repeat(moderation, deed, ids[chosen], who)
            assert _list_states(store, ids) == states
            continue
        _decide(moderation, deed, ids[chosen], who)
        before.append(states)
    assert list(check_comments(store)) == []


def _send(store: SqlStore) -> int:
    text = f"comment {next(NUMBERS)}"
    return store.comments.add(NewComment("report:r", "Sara", text, text_hash(text)), None).id


def _decide(moderation: ModerationDesk, deed: str, comment_id: int, who: str) -> None:
    if deed == "approve":
        moderation.approve(comment_id, who)
    else:
        moderation.reject(comment_id, "relevance", who)


def _repeat(moderation: ModerationDesk, deed: str, comment_id: int, who: str) -> None:
    """The same by the same person is done already; the same by another is refused. Neither changes anything."""
    _decide(moderation, deed, comment_id, who)
    with pytest.raises(WrongCallError):
        _decide(moderation, deed, comment_id, "Vian")


def _list_states(store: SqlStore, ids: list[int]) -> list[CommentState]:
    return [state_of(store.comments.get(comment_id).acts) for comment_id in ids]
