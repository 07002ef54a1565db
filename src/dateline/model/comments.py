"""Comments of readers: what was sent, what moderators did with it, and the guidelines they went by.

A comment never changes from the moment it is sent. Its state is a fold over the acts on it, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from dateline.model.entries import Entry

Flag = Literal["hate", "threat", "personal_attack", "profanity", "vulgarity", "promotion", "off_topic"]
FLAGS: tuple[Flag, ...] = get_args(Flag)
"""What a machine looks for. Which rule a flag breaks is said by the guidelines."""

Advice = Literal["approve", "reject"]
CommentState = Literal["waiting", "approved", "rejected"]
CommentDeed = Literal["approve", "reject", "undo", "appeal"]
COMMENT_DEEDS: tuple[CommentDeed, ...] = get_args(CommentDeed)


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of a comment that speak for a flag: `[start, end)` in code points, `text[start:end] == text`."""

    flag: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the machine would do with a comment. `flags`: how sure it is of each, 0 to 1, 0.5 where it is torn.

    It decides nothing. `moderator` names the program and version that made it.
    """

    advice: Advice
    flags: Mapping[str, float]
    reasons: Sequence[Reason]
    moderator: str


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment as it comes in. `page` is the page that it stands under: "report:ID".

    `contact_hash` and `address_hash` are keyed hashes of the contact given and of the network address, never the
    things themselves. `receipt_hash` is the SHA-256 of the secret in the receipt link.
    """

    page: str
    name: str
    text: str
    receipt_hash: str
    contact_hash: str | None = None
    address_hash: str | None = None


@dataclass(frozen=True, slots=True)
class CommentAct:
    """One thing done to a comment. `rule`: the key of the rule broken (reject); `guidelines`: the version gone by.

    `why`: a note of the moderator, or the words of an appeal. `who`: a person's name; "writer" for an appeal.
    """

    seq: int
    comment_id: int
    deed: CommentDeed
    who: str
    when: str
    rule: str | None = None
    why: str | None = None
    guidelines: int | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that is kept, with the suggestion made when it came, and the acts on it in their order.

    `name` and `text` are as sent; `sent` is ISO 8601 in UTC.
    """

    id: int
    page: str
    name: str
    text: str
    sent: str
    contact_hash: str | None
    address_hash: str | None
    suggestion: Suggestion | None
    acts: tuple[CommentAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the guidelines. `flags`: which flags of the machine speak for it."""

    key: str
    title: str
    text: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guidelines:
    """The rules in their order, as they stood from `since` (ISO 8601) on. `version` counts from 1."""

    version: int
    since: str
    who: str
    welcome: str
    rules: tuple[Rule, ...]


class Comments(Protocol):
    """The comments of a store. Rows are only inserted; each is sealed by an entry of the log.

    Which act can follow which is told in `model.comment_states`.
    """

    def add(self, comment: NewComment, suggestion: Suggestion | None) -> Comment:
        """Keep a comment. Raises WrongCallError where a page has the very same text waiting or approved.

        The same text is one that differs in nothing but case, white space and forms of the same letters.
        """
        ...

    def act(
        self,
        comment_id: int,
        deed: CommentDeed,
        who: str,
        *,
        rule: str | None = None,
        why: str | None = None,
        seen: int | None = None,
    ) -> Comment:
        """Insert an act; gives the comment with it.

        In: `seen`, the seq of the last act that the actor saw (0: none); `rule`, a key of the present guidelines,
        with "reject" alone. Raises NotKeptError, WrongCallError where the act cannot follow, ConflictError where
        others have acted since.
        """
        ...

    def get(self, comment_id: int) -> Comment:
        """Raises NotKeptError."""
        ...

    def find_receipt(self, receipt_hash: str) -> Comment | None: ...

    def list_approved(self, page: str) -> Sequence[Comment]:
        """The approved comments under a page, oldest first."""
        ...

    def list_waiting(self, *, limit: int, after: int = 0) -> Sequence[Comment]:
        """What waits for a person (new, or appealed), oldest first; `after`: behind this comment id."""
        ...

    def list_by_writer(self, comment: Comment, *, limit: int) -> Sequence[Comment]:
        """Other comments with the same contact hash (or, without one, address hash), newest first."""
        ...

    def list_acts(self, *, since: str | None = None) -> Sequence[CommentAct]:
        """All acts in order, for figures."""
        ...

    def list_acts_by(self, who: str, *, before: int | None = None, limit: int = 100) -> Sequence[CommentAct]:
        """The last acts of one person, newest first; `before`: those with a smaller `seq` only."""
        ...

    def iter_all(self) -> Iterator[Comment]:
        """Every comment, oldest first, read in portions."""
        ...

    def count_copies(self, comment_ids: Sequence[int]) -> Mapping[int, int]:
        """How many comments, on any page and in any state, have the same text as each of these, itself counted."""
        ...

    def check_states(self) -> Sequence[str]:
        """Where what is noted beside the comments, to list them by, is not what their acts come to: in words."""
        ...

    def hash_key(self) -> bytes:
        """The secret key of `contact_hash` and `address_hash`, 32 bytes; made when it is first asked for."""
        ...

    def count(self) -> Mapping[CommentState, int]: ...

    def guidelines(self, version: int | None = None) -> Guidelines:
        """One version of the guidelines; the present one where none is named. Raises NotKeptError."""
        ...

    def set_guidelines(self, welcome: str, rules: Sequence[Rule], who: str) -> tuple[Guidelines, Entry]:
        """Insert the next version. Raises WrongCallError where keys repeat or a text is empty."""
        ...
