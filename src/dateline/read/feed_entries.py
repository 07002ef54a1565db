"""What a feed lists: its entries by their own ids, with the addresses of their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from dateline.model.errors import FetchError, ReadError
from dateline.read.dates import read_stamp
from dateline.read.feed_parsing import parse_feed
from dateline.read.fetch import parse_address

MOST_ENTRIES = 1000
"""Of a feed that lists more, the first ones are read."""
LONGEST_ADDRESS_CHARS = 2000
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
"""Parameters that tell who sent a reader, and nothing of the page."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry: its id within the feed, where its page is (None where no web address is given), its date as ISO."""

    key: str
    address: str | None
    published: str | None


def list_entries(data: bytes, address: str) -> list[FeedEntry]:
    """The entries of a feed, each id once, in their order; an empty feed has none.

    In: `address`, of the feed, which links may be relative to. Raises: ReadError where this is no RSS or Atom feed.
    """
    parsed = parse_feed(data, address, base=address)
    if not parsed.entries and not parsed.get("version"):
        raise ReadError("not a feed", address, "this is no RSS or Atom feed")
    entries: dict[str, FeedEntry] = {}
    for row in parsed.entries[:MOST_ENTRIES]:
        entry = _read_entry(dict(row), address)
        entries.setdefault(entry.key, entry)
    return list(entries.values())


def clean_address(address: str) -> str:
    """An address without what does not say which page it is: fragment, and parameters that only count readers."""
    parts = urlsplit(address)
    kept = [part for part in parts.query.split("&") if not part.lower().startswith(_TRACKING)]
    return parts._replace(query="&".join(kept), fragment="").geturl()


def _read_entry(entry: dict[str, Any], feed_address: str) -> FeedEntry:
    link = _read_address(entry.get("link"), feed_address)
    key = _write_plainly(str(entry.get("id") or link or entry.get("title") or entry.get("summary") or ""))
    published = next((stamp for name in ("published", "created", "updated") if (stamp := _stamp(entry, name))), None)
    return FeedEntry(key, link, published)


def _read_address(link: object, feed_address: str) -> str | None:
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        address = clean_address(urljoin(feed_address, link.strip()))
        is_web = urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname
        parse_address(address)
    except (ValueError, FetchError):  # "http://[half", "http://host:port"
        return None
    is_written = address.isprintable() and _write_plainly(address) == address
    return address if is_web and is_written and len(address) <= LONGEST_ADDRESS_CHARS else None


def _write_plainly(text: str) -> str:
    """A text that can be written anywhere: without halves of characters, and without NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def _stamp(entry: dict[str, Any], name: str) -> str | None:
    return read_stamp(str(entry[name])) if entry.get(name) else None
