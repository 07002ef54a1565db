"""The page of watches: what is followed, by whom, and when it was last looked at. It changes nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from dateline.model.watches import Watch
from dateline.publish.wordings import say_published
from dateline.services.watching import WatchSource
from dateline.web.templating import render_page
from dateline.web.visitors import current_visitor

router = APIRouter(default_response_class=HTMLResponse)


async def watch_source(request: Request) -> WatchSource:
    """Where the application that the request came to reads watches from: `app.state.watch_source`."""
    source: WatchSource = request.app.state.watch_source
    return source


@router.api_route("/watches", methods=["GET", "HEAD"])
def show_watches(source: Annotated[WatchSource, Depends(watch_source)]) -> HTMLResponse:
    """What the person who asks follows comes first."""
    visitor = current_visitor()
    by_user: dict[str, list[tuple[Watch, str, str]]] = {visitor.name: []} if visitor.name else {}
    for watch in source.list_watches():
        looked = say_published(watch.last_look) if watch.last_look else ""
        by_user.setdefault(watch.who, []).append((watch, watch.subject.replace(":", "_"), looked))
    return render_page("watches.html", by_user=by_user)
