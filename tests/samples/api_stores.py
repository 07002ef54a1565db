"""A small store that has something for every operation of the API."""

from __future__ import annotations

from release_samples import approve_all, make_release_desk, release
from report_builders import build_coded

from dateline.model.ports import Store


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
