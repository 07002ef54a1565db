"""What the pages of comments stand on, and the form as a browser sends it, once or twice."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from dateline.model.comments import Guidelines
from dateline.model.ids import text_hash
from dateline.model.ports import Store
from dateline.moderation.moderators import Moderator
from dateline.services.commenting import CommentDesk
from dateline.services.public_room import PublicRoom

FindTitle = Callable[[str], str | None]
"""From the id of a report to its title; None where readers cannot see it."""
FindGuidelines = Callable[[int | None], Guidelines]
"""From a version to the rules as they were; from None to those of now. Raises NotKeptError."""
_KEPT = 2_000
_LOCKS = 32


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent. `trap`: the field that no person sees; `began`: when the form was made, as it says."""

    page: str
    name: str
    text: str
    contact: str
    trap: str
    began: str
    address: str

    @property
    def began_s(self) -> int | None:
        """When the form was made, in seconds since 1970; None where it says no time that is over."""
        if not (self.began.isascii() and self.began.isdigit() and len(self.began) <= 12):
            return None
        return int(self.began) if int(self.began) <= time.time() else None

    @property
    def age_s(self) -> float | None:
        """For how long the form was open, in seconds."""
        began_s = self.began_s
        return None if began_s is None else time.time() - began_s

    @property
    def key(self) -> str:
        """What is the same where the same form is sent again."""
        return text_hash(
            "\0".join((self.page, self.name, self.text, self.contact, self.trap, self.began, self.address))
        )


@dataclass(slots=True)
class CommentRoom:
    """The desk of comments, with what the pages need beside it.

    A form that a browser sends twice, by two clicks or by loading again, gives the receipt of the one comment.
    """

    desk: CommentDesk
    find_title: FindTitle
    find_guidelines: FindGuidelines
    _sent: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _locks: tuple[Lock, ...] = field(default_factory=lambda: tuple(Lock() for _ in range(_LOCKS)))

    def send(self, form: SentForm) -> str:
        """The secret of the receipt. Raises as `CommentDesk.send` does."""
        key = form.key
        with self._locks[int(key[:8], 16) % _LOCKS]:
            token = self._sent.get(key)
            if token is None:
                token = self._take(form)
                self._sent[key] = token
        while len(self._sent) > _KEPT:
            self._sent.popitem(last=False)
        return token

    def guidelines(self, version: int | None = None) -> Guidelines:
        return self.find_guidelines(version)

    def _take(self, form: SentForm) -> str:
        receipt = self.desk.send(
            form.page,
            form.name,
            form.text,
            contact=form.contact or None,
            address=form.address,
            trap=form.trap,
            form_age_s=form.age_s,
        )
        return receipt.token


def make_comment_room(store: Store, public: PublicRoom, moderator: Moderator | None = None) -> CommentRoom:
    """Comments on the reports that readers can see. In: `moderator`, what makes suggestions to the moderators."""

    def find_title(report_id: str) -> str | None:
        edition = public.edition()
        outline = edition.outlines.get(report_id) if edition is not None else None
        return outline.title if outline is not None else None

    desk = CommentDesk(store, moderator, is_open=public.has_page)
    return CommentRoom(desk, find_title, store.comments.guidelines)
