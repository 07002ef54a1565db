"""A small store that has something for every operation of the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from release_samples import NOVEMBER, approve_all, make_release_desk, release
from report_builders import build_coded

from dateline.base.clock import now_utc
from dateline.model.ports import Store
from dateline.store.databases import SqlStore, open_store


@contextmanager
def open_filled_store(address: str = ":memory:") -> Iterator[SqlStore]:
    """The store of `fill_store`, filled in November 2026; who signs in to it does so today, by the desk's clock."""
    held = [NOVEMBER]
    with open_store(address, clock=lambda: held[0] if held else now_utc()) as store:
        fill_store(store)
        held.clear()
        yield store


def fill_store(store: Store) -> list[list[str]]:
    """Three reports; the first approved and released as 2026.11, a candidate 2026.11.1. Gives their record ids."""
    run_id = store.begin_run("patterns", "1.0", {})
    ids = []
    for number in (1, 2, 3):
        coded = build_coded(number)
        store.add_coded(coded, run_id=run_id)
        ids.append([row.record_id for row in store.get_coded(coded.report.id).records])
    store.finish_run(run_id)
    store.set_incidents({row[0]: f"i-{number}" for number, row in enumerate(ids, 1)})
    approve_all(store, ids[0])
    desk = make_release_desk(store)
    release(desk, "2026.11")
    desk.make("ana")
    return ids
