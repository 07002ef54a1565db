"""Inputs made to break their reader: each ends soon, as a report or as an error that says why."""

from __future__ import annotations

import gzip
import time
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from dateline.annotate.person_names import find_named_persons
from dateline.base.settings import Settings
from dateline.model.errors import ReadError
from dateline.model.reports import Report
from dateline.pipeline.runner import MOST_CHARS, Failure, run_stages
from dateline.read.feed import read_feed
from dateline.read.fetch import Fetched
from dateline.read.html import read_html
from dateline.read.inputs import ReadFailure, read_inputs

SENTENCE = "Gunmen killed seven soldiers near Omdurman on Monday, a spokesman of the army told reporters there."
STORY = f"<p>{SENTENCE}</p>" * 4
SECRET = "the secret of this machine"
SOON_S = 20.0


def refuse(address: str) -> Fetched:
    raise AssertionError(f"{address} was asked for")


def read_one(path: Path) -> ReadFailure:
    (outcome,) = read_inputs([str(path)], Settings(max_input_bytes=1_000_000), fetch=refuse)
    assert isinstance(outcome, ReadFailure)
    return outcome


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "page.html.gz"
    packer = zlib.compressobj(9, wbits=31)
    with bomb.open("wb") as file:
        for _ in range(300):
            file.write(packer.compress(b" " * 1_000_000))
        file.write(packer.flush())
    assert "too large" in str(read_one(bomb).error)


def test_what_is_packed_twice_is_not_unpacked_again(tmp_path: Path) -> None:
    bomb = tmp_path / "page.html.gz"
    bomb.write_bytes(gzip.compress(gzip.compress(STORY.encode())))
    assert "packed twice" in str(read_one(bomb).error)


def test_entities_of_a_feed_are_not_multiplied_and_open_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    tens = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    head = f'<!DOCTYPE rss [<!ENTITY e0 "ha"><!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">{tens}]>'
    body = f"<item><title>&e9;</title><description>&f; &e9; {SENTENCE}</description></item>"
    feed = f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>&e9;</title>{body}</channel></rss>'
    for _, story in read_feed(feed.encode(), "feed.xml"):
        said = repr(story)
        assert len(said) < 10_000
        assert SECRET not in said


@pytest.mark.parametrize("page", ["<div>" * 100_000, "<b><font>" * 50_000, "<" * 200_000, "&amp;" * 100_000])
def test_pages_made_to_exhaust_the_parser_end_soon(page: str) -> None:
    began = time.monotonic()
    with suppress(ReadError):
        read_html(f"<html><body>{page}{STORY}", "https://news.example/1")
    assert time.monotonic() - began < SOON_S


@pytest.mark.parametrize("text", ["A" * 50_000, "Aa" * 25_000, "A. " * 10_000, "A-" * 20_000, "Al-A’a" * 8_000])
def test_names_are_not_read_again_from_every_letter(text: str) -> None:
    began = time.monotonic()
    find_named_persons(text, (), ())
    assert time.monotonic() - began < SOON_S


def test_a_report_of_too_many_characters_is_set_aside() -> None:
    (long,) = run_stages([Report(id="r-1", title="Long", text="a" * (MOST_CHARS + 1))], [])
    assert isinstance(long, Failure)
    assert "too long" in str(long.error)
