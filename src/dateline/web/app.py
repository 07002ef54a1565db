"""The web application: reading pages over a source of records. It changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from dateline import __version__
from dateline.base.settings import Settings
from dateline.services.reading_room import ReadingRoom, RecordSource
from dateline.web.errors import add_error_pages
from dateline.web.pages import router
from dateline.web.security import SecurityHeaders

LOCAL_HOSTS: tuple[str, ...] = ("127.0.0.1", "localhost")
STATIC_DIR = Path(__file__).parent / "static"


def create_app(source: RecordSource, settings: Settings, hosts: Sequence[str] = LOCAL_HOSTS) -> FastAPI:
    """The application over `source`.

    In: `hosts`, the names that it answers to; any other `Host` is refused, so that no page elsewhere can reach
    it under a name of its own (DNS rebinding). Without a built front end the pages are plain, but whole.
    """
    app = FastAPI(
        title="Dateline",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        ],
    )
    app.state.reading_room = ReadingRoom(source)
    app.state.settings = settings
    if STATIC_DIR.is_dir():
        app.mount("/static", StaticFiles(directory=STATIC_DIR), name="static")
    app.include_router(router)
    add_error_pages(app)
    return app


def has_front_end() -> bool:
    """Whether the front end has been built into the package."""
    return (STATIC_DIR / "page.js").is_file()
