"""What the acts on a comment come to (`model.comment_states`, where the store finds it too)."""

from __future__ import annotations

from dateline.model.comment_states import (
    check_deed,
    find_rejection,
    is_appealed,
    list_standing,
    may_appeal,
    state_of,
)

__all__ = ["check_deed", "find_rejection", "is_appealed", "list_standing", "may_appeal", "state_of"]
