"""Use cases of moderators: what waits, what is known of a comment, approve, reject, take back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.model.comment_states import find_rejection, is_appealed, list_standing, state_of
from dateline.model.comments import Comment, CommentAct, CommentDeed, CommentState, Guidelines, Reason, Suggestion
from dateline.model.errors import ConflictError, DatelineError, WrongCallError
from dateline.model.ports import Store
from dateline.moderation.moderators import Moderator
from dateline.services.comment_figures import Figures, count_figures
from dateline.services.suggesting import suggest_if_able

REPORT = "report:"
CLEAR_SPAM = 0.9
"""How sure the machine has to be of promotion for a comment to be rejected with many others."""
COPIES, COPY_LENGTH = 3, 40
"""So often a text of so many characters is sent to be spam for that alone; "thank you" may come from many."""
_HISTORY = 20
_LEAD_LENGTH = 600
_ACTS_AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class Article:
    """What a comment stands under. `report_id` and all else are None where the page is of no report that is kept.

    `lead` is the beginning of its text, in whole paragraphs as far as they fit.
    """

    page: str
    report_id: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A comment that waits. `is_spam`: whether it may be rejected with many others."""

    comment: Comment
    is_appealed: bool
    is_spam: bool


@dataclass(frozen=True, slots=True)
class QueueView:
    """A part of the queue, oldest first, and how many wait in all. `after`: where the next part begins, None on the
    last."""

    items: tuple[QueueItem, ...]
    waiting: int
    after: int | None


@dataclass(frozen=True, slots=True)
class EarlierComment:
    """Another comment of the same writer."""

    comment: Comment
    state: CommentState


@dataclass(frozen=True, slots=True)
class ModerationItem:
    """All that a moderator needs to decide on a comment.

    `seen` is the seq of its last act (0: none), to be sent with the decision. `rejection` is the one in force or
    appealed against, `appeal` the writer's words against it. `copies`: how many comments have the same text, 1 where
    none other. `refusal` says why the person who asks cannot decide on it, None where they can.
    """

    comment: Comment
    state: CommentState
    is_appealed: bool
    is_spam: bool
    copies: int
    article: Article
    suggestion: Suggestion | None
    reasons: tuple[Reason, ...]
    history: tuple[EarlierComment, ...]
    guidelines: Guidelines
    rejection: CommentAct | None
    appeal: str | None
    seen: int
    refusal: str | None


@dataclass(frozen=True, slots=True)
class SpamOutcome:
    """What came of rejecting many: the ids of those rejected, and why each of the others was left."""

    rejected: tuple[int, ...]
    left: dict[int, str]


