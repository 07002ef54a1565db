"""Figures on moderation: what waits, how long decisions take, how appeals end, how often people overrule machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from dateline.model.comment_states import list_standing, state_of
from dateline.model.comments import FLAGS, Comment, CommentAct

FLAGGED = 0.5
"""How sure the machine has to be for a flag to count as raised."""
NO_FLAG = "none"
"""Under which name comments stand for which no flag was raised."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many comments were decided on a day (UTC), by the decision that stands."""

    day: str
    approved: int
    rejected: int


@dataclass(frozen=True, slots=True)
class AppealCount:
    """Appeals, and how they ended."""

    open: int
    granted: int
    refused: int


@dataclass(frozen=True, slots=True)
class Overruled:
    """Of how many decisions how many went against the machine's suggestion."""

    decided: int
    against: int

    @property
    def share(self) -> float | None:
        return self.against / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Figures:
    """How moderation goes.

    `oldest_waiting` is when the comment was sent that waits longest; times are in seconds, None without decisions.
    `overruled_by_flag` has each flag that was raised, and "none" for comments without.
    """

    waiting: int
    approved: int
    rejected: int
    oldest_waiting: str | None
    median_s: float | None
    p90_s: float | None
    by_day: tuple[DayCount, ...]
    appeals: AppealCount
    overruled: Overruled
    overruled_by_flag: Mapping[str, Overruled]


@dataclass(slots=True)
class _Tally:
    states: Counter[str] = field(default_factory=Counter)
    oldest: str | None = None
    taken_s: list[float] = field(default_factory=list)
    days: Counter[tuple[str, str]] = field(default_factory=Counter)
    appeals: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    against: Counter[str] = field(default_factory=Counter)

    def add(self, comment: Comment) -> None:
        state = state_of(comment.acts)
        decisions = [act for act in list_standing(comment.acts) if act.deed != "appeal"]
        self.states[state] += 1
        if any(act.deed == "appeal" for act in comment.acts):
            self.appeals[state] += 1
        if state == "waiting":
            self.oldest = min(self.oldest or comment.sent, comment.sent)
        if decisions:
            self._add_decided(comment, decisions[0], decisions[-1])

    def _add_decided(self, comment: Comment, first: CommentAct, last: CommentAct) -> None:
        self.taken_s.append((_moment(first.when) - _moment(comment.sent)).total_seconds())
        self.days[last.when[:10], last.deed] += 1
        if comment.suggestion is None:
            return
        flags = comment.suggestion.flags
        raised: list[str] = [flag for flag in FLAGS if flags.get(flag, 0.0) >= FLAGGED] or [NO_FLAG]
        for name in ("", *raised):
            self.decided[name] += 1
            self.against[name] += last.deed != comment.suggestion.advice


def count_figures(comments: Iterable[Comment]) -> Figures:
    """The figures of comments. The time to a decision is that to the first one that stands."""
    tally = _Tally()
    for comment in comments:
        tally.add(comment)
    taken_s = sorted(tally.taken_s)
    overruled = {name: Overruled(tally.decided[name], tally.against[name]) for name in ("", *FLAGS, NO_FLAG)}
    days = sorted({day for day, _ in tally.days})
    return Figures(
        waiting=tally.states["waiting"],
        approved=tally.states["approved"],
        rejected=tally.states["rejected"],
        oldest_waiting=tally.oldest,
        median_s=_rank(taken_s, 0.5),
        p90_s=_rank(taken_s, 0.9),
        by_day=tuple(DayCount(day, tally.days[day, "approve"], tally.days[day, "reject"]) for day in days),
        appeals=AppealCount(tally.appeals["waiting"], tally.appeals["approved"], tally.appeals["rejected"]),
        overruled=overruled[""],
        overruled_by_flag={name: count for name, count in overruled.items() if name and count.decided},
    )


def _rank(ordered: Sequence[float], share: float) -> float | None:
    """The smallest value that at least this share of the values does not exceed."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None


def _moment(when: str) -> datetime:
    return datetime.fromisoformat(when)
