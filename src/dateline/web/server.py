"""Serves the pages of a store from this machine."""

from __future__ import annotations

import uvicorn

from dateline.base.settings import Settings
from dateline.link.toll_rules import load_toll_rule
from dateline.resolve.registries import make_actor_registry
from dateline.services.area_shelves import make_area_shelf
from dateline.services.incident_room import IncidentRoom
from dateline.services.incident_shelves import IncidentShelf
from dateline.services.projecting import Projector
from dateline.store.databases import open_store
from dateline.web.app import LOCAL_HOSTS, create_app


def serve(database: str, settings: Settings, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the store at `database` until interrupted. Raises StoreError where it cannot be opened.

    A `host` other than the local one is added to the names that the pages answer to.
    """
    hosts = tuple(dict.fromkeys((*LOCAL_HOSTS, host)))
    store = open_store(database)
    registry = make_actor_registry()
    Projector(store.projections, registry).catch_up()
    app = create_app(
        store,
        settings,
        hosts,
        incidents=IncidentRoom(IncidentShelf(store), load_toll_rule(settings.toll_rule), registry),
        areas=make_area_shelf(store, registry),
    )
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
