"""Following feeds and folders: what is asked when, what is kept once, and what no bad entry can stop."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from follow_samples import START, FakeSite, FakeTime, follow_with, write_feed, write_page

from dateline.model.errors import ConflictError, StoreError, WrongCallError
from dateline.model.follows import Answer, FollowedItem, FollowedSource, FoundItem, Outcome, ToKeep
from dateline.read.fetch import Fetched, WebFetcher
from dateline.services.follow_board import FollowBoard, follow_source
from dateline.services.follow_keeping import Keeper, Tally
from dateline.services.follow_times import Pace
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store
from dateline.store.following import SqlFollows

FEED, FEED_AT = "news.example/feed", "https://news.example/feed"


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def store(time: FakeTime) -> Iterator[SqlStore]:
    with open_store(":memory:", clock=time.clock) as opened:
        yield opened


@pytest.fixture
def site(time: FakeTime) -> FakeSite:
    site = FakeSite(time)
    site.feeds[FEED] = []
    for name in ("Kafr", "Sarn"):
        publish(site, name)
    return site


def publish(site: FakeSite, name: str, host: str = "news.example") -> None:
    site.feeds.setdefault(f"{host}/feed", []).append((name, f"https://{host}/{name}"))
    site.pages[f"{host}/{name}"] = write_page(name)


def follow_for(store: SqlStore, time: FakeTime, site: FakeSite, span: timedelta, pace: Pace | None = None) -> None:
    time.end = time.now + span
    follow_with(store, time, site, pace=pace).run()
    time.end = None


def titles(store: SqlStore) -> list[str]:
    return sorted(stored.report.title or "" for stored in store.iter_coded())


def get_source(store: SqlStore, address: str = FEED_AT) -> FollowedSource:
    return next(source for source in store.follows.list() if source.address == address)


def test_entries_are_kept_once_with_their_pages_and_linked(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    follow_source(store.follows, FEED_AT, who="ana")
    follow_for(store, time, site, timedelta(hours=2))
    assert titles(store) == ["Kafr", "Sarn"]
    publish(site, "Omar")
    follow_for(store, time, site, timedelta(days=1))
    assert titles(store) == ["Kafr", "Omar", "Sarn"]
    assert [site.count(f"news.example/{name}") for name in ("Kafr", "Sarn", "Omar")] == [1, 1, 1]
    assert store.projections.count_pending() == 0
    assert all(run.finished and run.settings["following"] for run in store.runs())
    assert verify_store(store) == []
    stored = store.get_coded(store.list_reports()[0].report_id)
    capture = store.get_capture(stored.report.id)
    assert capture is not None
    assert (capture.address or "").startswith("https://news.example/")
    assert stored.records


def test_a_feed_that_has_not_changed_is_not_sent_again(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    follow_source(store.follows, FEED_AT, who="ana")
    follow_for(store, time, site, timedelta(hours=3))
    first, *others = site.statuses(FEED)
    assert first == 200
    assert len(others) >= 10
    assert set(others) == {304}
    assert get_source(store).last_success == get_source(store).last_asked


def test_a_feed_is_asked_at_its_interval(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    follow_source(store.follows, FEED_AT, who="ana", every_s=3600)
    follow_for(store, time, site, timedelta(hours=12, minutes=30))
    assert site.count(FEED) == 13


def test_one_host_is_asked_one_thing_at_a_time_with_a_gap(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    for name in ("Deir", "Mara", "Tell"):
        publish(site, name)
        publish(site, f"{name}-2", "other.example")
    site.robots["other.example"] = "User-agent: *\nCrawl-delay: 60\n"
    follow_source(store.follows, FEED_AT, who="ana")
    follow_source(store.follows, "https://other.example/feed", who="ana")
    follow_for(store, time, site, timedelta(hours=1))
    assert len(titles(store)) == 8
    for host, gap_s in (("news.example", 5), ("other.example", 60)):
        moments = [moment for moment, address, _ in site.asked if address.startswith(host)]
        gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(moments)]
        assert min(gaps) >= gap_s


def test_a_feed_that_fails_is_asked_less_and_less_and_comes_back(
    store: SqlStore, time: FakeTime, site: FakeSite
) -> None:
    entries = site.feeds.pop(FEED)
    site.pages[FEED] = lambda _: httpx.Response(503)
    follow_source(store.follows, FEED_AT, who="ana")
    follow_for(store, time, site, timedelta(days=7))
    moments = [moment for moment, _, _ in site.asked]
    gaps = [later - sooner for sooner, later in pairwise(moments)]
    assert len(gaps) < 20
    assert all(sooner <= later + timedelta(minutes=1) for sooner, later in pairwise(gaps))
    assert max(gaps) <= timedelta(days=1, minutes=1)
    source = get_source(store)
    assert source.failures == len(moments)
    assert source.problem == "the server answered 503"
    assert source.last_success is None
    site.feeds[FEED] = entries
    follow_for(store, time, site, timedelta(days=1))
    assert get_source(store).failures == 0
    assert titles(store) == ["Kafr", "Sarn"]


def test_what_the_server_asks_to_wait_is_waited(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    site.feeds.pop(FEED)
    site.pages[FEED] = lambda _: httpx.Response(429, headers={"retry-after": "50000"})
    follow_source(store.follows, FEED_AT, who="ana")
    follow_for(store, time, site, timedelta(seconds=49_000))
    assert site.count(FEED) == 1
    follow_for(store, time, site, timedelta(seconds=2000))
    assert site.count(FEED) == 2


def test_no_bad_entry_stops_a_feed(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    site.pages["news.example/poison"] = write_page("poison")
    site.pages["news.example/empty"] = "<html><body></body></html>"
    site.pages["news.example/broken"] = lambda _: httpx.Response(500)
    bad = [(name, f"https://news.example/{name}") for name in ("poison", "empty", "broken", "gone")]
    odd = [("inside", "http://127.0.0.1/secret"), ("file", "file:///etc/passwd"), ("half", "http://[half")]
    site.feeds[FEED] = [*bad, *odd, *site.feeds[FEED]]
    follow_source(store.follows, FEED_AT, who="ana", every_s=86_400)
    follow_for(store, time, site, timedelta(days=3))
    assert titles(store) == ["Kafr", "Sarn"]
    (line,) = FollowBoard(store.follows, time.clock).look().lines
    failures = {row.address.rpartition("/")[2]: row for row in line.counts.failures}
    assert "poisoned" in failures["poison"].problem
    assert "404" in failures["gone"].problem
    assert "500" in failures["broken"].problem
    assert all(row.due is None for row in failures.values())
    assert [site.count(f"news.example/{name}") for name in ("poison", "empty", "gone", "broken")] == [1, 1, 3, 8]


@pytest.mark.parametrize("address", ["http://news.example:port/x", "http://999.1.1.1/x"])
def test_an_address_that_cannot_be_asked_is_passed_over(
    store: SqlStore, time: FakeTime, site: FakeSite, address: str
) -> None:
    """As a feed lists it, as it was written down before such ones were refused, and as a source."""
    with pytest.raises(WrongCallError, match="no web address"):
        follow_source(store.follows, address, who="ana")
    site.feeds[FEED].insert(0, ("odd", address))
    source = follow_source(store.follows, FEED_AT, who="ana")
    there = FoundItem("old", address, time.now)
    store.follows.answered(source.id, Answer(time.now, time.now, [there]))
    follow_with(store, time, site).run_once()
    assert titles(store) == ["Kafr", "Sarn"]
    counts = store.follows.counts(START)[source.id]
    assert [row.address for row in counts.failures] == [address]


def test_a_fault_of_ours_in_one_answer_leaves_the_others(
    store: SqlStore, time: FakeTime, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, "Mara", "other.example")
    publish(site, "Tell", "third.example")
    delay_s = WebFetcher.delay_s

    def stumble(self: WebFetcher, address: str) -> float:
        if "other.example" in address or address.endswith("Kafr"):
            raise OverflowError("too late")
        return delay_s(self, address)

    monkeypatch.setattr(WebFetcher, "delay_s", stumble)
    for host in ("other", "news", "third"):
        follow_source(store.follows, f"https://{host}.example/feed", who="ana")
    follow_with(store, time, site).run_once()
    assert titles(store) == ["Sarn", "Tell"]
    failing = get_source(store, "https://other.example/feed")
    assert (failing.problem, failing.failures) == ("OverflowError: too late", 1)
    (failed,) = store.follows.counts(START)[get_source(store).id].failures
    assert (failed.problem, failed.address) == ("OverflowError: too late", "https://news.example/Kafr")


def test_pages_that_a_site_does_not_allow_are_not_asked_for(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    site.robots["news.example"] = "User-agent: *\nDisallow: /Kafr\n"
    follow_source(store.follows, FEED_AT, who="ana", every_s=86_400)
    follow_for(store, time, site, timedelta(days=3))
    assert site.count("news.example/Kafr") == 0
    assert titles(store) == ["Sarn"]
    (line,) = FollowBoard(store.follows, time.clock).look().lines
    assert "robots.txt" in line.counts.failures[0].problem


def test_a_feed_of_the_inner_network_is_never_asked(store: SqlStore, time: FakeTime) -> None:
    follow_source(store.follows, "http://inside.example/feed", who="ana")
    following = follow_with(store, time, site := FakeSite(time))
    following.fetch.resolve = lambda _host, _port: ["10.0.0.7"]
    following.run_once()
    assert site.asked == []
    assert "public network" in (get_source(store, "http://inside.example/feed").problem or "")


def test_a_page_in_two_feeds_is_fetched_once(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    site.feeds["news.example/world"] = [("other id", "https://news.example/Kafr?utm_source=world#top")]
    follow_source(store.follows, FEED_AT, who="ana")
    follow_for(store, time, site, timedelta(hours=1))
    follow_source(store.follows, "https://news.example/world", who="ana")
    follow_for(store, time, site, timedelta(hours=1))
    assert site.count("news.example/Kafr") == 1
    assert titles(store) == ["Kafr", "Sarn"]


def test_a_page_without_a_date_has_that_of_the_feed(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    site.pages["news.example/Kafr"] = write_page("Kafr", published=False)
    follow_source(store.follows, FEED_AT, who="ana", publisher="News of the North")
    follow_for(store, time, site, timedelta(hours=1))
    published = {row.report.title: row.report.published for row in store.iter_coded()}
    assert published["Kafr"] == START.isoformat()
    assert (published["Sarn"] or "").startswith("2026-03-01T18:05:00")
    kafr = next(row.report for row in store.iter_coded() if row.report.title == "Kafr")
    assert kafr.publisher == "News of the North"
    custody = store.custody.get(kafr.id)
    assert custody is not None
    notes = [step.note or "" for step in custody.conversions]
    assert any(note.startswith("told by the feed") for note in notes)


def test_what_is_no_feed_is_told(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    site.pages["news.example/page"] = write_page("page")
    follow_source(store.follows, "https://news.example/page", who="ana")
    follow_for(store, time, site, timedelta(minutes=1))
    assert "no RSS or Atom feed" in (get_source(store, "https://news.example/page").problem or "")


def test_once_asks_every_source_and_ends(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    publish(site, "Mara", "other.example")
    for host in ("news", "other"):
        follow_source(store.follows, f"https://{host}.example/feed", who="ana")
    for asked in (1, 2):  # again at once, whatever is due
        following = follow_with(store, time, site)
        following.run_once()
        assert following.failures == 0
        assert site.count(FEED) == asked
    assert titles(store) == ["Kafr", "Mara", "Sarn"]
    assert store.follows.follower() is None


def test_files_of_a_folder_are_kept_once_and_again_when_they_change(
    store: SqlStore, time: FakeTime, tmp_path: Path
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "Kafr.html").write_text(write_page("Kafr"))
    (tmp_path / "deep" / "Sarn.html").write_text(write_page("Sarn"))
    (tmp_path / "Half.html.part").write_text(write_page("Half"))
    (tmp_path / "outside.html").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.html")
    follow_source(store.follows, str(tmp_path), who="ana")
    site = FakeSite(time)
    follow_for(store, time, site, timedelta(minutes=5))
    assert titles(store) == ["Kafr", "Sarn"]
    (tmp_path / "Kafr.html").write_text(write_page("Kafr", extra="Three more were hurt."))
    os.utime(tmp_path / "deep" / "Sarn.html", (1, 1))  # touched, with nothing new in it
    (tmp_path / "Half.html.part").rename(tmp_path / "Half.html")
    follow_for(store, time, site, timedelta(minutes=5))
    assert titles(store) == ["Half", "Kafr", "Kafr", "Sarn"]
    (line,) = FollowBoard(store.follows, time.clock).look().lines
    assert (line.counts.new, line.counts.waiting, line.counts.failed, line.health) == (4, 0, 0, "fine")


def test_a_file_that_is_being_written_waits_until_it_rests(store: SqlStore, time: FakeTime, tmp_path: Path) -> None:
    page = write_page("Kafr").encode()
    path = tmp_path / "Kafr.html"
    follow_source(store.follows, str(tmp_path), who="ana", every_s=1)
    for end in range(len(page) // 2, len(page), 50):  # a writer that never rests for ten seconds
        path.write_bytes(page[:end])
        follow_for(store, time, FakeSite(time), timedelta(seconds=7))
    assert store.count_reports() == 0
    path.write_bytes(page)
    follow_for(store, time, FakeSite(time), timedelta(seconds=30))
    assert titles(store) == ["Kafr"]


def test_a_file_that_changes_while_it_is_read_is_read_again(
    store: SqlStore, time: FakeTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Kafr.html"
    path.write_text(write_page("Kafr"))
    follow_source(store.follows, str(tmp_path), who="ana")
    is_kept = store.is_kept
    monkeypatch.setattr(store, "is_kept", lambda report: path.write_text(write_page("Sarn")) and is_kept(report))
    follow_for(store, time, FakeSite(time), timedelta(seconds=15))
    assert store.count_reports() == 0
    monkeypatch.undo()
    follow_for(store, time, FakeSite(time), timedelta(seconds=30))
    assert titles(store) == ["Sarn"]


def test_a_file_that_is_away_is_tried_again_and_given_up_in_the_end(
    store: SqlStore, time: FakeTime, tmp_path: Path
) -> None:
    inbox, away = tmp_path / "inbox", tmp_path / "away"
    inbox.mkdir()
    for name in ("Kafr", "Sarn"):
        (inbox / f"{name}.html").write_text(write_page(name))
    follow_source(store.follows, str(inbox), who="ana", every_s=86_400)
    follow_for(store, time, FakeSite(time), timedelta(seconds=5))
    inbox.rename(away)
    follow_for(store, time, FakeSite(time), timedelta(hours=2))
    (line,) = FollowBoard(store.follows, time.clock).look().lines
    assert (line.counts.failures[0].problem, line.counts.waiting) == ("the file is not there any more", 2)
    away.rename(inbox)
    (inbox / "Sarn.html").unlink()
    follow_for(store, time, FakeSite(time), timedelta(days=4))
    assert titles(store) == ["Kafr"]
    assert FollowBoard(store.follows, time.clock).look().lines[0].counts.waiting == 0


def test_a_link_put_in_the_place_of_a_file_is_not_read(store: SqlStore, time: FakeTime, tmp_path: Path) -> None:
    inbox, secret = tmp_path / "inbox", tmp_path / "secret.html"
    (inbox / "deep").mkdir(parents=True)
    for path in (inbox / "Kafr.html", inbox / "deep" / "Sarn.html"):
        path.write_text(write_page("Kafr"))
        os.utime(path, (1, 1))
    follow_source(store.follows, str(inbox), who="ana")
    follow_for(store, time, FakeSite(time), timedelta(seconds=5))
    (inbox / "deep").rename(tmp_path / "outside")
    (inbox / "deep").symlink_to(tmp_path / "outside")
    (inbox / "Kafr.html").rename(secret)  # of the very size and time of what was found
    (inbox / "Kafr.html").symlink_to(secret)
    (inbox / "circle.html").symlink_to("circle.html")
    follow_for(store, time, FakeSite(time), timedelta(minutes=5))
    assert store.count_reports() == 0
    (line,) = FollowBoard(store.follows, time.clock).look().lines
    assert {row.problem for row in line.counts.failures} == {"it lies outside the folder"}
    assert line.source.failures == 0


def test_a_row_with_the_id_of_another_report_leaves_the_rows_after_it(
    store: SqlStore, time: FakeTime, tmp_path: Path
) -> None:
    def write(name: str, *rows: tuple[str, str]) -> None:
        lines = [json.dumps({"id": key, "text": f"Two were hurt near {town} on Friday."}) for key, town in rows]
        (tmp_path / name).write_text("\n".join(lines))

    follow_source(store.follows, str(tmp_path), who="ana")
    write("first.jsonl", ("one", "Kafr"))
    follow_for(store, time, FakeSite(time), timedelta(minutes=1))
    write("second.jsonl", ("two", "Sarn"), ("one", "Omar"), ("three", "Mara"), ("four", "Tell"))
    follow_for(store, time, FakeSite(time), timedelta(minutes=1))
    assert sorted(row.report.id for row in store.iter_coded()) == ["four", "one", "three", "two"]
    (line,) = FollowBoard(store.follows, time.clock).look().lines
    assert "another report is kept under this id" in line.counts.failures[0].problem


def test_a_folder_that_is_gone_is_told_and_found_again(store: SqlStore, time: FakeTime, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    follow_source(store.follows, str(folder), who="ana", every_s=60)
    folder.rename(tmp_path / "elsewhere")
    follow_for(store, time, FakeSite(time), timedelta(minutes=2))
    source = get_source(store, folder.resolve().as_posix())
    assert source.problem == "there is no such folder"
    (tmp_path / "elsewhere").rename(folder)
    (folder / "Kafr.html").write_text(write_page("Kafr"))
    follow_for(store, time, FakeSite(time), timedelta(minutes=10))
    assert titles(store) == ["Kafr"]


def test_what_kills_us_each_time_is_given_up(
    store: SqlStore, time: FakeTime, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a page would that no process survives: it is begun again and again, and never ended."""
    follow_source(store.follows, FEED_AT, who="ana")
    follow_with(store, time, site).run_once()
    publish(site, "evil")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patches:
        patches.setattr(Keeper, "keep_page", die)
        for _ in range(8):
            with pytest.raises(KeyboardInterrupt):
                follow_with(store, time, site).run_once()
            time.now += timedelta(days=2)
    follow_with(store, time, site).run_once()
    (line,) = FollowBoard(store.follows, time.clock).look().lines
    assert "never came to its end" in line.counts.failures[0].problem
    assert site.count("news.example/evil") == 9


