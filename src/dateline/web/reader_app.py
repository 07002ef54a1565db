"""The readers' pages alone, for a machine that everybody can reach: nothing of the desk is in it."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from dateline import __version__
from dateline.base.settings import Settings
from dateline.web.app import LOCAL_HOSTS, STATIC_DIR, list_middleware
from dateline.web.comment_pages import add_comment_pages
from dateline.web.comment_rooms import CommentRoom
from dateline.web.errors import add_error_pages
from dateline.web.operations import OperationsRoom, add_operations
from dateline.web.reader_pages import add_reader_pages
from dateline.web.reader_tools import HOME, ReaderTools
from dateline.web.threads import keep_few_threads

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
    app = FastAPI(
        title="Dateline",
        lifespan=keep_few_threads,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=list_middleware(hosts, settings, None, operations),
    )
    app.state.settings = settings
    app.state.readers_only = True
    if STATIC_DIR.is_dir():
        app.mount("/static", StaticFiles(directory=STATIC_DIR), name="static")
    app.include_router(router)
    add_reader_pages(app, readers)
    if comments is not None:
        add_comment_pages(app, comments)
    if operations is not None:
        add_operations(app, operations)
    add_error_pages(app)
    return app