class ModerationDesk:
    """Makes the decisions of moderators. It may be used from several threads.

    In: `moderator`, what makes a suggestion for a comment that has none, whenever it is looked at.

    A decision takes `seen`, the seq of the last act that the person saw (0: none): where somebody else has acted
    since, ConflictError, and nothing is done. The same decision of the same person, sent again, is done once.
    """

    def __init__(self, store: Store, moderator: Moderator | None = None) -> None:
        self._store = store
        self._moderator = moderator

    # Reading

    def queue(self, limit: int = 50, after: int = 0) -> QueueView:
        """What waits, new or appealed, oldest first; `after`: behind this comment id."""
        found = self._store.comments.list_waiting(limit=limit + 1, after=after)
        shown = found[:limit]
        copies = self._store.comments.count_copies([comment.id for comment in shown])
        items = tuple(
            QueueItem(one, is_appealed(one.acts), is_clear_spam(one, copies.get(one.id, 1))) for one in shown
        )
        next_after = shown[-1].id if len(found) > limit else None
        return QueueView(items, self._store.comments.count()["waiting"], next_after)

    def item(self, comment_id: int, who: str | None = None) -> ModerationItem:
        """A comment with all that is needed to decide on it; `who` is about to. Raises NotKeptError."""
        comment = self._store.comments.get(comment_id)
        article = self.find_article(comment.page)
        if comment.suggestion is None:  # it came before there was a moderator, or while that failed
            late = suggest_if_able(self._moderator, comment.text, article.title)
            comment = replace(comment, suggestion=late)
        copies = self._store.comments.count_copies([comment_id]).get(comment_id, 1)
        others = self._store.comments.list_by_writer(comment, limit=_HISTORY)
        appeal = next((act for act in comment.acts if act.deed == "appeal"), None)
        return ModerationItem(
            comment=comment,
            state=state_of(comment.acts),
            is_appealed=is_appealed(comment.acts),
            is_spam=is_clear_spam(comment, copies),
            copies=copies,
            article=article,
            suggestion=comment.suggestion,
            reasons=tuple(comment.suggestion.reasons) if comment.suggestion else (),
            history=tuple(EarlierComment(other, state_of(other.acts)) for other in others),
            guidelines=self._store.comments.guidelines(),
            rejection=find_rejection(comment.acts),
            appeal=appeal.why if appeal else None,
            seen=comment.acts[-1].seq if comment.acts else 0,
            refusal=self._find_refusal(comment, who) if who else None,
        )

    def figures(self, since: str | None = None) -> Figures:
        """How moderation goes, over all comments, or those sent `since` (ISO 8601 in UTC)."""
        return count_figures(
            comment for comment in self._store.comments.iter_all() if since is None or comment.sent >= since
        )

    # Deciding

    def approve(self, comment_id: int, who: str, *, why: str | None = None, seen: int | None = None) -> Comment:
        """Let a comment appear. Raises NotKeptError, WrongCallError, ConflictError."""
        return self._decide(comment_id, "approve", who, None, why, seen)

    def reject(
        self, comment_id: int, rule: str, who: str, *, why: str | None = None, seen: int | None = None
    ) -> Comment:
        """Keep a comment from appearing, by a rule of the guidelines (its key). `why` is for moderators alone."""
        return self._decide(comment_id, "reject", who, rule, why, seen)

    def undo(self, who: str, comment_id: int | None = None) -> Comment | None:
        """Take back the person's last decision that is the last word on its comment; None where they made none.

        In: `comment_id`, to take back their decision on that comment and no other. Raises ConflictError where
        somebody else, or the writer by an appeal, has acted since on all that stands of theirs, or where nothing of
        theirs stands on the comment named; NotKeptError where that is not kept.
        """
        later: CommentAct | None = None
        for act in self._decisions_of(who, comment_id):
            comment = self._store.comments.get(act.comment_id)
            standing = list_standing(comment.acts)
            if act not in standing:
                continue
            if standing[-1] == act:
                return self._store.comments.act(comment.id, "undo", who, seen=comment.acts[-1].seq)
            later = later or standing[-1]
        if later is not None:
            raise ConflictError("this cannot be taken back", f"comment {later.comment_id}", _say_later(later))
        if comment_id is not None:
            cause = "no decision of yours stands there"
            raise ConflictError("this cannot be taken back", f"comment {comment_id}", cause)
        return None

    def reject_spam(self, comment_ids: Sequence[int], who: str) -> SpamOutcome:
        """Reject those of the comments that wait and are clear spam, each by an act of its own.

        Raises WrongCallError where no rule of the guidelines is about promotion.
        """
        rules = self._store.comments.guidelines().rules
        rule = next((rule.key for rule in rules if "promotion" in rule.flags), None)
        if rule is None:
            raise WrongCallError(
                "no rule of the guidelines is about promotion", "", "spam needs one to be rejected by"
            )
        rejected: list[int] = []
        left: dict[int, str] = {}
        for comment_id in dict.fromkeys(comment_ids):
            try:
                self._reject_clear(comment_id, rule, who)
                rejected.append(comment_id)
            except DatelineError as error:
                left[comment_id] = str(error)
        return SpamOutcome(tuple(rejected), left)

    def _reject_clear(self, comment_id: int, rule: str, who: str) -> None:
        comment = self._store.comments.get(comment_id)
        if state_of(comment.acts) != "waiting" or is_appealed(comment.acts):
            raise WrongCallError("this is decided already, or appealed", f"comment {comment_id}")
        if not is_clear_spam(comment, self._store.comments.count_copies([comment_id]).get(comment_id, 1)):
            raise WrongCallError("this is no clear spam", f"comment {comment_id}")
        seen = comment.acts[-1].seq if comment.acts else 0
        self._store.comments.act(comment_id, "reject", who, rule=rule, why="clear spam, with others", seen=seen)

    def _decide(
        self, comment_id: int, deed: CommentDeed, who: str, rule: str | None, why: str | None, seen: int | None
    ) -> Comment:
        comment = self._store.comments.get(comment_id)
        if _is_repeated(comment, deed, who, rule):
            return comment
        refusal = self._find_refusal(comment, who)
        if refusal:
            raise WrongCallError(refusal, f"comment {comment_id}")
        note = why.strip() if why and why.strip() else None
        return self._store.comments.act(comment_id, deed, who, rule=rule, why=note, seen=seen)

    def _find_refusal(self, comment: Comment, who: str) -> str | None:
        """Why a person cannot decide: an appeal against one's own rejection is for somebody else, if there is one."""
        rejection = find_rejection(comment.acts) if is_appealed(comment.acts) else None
        if rejection is None or rejection.who != who or not self._has_other_moderator(who):
            return None
        return "you rejected this, and the writer has appealed: somebody else decides now"

    def _has_other_moderator(self, who: str) -> bool:
        people = self._store.people.list()
        return any(one.joined and one.name != who and "moderate" in one.rights for one in people)

    def _decisions_of(self, who: str, comment_id: int | None) -> Iterator[CommentAct]:
        """What a person has decided, on one comment or on all, newest first; what was taken back is among it."""
        acts: Iterable[CommentAct] = self._acts_of(who)
        if comment_id is not None:
            acts = reversed(self._store.comments.get(comment_id).acts)
        return (act for act in acts if act.who == who and act.deed in ("approve", "reject"))

    def _acts_of(self, who: str) -> Iterator[CommentAct]:
        """All acts of a person, newest first, read as they are asked for."""
        before: int | None = None
        while portion := self._store.comments.list_acts_by(who, before=before, limit=_ACTS_AT_A_TIME):
            yield from portion
            before = portion[-1].seq

    def find_article(self, page: str) -> Article:
        """What a page of comments is about; without a report where none of that name is kept."""
        report_id = page.removeprefix(REPORT)
        for stored in self._store.iter_coded([report_id] if page.startswith(REPORT) else []):
            report = stored.report
            return Article(page, report.id, report.title, report.publisher, report.published, _cut_lead(report.text))
        return Article(page)


