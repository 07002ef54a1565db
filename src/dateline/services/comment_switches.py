"""Where comments can be sent: under all pages, under all but some, or under none. What was sent before stays."""

from __future__ import annotations

from threading import Lock

from dateline.model.ports_people import Policies

COMMENTS_OPEN = "comments_open"
"""The rule of the desk by which comments can be sent at all."""
COMMENTS_CLOSED = "comments_closed_pages"
"""The rule of the desk that lists the pages under which none can be sent any more."""
_TURN = Lock()


class CommentSwitches:
    """Opens and closes pages for comments; each change stands in the log, under the name of who made it."""

    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    def are_open(self) -> bool:
        """Whether comments can be sent at all."""
        return bool(self._policies.get(COMMENTS_OPEN, True))

    def list_closed(self) -> tuple[str, ...]:
        """The pages that are closed one by one, the last closed first."""
        return tuple(reversed(self._policies.get(COMMENTS_CLOSED, [])))

    def is_open(self, page: str) -> bool:
        return self.are_open() and page not in self._policies.get(COMMENTS_CLOSED, [])

    def open_all(self, who: str, *, is_open: bool) -> None:
        """Open or close all pages at once; those that are closed one by one stay closed."""
        if is_open != self.are_open():
            self._policies.set(COMMENTS_OPEN, is_open, who=who)

    def open_page(self, page: str, who: str, *, is_open: bool) -> None:
        """Open or close a page; what is so already is no change."""
        with _TURN:
            closed: list[str] = self._policies.get(COMMENTS_CLOSED, [])
            if is_open is (page not in closed):
                return
            kept = [one for one in closed if one != page]
            self._policies.set(COMMENTS_CLOSED, kept if is_open else [*kept, page], who=who)
