"""What readers can be shown: the newest release that is not withdrawn, and the texts that may stand there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from reader_samples import HIDDEN, RELEASED, TARMIYAH, VERSION, fill_reader_store
from release_samples import release

from dateline.model.errors import NotKeptError, StoreError
from dateline.model.releases import Release, ReleasePolicy, Releases
from dateline.resolve.registries import make_actor_registry
from dateline.services import public_room
from dateline.services.public_room import PublicRoom, cut_page
from dateline.services.release_shelves import ReleaseShelf, open_release
from dateline.services.releasing import ReleaseDesk
from dateline.store.databases import SqlStore, open_store


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def desk(store: SqlStore) -> ReleaseDesk:
    return fill_reader_store(store)


def make_room(store: SqlStore) -> PublicRoom:
    return PublicRoom(store, make_actor_registry(), hold_s=0.0)


def test_without_a_release_there_is_nothing(store: SqlStore) -> None:
    room = make_room(store)
    assert room.edition() is None
    assert room.list_reports().total == 0
    assert not room.has_page(f"report:{TARMIYAH}")
    with pytest.raises(NotKeptError):
        room.read_report(TARMIYAH)


def test_only_what_is_released_is_there(store: SqlStore, desk: ReleaseDesk) -> None:
    room = make_room(store)
    assert {line.report_id for line in room.list_reports().items} == set(RELEASED)
    report, _ = room.read_report(RELEASED[1])
    assert {row.card.group for row in report.rows} == {"events", "figures", "control"}
    assert "We hold the bridge" not in " ".join(report.sentences)
    with pytest.raises(NotKeptError):
        room.read_report(HIDDEN)
    assert {row.report_id for row in room.read_incident("i-raid").reports} == set(RELEASED[1:])
    assert [room.has_page(f"report:{name}") for name in (TARMIYAH, HIDDEN)] == [True, False]
    assert not room.has_page(TARMIYAH)
    assert desk.list()[0].version == VERSION


def test_a_new_release_takes_the_place_of_the_last_and_a_withdrawal_gives_it_back(
    store: SqlStore, desk: ReleaseDesk
) -> None:
    room = make_room(store)
    release(desk, "2026.12")
    assert HIDDEN in {line.report_id for line in room.list_reports().items}
    desk.withdraw("2026.12", "ana", "a mistake")
    assert HIDDEN not in {line.report_id for line in room.list_reports().items}
    assert room.is_gone("reports", HIDDEN)
    assert not room.is_gone("reports", "r-never")
    desk.withdraw(VERSION, "ana", "another")
    assert room.edition() is None
    assert room.is_gone("incidents", "i-raid")


def test_what_was_released_once_is_read_from_the_lines_once_and_by_one_reader(
    store: SqlStore, desk: ReleaseDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.list()
    room = make_room(store)
    assert room.edition() is not None
    reads: list[str] = []

    def open_slowly(releases: Releases, release: Release) -> ReleaseShelf:
        reads.append(release.version)
        time.sleep(0.1)
        return open_release(releases, release)

    monkeypatch.setattr(public_room, "open_release", open_slowly)
    monkeypatch.setattr(public_room, "Edition", lambda *_: pytest.fail("nothing is laid out to look for a name"))
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda name: room.is_gone("reports", name), ["r-never", TARMIYAH, HIDDEN, "r-none"]))
    assert found == [False, True, False, False]
    assert room.is_gone("incidents", "i-raid")
    assert reads == [VERSION]


def test_an_old_release_that_cannot_be_read_is_told_and_the_others_are_still_asked(
    store: SqlStore, desk: ReleaseDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    release(desk, "2026.12")

    def open_sound(releases: Releases, one: Release) -> ReleaseShelf:
        if one.version == "2026.12":
            raise StoreError("a part of a release was changed", one.version)
        return open_release(releases, one)

    room = make_room(store)
    monkeypatch.setattr(public_room, "open_release", open_sound)
    with caplog.at_level("WARNING", logger=public_room.__name__):
        assert [room.is_gone("reports", name) for name in ("r-never", HIDDEN, TARMIYAH)] == [False, False, True]
    assert [row.getMessage().split(" cannot")[0] for row in caplog.records] == ["release 2026.12"]


def test_a_candidate_is_not_shown_and_was_never_there(store: SqlStore, desk: ReleaseDesk) -> None:
    desk.make("ana", "2026.12")
    room = make_room(store)
    with pytest.raises(NotKeptError):
        room.read_report(HIDDEN)
    assert not room.is_gone("reports", HIDDEN)


def test_a_text_is_shown_only_while_the_right_to_it_is_marked(store: SqlStore, desk: ReleaseDesk) -> None:
    room = make_room(store)
    assert room.read_report(TARMIYAH)[0].paragraphs == ()
    store.republications.mark(TARMIYAH, allowed=True, ground="CC BY 4.0", who="ana")
    assert len(room.read_report(TARMIYAH)[0].paragraphs) == 4
    assert room.read_report(RELEASED[1])[0].paragraphs == ()
    store.republications.mark(TARMIYAH, allowed=False, ground="the licence was a mistake", who="ben")
    assert room.read_report(TARMIYAH)[0].paragraphs == ()
    assert desk.list()


def test_a_coarse_release_shows_no_text_no_title_and_no_finer_place(store: SqlStore, desk: ReleaseDesk) -> None:
    store.republications.mark(TARMIYAH, allowed=True, ground="CC BY 4.0", who="ana")
    desk.make("ana", "2026.12", ReleasePolicy(precision="country"))
    desk.review("2026.12", "ben")
    desk.publish("2026.12", "ana")
    room = make_room(store)
    report, _ = room.read_report(TARMIYAH)
    assert report.paragraphs == ()
    assert report.title == "Tigris Courier, 3 April 2021"
    assert (report.byline, report.tags) == ((), ())
    assert not any(row.quotes for row in report.rows)
    edition = room.edition()
    assert edition is not None
    assert all(len(code) == 2 for code in edition.areas)
    assert "Tarmiyah" not in repr(report)


def test_only_actors_of_the_registry_have_a_page(store: SqlStore, desk: ReleaseDesk) -> None:
    room = make_room(store)
    edition = room.edition()
    assert edition is not None
    assert {mark.name for mark in edition.actors.values()} >= {"Islamic State"}
    assert not any("salman" in slug for slug in edition.actors)
    with pytest.raises(NotKeptError):
        room.read_actor("hadi-salman")
    assert desk.list()


def test_areas_and_tags_list_what_stands_under_them(store: SqlStore, desk: ReleaseDesk) -> None:
    room = make_room(store)
    assert room.read_area("IQ-baghdad").name == "Baghdad, Iraq"
    assert [line.report_id for line in room.read_tag("baghdad-belt").reports.items] == [TARMIYAH]
    assert room.read_area("SD").reports.total == 2
    assert len(room.map_area("IQ-baghdad")) == 2
    assert len(room.map_area("IQ")) == 3
    for ask in (room.read_area, room.read_tag, room.read_actor):
        with pytest.raises(NotKeptError):
            ask("nowhere")
    assert desk.list()


def test_a_page_past_the_end_is_the_last() -> None:
    page = cut_page(list(range(65)), 99)
    assert (page.number, page.last, page.total, page.items) == (3, 3, 65, (60, 61, 62, 63, 64))


def test_a_large_release_is_laid_out_while_the_last_one_is_shown(
    store: SqlStore, desk: ReleaseDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_room, "LARGE_RECORDS", 0)
    room = make_room(store)
    assert len(room.list_reports().items) == len(RELEASED)
    may_go_on = Event()
    plain = PublicRoom._lay_out
    monkeypatch.setattr(PublicRoom, "_lay_out", lambda self, release: may_go_on.wait(10) and plain(self, release))
    release(desk, "2026.12")
    assert not room.has_page(f"report:{HIDDEN}")
    assert room.has_page(f"report:{TARMIYAH}")
    may_go_on.set()
    wait_for(lambda: room.has_page(f"report:{HIDDEN}"))


def wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)
