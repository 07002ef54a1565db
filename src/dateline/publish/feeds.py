"""Feeds and sitemaps: RSS 2.0, Atom (RFC 4287) and the sitemap protocol, as UTF-8 XML that is always well-formed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MEDIA_TYPES = {"rss": "application/rss+xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A report in a feed. `key` stays the same wherever the feed is served; times are ISO 8601."""

    key: str
    title: str
    address: str
    summary: str
    author: str
    published: datetime | None
    updated: datetime
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of reports, newest first. `address`: the page that it is the feed of; `own_address`: its own."""

    key: str
    title: str
    description: str
    address: str
    own_address: str
    updated: datetime
    items: Sequence[FeedItem]


def write_atom(feed: Feed) -> bytes:
    """The feed as Atom 1.0."""
    root = Element("feed", xmlns=ATOM)
    _add(root, "id", make_urn(feed.key))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "updated", _say_time(feed.updated))
    _link(root, "alternate", feed.address, "text/html")
    _link(root, "self", feed.own_address, "application/atom+xml")
    for item in feed.items:
        entry = SubElement(root, "entry")
        _add(entry, "id", make_urn(item.key))
        _add(entry, "title", item.title)
        _link(entry, "alternate", item.address, "text/html")
        _add(SubElement(entry, "author"), "name", item.author)
        if item.published is not None:
            _add(entry, "published", _say_time(item.published))
        _add(entry, "updated", _say_time(item.updated))
        for tag in item.tags:
            SubElement(entry, "category", term=clean_xml(tag))
        _add(entry, "summary", item.summary)
    return _write(root)


def write_rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0."""
    root = Element("rss", {"version": "2.0", "xmlns:atom": ATOM, "xmlns:dc": DUBLIN_CORE})
    channel = SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.address)
    _add(channel, "description", feed.description)
    _add(channel, "language", "en")
    _add(channel, "lastBuildDate", format_datetime(feed.updated))
    _link(channel, "self", feed.own_address, "application/rss+xml", "atom:link")
    for item in feed.items:
        entry = SubElement(channel, "item")
        _add(entry, "title", item.title)
        _add(entry, "link", item.address)
        SubElement(entry, "guid", isPermaLink="false").text = make_urn(item.key)
        _add(entry, "pubDate", format_datetime(item.published or item.updated))
        _add(entry, "dc:creator", item.author)
        for tag in item.tags:
            _add(entry, "category", tag)
        _add(entry, "description", item.summary)
    return _write(root)


def write_sitemap(pages: Iterable[tuple[str, str | None]]) -> bytes:
    """A sitemap of addresses, each with the day on which it changed last where that is known."""
    root = Element("urlset", xmlns=SITEMAP)
    for address, day in pages:
        entry = SubElement(root, "url")
        _add(entry, "loc", address)
        if day is not None:
            _add(entry, "lastmod", day)
    return _write(root)


def write_sitemap_index(addresses: Iterable[str]) -> bytes:
    """A sitemap of sitemaps, for more pages than one may hold."""
    root = Element("sitemapindex", xmlns=SITEMAP)
    for address in addresses:
        _add(SubElement(root, "sitemap"), "loc", address)
    return _write(root)


def make_urn(key: str) -> str:
    """The id of a feed or report: the same from every address that it is served under."""
    return uuid5(NAMESPACE_URL, f"dateline:{clean_xml(key)}").urn


def parse_time(moment: str | None) -> datetime | None:
    """An ISO date or time as a moment, in UTC where it does not say; None for what is none."""
    try:
        found = datetime.fromisoformat(moment or "")
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if found.year >= 1900 else None


def clean_xml(words: str) -> str:
    """The words without the characters that XML cannot hold."""
    return _NOT_XML.sub("", words)


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = clean_xml(words)


def _link(parent: Element, rel: str, address: str, media_type: str, name: str = "link") -> None:
    SubElement(parent, name, rel=rel, href=clean_xml(address), type=media_type)


def _say_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _write(root: Element) -> bytes:
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text
