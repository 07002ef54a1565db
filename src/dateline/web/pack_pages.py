"""Evidence packs from the page of an incident."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from typing import IO, Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import StreamingResponse

from dateline.model.people import Person
from dateline.services.evidence_packs import Packer
from dateline.web.threads import iterate_long, run_long
from dateline.web.visitors import require

router = APIRouter()
_PORTION_BYTES = 1 << 20
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


async def packer(request: Request) -> Packer:
    """The packer of the application that the request came to."""
    made = request.app.state.packer
    assert isinstance(made, Packer)
    return made


@router.post("/incidents/{incident_id}/pack")
async def send_pack(
    incident_id: str,
    packs: Annotated[Packer, Depends(packer)],
    person: Annotated[Person, Depends(require("read"))],
) -> StreamingResponse:
    """The evidence pack of an incident as a download; that it was made is noted in the log, with its hash.

    It is written to a file first: an error comes as a page, and no reader gets half a pack.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - `_portions` closes it when it has been sent
    try:
        await run_long(packs.write, incident_id, file, who=person.name)
        size = file.tell()
    except BaseException:
        file.close()
        raise
    headers = {
        "Content-Disposition": f'attachment; filename="{name_pack(incident_id)}"',
        "Content-Length": str(size),
    }
    return StreamingResponse(iterate_long(_portions(file)), media_type="application/zip", headers=headers)


def name_pack(incident_id: str) -> str:
    """A file name for the pack of an incident, whatever its id holds."""
    return f"evidence-{_UNSAFE.sub('-', incident_id).strip('-')[:60] or 'incident'}.zip"


def _portions(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while portion := file.read(_PORTION_BYTES):
            yield portion
