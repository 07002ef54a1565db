"""For who keeps a desk running: whether it lives, whether it can answer, and its figures for Prometheus.

Health is told to whoever asks, in words that tell nothing else. Figures are not: how many comments wait and which
routes are slow is of use to an attacker. They go to this machine and to who is known (docs/operations.md).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from ipaddress import ip_address

from fastapi import APIRouter, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from dateline.base.logging import get_logger
from dateline.model.errors import StoreError, WrongCallError
from dateline.services.desk_figures import DeskFigures, FigureRoom
from dateline.services.readiness import Readiness, ReadinessCheck
from dateline.web.metrics import CONTENT_TYPE, Metrics
from dateline.web.threads import SharedQuestion, run_probe
from dateline.web.visitors import current_visitor

log = get_logger(__name__)
router = APIRouter()

METRICS = "/metrics"
HEALTH = "/health/"
PATIENCE_S = 2.0
HOLD_S = 1.0
"""An answer is given again for so long: whoever asks in a loop asks the database once a second."""
METRIC_READERS = ("local", "known", "open")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_NO_STORE = {"Cache-Control": "no-store"}


@dataclass(slots=True)
class OperationsRoom:
    """What the pages of this module are made with. `readers`: who reads the figures, of `METRIC_READERS`.

    Raises WrongCallError for other readers.
    """

    readiness: ReadinessCheck
    figures: FigureRoom
    readers: str = "local"
    metrics: Metrics = field(default_factory=Metrics)
    _found: tuple[float, Readiness] | None = None
    _readiness: SharedQuestion[Readiness] = field(init=False)
    _figures: SharedQuestion[DeskFigures | None] = field(init=False)

    def __post_init__(self) -> None:
        self._readiness = SharedQuestion(self.readiness.check)
        self._figures = SharedQuestion(self._take)
        if self.readers not in METRIC_READERS:
            known = f"known: {', '.join(METRIC_READERS)}"
            raise WrongCallError("there are no such readers of metrics", self.readers, known)

    async def probe(self) -> Readiness:
        """How the desk is; those who ask while another does get the same answer."""
        if self._found is not None and time.monotonic() - self._found[0] < HOLD_S:
            return self._found[1]
        found = await self._readiness.ask(PATIENCE_S) or Readiness()
        self._found = time.monotonic(), found
        return found

    async def write_metrics(self) -> bytes:
        """The text of all figures; those of the store are left out where it does not answer in time."""
        figures = await self._figures.ask(PATIENCE_S)
        return await run_probe(lambda: self.metrics.write(figures))

    def _take(self) -> DeskFigures | None:
        try:
            return self.figures.take()
        except StoreError as error:
            log.error("the figures of the store could not be taken: %s", error)
            return None


def add_operations(app: FastAPI, room: OperationsRoom) -> None:
    app.state.operations = room
    app.include_router(router)


@router.api_route("/health/live", methods=["GET", "HEAD"])
async def show_life() -> Response:
    """The process answers; nothing else is asked."""
    return JSONResponse({"status": "live"}, headers=_NO_STORE)


@router.api_route("/health/ready", methods=["GET", "HEAD"])
async def show_readiness(request: Request) -> Response:
    found = await _room(request).probe()
    parts = {"database": found.database, "migrations": found.migrations, "index": found.index}
    status = "ready" if found.is_ready else "not ready"
    return JSONResponse({"status": status, **parts}, 200 if found.is_ready else 503, headers=_NO_STORE)


@router.get(METRICS)
async def show_metrics(request: Request) -> Response:
    room = _room(request)
    if not may_read_metrics(request, room.readers):
        # Never a page to sign in on: it would be read as figures.
        raise HTTPException(401, "Ask with a key that reads.", headers={"WWW-Authenticate": "Bearer"})
    return Response(await room.write_metrics(), headers={"Content-Type": CONTENT_TYPE, **_NO_STORE})


def may_read_metrics(request: Request, readers: str) -> bool:
    visitor = current_visitor()
    if readers == "open" or (visitor.person is not None and visitor.allows("read")):
        return True
    return readers == "local" and is_from_here(request)


def is_from_here(request: Request) -> bool:
    """Whether a program of this machine asks for itself, not a proxy on it that passes on what a stranger asks."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _room(request: Request) -> OperationsRoom:
    room: OperationsRoom = request.app.state.operations
    return room
