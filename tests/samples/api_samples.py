"""An application with releases and the read API, over a store."""

from __future__ import annotations

from fastapi import FastAPI
from release_samples import make_release_desk

from dateline.base.settings import Settings
from dateline.model.ports import Store
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.area_shelves import make_area_shelf
from dateline.services.export_desk import ExportDesk
from dateline.services.incident_room import IncidentRoom
from dateline.services.incident_shelves import IncidentShelf
from dateline.services.lookups import Lookups
from dateline.services.projecting import Projector
from dateline.services.rate_limits import RateLimit
from dateline.services.record_index import RecordIndex
from dateline.services.ways_in import make_people_desk
from dateline.web.api.sources import ApiSources
from dateline.web.app import create_app
from dateline.web.bare_apps import LOCAL_HOSTS
from dateline.web.downloads import ExportGate

HOST = "http://127.0.0.1"


def make_app(store: Store, *, limit: RateLimit | None = None) -> FastAPI:
    """Everything of the desk that the API and the pages of releases need."""
    registry = make_actor_registry()
    Projector(store.projections, registry).catch_up()
    exports = ExportDesk(store, make_release_desk(store))
    sources = ApiSources(
        store=store,
        index=RecordIndex(store, registry),
        incidents=IncidentRoom(IncidentShelf(store), actors=registry),
        areas=make_area_shelf(store, registry),
        lookups=Lookups(registry, make_gazetteer()),
        exports=exports,
        gate=ExportGate(),
        limit=limit or RateLimit(100_000, 60),
    )
    people = make_people_desk(store)
    return create_app(store, Settings(), (*LOCAL_HOSTS, "testserver"), people=people, releases=exports, api=sources)
