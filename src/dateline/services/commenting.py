"""Use cases of those who comment: send, see how it went, appeal. And what everybody sees: what is approved."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dateline.model.comment_states import WRITER, find_rejection, is_appealed, list_standing, may_appeal, state_of
from dateline.model.comments import Comment, CommentState, NewComment, Rule
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.ids import text_hash
from dateline.model.ports import Store
from dateline.moderation.moderators import Moderator
from dateline.services.comment_switches import CommentSwitches
from dateline.services.comment_texts import (
    APPEAL_LENGTHS,
    WrongCommentError,
    find_text_problem,
    read_words,
    unify_lines,
)
from dateline.services.fingerprints import fold_address, fold_contact, make_fingerprint
from dateline.services.rate_limits import RateLimit, TooOftenError
from dateline.services.suggesting import suggest_if_able

MOST_SENT, WINDOW_S = 5, 600.0
"""How many comments one address may send, in how many seconds."""
MOST_WAITING = 20_000
"""How many comments may wait in all: beyond that nobody would read them, and the disk is not for floods."""
QUICKEST_S = 2.0
"""A form that comes back sooner than this was not filled in by a person."""

REPORT = "report:"
AppealOutcome = Literal["open", "granted", "refused"]


@dataclass(frozen=True, slots=True)
class PublicComment:
    """An approved comment as everybody sees it; `sent` is ISO 8601 in UTC."""

    id: int
    page: str
    name: str
    text: str
    sent: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a comment was taken. `token` is the secret of the receipt link; it is nowhere else."""

    token: str
    comment: Comment


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What the writer learns of a comment: never who decided.

    `rule` is the rule broken, in the words of the guidelines of that time (`guidelines`, their version). `decided` is
    when the decision in force was made. `appeal` is None where there was none; `appeal_words` are the writer's.
    """

    comment: PublicComment
    state: CommentState
    rule: Rule | None
    guidelines: int | None
    decided: str | None
    may_appeal: bool
    appeal: AppealOutcome | None
    appeal_words: str | None


class CommentDesk:
    """Takes comments, and gives out what is approved. It may be used from several threads.

    In: `moderator`, what makes a suggestion for each comment; `is_open`, whether there is a page that can be
    commented on, by default every report that is kept; `clock`, seconds that only go forward.
    """

    def __init__(
        self,
        store: Store,
        moderator: Moderator | None,
        *,
        is_open: Callable[[str], bool] | None = None,
        clock: Callable[[], float] = time.monotonic,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._store = store
        self._moderator = moderator
        self._is_there = is_open or self._is_kept
        self._switches = CommentSwitches(store.policies)
        self._limit = RateLimit(MOST_SENT, WINDOW_S, clock)
        self._most_waiting = most_waiting
        self._key: bytes | None = None

    # Sending

    def send(
        self,
        page: str,
        name: str,
        text: str,
        *,
        contact: str | None = None,
        address: str | None = None,
        trap: str = "",
        form_age_s: float | None = None,
    ) -> Receipt:
        """Take a comment.

        In: `contact`, how the writer may be told from others, kept as a fingerprint alone; `address`, where it came
        from, likewise; `trap`, what stood in a field that no person sees; `form_age_s`, how long the form was open.
        Raises TooOftenError; NotKeptError where there is no such page; WrongCommentError with what is wrong in each
        field; WrongCallError where the page is closed, the words stand there already, or it looks like a program's.
        """
        self.hold_off(address)
        self._check_page(page)
        self._check_sender(address, trap, form_age_s)
        words = read_words(name, text, contact)
        self._count(address)
        self._check_room()
        title = self._find_title(page) if self._moderator else None
        suggestion = suggest_if_able(self._moderator, words.text, title)
        token = secrets.token_urlsafe(32)
        new = NewComment(
            page=page,
            name=words.name,
            text=words.text,
            receipt_hash=text_hash(token),
            contact_hash=self._hash("contact", fold_contact(words.contact)) if words.contact else None,
            address_hash=self._hash("address", fold_address(address)) if address else None,
        )
        return Receipt(token, self._store.comments.add(new, suggestion))

    def hold_off(self, address: str | None) -> None:
        """Raises TooOftenError where the next comment of this address would be refused; cheap, and counts nothing."""
        if address and self._limit.is_spent(fold_address(address)):
            self._count(address)

    def is_open(self, page: str) -> bool:
        """Whether comments can be sent for a page now."""
        return self._switches.is_open(page) and self._is_there(page)

    def _check_page(self, page: str) -> None:
        if not self._is_there(page):
            raise NotKeptError("there is no such page to comment on", page)
        if not self.is_open(page):
            raise WrongCallError("comments are closed here")

    def _check_sender(self, address: str | None, trap: str, form_age_s: float | None) -> None:
        """Programs are told that they look like one, and not by what."""
        if trap or (form_age_s is not None and form_age_s < QUICKEST_S):
            self._count(address)
            cause = "it looks as if a program had sent it; if not, wait a few seconds and send it again"
            raise WrongCallError("the comment was not taken", "", cause)

    def _count(self, address: str | None) -> None:
        wait_s = self._limit.take(fold_address(address)) if address else 0
        if wait_s:
            raise TooOftenError("too many comments came from your address", wait_s)

    def _check_room(self) -> None:
        if self._store.comments.count()["waiting"] >= self._most_waiting:
            cause = "more comments wait than can be read; please come back later"
            raise WrongCallError("no comment can be taken now", "", cause)

    def _find_title(self, page: str) -> str | None:
        return self._store.get_coded(page.removeprefix(REPORT)).report.title if self._is_kept(page) else None

    def _is_kept(self, page: str) -> bool:
        return page.startswith(REPORT) and self._store.has_report(page.removeprefix(REPORT))

    def _hash(self, kind: str, value: str) -> str:
        if self._key is None:
            self._key = self._store.comments.hash_key()
        return make_fingerprint(self._key, kind, value)

    # The writer's receipt

    def receipt(self, token: str) -> ReceiptView:
        """How it went with a comment. Raises NotKeptError where no receipt has this secret."""
        return self._view(self._find(token))

    def appeal(self, token: str, words: str) -> ReceiptView:
        """Ask that somebody else look at a rejected comment, once. Raises NotKeptError, WrongCommentError,
        WrongCallError where there is nothing to appeal against (any more)."""
        found = self._find(token)
        said = unify_lines(words)
        if problem := find_text_problem(said, APPEAL_LENGTHS, "The appeal"):
            raise WrongCommentError({"words": problem})
        return self._view(self._store.comments.act(found.id, "appeal", WRITER, why=said))

    def _find(self, token: str) -> Comment:
        found = self._store.comments.find_receipt(text_hash(token))
        if found is None:
            raise NotKeptError("there is no such receipt")
        return found

    def _view(self, comment: Comment) -> ReceiptView:
        standing = list_standing(comment.acts)
        state = state_of(comment.acts)
        rejection = find_rejection(comment.acts) if state == "rejected" or is_appealed(comment.acts) else None
        appeal = next((act for act in comment.acts if act.deed == "appeal"), None)
        return ReceiptView(
            comment=show(comment),
            state=state,
            rule=self._find_rule(rejection.rule, rejection.guidelines) if rejection else None,
            guidelines=rejection.guidelines if rejection else None,
            decided=standing[-1].when if standing and state != "waiting" else None,
            may_appeal=may_appeal(comment.acts),
            appeal=outcome_of_appeal(comment),
            appeal_words=appeal.why if appeal else None,
        )

    def _find_rule(self, key: str | None, version: int | None) -> Rule | None:
        rules = self._store.comments.guidelines(version).rules
        return next((rule for rule in rules if rule.key == key), None)

    # Readers

    def approved(self, page: str) -> tuple[PublicComment, ...]:
        """The approved comments under a page, oldest first: of the others nothing at all."""
        return tuple(show(comment) for comment in self._store.comments.list_approved(page))


def show(comment: Comment) -> PublicComment:
    """A comment without all that only moderators see."""
    return PublicComment(comment.id, comment.page, comment.name, comment.text, comment.sent)


def outcome_of_appeal(comment: Comment) -> AppealOutcome | None:
    """How an appeal ended: granted where the comment is approved now; None where there was none."""
    if not any(act.deed == "appeal" for act in comment.acts):
        return None
    state = state_of(comment.acts)
    return "open" if state == "waiting" else "granted" if state == "approved" else "refused"
