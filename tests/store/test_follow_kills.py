"""A follower that is killed at any moment loses nothing and repeats nothing; one that is told to stop stops."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from follow_samples import write_feed, write_page
from local_sites import play_sites

from dateline.services.follow_board import follow_source
from dateline.services.verification import list_unfinished_runs, verify_store
from dateline.store.databases import open_store

SCRIPT = Path(__file__).with_name("follow_loop.py")
NAMES = [f"Kafr-{number}" for number in range(12)]
KILLS = 3


class Paper:
    """A site whose pages are never twice the same: a page that is kept a second time makes a second report."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.hangs = Event()
        self.over = Event()

    def play(self, path: str) -> tuple[int, str, bytes]:
        self.asked[path] += 1
        if path == "/feed":
            feed = write_feed(path, [(name, f"https://news.example/{name}") for name in NAMES])
            return 200, "application/rss+xml", feed.encode()
        if path == "/slow":
            self.hangs.set()
            self.over.wait(30)
        page = write_page(path[1:], extra=f"This was read {self.asked[path]} times.")
        return 200, "text/html; charset=utf-8", page.encode()


@pytest.fixture
def paper() -> Iterator[Paper]:
    paper = Paper()
    yield paper
    paper.over.set()


def start(database: Path | str, port: int, moment: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(database), str(port), moment]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def end(process: subprocess.Popen[str]) -> int:
    with process:
        return process.wait(60)


def follow_feed(database: Path | str) -> None:
    with open_store(str(database)) as store:
        follow_source(store.follows, "https://news.example/feed", who="ana", every_s=60)


def check_whole(database: Path | str, paper: Paper, kills: int) -> None:
    """Every entry is there, once; no page was asked for oftener than somebody was killed."""
    with open_store(str(database)) as store:
        titles = [stored.report.title for stored in store.iter_coded()]
        assert sorted(str(title) for title in titles) == sorted(NAMES)
        assert verify_store(store) == []
        assert list_unfinished_runs(store) == []
        assert store.projections.count_pending() == 0
        assert store.follows.follower() is None
    assert max(paper.asked[f"/{name}"] for name in NAMES) <= 1 + kills


@pytest.mark.parametrize("moment", ["asked", "keeping", "kept"])
def test_a_kill_at_the_worst_moments_loses_and_repeats_nothing(
    database: Path | str, paper: Paper, moment: str
) -> None:
    follow_feed(database)
    with play_sites(paper.play) as port:
        assert end(start(database, port, moment)) == -signal.SIGKILL
        if moment == "keeping":
            with open_store(str(database)) as store:
                assert store.count_reports() == 0
        assert end(start(database, port, "once")) == 0
    check_whole(database, paper, 1)
    if moment != "keeping":  # what was once kept, or not yet begun, is never asked for again
        assert {paper.asked[f"/{name}"] for name in NAMES} == {1}


def test_a_kill_in_mid_keeping_on_postgresql_loses_and_repeats_nothing(postgresql: str, paper: Paper) -> None:
    follow_feed(postgresql)
    with play_sites(paper.play) as port:
        for moment in ("keeping", "kept"):
            assert end(start(postgresql, port, moment)) == -signal.SIGKILL
        assert end(start(postgresql, port, "once")) == 0
    check_whole(postgresql, paper, 2)


def test_kills_at_any_moment_lose_and_repeat_nothing(database: Path | str, paper: Paper) -> None:
    follow_feed(database)
    with play_sites(paper.play) as port:
        for _ in range(KILLS):
            process = start(database, port, "never")
            time.sleep(random.uniform(0.0, 0.4))
            process.kill()
            assert end(process) == -signal.SIGKILL
        assert end(start(database, port, "once")) == 0
    check_whole(database, paper, KILLS)


def test_a_stop_does_not_wait_for_a_site_that_hangs(database: Path | str, paper: Paper) -> None:
    follow_feed(database)
    with open_store(str(database)) as store:
        follow_source(store.follows, "https://slow.example/slow", who="ana")
    with play_sites(paper.play) as port:
        process = start(database, port, "never")
        assert paper.hangs.wait(60)
        process.terminate()
        assert end(process) == 0  # while the site still does not answer
        assert not paper.over.is_set()
    with open_store(str(database)) as store:
        assert store.follows.follower() is None
        assert list_unfinished_runs(store) == []
