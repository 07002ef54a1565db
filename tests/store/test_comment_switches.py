"""Where comments can be sent: a page, all pages, and what the log tells of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from dateline.services.comment_switches import CommentSwitches
from dateline.store.databases import SqlStore


def test_a_page_is_closed_and_opened_again_under_a_name(store: SqlStore) -> None:
    switches = CommentSwitches(store.policies)
    assert switches.is_open("report:a")
    switches.open_page("report:a", "Vian", is_open=False)
    switches.open_page("report:a", "Vian", is_open=False)
    switches.open_page("report:b", "Vian", is_open=False)
    assert switches.list_closed() == ("report:b", "report:a")
    assert [switches.is_open(f"report:{name}") for name in "abc"] == [False, False, True]
    switches.open_page("report:a", "Adil", is_open=True)
    switches.open_page("report:c", "Adil", is_open=True)
    assert switches.list_closed() == ("report:b",)
    told = [entry for entry in store.log.entries() if entry.kind == "policy"]
    assert [(entry.who, entry.detail["value"]) for entry in told] == [
        ("Vian", ["report:a"]),
        ("Vian", ["report:a", "report:b"]),
        ("Adil", ["report:b"]),
    ]


def test_all_are_closed_at_once_and_those_closed_before_stay_so(store: SqlStore) -> None:
    switches = CommentSwitches(store.policies)
    switches.open_page("report:a", "Vian", is_open=False)
    switches.open_all("Vian", is_open=False)
    assert not switches.are_open()
    assert not switches.is_open("report:b")
    switches.open_all("Vian", is_open=True)
    assert [switches.is_open(f"report:{name}") for name in "ab"] == [False, True]


def test_two_who_close_at_once_lose_nothing(store: SqlStore) -> None:
    switches = CommentSwitches(store.policies)
    pages = [f"report:{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda page: switches.open_page(page, "Vian", is_open=False), pages))
    assert sorted(switches.list_closed()) == sorted(pages)
