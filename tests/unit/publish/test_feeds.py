"""Feeds and sitemaps are well-formed whatever stands in them, and say what readers of feeds look for."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from desk_samples import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.publish.feeds import Feed, FeedItem, make_urn, parse_time, write_atom, write_rss, write_sitemap

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WRITERS = [write_atom, write_rss]
ANY = st.text(st.characters())
"""Lone surrogates too."""


def make_feed(words: str, address: str = "https://news.example/read/reports/r-1") -> Feed:
    item = FeedItem("report:r-1", words, address, words, words, None, NOON, (words, "Sudan"))
    return Feed("feed:/read", words, words, "https://news.example/read", f"{address}/feed", NOON, [item])


@pytest.mark.parametrize("write", WRITERS)
@settings(deadline=None, max_examples=60)
@given(words=ANY)
def test_any_words_make_a_well_formed_feed(write: object, words: str) -> None:
    assert callable(write)
    assert fromstring(write(make_feed(words))) is not None  # made here


@pytest.mark.parametrize("write", WRITERS)
def test_a_feed_reader_finds_all_that_was_put_in(write: object) -> None:
    assert callable(write)
    found = feedparser.parse(write(make_feed("Tanks & <b>drums</b>")))
    assert not found.bozo
    entry = found.entries[0]
    assert found.feed.title == entry.title == "Tanks &amp; <b>drums</b>" or entry.title == "Tanks & <b>drums</b>"
    assert entry.link == "https://news.example/read/reports/r-1"
    assert entry.id == make_urn("report:r-1")
    assert [tag.term for tag in entry.tags][-1] == "Sudan"
    assert entry.updated_parsed[:5] == (2026, 11, 21, 12, 0) if "updated_parsed" in entry else entry.published_parsed


def test_markup_in_a_title_stays_text() -> None:
    for write in WRITERS:
        data = write(make_feed(HOSTILE))
        assert b"<script" not in data
        assert b"<img" not in data


def test_a_report_has_the_same_id_from_every_address() -> None:
    ids = {
        feedparser.parse(write_atom(make_feed("x", address))).entries[0].id for address in ("http://a", "http://b")
    }
    assert len(ids) == 1


def test_a_sitemap_escapes_its_addresses() -> None:
    data = write_sitemap(
        [("https://news.example/read/tags/a?b&c", "2026-11-21"), ("https://news.example/read", None)]
    )
    found = [element.text for element in fromstring(data).iter() if element.tag.endswith("}loc")]
    assert found == ["https://news.example/read/tags/a?b&c", "https://news.example/read"]


def test_a_time_that_is_none_is_none() -> None:
    assert parse_time("2021-04-03") == datetime(2021, 4, 3, tzinfo=UTC)
    assert parse_time(HOSTILE) is None
    assert parse_time("0001-01-01") is None
