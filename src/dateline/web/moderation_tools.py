"""What the pages of moderation need, put together over a store, and given to an application."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from dateline.model.comments import Comment
from dateline.model.people import Person
from dateline.model.ports import Store
from dateline.moderation.moderators import Moderator
from dateline.review.sendings import Sendings
from dateline.services.comment_switches import CommentSwitches
from dateline.services.moderating import ModerationDesk
from dateline.web.visitors import require


@dataclass(frozen=True, slots=True)
class ModerationTools:
    """The services behind the pages of moderation."""

    store: Store
    desk: ModerationDesk
    switches: CommentSwitches
    _undone: Sendings[tuple[Comment | None]] = field(default_factory=Sendings)
    _turn: Lock = field(default_factory=Lock)

    def undo_once(self, who: str, key: str | None, comment_id: int | None = None) -> Comment | None:
        """Take back a person's last decision; what the sender's `key` has asked for before is not done again.

        In: `comment_id`, the comment that it has to be on. Raises as `ModerationDesk.undo` does.
        """
        with self._turn:
            known = self._undone.find(who, key)
            if known is None:
                known = (self.desk.undo(who, comment_id),)
                self._undone.keep(who, key, known)
            return known[0]


def make_moderation_tools(store: Store, moderator: Moderator | None = None) -> ModerationTools:
    """The services over a store. In: `moderator`, what makes suggestions; without one there are none."""
    return ModerationTools(store, ModerationDesk(store, moderator), CommentSwitches(store.policies))


async def moderation_tools(request: Request) -> ModerationTools:
    """The tools of the application that the request came to."""
    tools = request.app.state.moderation_tools
    assert isinstance(tools, ModerationTools)
    return tools


def add_moderation(app: FastAPI, tools: ModerationTools) -> None:
    """Give an application the pages of moderation."""
    from dateline.web import (  # they name `Tools` in turn
        moderation_closing_pages,
        moderation_deeds,
        moderation_figure_pages,
        moderation_guideline_pages,
        moderation_pages,
    )

    app.state.moderation_tools = tools
    for router in (
        moderation_closing_pages.router,
        moderation_figure_pages.router,
        moderation_guideline_pages.router,
        moderation_deeds.router,
        moderation_pages.router,  # the last, as it takes any other address for a comment's
    ):
        app.include_router(router)


Tools = Annotated[ModerationTools, Depends(moderation_tools)]
ModeratorPerson = Annotated[Person, Depends(require("moderate"))]
Admin = Annotated[Person, Depends(require("administer"))]
NO_STORE = {"Cache-Control": "no-store"}
