"""A store with a release for readers, and much that is in no release."""

from __future__ import annotations

from desk_samples import make_coded, make_hostile
from release_samples import approve_all, make_release_desk, release
from report_builders import build_coded

from dateline.model.ports import Store
from dateline.services.releasing import ReleaseDesk

VERSION = "2026.11"
TARMIYAH = "r-tarmiyah"
RELEASED = (TARMIYAH, build_coded(1).report.id, build_coded(2).report.id)
HIDDEN = build_coded(3).report.id
"""A report that is kept, and of which one record is approved only after the release was made."""
HIDDEN_TITLE = "Soldiers killed near Omdurman (3)"


def fill_reader_store(store: Store, *, hostile: bool = False) -> ReleaseDesk:
    """Released: the Tarmiyah report whole, and two reports on one incident of which the statement is not approved."""
    run_id = store.begin_run("patterns", "1.0", {})
    coded = [make_coded(), *(build_coded(number) for number in (1, 2, 3)), *([make_hostile()] if hostile else [])]
    for one in coded:
        store.add_coded(one, run_id=run_id)
    store.finish_run(run_id)
    raids = [store.get_coded(build_coded(number).report.id).records for number in (1, 2, 3)]
    store.set_incidents({rows[0].record_id: "i-raid" for rows in raids})
    approve_all(store, [row.record_id for row in store.get_coded(TARMIYAH).records])
    if hostile:
        approve_all(store, [row.record_id for row in store.get_coded(make_hostile().report.id).records])
    for rows in raids[:2]:
        approve_all(store, [row.record_id for row in rows if row.kind != "statements"])
    desk = make_release_desk(store)
    release(desk, VERSION)
    approve_all(store, [raids[2][0].record_id])
    return desk
