"""The page of moderation: the queue, one comment beside its report, and the suggestion. It changes nothing.

The application that includes `router` keeps a `ModerationTools` as `app.state.moderation_tools`.
"""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_hex
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from dateline.base.clock import now_utc
from dateline.model.comment_states import state_of
from dateline.model.errors import NotKeptError
from dateline.publish.comment_views import list_rules, make_comment_view, make_queue_line
from dateline.publish.comment_words import STATE_WORDS
from dateline.publish.wordings import say_published
from dateline.services.moderating import Article, ModerationItem, QueueView
from dateline.web.moderation_tools import NO_STORE, ModerationTools, ModeratorPerson, Tools
from dateline.web.templating import render_page

router = APIRouter(prefix="/moderation", default_response_class=HTMLResponse)
LINES_AT_A_TIME = 60
Id = Annotated[int | None, Query(ge=0, le=1 << 62)]


@router.get("")
def show_first(tools: Tools, person: ModeratorPerson, done: Id = None) -> Response:
    """The queue with the comment that waits longest."""
    return _show_desk(tools, person.name, None, done)


@router.get("/queue")
def show_queue(tools: Tools, _person: ModeratorPerson, after: Id = 0) -> Response:
    """The lines of the queue after a comment; a header tells how many wait in all."""
    queue = tools.desk.queue(LINES_AT_A_TIME, after or 0)
    page = _send("moderation/queue.html", queue=_list_lines(queue), item=None)
    page.headers["Dateline-Waiting"] = str(queue.waiting)
    return page


@router.get("/keys")
def show_keys(_person: ModeratorPerson) -> Response:
    return _send("moderation/keys.html")


@router.get("/items/{comment_id}")
def show_item(tools: Tools, person: ModeratorPerson, comment_id: int) -> Response:
    """The two panes of one comment, as the page has them: what the next one is shown from."""
    return _send("moderation/item.html", **_describe_item(tools, comment_id, person.name), next_id="")


@router.get("/{comment_id}")
def show_one(tools: Tools, person: ModeratorPerson, comment_id: int, done: Id = None) -> Response:
    """The queue with a comment, whether it waits or not."""
    return _show_desk(tools, person.name, comment_id, done)


def _show_desk(tools: ModerationTools, who: str, comment_id: int | None, done: int | None) -> Response:
    queue = tools.desk.queue(LINES_AT_A_TIME)
    shown = comment_id if comment_id is not None or not queue.items else queue.items[0].comment.id
    none = {"item": None, "article": None, "refusal": "", "copies": 1}
    described = none if shown is None else _describe_item(tools, shown, who)
    return _send(
        "moderation/desk.html",
        **described,
        queue=_list_lines(queue),
        waiting=queue.waiting,
        rules=list_rules(tools.store.comments.guidelines(), None),
        next_id=_find_next([row.comment.id for row in queue.items], shown),
        done=_say_done(tools, done),
        fresh_key=_fresh_key,
    )


def _list_lines(queue: QueueView) -> list[Any]:
    now = now_utc()
    return [make_queue_line(row.comment, now) for row in queue.items]


def _describe_item(tools: ModerationTools, comment_id: int, who: str) -> dict[str, Any]:
    """Raises NotKeptError where there is no such comment."""
    item: ModerationItem = tools.desk.item(comment_id, who)
    past = [row.comment for row in item.history]
    named = {act.guidelines for one in (item.comment, *past) for act in one.acts if act.guidelines}
    earlier = {version: tools.store.comments.guidelines(version) for version in named - {item.guidelines.version}}
    view = make_comment_view(item.comment, item.guidelines, past, earlier)
    article = _describe_article(item.article)
    return {
        "item": view,
        "article": article,
        "refusal": item.refusal or "",
        "copies": item.copies,
        "page": item.comment.page,
        "is_open": tools.switches.is_open(item.comment.page),
    }


def _describe_article(article: Article) -> dict[str, Any] | None:
    if article.report_id is None:
        return None
    parts = (article.publisher, say_published(article.published))
    return {
        "title": article.title or "Untitled report",
        "where": " · ".join(part for part in parts if part),
        "summary": article.lead or "",
        "report_id": article.report_id,
    }


def _find_next(ids: Sequence[int], shown: int | None) -> str:
    """The comment after the one shown; the first where it is not in the queue, none after the last."""
    at = ids.index(shown) + 1 if shown in ids else 0
    return str(ids[at]) if at < len(ids) else ""


def _say_done(tools: ModerationTools, comment_id: int | None) -> str:
    """What became of the comment that was decided on last."""
    if comment_id is None:
        return ""
    try:
        comment = tools.store.comments.get(comment_id)
    except NotKeptError:
        return ""
    return f"{comment.name}: {STATE_WORDS[state_of(comment.acts)]}"


def _fresh_key() -> str:
    return token_hex(12)


def _send(template: str, **values: Any) -> Response:
    page = render_page(template, **values)
    page.headers.update(NO_STORE)
    return page
