"""A moderator reads comments by the guidelines, and suggests; it never decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dateline.model.comments import Suggestion


class Moderator(Protocol):
    """What reads comments."""

    def suggest(self, texts: Sequence[str], articles: Sequence[str | None] | None = None) -> list[Suggestion]:
        """A suggestion for each text, in order. In: `articles`, a line on the article that each stands under."""
        ...
