"""What a feed lists."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dateline.model.errors import ReadError
from dateline.read.feed_entries import MOST_ENTRIES, clean_address, list_entries

AT = "https://news.example/deep/feed.xml"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title>
<entry><id>urn:1</id><title>One</title><link href="../one"/><updated>2022-03-05T10:00:00Z</updated>
<published>2022-03-04T10:00:00Z</published></entry>
<entry><id>urn:2</id><title>Two</title><link href="javascript:alert(1)"/></entry>
<entry><id>urn:1</id><title>One again</title><link href="/other"/></entry></feed>"""


def rss(*items: str) -> bytes:
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>N</title>{''.join(items)}</channel></rss>".encode()
    )


def test_entries_have_ids_pages_and_dates_each_id_once() -> None:
    one, two = list_entries(ATOM.encode(), AT)
    assert (one.key, one.address, one.published) == ("urn:1", "https://news.example/one", "2022-03-04T10:00:00+00:00")
    assert (two.key, two.address, two.published) == ("urn:2", None, None)


def test_an_entry_without_an_id_is_known_by_its_page_and_one_without_both_by_its_title() -> None:
    items = ("<item><link>/a#top</link></item>", "<item><title>Only a title</title></item>")
    linked, titled = list_entries(rss(*items), AT)
    assert (linked.key, linked.address) == ("https://news.example/a", "https://news.example/a")
    assert (titled.key, titled.address) == ("Only a title", None)


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://n.example/a?id=1&utm_source=x&b=%20y#part", "https://n.example/a?id=1&b=%20y"),
        ("https://n.example/a?UTM_Medium=x", "https://n.example/a"),
        ("https://n.example/a?fbclid=1&q=a+b", "https://n.example/a?q=a+b"),
        ("https://n.example/a?q=utm_x", "https://n.example/a?q=utm_x"),
    ],
)
def test_what_only_counts_readers_is_no_part_of_an_address(address: str, clean: str) -> None:
    assert clean_address(address) == clean


def test_an_empty_feed_is_one_and_a_page_is_none() -> None:
    assert list_entries(rss(), AT) == []
    for data in (b"", b"<html><body><p>hello</p></body></html>", b"\x00\xff" * 50, b"{}"):
        with pytest.raises(ReadError, match="not a feed"):
            list_entries(data, AT)


@pytest.mark.parametrize(
    "link", ["http://[half", "file:///etc/passwd", "ftp://n.example/a", "http://", "//", "x" * 3000]
)
def test_what_is_no_web_address_is_no_page(link: str) -> None:
    (entry,) = list_entries(rss(f"<item><guid isPermaLink='false'>1</guid><link>{link}</link></item>"), AT)
    assert entry.address is None or (link == "//" and entry.address.startswith("https://news.example"))


@pytest.mark.parametrize("link", ["http://n.example:port/x", "http://999.1.1.1/x", "http://xn--a.example/"])
def test_what_nobody_could_ask_is_no_page(link: str) -> None:
    items = (
        f"<item><guid isPermaLink='false'>{key}</guid><link>{at}</link></item>" for key, at in ((1, link), (2, "/b"))
    )
    assert [entry.address for entry in list_entries(rss(*items), AT)] == [None, "https://news.example/b"]


def test_what_no_database_takes_is_in_no_entry() -> None:
    items = (
        "<item><guid isPermaLink='false'>a&#xD800;b&#0;</guid><link>http://n.example/&#xD800;&#0;&#x202e;</link></item>",
    )
    (entry,) = list_entries(rss(*items), AT)
    entry.key.encode()
    assert "\0" not in entry.key
    assert entry.address is None or entry.address.isprintable()


@pytest.mark.parametrize("reference", ["&#xD800;", "&#0;", "&#x110000;", "&#99999999999;", "&#8;", "&#xFFFF;"])
def test_a_character_that_does_not_exist_costs_no_other_entry(reference: str) -> None:
    one, two = list_entries(rss(f"<item><link>/a{reference}</link></item>", "<item><link>/b</link></item>"), AT)
    assert two.address == "https://news.example/b"
    one.key.encode()


def test_of_an_endless_feed_the_first_entries_are_read() -> None:
    entries = list_entries(rss(*(f"<item><link>/{number}</link></item>" for number in range(MOST_ENTRIES + 9))), AT)
    assert len(entries) == MOST_ENTRIES
    assert entries[0].key.endswith("/0")


@settings(deadline=None, max_examples=50)
@given(some.text(alphabet="<>&;/abhtp:[]%#?=' \"\n\x00é", max_size=80))
def test_any_entry_is_read_without_a_crash(text: str) -> None:
    with contextlib.suppress(ReadError):
        list_entries(rss(f"<item><guid>{text}</guid><link>{text}</link><pubDate>{text}</pubDate></item>"), AT)
