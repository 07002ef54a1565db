"""Every way of reading notes an unbroken way from the original bytes to the text."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.base.settings import Settings
from dateline.model.custody import find_breaks
from dateline.model.ids import bytes_hash, text_hash
from dateline.read.captures import Overrides, ReadReport
from dateline.read.fetch import Fetched
from dateline.read.inputs import read_inputs

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
BODY = "Gunmen killed seven soldiers near Omdurman on Monday, a spokesman for the army said in the city. " * 4
PAGE = (
    "<html><head><title>Seven killed</title></head><body>"
    f"<article><h1>Seven killed</h1><p>{BODY}</p></article></body></html>"
)
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>Post</title>"
    f"<item><title>Seven killed</title><description>{BODY}</description></item></channel></rss>"
)
ROW = {"title": "Seven killed", "published": "2024-05-06", "publisher": "Post", "text": BODY}


def make_archive() -> bytes:
    page = PAGE.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-05-06T11:00:00Z\r\n"
        "WARC-Target-URI: https://news.example/1\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


def read_file(folder: Path, name: str, data: bytes, overrides: Overrides | None = None) -> ReadReport:
    path = folder / name
    path.write_bytes(data)
    (read,) = read_inputs([str(path)], Settings(), overrides or Overrides(), clock=lambda: NOON)
    assert isinstance(read, ReadReport)
    return read


@pytest.mark.parametrize(
    ("name", "data", "steps"),
    [
        ("a.html", PAGE.encode(), ["hand-in", "decode", "extract", "split"]),
        ("a.html", PAGE.replace("Gunmen", "Gunmén").encode("cp1252"), ["hand-in", "decode", "extract", "split"]),
        ("a.txt", f"Seven killed\n\n{BODY}".encode("utf-16"), ["hand-in", "decode", "extract", "split"]),
        ("a.html.gz", gzip.compress(PAGE.encode()), ["hand-in", "unpack", "decode", "extract", "split"]),
        ("a.xml", FEED.encode(), ["hand-in", "parse", "extract", "split"]),
        ("a.warc.gz", make_archive(), ["archive", "decode", "extract", "split"]),
        ("a.jsonl", json.dumps(ROW).encode(), ["hand-in", "load"]),
        ("a.json", json.dumps([ROW], indent=1).encode(), ["hand-in", "load"]),
    ],
)  # fmt: skip
def test_conversions_lead_from_the_bytes_to_the_text(
    tmp_path: Path, name: str, data: bytes, steps: list[str]
) -> None:
    read = read_file(tmp_path, name, data)
    assert [row.step for row in read.conversions] == steps
    assert read.original is not None
    assert list(find_breaks(read.conversions, bytes_hash(read.original), text_hash(read.report.text))) == []


def test_conversions_name_charset_library_and_what_was_split_off(tmp_path: Path) -> None:
    read = read_file(tmp_path, "a.html", PAGE.replace("Gunmen", "OMDURMAN, Sudan — Gunmen").encode())
    by_step = {row.step: row for row in read.conversions}
    assert by_step["decode"].note == "utf-8, as valid UTF-8"
    assert by_step["extract"].tool == "trafilatura"
    assert by_step["extract"].version[0].isdigit()
    assert by_step["split"].note == "told apart from the text: title, place line"


def test_conversions_tell_what_the_user_said_and_who(tmp_path: Path) -> None:
    read = read_file(tmp_path, "a.html", PAGE.encode(), Overrides(published="2024-05-06", who="Ana"))
    assert (read.conversions[0].note or "").endswith("; by Ana")
    assert (read.conversions[-1].step, read.conversions[-1].note) == ("tell", "told by hand: published 2024-05-06")


def test_a_row_with_a_capture_of_its_own_is_read_without_its_bytes(tmp_path: Path) -> None:
    capture = {"address": "https://news.example/1", "retrieved": "2024-05-06T11:00:00+00:00", "sha256": "a" * 64}
    read = read_file(tmp_path, "a.jsonl", json.dumps({**ROW, "capture": capture}).encode())
    assert read.original is None
    assert read.conversions[0].from_sha256 == "a" * 64
    assert "without the bytes" in (read.conversions[0].note or "")
    assert list(find_breaks(read.conversions, "a" * 64, text_hash(BODY))) == []


def test_what_was_fetched_says_how() -> None:
    note = "GET by httpx 1.0 as dateline/0.1"
    page = Fetched(PAGE.encode(), "https://news.example/1", NOON, "text/html", None, note)
    (read,) = read_inputs(["https://news.example/1"], Settings(), fetch=lambda _: page)
    assert isinstance(read, ReadReport)
    assert (read.conversions[0].step, read.conversions[0].note) == ("fetch", note)
