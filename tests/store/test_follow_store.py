"""What a store keeps of what is followed, in every database that is at hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import NOON
from report_builders import MakeCoded

from dateline.model.errors import NotKeptError, StoreError, WrongCallError
from dateline.model.follows import Answer, FollowedItem, FoundItem, Outcome, ToKeep
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore

SOON, LATER = NOON + timedelta(minutes=15), NOON + timedelta(days=1)
FEED, OTHER = "https://news.example/feed", "https://other.example/feed"


def add_feed(store: SqlStore, address: str = FEED) -> int:
    return store.follows.add("feed", address, who="ana", every_s=900).id


def find(store: SqlStore, source_id: int, *keys: str, fingerprint: str | None = None) -> int:
    found = [FoundItem(key, f"https://news.example/{key}", NOON, fingerprint) for key in keys]
    return store.follows.answered(source_id, Answer(NOON, SOON, found, etag='"1"', last_modified="a day"))


def waiting(store: SqlStore, limit: int = 10) -> list[FollowedItem]:
    return list(store.follows.waiting(NOON, {"feed": limit, "folder": limit}))


def test_sources_are_followed_once_and_the_log_tells_who(store: SqlStore) -> None:
    source = store.follows.add("feed", FEED, who="ana", every_s=900, publisher="Herald")
    assert store.follows.list() == [source]
    assert (source.next_due, source.failures, source.last_asked) == (source.since, 0, None)
    with pytest.raises(WrongCallError, match="followed already"):
        store.follows.add("feed", FEED, who="ben", every_s=60)
    assert store.follows.remove(FEED, "ben") == source
    assert store.follows.list() == []
    with pytest.raises(NotKeptError):
        store.follows.remove(FEED, "ben")
    assert [(entry.kind, entry.who) for entry in store.log.entries()] == [("follow", "ana"), ("unfollow", "ben")]
    assert verify_store(store) == []


def test_what_was_found_is_not_found_again_though_followed_anew(store: SqlStore) -> None:
    source_id = add_feed(store)
    assert find(store, source_id, "a", "b") == 2
    assert find(store, source_id, "b", "c") == 1
    assert [row.address[-1] for row in waiting(store)] == ["a", "b", "c"]
    store.follows.remove(FEED, "ana")
    assert waiting(store) == []
    assert add_feed(store) == source_id
    (source,) = store.follows.list()
    assert (source.etag, source.last_modified) == (None, None)
    assert find(store, source_id, "a", "b", "c") == 0
    assert len(waiting(store)) == 3


def test_answers_are_noted(store: SqlStore) -> None:
    source_id = add_feed(store)
    find(store, source_id, "a")
    (source,) = store.follows.list()
    assert (source.etag, source.last_modified, source.failures) == ('"1"', "a day", 0)
    for _ in range(2):
        store.follows.answered(source_id, Answer(SOON, LATER, problem="the server answered 503"))
    (failing,) = store.follows.list()
    assert (failing.failures, failing.problem, failing.etag) == (2, "the server answered 503", '"1"')
    assert failing.last_success == source.last_success
    assert failing.last_asked != source.last_asked
    with pytest.raises(NotKeptError):
        store.follows.answered(source_id + 9, Answer(SOON, LATER))


def test_a_page_that_another_source_has_is_not_waited_for(store: SqlStore) -> None:
    one, two = add_feed(store), add_feed(store, OTHER)
    assert find(store, one, "a") == 1
    find(store, two, "a", "b")
    assert [(row.source_id, row.address[-1]) for row in waiting(store)] == [(one, "a"), (two, "b")]


def test_a_page_that_a_dropped_source_leaves_goes_to_one_other(store: SqlStore) -> None:
    one, two, three = (add_feed(store, address) for address in (FEED, OTHER, "https://third.example/feed"))
    find(store, one, "a", "b", "c")
    find(store, two, "a", "b")
    find(store, three, "b", "a", "c")
    done = next(row for row in waiting(store) if row.address.endswith("c"))
    store.follows.keep(done.id, (), None, Outcome("done"))
    store.follows.remove(FEED, "ana")
    assert [(row.source_id, row.address[-1], row.tries) for row in waiting(store)] == [(two, "a", 0), (two, "b", 0)]
    add_feed(store)
    assert {row.source_id for row in waiting(store)} == {two}
    store.follows.remove(OTHER, "ana")
    assert [(row.source_id, row.address[-1]) for row in waiting(store)] == [(one, "a"), (one, "b")]


def test_a_page_that_only_a_dropped_source_waited_for_is_waited_for(store: SqlStore) -> None:
    one, two = add_feed(store), add_feed(store, OTHER)
    find(store, one, "a", "b")
    done = next(row for row in waiting(store) if row.address.endswith("b"))
    store.follows.keep(done.id, (), None, Outcome("done"))
    store.follows.remove(FEED, "ana")
    find(store, two, "a", "b")
    assert [(row.source_id, row.address[-1]) for row in waiting(store)] == [(two, "a")]


def test_of_each_source_the_first_due_come(store: SqlStore) -> None:
    one, two = add_feed(store), add_feed(store, OTHER)
    find(store, one, "a", "b", "c")
    find(store, two, "d")
    later = FoundItem("e", "https://news.example/e", LATER)
    store.follows.answered(two, Answer(NOON, SOON, [later]))
    assert [row.address[-1] for row in waiting(store, 2)] == ["a", "b", "d"]
    assert len(store.follows.waiting(LATER, {"feed": 10, "folder": 10})) == 5
    assert store.follows.next_due() == NOON


def test_a_report_and_that_its_page_is_done_are_kept_together(
    store: SqlStore, make_coded: MakeCoded, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_id = add_feed(store)
    find(store, source_id, "a", "b")
    first, second = waiting(store)
    run_id = store.begin_run("patterns", "1.0", {})
    assert store.follows.keep(first.id, [ToKeep(make_coded(1))], run_id, Outcome("done")) == [True]
    assert store.follows.keep(first.id, [ToKeep(make_coded(1))], run_id, Outcome("done")) == [False]
    made = make_coded(2)
    bad = made.model_copy(update={"report": made.report.model_copy(update={"text": made.report.text[1:]})})
    with pytest.raises(StoreError):
        store.follows.keep(second.id, [ToKeep(make_coded(3)), ToKeep(bad)], run_id, Outcome("done"))
    assert [row.id for row in waiting(store)] == [second.id]
    assert store.count_reports() == 1
    assert store.follows.counts(NOON)[source_id].new == 1


def test_what_failed_is_counted_with_its_reason(store: SqlStore) -> None:
    source_id = add_feed(store)
    find(store, source_id, "a", "b", "c")
    first, second, _ = waiting(store)
    store.follows.begin(first.id, LATER)
    store.follows.keep(first.id, (), None, Outcome("waiting", "the server answered 500", LATER))
    store.follows.keep(second.id, (), None, Outcome("failed", "the server answered 404"))
    counts = store.follows.counts(NOON - timedelta(days=7))[source_id]
    assert (counts.new, counts.waiting, counts.failed) == (0, 2, 2)
    assert {(row.address[-1], row.problem, row.due is None) for row in counts.failures} == {
        ("a", "the server answered 500", False),
        ("b", "the server answered 404", True),
    }
    (again,) = [row for row in store.follows.waiting(LATER, {"feed": 10, "folder": 10}) if row.id == first.id]
    assert again.tries == 1
    assert store.follows.counts(LATER)[source_id].failed == 0


def test_reasons_may_hold_anything(store: SqlStore) -> None:
    source_id = add_feed(store)
    store.follows.answered(source_id, Answer(SOON, LATER, problem="\ud800 \0 \x1b[1m" + "x" * 9000))
    assert len(store.follows.list()[0].problem or "") < 600


def test_a_file_waits_again_when_it_is_another(store: SqlStore) -> None:
    source_id = store.follows.add("folder", "/inbox", who="ana", every_s=10).id
    find(store, source_id, "a", fingerprint="1-1")
    (item,) = waiting(store)
    store.follows.keep(item.id, (), None, Outcome("done", fingerprint="1-1"))
    assert find(store, source_id, "a", fingerprint="1-1") == 0
    assert waiting(store) == []
    assert find(store, source_id, "a", fingerprint="2-2") == 1
    assert [row.fingerprint for row in waiting(store)] == ["2-2"]
    assert list(store.follows.fingerprints(source_id).values()) == ["2-2"]


def test_one_process_at_a_time_has_the_turn(store: SqlStore) -> None:
    assert store.follows.follower() is None
    assert store.follows.take_turn("one:1", NOON, SOON) is None
    assert store.follows.take_turn("one:1", NOON, SOON) is None
    other = store.follows.take_turn("two:2", NOON, SOON)
    assert other is not None
    assert other.name == "one:1"
    assert store.follows.take_turn("two:2", SOON, LATER) is None
    store.follows.end_turn("one:1")  # it has none any more
    assert (store.follows.follower() or other).name == "two:2"
    store.follows.end_turn("two:2")
    assert store.follows.follower() is None
