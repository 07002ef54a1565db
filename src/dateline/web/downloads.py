"""Files that are written while they are sent, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from threading import Semaphore

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dateline.base.http_dates import read_http_date
from dateline.services.export_desk import Download
from dateline.web.threads import iterate_long

AT_ONCE = 2
"""Exports that are written at the same time; each may keep a core busy."""
RETRY_AFTER_S = 15
_CHUNK_BYTES = 64 * 1024


class ExportGate:
    """Lets so many exports through at once."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._places = Semaphore(at_once)

    def enter(self) -> Place:
        """A place, until it is left. Raises HTTPException (503) where there is none."""
        if not self._places.acquire(blocking=False):
            raise HTTPException(
                503, "Too many exports are being written; try again in a while.",
                headers={"Retry-After": str(RETRY_AFTER_S)},
            )  # fmt: skip
        return Place(self._places)


class Place:
    """A place of an export; it is left when the export is through, or nobody holds it any more."""

    def __init__(self, places: Semaphore) -> None:
        self._places: Semaphore | None = places

    def leave(self) -> None:
        places, self._places = self._places, None
        if places is not None:
            places.release()

    def __del__(self) -> None:
        self.leave()


def send_download(place: Place, download: Download) -> Response:
    """The answer that streams a file. What fails before the first bytes is raised here, and can still be told."""
    chunks = _gather(download.export)
    first = next(chunks, b"")
    headers = {"Content-Disposition": f'attachment; filename="{download.file_name}"'}
    if download.tag is not None:
        headers["ETag"] = f'"{download.tag}"'
    return StreamingResponse(
        iterate_long(_send(place, first, chunks)), media_type=download.media_type, headers=headers
    )


def _send(place: Place, first: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from chain((first,), chunks)
    finally:
        place.leave()


def _gather(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces: each that is sent costs a change of threads."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _CHUNK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def is_known(request: Request, tag: str, changed: datetime | None = None) -> bool:
    """Whether the caller has the bytes of this tag already (`If-None-Match`).

    Who names no tag has them where its `If-Modified-Since` is exactly when they `changed`, to the second: an undone
    decision, or a withdrawn release, makes the last change an older one.
    """
    asked = request.headers.get("if-none-match")
    if asked is None:
        since = read_http_date(request.headers.get("if-modified-since", ""))
        return changed is not None and since == changed.replace(microsecond=0)
    known = {part.strip().removeprefix("W/").strip('"') for part in asked.split(",")}
    return asked.strip() == "*" or tag in known


def not_modified(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": f'"{tag}"'})
