"""Serves the pages of a store from this machine."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Thread

import uvicorn
from fastapi import FastAPI
from uvicorn.config import LOGGING_CONFIG

from dateline.base.logging import LogFormat, log_to_stderr
from dateline.base.settings import Settings
from dateline.linkage.toll_rules import load_toll_rule
from dateline.model.ports import ActorRegistry, Store
from dateline.moderation.suggestions import PackagedModerator
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.alerting import AlertDesk
from dateline.services.area_shelves import make_area_shelf
from dateline.services.custody import CustodyRoom
from dateline.services.desk_figures import FigureRoom
from dateline.services.evidence_packs import Packer
from dateline.services.export_desk import ExportDesk
from dateline.services.exporting import ExportOptions
from dateline.services.follow_board import FollowBoard
from dateline.services.incident_room import IncidentRoom
from dateline.services.incident_shelves import IncidentShelf
from dateline.services.projecting import Projector
from dateline.services.public_room import PublicRoom
from dateline.services.readiness import ReadinessCheck
from dateline.services.record_index import RecordIndex
from dateline.services.releasing import ReleaseDesk
from dateline.services.watching import Lookout
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import open_store
from dateline.web.api.sources import ApiSources
from dateline.web.app import create_app
from dateline.web.audit_pages import AuditRoom
from dateline.web.bare_apps import LOCAL_HOSTS
from dateline.web.comment_rooms import make_comment_room
from dateline.web.connections import MAX_CONNECTIONS, MAX_HEAD_BYTES, HurriedProtocol
from dateline.web.downloads import ExportGate
from dateline.web.moderation_tools import make_moderation_tools
from dateline.web.operations import OperationsRoom
from dateline.web.reader_app import create_reader_app
from dateline.web.reader_tools import ReaderTools, check_public_url
from dateline.web.review_tools import make_review_tools
from dateline.web.round_tools import make_round_tools


def serve(
    database: str,
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 8000,
    names: Sequence[str] = (),
    *,
    readers_only: bool = False,
) -> None:
    """Serve the store at `database` until interrupted. Raises StoreError where it cannot be opened.

    The pages answer to the local names, `host` and `names`. A desk that others can reach is read by people who are
    signed in, unless a rule of the store opens it. With `readers_only` there are the pages for readers alone.
    """
    hosts = tuple(dict.fromkeys((*LOCAL_HOSTS, host, *names)))
    with open_store(database) as store:
        if readers_only:
            app = make_reader_site(store, settings, hosts)
        else:
            app = make_desk(store, settings, hosts, open_by_default=len(hosts) == len(LOCAL_HOSTS))
        # After its shutdown uvicorn raises the signal that it was stopped by once more: nothing behind `run` is done.
        app.state.at_end.append(store.close)
        _read_ahead(app, readers_only=readers_only)
        form: LogFormat = "json" if settings.log_format == "json" else "text"
        log_to_stderr(form=form)
        _run(app, host, port, form)


def _read_ahead(app: FastAPI, *, readers_only: bool) -> None:
    """A large store takes a while to read; whoever comes first need not wait for all of it."""
    if not readers_only:
        Thread(target=app.state.record_index.refresh, daemon=True).start()
        Thread(target=app.state.lookups.warm, daemon=True).start()
    Thread(target=app.state.reader_tools.room.edition, daemon=True).start()


def _run(app: FastAPI, host: str, port: int, form: LogFormat) -> None:
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=HurriedProtocol,
        ws="none",
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=10,
        log_level="warning",
        log_config=LOGGING_CONFIG if form == "text" else None,
        server_header=False,
        proxy_headers=False,
    )


def make_desk(
    store: Store, settings: Settings, hosts: Sequence[str] = LOCAL_HOSTS, *, open_by_default: bool = True
) -> FastAPI:
    """The application over a store, with its incidents and areas; what waits to be linked is linked first.

    In: `open_by_default`, whether anyone may read as long as no rule of the store says so or not.
    Raises TollRuleError where the settings name a rule that does not exist.
    """
    registry = make_actor_registry()
    rule = load_toll_rule(settings.toll_rule)
    Projector(store.projections, registry).catch_up()
    areas = make_area_shelf(store, registry, rule)
    gazetteer, index = make_gazetteer(), RecordIndex(store, registry)
    room = IncidentRoom(IncidentShelf(store), rule, registry)
    options = ExportOptions(toll_rule=settings.toll_rule, own_actors=settings.actors)
    exports = ExportDesk(store, ReleaseDesk(store, gazetteer, registry), options)
    review = make_review_tools(store, index, registry, gazetteer)
    readers = make_readers(store, settings, registry)
    return create_app(
        store,
        settings,
        hosts,
        incidents=room,
        areas=areas,
        alerts=AlertDesk(store, gazetteer, registry),
        watches=Lookout(store, areas, registry),
        custody=CustodyRoom(store),
        packer=Packer(store, rule, registry),
        audit=AuditRoom(store),
        people=make_people_desk(store, open_by_default=open_by_default),
        index=index,
        count_pending=store.projections.count_pending,
        review=review,
        rounds=make_round_tools(store, index, review.desk, registry, gazetteer),
        moderation=make_moderation_tools(store, PackagedModerator()),
        readers=readers,
        republications=store.republications,
        sources=FollowBoard(store.follows),
        operations=make_operations(store, settings, index),
        comments=make_comment_room(store, readers.room, PackagedModerator()),
        releases=exports,
        api=ApiSources(store, index, room, areas, review.lookups, exports, ExportGate()),
    )


def make_reader_site(store: Store, settings: Settings, hosts: Sequence[str] = LOCAL_HOSTS) -> FastAPI:
    """The application for readers alone, with comments. Raises WrongCallError where the public address is none."""
    readers = make_readers(store, settings)
    comments = make_comment_room(store, readers.room, PackagedModerator())
    operations = make_operations(store, settings)
    return create_reader_app(readers, settings, hosts, comments=comments, operations=operations)


def make_operations(store: Store, settings: Settings, index: RecordIndex | None = None) -> OperationsRoom:
    """What is told to who keeps it running. Raises WrongCallError where the settings name unknown readers."""
    return OperationsRoom(ReadinessCheck(store, index), FigureRoom(store, index), settings.metrics)


def make_readers(store: Store, settings: Settings, registry: ActorRegistry | None = None) -> ReaderTools:
    """What the readers' pages are made with. Raises WrongCallError where the public address is none."""
    registry = registry or make_actor_registry()
    room = PublicRoom(store, registry, load_toll_rule(settings.toll_rule))
    return ReaderTools(room, check_public_url(settings.public_url))
