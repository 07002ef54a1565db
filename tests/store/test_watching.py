"""What users follow: kept, dropped, looked at; and what changed for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from conftest import NOON
from old_stores import make_old_store
from report_builders import MakeCoded

from dateline.model.areas import Area
from dateline.model.errors import StoreError, WrongCallError
from dateline.model.places import GazetteerEntry
from dateline.model.records import CodedReport
from dateline.model.watches import Watch
from dateline.resolve.registries import make_actor_registry
from dateline.services.area_shelves import StoreAreaShelf
from dateline.services.projecting import Projector
from dateline.services.sides import make_side_of
from dateline.services.watching import Lookout
from dateline.store.databases import SqlStore, open_store

Fill = Callable[[SqlStore, CodedReport], list[str]]
ROW = GazetteerEntry("g:1", "Omdurman", 15.64, 32.48, "SD", "Khartoum", "town", 9000, 5.0)
REGISTRY = make_actor_registry()


class Rows:
    """A gazetteer of one row."""

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        return (ROW,) if name == "Omdurman" else ()

    def get(self, gazetteer_id: str) -> GazetteerEntry | None:
        return ROW if gazetteer_id == "g:1" else None


def open_lookout(store: SqlStore) -> Lookout:
    """A lookout whose every look is later than all that was kept; the store's own clock stands still."""
    hours = count(13)
    shelf = StoreAreaShelf(store, Rows(), make_side_of(REGISTRY))
    return Lookout(store, shelf, REGISTRY, lambda: datetime(2024, 5, 6, next(hours), tzinfo=UTC))


def area() -> Area:
    return Area("g:1", "Omdurman", 15.64, 32.48, 15.0, "SD", "Khartoum", "town")


def test_watches_are_kept_for_each_user(store: SqlStore) -> None:
    watches = store.watches
    assert watches.add("me", "area", "g:1", "Omdurman")
    assert watches.add("Lena", "actor", "sudan-army", "Sudanese Army")
    assert not watches.add("me", "area", "g:1", "Omdurman")
    since = NOON.isoformat(timespec="microseconds")
    assert watches.list("me") == [Watch("me", "area", "g:1", "Omdurman", since)]
    assert len(watches.list()) == 2
    assert watches.remove("me", "area", "g:1")
    assert not watches.remove("me", "area", "g:1")
    assert watches.list("me") == []


def test_the_last_look_is_the_latest_since_it_is_followed(store: SqlStore) -> None:
    store.watches.add("me", "area", "g:1", "Omdurman")
    (watch,) = store.watches.list("me")
    store.watches.look(watch, datetime(2024, 5, 5, tzinfo=UTC), "rise")  # of an earlier watch that was dropped
    assert store.watches.list("me")[0].last_look is None
    store.watches.look(watch, datetime(2024, 5, 7, tzinfo=UTC), "usual")
    store.watches.look(watch, datetime(2024, 5, 8, tzinfo=UTC), "rise")
    (watch,) = store.watches.list("me")
    assert watch.last_look == "2024-05-08T00:00:00.000000+00:00"
    assert watch.last_verdict == "rise"


def test_looks_are_never_changed_or_deleted(store: SqlStore) -> None:
    store.watches.add("me", "area", "g:1", "Omdurman")
    store.watches.look(store.watches.list("me")[0], NOON, None)
    for statement in ("UPDATE looks SET looked = 'never'", "DELETE FROM looks"):
        with pytest.raises((sa.exc.DatabaseError, StoreError)), store._engine.begin() as connection:
            connection.execute(sa.text(statement))


def test_reports_of_an_actor_are_found_by_id_or_folded_name(
    store: SqlStore, make_coded: MakeCoded, fill: Fill
) -> None:
    fill(store, make_coded())
    Projector(store.projections, REGISTRY).catch_up()
    assert store.projections.reports_of({"sudanese army"}) == [make_coded().report.id]
    assert store.projections.reports_of({"spokesman"}) == [make_coded().report.id]
    assert store.projections.reports_of({"nobody"}) == []
    store.projections.forget()
    assert store.projections.reports_of({"sudanese army"}) == []


def test_a_look_tells_what_came_since_the_last_one(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    fill(store, make_coded())
    Projector(store.projections, REGISTRY).catch_up()
    lookout = open_lookout(store)
    lookout.follow_area("me", area())
    assert lookout.follow_actor("me", "spokesman")[2]
    assert [change.report.reports for change in lookout.look("me", move_mark=False)] == [1, 1]
    town, actor = sorted(lookout.look("me"), key=lambda change: change.watch.kind, reverse=True)
    assert len(town.report.incidents) == 1
    assert len(town.report.control) == 1
    assert actor.report.reports == 1
    assert all(change.report.is_quiet and change.report.last_look for change in lookout.look("me"))
    assert lookout.look("Lena") == []


def test_drop_takes_any_name_of_what_is_followed(store: SqlStore) -> None:
    lookout = open_lookout(store)
    lookout.follow_area("me", area())
    shown, is_known, _ = lookout.follow_actor("me", "ISIS")
    assert is_known
    assert lookout.drop("me", "area", "omdurman").subject == "g:1"
    assert lookout.drop("me", "actor", "IS").name == shown
    with pytest.raises(WrongCallError, match="no area of this name"):
        lookout.drop("me", "area", "Omdurman")


def test_a_store_of_before_watches_makes_its_parts_anew(tmp_path: Path, make_coded: MakeCoded, fill: Fill) -> None:
    with open_store(str(tmp_path / "present.db")) as store:
        fill(store, make_coded())
    make_old_store(tmp_path / "old.db", tmp_path / "present.db", "0002")
    with open_store(str(tmp_path / "old.db")) as store:
        Projector(store.projections, REGISTRY).catch_up()
        assert store.projections.reports_of({"sudanese army"}) == [make_coded().report.id]
        assert store.list_reports(limit=1)[0].published == date(2024, 5, 6).isoformat()
