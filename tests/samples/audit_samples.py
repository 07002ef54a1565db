"""A desk with an audit trail: records, decisions of two people, an export."""

from __future__ import annotations

import httpx
from desk_samples import make_coded
from people_clients import PeopleClient

from dateline.base.settings import Settings
from dateline.store.databases import SqlStore
from dateline.web.app import create_app
from dateline.web.audit_pages import AuditRoom


class AuditClient(PeopleClient):
    """A browser at a desk with people and the pages of its audit trail."""

    def __init__(self, store: SqlStore | None = None) -> None:
        super().__init__(store)
        self.app = create_app(self.store, Settings(), people=self.desk, audit=AuditRoom(self.store))
        self._transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)


def fill_audited(store: SqlStore) -> list[str]:
    """Keep a report, decide on two of its records, and note an export; gives the ids of the records."""
    coded = make_coded()
    run_id = store.begin_run("patterns", "1.0", {})
    store.add_coded(coded, run_id=run_id)
    store.finish_run(run_id)
    record_ids = [row.record_id for row in store.get_coded(coded.report.id).records]
    store.decide(record_ids[0], "approve", "ana", "two sources say so")
    store.decide(record_ids[1], "reject", "ben", "<b>not</b> in the text")
    store.log.append("export", "ana", "export:geojson", {"format": "geojson", "count": 1, "all": False})
    return record_ids