def test_a_fault_of_ours_in_one_page_leaves_the_others(
    store: SqlStore, time: FakeTime, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Keeper.keep_page

    def stumble(self: Keeper, source: FollowedSource, item: FollowedItem, page: Fetched) -> Tally:
        if item.address.endswith("Kafr"):
            raise RecursionError("too deep")
        return keep(self, source, item, page)

    monkeypatch.setattr(Keeper, "keep_page", stumble)
    follow_source(store.follows, FEED_AT, who="ana")
    follow_with(store, time, site).run_once()
    assert titles(store) == ["Sarn"]
    (line,) = FollowBoard(store.follows, time.clock).look().lines
    assert line.counts.failures[0].problem == "RecursionError: too deep"


def test_a_host_that_does_not_answer_is_left_alone_and_holds_nobody_up(
    store: SqlStore, time: FakeTime, site: FakeSite
) -> None:
    def hang(request: httpx.Request) -> httpx.Response:
        time.now += timedelta(seconds=20)
        raise httpx.ConnectTimeout("timed out", request=request)

    for number in range(30):
        site.feeds[FEED].append((f"hang-{number}", f"https://dead.example/{number}"))
        site.pages[f"dead.example/{number}"] = hang
    follow_source(store.follows, FEED_AT, who="ana", every_s=86_400)
    follow_with(store, time, site).run_once()  # does not wait for it either
    assert titles(store) == ["Kafr", "Sarn"]
    assert time.now - START < timedelta(minutes=20)
    asked = [moment for moment, address, _ in site.asked if address.startswith("dead.example")]
    assert 2 <= len(asked) < 8


def test_what_the_store_refuses_of_one_source_stays_with_it(
    store: SqlStore, time: FakeTime, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that cannot write one source's entries, nor one page's report, and all others."""
    publish(site, "Mara", "other.example")
    answered, keep = SqlFollows.answered, SqlFollows.keep

    def refuse_entries(self: SqlFollows, source_id: int, answer: Answer) -> int:
        if any("Mara" in item.address for item in answer.items):
            raise StoreError("the database could not be read or written", "here")
        return answered(self, source_id, answer)

    def refuse_report(
        self: SqlFollows, item_id: int, made: Sequence[ToKeep], run_id: int | None, outcome: Outcome | None
    ) -> Sequence[bool]:
        if any(row.coded.report.title == "Kafr" for row in made):
            raise StoreError("a text cannot be kept", "here")
        return keep(self, item_id, made, run_id, outcome)

    monkeypatch.setattr(SqlFollows, "answered", refuse_entries)
    monkeypatch.setattr(SqlFollows, "keep", refuse_report)
    for host in ("other", "news"):
        follow_source(store.follows, f"https://{host}.example/feed", who="ana")
    follow_with(store, time, site).run_once()
    assert titles(store) == ["Sarn"]
    assert "could not be read or written" in (get_source(store, "https://other.example/feed").problem or "")
    counts = store.follows.counts(START)[get_source(store).id]
    assert (counts.waiting, "cannot be kept" in counts.failures[0].problem) == (1, True)
    monkeypatch.undo()
    follow_for(store, time, site, timedelta(hours=2))
    assert titles(store) == ["Kafr", "Mara", "Sarn"]


def test_files_that_could_not_be_written_down_are_found_again(
    store: SqlStore, time: FakeTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Kafr.html").write_text(write_page("Kafr"))
    follow_source(store.follows, str(tmp_path), who="ana")
    answered, free = SqlFollows.answered, START + timedelta(minutes=5)

    def refuse_files(self: SqlFollows, source_id: int, answer: Answer) -> int:
        if answer.items and time.now < free:
            raise StoreError("the disk is full", "here")
        return answered(self, source_id, answer)

    monkeypatch.setattr(SqlFollows, "answered", refuse_files)
    follow_for(store, time, FakeSite(time), timedelta(minutes=30))
    assert titles(store) == ["Kafr"]


def test_a_store_that_is_locked_is_waited_for(
    store: SqlStore, time: FakeTime, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow_source(store.follows, FEED_AT, who="ana")
    listed, free = SqlFollows.list, START + timedelta(minutes=10)

    def list_when_free(self: SqlFollows) -> Sequence[FollowedSource]:
        if time.now < free:
            raise StoreError("the database is locked by another program", "here")
        return listed(self)

    with monkeypatch.context() as patches:
        patches.setattr(SqlFollows, "list", list_when_free)
        follow_for(store, time, site, timedelta(hours=1))
    assert titles(store) == ["Kafr", "Sarn"]
    assert site.asked[0][0] >= free


def test_no_two_processes_follow_one_store(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    follow_source(store.follows, FEED_AT, who="ana")
    other = "elsewhere.example:7"
    store.follows.take_turn(other, time.now, time.now + timedelta(minutes=3))
    wait = time.wait

    def wait_and_let_the_other_live(seconds: float) -> bool:
        store.follows.take_turn(other, time.now, time.now + timedelta(minutes=3))
        return wait(seconds)

    following = follow_with(store, time, site)
    following.turn.wait = wait_and_let_the_other_live
    with pytest.raises(ConflictError, match=r"another process follows this store: elsewhere\.example:7"):
        following.run_once()
    follow_with(store, time, site).run_once()  # the other one is not heard of any more
    assert titles(store) == ["Kafr", "Sarn"]
    assert time.now - START >= timedelta(minutes=3)


def test_a_source_that_is_due_for_long_is_overdue(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    follow_source(store.follows, FEED_AT, who="ana")
    board = FollowBoard(store.follows, time.clock)
    assert board.look().lines[0].health == "new"
    follow_for(store, time, site, timedelta(hours=1))
    assert board.look().lines[0].health == "fine"
    time.now += timedelta(hours=1)
    assert board.look().lines[0].health == "overdue"
    assert board.look().follower is None


def test_weeks_go_by_with_many_feeds(store: SqlStore, time: FakeTime) -> None:
    site = FakeSite(time)
    hosts = [f"site{number}.example" for number in range(6)]
    for host in hosts:
        site.feeds[f"{host}/feed"] = []
        follow_source(store.follows, f"https://{host}/feed", who="ana", every_s=6 * 3600)
    for week in range(3):
        for host in hosts:
            publish(site, f"{host}-{week}", host)
        follow_for(store, time, site, timedelta(days=7), None)
    assert len(titles(store)) == 18
    assert all(status in (200, 304) for _, _, status in site.asked)
    assert sum(not address.endswith("/feed") for _, address, _ in site.asked) == 18
    assert time.now == pytest.approx(START + timedelta(days=21), abs=timedelta(hours=2))


def test_a_feed_may_be_empty(store: SqlStore, time: FakeTime, site: FakeSite) -> None:
    site.feeds[FEED] = []
    follow_source(store.follows, FEED_AT, who="ana")
    follow_with(store, time, site).run_once()
    assert get_source(store).failures == 0
    assert "<rss" in write_feed(FEED, [])
    assert datetime.fromisoformat(get_source(store).next_due) > time.now
