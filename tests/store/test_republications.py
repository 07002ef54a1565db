"""The marks of the right to republish: the last one holds, all stay, and the log seals them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from report_builders import build_coded

from dateline.model.errors import NotKeptError, WrongCallError
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store

REPORT_ID = build_coded(1).report.id


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with open_store(":memory:") as opened:
        run_id = opened.begin_run("patterns", "1.0", {})
        opened.add_coded(build_coded(1), run_id=run_id)
        opened.finish_run(run_id)
        yield opened


def test_the_last_mark_holds_and_all_are_kept(store: SqlStore) -> None:
    assert store.republications.get(REPORT_ID) is None
    store.republications.mark(REPORT_ID, allowed=True, ground=" CC BY 4.0 ", who="ana")
    ended = store.republications.mark(REPORT_ID, allowed=False, ground="taken back", who="ben")
    assert store.republications.get(REPORT_ID) == ended
    assert [(mark.is_allowed, mark.ground) for mark in store.republications.list(REPORT_ID)] == [
        (True, "CC BY 4.0"),
        (False, "taken back"),
    ]


def test_each_mark_is_an_entry_of_the_log_and_verifies(store: SqlStore) -> None:
    store.republications.mark(REPORT_ID, allowed=True, ground="CC BY 4.0", who="ana")
    entry = store.log.entries(subject=f"report:{REPORT_ID}")[-1]
    assert (entry.kind, entry.who, entry.detail["allowed"], entry.detail["ground"]) == (
        "republish",
        "ana",
        True,
        "CC BY 4.0",
    )
    assert verify_store(store) == []


@pytest.mark.parametrize(("ground", "who"), [(" ", "ana"), ("x" * 2001, "ana"), ("CC BY", " ")])
def test_a_mark_says_on_what_it_rests_and_by_whom(store: SqlStore, ground: str, who: str) -> None:
    with pytest.raises(WrongCallError):
        store.republications.mark(REPORT_ID, allowed=True, ground=ground, who=who)
    assert store.republications.list(REPORT_ID) == []


def test_only_a_kept_report_is_marked(store: SqlStore) -> None:
    with pytest.raises(NotKeptError):
        store.republications.mark("r-nothing", allowed=True, ground="CC BY", who="ana")
