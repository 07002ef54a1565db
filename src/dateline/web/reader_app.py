"""The readers' pages alone, for a machine that everybody can reach: nothing of the desk is in it."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI
from starlette.responses import RedirectResponse, Response

from dateline.base.settings import Settings
from dateline.web.bare_apps import LOCAL_HOSTS, make_bare_app
from dateline.web.comment_pages import add_comment_pages
from dateline.web.comment_rooms import CommentRoom
from dateline.web.errors import add_error_pages
from dateline.web.operations import OperationsRoom, add_operations
from dateline.web.reader_pages import add_reader_pages
from dateline.web.reader_tools import HOME, ReaderTools

router = APIRouter()


@router.api_route("/", methods=["GET", "HEAD"])
def lead_to_readers() -> Response:
    return RedirectResponse(HOME, 307)


def create_reader_app(
    readers: ReaderTools,
    settings: Settings,
    hosts: Sequence[str] = LOCAL_HOSTS,
    *,
    comments: CommentRoom | None = None,
    operations: OperationsRoom | None = None,
) -> FastAPI:
    """An application with the pages for readers, and with comments where these are given. Nobody can sign in."""
    app = make_bare_app(settings, hosts, operations=operations)
    app.state.readers_only = True
    app.include_router(router)
    add_reader_pages(app, readers)
    if comments is not None:
        add_comment_pages(app, comments)
    if operations is not None:
        add_operations(app, operations)
    add_error_pages(app)
    return app
