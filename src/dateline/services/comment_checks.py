"""Checks of the comments of a store: that every act could follow those before it, and what is noted of them is so.

That no comment, act or version of the guidelines was changed, taken out or put in is checked with the log.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.model.comment_states import check_deed
from dateline.model.comments import Comment
from dateline.model.errors import WrongCallError
from dateline.model.ports import Store
from dateline.services.faults import Fault


def check_comments(store: Store) -> Iterator[Fault]:
    for comment in store.comments.iter_all():
        yield from _check_acts(comment)
    for problem in store.comments.check_states():
        yield Fault("comments", problem)


def _check_acts(comment: Comment) -> Iterator[Fault]:
    for at, act in enumerate(comment.acts):
        try:
            check_deed(comment.acts[:at], act.deed, act.who, comment.id)
        except WrongCallError as error:
            yield Fault(f"comment act {act.seq}", f"cannot follow what was done before: {error.message}")
