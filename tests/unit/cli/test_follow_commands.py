"""`dateline follow`: what is followed, how it is, and one look at all of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from follow_samples import write_page

from dateline.cli.main import call
from dateline.store.databases import open_store


@pytest.fixture
def where(tmp_path: Path) -> list[str]:
    return ["--database", str(tmp_path / "kept.db")]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "Kafr.html").write_text(write_page("Kafr"))
    return folder


def test_sources_are_added_listed_and_removed(
    where: list[str], inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed = "https://news.example/feed"
    assert call(["follow", "add", feed, "--publisher", "Herald", "--every", "3600", "--as", "ana", *where]) == 0
    assert call(["follow", "add", str(inbox), *where]) == 0
    assert "now followed: folder" in capsys.readouterr().err
    assert call(["follow", "list", "--json", *where]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["follower"] is None
    one, two = listed["sources"]
    assert (one["address"], one["publisher"], one["every_s"], one["who"]) == (feed, "Herald", 3600, "ana")
    assert (two["kind"], two["address"], two["health"]) == ("folder", str(inbox.resolve()), "new")
    assert one["week"] == {"new_reports": 0, "failed": 0, "last_failed": []}
    assert call(["follow", "remove", feed, *where]) == 0
    assert call(["follow", "list", *where]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("new      folder")
    assert "nothing follows now" in told.err


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["nowhere"], "neither a folder nor the address"),
        (["ftp://news.example/feed"], "no web address"),
        (["https://me:secret@news.example/feed"], "a password in it"),
        (["https://news.example/feed", "--every", "5"], "every 60 seconds"),
    ],
)
def test_what_cannot_be_followed_is_told(
    where: list[str], given: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["follow", "add", *given, *where]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "secret" not in said


def test_a_source_is_followed_once(where: list[str], inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["follow", "add", str(inbox), *where]) == 0
    assert call(["follow", "add", str(inbox / "..") + "/inbox", *where]) == 2
    assert "followed already" in capsys.readouterr().err
    assert call(["follow", "remove", "https://news.example/feed", *where]) == 1


def test_once_keeps_what_is_there_and_ends_and_sigterm_stops_at_once(
    where: list[str], inbox: Path, tmp_path: Path
) -> None:
    """As programs of their own: with the real coder, and with signals."""
    assert call(["follow", "add", str(inbox), *where]) == 0
    command = [sys.executable, "-m", "dateline.cli.main", "follow", *where]
    done = subprocess.run([*command, "--once"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 report added, 0 failed" in done.stderr
    with open_store(str(tmp_path / "kept.db")) as store:
        (stored,) = store.iter_coded()
        assert stored.report.title == "Kafr"
        assert stored.records
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "1 source followed" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert "0 reports added" in process.stderr.read()
