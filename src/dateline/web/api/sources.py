"""What the API reads from, and what its operations share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Path, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dateline.model.ports import Store
from dateline.model.stores import StoredRecord
from dateline.services.areas import AreaSource
from dateline.services.export_desk import ExportDesk
from dateline.services.incident_room import IncidentRoom
from dateline.services.lookups import Lookups
from dateline.services.rate_limits import RateLimit
from dateline.services.record_index import RecordIndex
from dateline.web.api.schemas import RecordOut
from dateline.web.downloads import ExportGate
from dateline.web.visitors import current_visitor

MOST = 200
READS_A_MINUTE = 600
CURSOR = r"^[0-9]{1,9}$"


@dataclass(frozen=True, slots=True)
class ApiSources:
    """Everything that is asked. `gate`: shared with the pages, so that all exports together are few.

    `limit`: of requests, for each key, session or address.
    """

    store: Store
    index: RecordIndex
    incidents: IncidentRoom
    areas: AreaSource
    lookups: Lookups
    exports: ExportDesk
    gate: ExportGate
    limit: RateLimit = field(default_factory=lambda: RateLimit(READS_A_MINUTE, 60))


async def _sources(request: Request) -> ApiSources:
    sources: ApiSources = request.app.state.sources
    return sources


Sources = Annotated[ApiSources, Depends(_sources)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str | None, Query(pattern=CURSOR, description="`next` of the page before; without it, the first page.")
]
Words = Annotated[str, Query(min_length=1, max_length=200, description="What a name begins with.")]
Id = Annotated[str, Path(min_length=1, max_length=200)]


def read_cursor(cursor: str | None) -> int:
    return int(cursor) if cursor else 0


def knows_people() -> bool:
    """Whether the caller may see who decided: people of the desk do, in a browser or by a key."""
    return current_visitor().person is not None


def need_scope_export() -> str:
    """The name of a caller who may take the present record away. Raises HTTPException (401, 403)."""
    visitor = current_visitor()
    if visitor.person is None:
        raise HTTPException(401, "Sign in, or send a key.", headers={"WWW-Authenticate": "Bearer"})
    if not visitor.allows("export"):
        raise HTTPException(403, "The key is not made for exports.")
    return visitor.person.name


def show_record(row: StoredRecord) -> RecordOut:
    """A record as the caller may see it."""
    decision, tells = row.decision, knows_people()
    return RecordOut(
        record_id=row.record_id,
        report_id=row.report_id,
        kind=row.kind,
        state=row.state,
        coder=row.coder if tells or not row.made_by else "hand",
        coder_version=row.coder_version,
        made_by_hand=row.made_by is not None,
        incident_id=row.incident_id,
        decided=decision.when if decision else None,
        decided_by=decision.who if decision and tells else None,
        why=decision.why if decision and tells else None,
        record=row.record,
    )
