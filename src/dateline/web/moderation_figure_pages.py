"""How moderation goes, in figures; and clear spam, which is rejected in one go, by a decision for each comment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from dateline.base.clock import now_utc
from dateline.model.errors import WrongCallError
from dateline.publish.comment_views import make_queue_line
from dateline.publish.comment_words import say_age, say_flag, say_share, say_span
from dateline.services.comment_figures import NO_FLAG, Figures, Overruled
from dateline.services.moderating import SpamOutcome
from dateline.web.moderation_tools import NO_STORE, ModerationTools, ModeratorPerson, Tools
from dateline.web.review_deeds import Sent
from dateline.web.templating import render_page

router = APIRouter(prefix="/moderation", default_response_class=HTMLResponse)
MOST_SPAM = 100
_LOOKED_THROUGH = 2_000
_DAYS_SHOWN = 14
_MOST_LEFT_TOLD = 3


@router.api_route("/figures", methods=["GET", "HEAD"])
def show_figures(tools: Tools, _person: ModeratorPerson) -> Response:
    return _send("moderation/figures.html", **_describe(tools.desk.figures()))


def _describe(figures: Figures) -> dict[str, Any]:
    days = list(reversed(figures.by_day))
    return {
        "figures": figures,
        "oldest": say_age(figures.oldest_waiting, now_utc()) if figures.oldest_waiting else "",
        "median": _say_seconds(figures.median_s),
        "p90": _say_seconds(figures.p90_s),
        "days": days[:_DAYS_SHOWN],
        "share": say_share(figures.overruled.share),
        "flags": [_describe_flag(flag, count) for flag, count in figures.overruled_by_flag.items()],
    }


def _describe_flag(flag: str, count: Overruled) -> dict[str, Any]:
    words = "no flag raised" if flag == NO_FLAG else say_flag(flag)
    return {"words": words, "count": count, "share": say_share(count.share)}


def _say_seconds(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{round(seconds)} s" if seconds < 60 else say_span(timedelta(seconds=seconds))


@router.api_route("/spam", methods=["GET", "HEAD"])
def show_spam(tools: Tools, _person: ModeratorPerson) -> Response:
    return _show_spam(tools)


@router.post("/spam")
def reject_spam(tools: Tools, person: ModeratorPerson, form: Sent) -> Response:
    """Reject those that are checked; what is no clear spam (any more) is left, and told."""
    chosen = [int(value) for value in form.get_all("comment_id") if value.isascii() and value.isdecimal()]
    if not chosen:
        return _show_spam(tools, problem="Nothing was checked, so nothing was done.")
    try:
        outcome = tools.desk.reject_spam([one for one in chosen if one < 1 << 62][:MOST_SPAM], person.name)
    except WrongCallError as error:
        return _show_spam(tools, problem=f"Not done: {error}.")
    return _show_spam(tools, done=_say_rejected(len(outcome.rejected)), problem=_say_left(outcome))


def _say_rejected(number: int) -> str:
    return f"{number} {'comment' if number == 1 else 'comments'} rejected." if number else ""


def _say_left(outcome: SpamOutcome) -> str:
    if not outcome.left:
        return ""
    told = "; ".join(list(outcome.left.values())[:_MOST_LEFT_TOLD])
    return f"Left as they were: {len(outcome.left)}. {told[:1].upper()}{told[1:]}."


def _show_spam(tools: ModerationTools, *, done: str = "", problem: str = "") -> Response:
    status = 422 if problem and not done else 200
    return _send("moderation/spam.html", status_code=status, lines=_list_spam(tools), done=done, problem=problem)


def _list_spam(tools: ModerationTools) -> list[Any]:
    """Clear spam among what has waited longest, the oldest first."""
    found: list[Any] = []
    after: int | None = 0
    seen, now = 0, now_utc()
    while after is not None and seen < _LOOKED_THROUGH and len(found) < MOST_SPAM:
        part = tools.desk.queue(100, after)
        seen, after = seen + 100, part.after
        found.extend(make_queue_line(row.comment, now) for row in part.items if row.is_spam and not row.is_appealed)
    return found[:MOST_SPAM]


def _send(template: str, *, status_code: int = 200, **values: Any) -> Response:
    page = render_page(template, status_code=status_code, **values)
    page.headers.update(NO_STORE)
    return page
