"""A suggestion for a comment, where the machine can make one: what people write is taken and read without it too."""

from __future__ import annotations

from dateline.base.logging import get_logger
from dateline.model.comments import Suggestion
from dateline.moderation.moderators import Moderator

log = get_logger(__name__)


def suggest_if_able(moderator: Moderator | None, text: str, article: str | None) -> Suggestion | None:
    """What the moderator would do; None without one, or where it fails. In: `article`, the title of the article."""
    if moderator is None:
        return None
    try:
        return moderator.suggest([text], [article])[0]
    except Exception as error:  # noqa: BLE001 - no fault of a machine may lose what somebody wrote
        log.warning("no suggestion for a comment: %s", type(error).__name__)  # its message may hold the words
        return None
