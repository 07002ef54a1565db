"""View models of the moderation page: a comment with its lit words, the suggestion, the rules, and what came before.

Nothing here changes a comment: characters that are not seen are written out for the moderator's eye alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.model.comment_states import find_rejection, is_appealed, state_of
from dateline.model.comments import Comment, CommentAct, CommentState, Guidelines, Suggestion
from dateline.model.spans import Span
from dateline.publish.comment_words import (
    DEED_WORDS,
    STATE_WORDS,
    say_age,
    say_flag,
    say_moment,
    say_sureness,
    show_hidden,
)
from dateline.publish.passages import cut_segments

MOST_EXCERPT_CHARS = 140
LEAST_SHOWN = 0.25
"""Flags below this are told in one line, without a bar."""
LEAST_SEEN = 0.5


@dataclass(frozen=True, slots=True)
class LitPart:
    """A stretch of a comment; `flags`: in words, what it speaks for."""

    text: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One flag: `width` of its bar from 0 to 100."""

    key: str
    words: str
    value: float
    width: float
    sureness: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule to choose; `digit` is its key, empty behind the tenth. `because`: the flags that speak for it."""

    key: str
    title: str
    text: str
    digit: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """What the machine would do. `advice` is empty where there is no suggestion."""

    advice: str
    moderator: str
    rows: tuple[FlagRow, ...]
    unseen: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]

    @property
    def lead(self) -> str:
        """The flag that speaks the loudest, in words; empty where none is likely."""
        return self.rows[0].words if self.rows and self.rows[0].value >= LEAST_SEEN else ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A line of the queue."""

    comment_id: int
    name: str
    excerpt: str
    age: str
    sent: str
    advice: str
    lead: str
    is_appeal: bool


@dataclass(frozen=True, slots=True)
class ActLine:
    """Something that was done to the comment, in words; `rule` is the title of the one that was broken."""

    words: str
    deed: str
    who: str
    when: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class PastLine:
    """Another comment of the writer."""

    comment_id: int
    excerpt: str
    sent: str
    state: str
    rule: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """All that the panes of one comment are set from; `seen` is the number of the last act on it."""

    comment_id: int
    seen: int
    name: str
    sent: str
    sent_iso: str
    parts: tuple[LitPart, ...]
    state: CommentState
    state_words: str
    suggestion: SuggestionView
    rules: tuple[RuleRow, ...]
    guidelines: int
    acts: tuple[ActLine, ...]
    appeal: str
    past: tuple[PastLine, ...]
    past_by: str
    said: str


def make_queue_line(comment: Comment, now: datetime) -> QueueLine:
    """The line of a waiting comment."""
    suggested = make_suggestion(comment)
    return QueueLine(
        comment_id=comment.id,
        name=show_hidden(comment.name),
        excerpt=make_excerpt(comment.text),
        age=say_age(comment.sent, now),
        sent=say_moment(comment.sent),
        advice=suggested.advice,
        lead=suggested.lead,
        is_appeal=is_appealed(comment.acts),
    )


def make_comment_view(
    comment: Comment,
    guidelines: Guidelines,
    past: Sequence[Comment],
    earlier: Mapping[int, Guidelines],
) -> CommentView:
    """In: `guidelines`, the present ones; `past`, other comments of the same writer, newest first; `earlier`, the
    versions of the guidelines that past decisions went by, as far as they are others."""
    state = state_of(comment.acts)
    suggested = make_suggestion(comment)
    versions = {**earlier, guidelines.version: guidelines}
    appeals = [act.why or "" for act in comment.acts if act.deed == "appeal"]
    name = show_hidden(comment.name)
    return CommentView(
        comment_id=comment.id,
        seen=comment.acts[-1].seq if comment.acts else 0,
        name=name,
        sent=say_moment(comment.sent),
        sent_iso=comment.sent,
        parts=light_reasons(comment),
        state=state,
        state_words=STATE_WORDS[state],
        suggestion=suggested,
        rules=list_rules(guidelines, comment.suggestion),
        guidelines=guidelines.version,
        acts=tuple(_make_act(act, versions) for act in comment.acts),
        appeal=show_hidden(appeals[-1]) if appeals else "",
        past=tuple(_make_past(other, versions) for other in past),
        past_by="contact" if comment.contact_hash else "address" if comment.address_hash else "",
        said=f"{name}: {make_excerpt(comment.text)}",
    )


