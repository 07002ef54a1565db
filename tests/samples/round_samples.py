"""Rounds of double coding for tests: a desk with two coders and a reviewer, and a round over some raids."""

from __future__ import annotations

from typing import Any

from people_clients import PeopleClient
from people_samples import make_person, signed_in
from review_samples import make_raid

from dateline.base.settings import Settings
from dateline.model.people import Person, Role
from dateline.model.rounds import Round, Sample
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.incident_room import IncidentRoom
from dateline.services.incident_shelves import IncidentShelf
from dateline.services.projecting import Projector
from dateline.services.record_index import RecordIndex
from dateline.services.slot_edits import list_fields
from dateline.store.databases import SqlStore, open_store
from dateline.web.app import create_app
from dateline.web.audit_pages import AuditRoom
from dateline.web.review_tools import make_review_tools
from dateline.web.round_tools import RoundTools, make_round_tools

KARIM, SARA = "Karim", "Sara"


def fill_rounds_store(store: SqlStore, raids: int = 6) -> list[str]:
    """Keeps a number of raids; gives the ids of their records."""
    run = store.begin_run("dateline-coder", "0.3.0", {})
    reports = [make_raid(number) for number in range(raids)]
    for coded in reports:
        store.add_coded(coded, run_id=run)
    store.finish_run(run)
    return [store.get_coded(coded.report.id).records[0].record_id for coded in reports]


def make_coders(store: SqlStore) -> tuple[Person, Person]:
    return make_person(store, "coder", KARIM), make_person(store, "coder", SARA)


def open_round(store: SqlStore, record_ids: list[str], name: str = "March", seed: int = 7) -> Round:
    """A round over records, for both coders."""
    coders = [person.id for person in make_coders(store)]
    return store.rounds.open(name, record_ids, coders, Sample({}, (), len(record_ids), seed, 40), who="Vian")


def fields_of(store: SqlStore, record_id: str, **changes: str) -> dict[str, str]:
    """The form of a record, with other values for some fields ("casualties.0.low")."""
    report_id, _ = store.find_record(record_id)
    row = next(row for row in store.get_coded(report_id).records if row.record_id == record_id)
    return {**list_fields(row.record), **changes}


class RoundClient(PeopleClient):
    """A browser at a desk with rounds."""

    tools: RoundTools

    def __init__(self, store: SqlStore | None = None, **options: Any) -> None:
        super().__init__(store or open_store(":memory:"), **options)
        self.app, self.tools = make_rounds_app(self.store, self.desk)
        self._transport = type(self._transport)(self.app, raise_app_exceptions=False)

    def come(self, name: str) -> RoundClient:
        """As the person of this name."""
        self.leave()
        role: Role = "reviewer" if name == "Vian" else "coder"
        signed_in(self, self.store, role, name)
        return self


def make_rounds_app(store: SqlStore, people: Any) -> tuple[Any, RoundTools]:
    """The application over a store, with review and rounds."""
    registry, gazetteer = make_actor_registry(), make_gazetteer()
    Projector(store.projections, registry).catch_up()
    index = RecordIndex(store, registry)
    review = make_review_tools(store, index, registry, gazetteer)
    tools = make_round_tools(store, index, review.desk, registry, gazetteer)
    room = IncidentRoom(IncidentShelf(store), None, registry)
    app = create_app(
        store, Settings(), people=people, index=index, review=review, rounds=tools, incidents=room,
        audit=AuditRoom(store),
    )  # fmt: skip
    return app, tools
