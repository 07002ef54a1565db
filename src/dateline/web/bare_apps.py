"""An application without pages: what every request goes through, and the files that pages load."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from dateline import __version__
from dateline.base.settings import Settings
from dateline.services.ways_in import PeopleDesk
from dateline.web.comment_guards import HoldFloods
from dateline.web.guards import LimitBodies, LimitWrites, RefuseForeignWrites
from dateline.web.languages import SpeakLanguage
from dateline.web.operations import OperationsRoom
from dateline.web.proxies import believe_proxies
from dateline.web.request_watches import WatchRequests
from dateline.web.security import SecurityHeaders
from dateline.web.sign_ins import KnowVisitors
from dateline.web.threads import keep_few_threads

LOCAL_HOSTS: tuple[str, ...] = ("127.0.0.1", "localhost")
STATIC_DIR = Path(__file__).parent / "static"


def make_bare_app(
    settings: Settings,
    hosts: Sequence[str],
    people: PeopleDesk | None = None,
    operations: OperationsRoom | None = None,
) -> FastAPI:
    """An application that answers to `hosts` alone. In: `people`, where visitors can sign in.

    What is put into its `state.at_end` is called when the server stops.
    """
    app = FastAPI(
        title="Dateline",
        lifespan=_live,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=_list_middleware(hosts, settings, people, operations),
    )
    app.state.settings = settings
    app.state.at_end = []
    if STATIC_DIR.is_dir():
        app.mount("/static", StaticFiles(directory=STATIC_DIR), name="static")
    return app


@asynccontextmanager
async def _live(app: FastAPI) -> AsyncIterator[None]:
    """The lifespan of a server."""
    keep_few_threads()
    try:
        yield
    finally:
        endings: list[Callable[[], None]] = app.state.at_end
        for end in endings:
            end()


def has_front_end() -> bool:
    """Whether the front end has been built into the package."""
    return (STATIC_DIR / "page.js").is_file()


def _list_middleware(
    hosts: Sequence[str], settings: Settings, people: PeopleDesk | None, operations: OperationsRoom | None
) -> list[Middleware]:
    """What every request goes through, the outermost first."""
    return [
        *_watch(operations, settings),
        *believe_proxies(settings.proxies),
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(SpeakLanguage, settings.language),
        Middleware(HoldFloods),
        Middleware(LimitBodies),
        Middleware(RefuseForeignWrites),
        *([Middleware(KnowVisitors, people)] if people is not None else []),
        Middleware(LimitWrites),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ]


def _watch(operations: OperationsRoom | None, settings: Settings) -> list[Middleware]:
    if operations is None:
        return []
    return [Middleware(WatchRequests, operations.metrics.requests, is_logging=settings.log_format == "json")]