def make_suggestion(comment: Comment) -> SuggestionView:
    """The flags from the likeliest down, and the words that speak for them."""
    suggested = comment.suggestion
    if suggested is None:
        return SuggestionView("", "", (), (), ())
    ordered = sorted(suggested.flags.items(), key=lambda row: (-row[1], row[0]))
    return SuggestionView(
        advice=suggested.advice,
        moderator=suggested.moderator,
        rows=tuple(_make_flag(flag, value) for flag, value in ordered if value >= LEAST_SHOWN),
        unseen=tuple(say_flag(flag) for flag, value in ordered if value < LEAST_SHOWN),
        quotes=tuple((show_hidden(reason.text), say_flag(reason.flag)) for reason in suggested.reasons),
    )


def _make_flag(flag: str, value: float) -> FlagRow:
    return FlagRow(flag, say_flag(flag), value, round(100 * min(1.0, max(0.0, value)), 1), say_sureness(value))


def light_reasons(comment: Comment) -> tuple[LitPart, ...]:
    """The text, cut where reasons begin and end; the joined parts are the text with what is hidden written out."""
    spans: dict[str, list[Span]] = {}
    for reason in comment.suggestion.reasons if comment.suggestion else ():
        if 0 <= reason.start < reason.end <= len(comment.text):
            spans.setdefault(reason.flag, []).append(Span(reason.start, reason.end))
    return tuple(
        LitPart(show_hidden(part.text), tuple(say_flag(flag) for flag in part.slugs))
        for part in cut_segments(comment.text, spans)
    )


def list_rules(guidelines: Guidelines, suggested: Suggestion | None) -> tuple[RuleRow, ...]:
    """The rules in their order, each with the likely flags that speak for it."""
    likely = {flag for flag, value in suggested.flags.items() if value >= LEAST_SEEN} if suggested else set()
    return tuple(
        RuleRow(
            key=rule.key,
            title=rule.title,
            text=rule.text,
            digit=str((at + 1) % 10) if at < 10 else "",
            because=tuple(say_flag(flag) for flag in rule.flags if flag in likely),
        )
        for at, rule in enumerate(guidelines.rules)
    )


def make_excerpt(text: str) -> str:
    """The first words of a comment on one line."""
    line = show_hidden(" ".join(text.split()))
    return line if len(line) <= MOST_EXCERPT_CHARS else f"{line[: MOST_EXCERPT_CHARS - 1].rstrip()}…"


def _make_act(act: CommentAct, versions: Mapping[int, Guidelines]) -> ActLine:
    return ActLine(
        words=DEED_WORDS[act.deed],
        deed=act.deed,
        who="" if act.deed == "appeal" else act.who,
        when=say_moment(act.when),
        rule=_find_title(act, versions),
        why=show_hidden(act.why or ""),
    )


def _make_past(comment: Comment, versions: Mapping[int, Guidelines]) -> PastLine:
    state, rejection = state_of(comment.acts), find_rejection(comment.acts)
    rule = _find_title(rejection, versions) if rejection is not None and state == "rejected" else ""
    return PastLine(comment.id, make_excerpt(comment.text), say_moment(comment.sent), STATE_WORDS[state], rule)


def _find_title(act: CommentAct, versions: Mapping[int, Guidelines]) -> str:
    """The title of the rule that an act names, as it was then; the rule's key where that is not known."""
    if act.rule is None:
        return ""
    gone_by = versions.get(act.guidelines or 0)
    return next((rule.title for rule in gone_by.rules if rule.key == act.rule), act.rule) if gone_by else act.rule
