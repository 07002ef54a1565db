"""The web application: reading pages over a source of records, its incidents and areas. It changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fastapi import FastAPI

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
    if incidents is not None:
        app.state.incident_room = incidents
        app.include_router(incident_pages.router)
    if areas is not None:
        app.state.area_source = areas
        app.state.alert_source = alerts
        app.include_router(brief_pages.router)
    if watches is not None:
        app.state.watch_source = watches
        app.include_router(watch_pages.router)
    if people is not None:
        _add_people(app, people)
    if custody is not None:
        app.state.custody_room = custody
        app.include_router(custody_pages.router)
    if packer is not None:
        app.state.packer = packer
        app.include_router(pack_pages.router)
    if audit is not None:
        add_audit_pages(app, audit)
    if index is not None:
        app.state.record_index = index
        app.include_router(index_pages.router)
        app.include_router(map_pages.router)
    if review is not None:
        add_review(app, review)
    if rounds is not None:
        add_rounds(app, rounds)
    if moderation is not None:
        add_moderation(app, moderation)
    if readers is not None:
        add_reader_pages(app, readers)
    if republications is not None:
        add_republish_pages(app, republications)
    if sources is not None:
        add_source_pages(app, sources)
    if comments is not None:
        add_comment_pages(app, comments)
    if releases is not None:
        add_release_pages(app, releases, api.gate if api is not None else ExportGate())
    if api is not None:
        add_api(app, api)
    if operations is not None:
        add_operations(app, operations)
    add_error_pages(app)
    return app


def _add_people(app: FastAPI, people: PeopleDesk) -> None:
    app.state.people_desk = people
    for router in (sign_in_pages.router, my_pages.router, people_pages.router):
        app.include_router(router)


def _nothing_pending() -> int:
    return 0
