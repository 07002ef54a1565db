"""Serves the pages of a store from this machine."""

from __future__ import annotations

import uvicorn

from dateline.base.settings import Settings
from dateline.store.databases import open_store
from dateline.web.app import LOCAL_HOSTS, create_app


def serve(database: str, settings: Settings, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the store at `database` until interrupted. Raises StoreError where it cannot be opened.

    A `host` other than the local one is added to the names that the pages answer to.
    """
    hosts = tuple(dict.fromkeys((*LOCAL_HOSTS, host)))
    app = create_app(open_store(database), settings, hosts)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
