"""What the acts on a comment come to: folds over them, so that no state is ever stored that they do not tell.

An undo takes back the last act that stands. It is for slips: only who decided can take that back, and only while it
is the last word. Whoever thinks otherwise of another's decision decides anew, under their own name. A writer may
appeal once, against a rejection; an appeal is never taken back.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model.comments import COMMENT_DEEDS, CommentAct, CommentDeed, CommentState
from dateline.model.errors import WrongCallError

WRITER = "writer"
"""Who appeals, as an act and the log have it."""

_STATES: dict[CommentDeed, CommentState] = {"approve": "approved", "reject": "rejected", "appeal": "waiting"}


def list_standing(acts: Sequence[CommentAct]) -> tuple[CommentAct, ...]:
    """The acts that nobody took back, in their order; an undo itself is none of them."""
    standing: list[CommentAct] = []
    for act in acts:
        if act.deed != "undo":
            standing.append(act)
        elif standing:
            standing.pop()
    return tuple(standing)


def state_of(acts: Sequence[CommentAct]) -> CommentState:
    """The state of a comment after its acts: waiting for a person (new, or appealed), approved or rejected."""
    standing = list_standing(acts)
    return _STATES[standing[-1].deed] if standing else "waiting"


def is_appealed(acts: Sequence[CommentAct]) -> bool:
    """Whether the comment waits because its writer has appealed."""
    standing = list_standing(acts)
    return bool(standing) and standing[-1].deed == "appeal"


def may_appeal(acts: Sequence[CommentAct]) -> bool:
    """Whether the writer can appeal now: once, and only against a rejection."""
    return state_of(acts) == "rejected" and not any(act.deed == "appeal" for act in acts)


def find_rejection(acts: Sequence[CommentAct]) -> CommentAct | None:
    """The last rejection that stands: the one in force, or the one appealed against; None without."""
    return next((act for act in reversed(list_standing(acts)) if act.deed == "reject"), None)


def check_deed(acts: Sequence[CommentAct], deed: CommentDeed, who: str, comment_id: int) -> None:
    """Raises WrongCallError where this deed of this person cannot follow the acts."""
    subject = f"comment {comment_id}"
    if deed not in COMMENT_DEEDS:
        raise WrongCallError("there is no such act on a comment", deed, f"known: {', '.join(COMMENT_DEEDS)}")
    if deed == "undo":
        _check_undo(list_standing(acts), who, subject)
    elif deed == "appeal":
        if not may_appeal(acts):
            raise WrongCallError("a rejection can be appealed against, once", subject)
    elif state_of(acts) == _STATES[deed]:
        raise WrongCallError(f"this is {_STATES[deed]} already", subject)


def _check_undo(standing: Sequence[CommentAct], who: str, subject: str) -> None:
    if not standing:
        raise WrongCallError("nothing is decided that could be taken back", subject)
    if standing[-1].deed == "appeal":
        raise WrongCallError("the writer has appealed since; decide on the appeal", subject)
    if standing[-1].who != who:
        cause = "whoever thinks otherwise decides anew"
        raise WrongCallError(f"{standing[-1].who} decided this, and alone can take it back", subject, cause)
