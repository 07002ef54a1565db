"""The page of sources: what is followed, and how it is doing. It changes nothing, and is for people of the desk."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import HTMLResponse

from dateline.model.people import Person
from dateline.publish.audit_words import say_time
from dateline.services.follow_board import FollowSource
from dateline.web.templating import render_page
from dateline.web.visitors import require

router = APIRouter(default_response_class=HTMLResponse)
_ORDER = ("overdue", "failing", "new", "fine")
_UNITS = ((86_400, "{} d"), (3600, "{} h"), (60, "{} min"), (1, "{} s"))


def add_source_pages(app: FastAPI, board: FollowSource) -> None:
    """Put the page into an application."""
    app.state.follow_board = board
    app.include_router(router)


async def follow_board(request: Request) -> FollowSource:
    board: FollowSource = request.app.state.follow_board
    return board


@router.api_route("/sources", methods=["GET", "HEAD"])
def show_sources(
    board: Annotated[FollowSource, Depends(follow_board)], _person: Annotated[Person, Depends(require("read"))]
) -> HTMLResponse:
    """Addresses of feeds and folders, and what servers answered, are nothing for strangers."""
    picture = board.look()
    lines = sorted(picture.lines, key=lambda line: _ORDER.index(line.health))
    return render_page("sources.html", picture=picture, lines=lines, minute=say_minute, every=say_every)


def say_minute(when: str) -> str:
    """A time of the store to the minute, in UTC: "2026-11-21 14:20"."""
    return say_time(when)[:16]


def say_every(seconds: int) -> str:
    """An interval in the largest unit that it is whole in: "15 min"."""
    return next(words.format(seconds // size) for size, words in _UNITS if seconds % size == 0)