def is_clear_spam(comment: Comment, copies: int) -> bool:
    """Whether a comment is so clearly spam that it may be rejected unread: it promotes, or was sent many times."""
    sure = comment.suggestion.flags.get("promotion", 0.0) if comment.suggestion else 0.0
    return sure >= CLEAR_SPAM or (copies >= COPIES and len(comment.text) >= COPY_LENGTH)


def _is_repeated(comment: Comment, deed: CommentDeed, who: str, rule: str | None) -> bool:
    standing = list_standing(comment.acts)
    return bool(standing) and (standing[-1].deed, standing[-1].who, standing[-1].rule) == (deed, who, rule)


def _say_later(act: CommentAct) -> str:
    return "the writer has appealed since" if act.deed == "appeal" else f"{act.who} has decided since"


def _cut_lead(text: str) -> str:
    """The first paragraphs that fit; of a first one that is too long, its beginning."""
    lead = ""
    for paragraph in (line.strip() for line in text.split("\n")):
        if not paragraph:
            continue
        if lead and len(lead) + len(paragraph) > _LEAD_LENGTH:
            break
        lead = f"{lead}\n{paragraph}" if lead else paragraph
    if len(lead) <= _LEAD_LENGTH:
        return lead
    return f"{lead[:_LEAD_LENGTH].rsplit(' ', 1)[0]} …"
