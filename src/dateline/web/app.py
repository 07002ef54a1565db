"""The web application: reading pages over a source of records, its incidents and areas. It changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from fastapi import APIRouter, FastAPI

from dateline.base.settings import Settings
from dateline.model.republications import Republications
from dateline.services.alerting import AlertSource
from dateline.services.areas import AreaSource
from dateline.services.custody import CustodyRoom
from dateline.services.evidence_packs import Packer
from dateline.services.export_desk import ExportDesk
from dateline.services.follow_board import FollowSource
from dateline.services.incident_room import IncidentRoom
from dateline.services.reading_room import ReadingRoom, RecordSource
from dateline.services.record_index import RecordIndex
from dateline.services.watching import WatchSource
from dateline.services.ways_in import PeopleDesk
from dateline.web import (
    brief_pages,
    custody_pages,
    incident_pages,
    index_pages,
    map_pages,
    my_pages,
    pack_pages,
    pages,
    people_pages,
    sign_in_pages,
    watch_pages,
)
from dateline.web.api.sources import ApiSources
from dateline.web.api_pages import add_api
from dateline.web.audit_pages import AuditRoom, add_audit_pages
from dateline.web.bare_apps import LOCAL_HOSTS, make_bare_app
from dateline.web.comment_pages import add_comment_pages
from dateline.web.comment_rooms import CommentRoom
from dateline.web.downloads import ExportGate
from dateline.web.errors import add_error_pages
from dateline.web.moderation_tools import ModerationTools, add_moderation
from dateline.web.operations import OperationsRoom, add_operations
from dateline.web.reader_pages import add_reader_pages
from dateline.web.reader_tools import ReaderTools
from dateline.web.release_pages import add_release_pages
from dateline.web.republish_pages import add_republish_pages
from dateline.web.review_tools import ReviewTools, add_review
from dateline.web.round_tools import RoundTools, add_rounds
from dateline.web.source_pages import add_source_pages

_Part = TypeVar("_Part")


def create_app(
    source: RecordSource,
    settings: Settings,
    hosts: Sequence[str] = LOCAL_HOSTS,
    *,
    incidents: IncidentRoom | None = None,
    areas: AreaSource | None = None,
    alerts: AlertSource | None = None,
    watches: WatchSource | None = None,
    people: PeopleDesk | None = None,
    index: RecordIndex | None = None,
    audit: AuditRoom | None = None,
    review: ReviewTools | None = None,
    custody: CustodyRoom | None = None,
    packer: Packer | None = None,
    releases: ExportDesk | None = None,
    api: ApiSources | None = None,
    rounds: RoundTools | None = None,
    moderation: ModerationTools | None = None,
    comments: CommentRoom | None = None,
    readers: ReaderTools | None = None,
    republications: Republications | None = None,
    sources: FollowSource | None = None,
    operations: OperationsRoom | None = None,
    count_pending: Callable[[], int] | None = None,
) -> FastAPI:
    """The application over `source`; the pages of incidents, areas and watches are there where these are given.

    In: `count_pending`, how many reports wait to be linked; `hosts`, the names that it answers to: any other `Host`
    is refused, so that no page elsewhere can reach it under a name of its own (DNS rebinding). Without a built front
    end the pages are plain, but whole.
    """
    app = make_bare_app(settings, hosts, people, operations)
    app.state.reading_room = ReadingRoom(source)
    app.state.count_pending = count_pending or _nothing_pending
    app.include_router(pages.router)
    app.state.alert_source = alerts
    _add(app, incidents, _under("incident_room", incident_pages.router))
    _add(app, areas, _under("area_source", brief_pages.router))
    _add(app, watches, _under("watch_source", watch_pages.router))
    _add(app, people, _under("people_desk", sign_in_pages.router, my_pages.router, people_pages.router))
    _add(app, custody, _under("custody_room", custody_pages.router))
    _add(app, packer, _under("packer", pack_pages.router))
    _add(app, audit, add_audit_pages)
    _add(app, index, _under("record_index", index_pages.router, map_pages.router))
    _add(app, review, add_review)
    _add(app, rounds, add_rounds)
    _add(app, moderation, add_moderation)
    _add(app, readers, add_reader_pages)
    _add(app, republications, add_republish_pages)
    _add(app, sources, add_source_pages)
    _add(app, comments, add_comment_pages)
    gate = api.gate if api is not None else ExportGate()
    _add(app, releases, lambda app, releases: add_release_pages(app, releases, gate))
    _add(app, api, add_api)
    _add(app, operations, add_operations)
    add_error_pages(app)
    return app


def _add(app: FastAPI, part: _Part | None, add: Callable[[FastAPI, _Part], None]) -> None:
    """Give the application a part, where there is one."""
    if part is not None:
        add(app, part)


def _under(name: str, *routers: APIRouter) -> Callable[[FastAPI, object], None]:
    """How to add a part that pages find under a name in the state of the application."""

    def add(app: FastAPI, part: object) -> None:
        setattr(app.state, name, part)
        for router in routers:
            app.include_router(router)

    return add


def _nothing_pending() -> int:
    return 0
