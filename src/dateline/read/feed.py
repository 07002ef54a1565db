"""RSS and Atom: each entry one story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.base.text import squeeze_spaces
from dateline.model.errors import ReadError
from dateline.model.ids import text_hash
from dateline.read.conversions import OURS, Extraction, extract_lines, tool_version
from dateline.read.dates import read_stamp
from dateline.read.feed_parsing import parse_feed
from dateline.read.html import block_lines, drop_furniture, parse_html
from dateline.read.languages import guess_language, read_language_tag
from dateline.read.normalization import normalize_text
from dateline.read.paragraphs import read_paragraphs
from dateline.read.stories import Story

_SUMMARY_CHARS = 500
ONLY_SUMMARY = "the feed carries only a summary; the page itself has more"


def read_feed(data: bytes, address: str) -> Iterator[tuple[str, Story | ReadError]]:
    """The entries of a feed as (subject, story), or with the error where an entry has no text.

    Raises: ReadError where this is no feed, or an empty one.
    """
    parsed = parse_feed(data, address)
    if not parsed.entries:
        raise ReadError("no entries in the feed", address, "this is no RSS or Atom feed, or an empty one")
    for number, entry in enumerate(parsed.entries, 1):
        subject = _plain(dict(entry).get("link")) or f"{address}#{number}"
        try:
            # As plain dicts: feedparser's own answer some keys with the value of another.
            yield subject, _read_entry(dict(entry), dict(parsed.feed), subject)
        except ReadError as error:
            yield subject, error


def _read_entry(entry: dict[str, Any], feed: dict[str, Any], subject: str) -> Story:
    content, is_whole = _entry_content(entry)
    title = _plain(entry.get("title"))
    if not content.strip():
        raise ReadError("no text in the entry", subject, "the feed gives only its title")
    tree = parse_html(f"<div>{content}</div>", subject)
    drop_furniture(tree)
    lines = list(block_lines(tree))
    found = read_paragraphs(lines, find_title=False, title=title)
    if not found.text:
        raise ReadError("no text in the entry", subject, "nothing in it reads like a report")
    authors = [_plain(author.get("name")) for author in entry.get("authors", ())]
    tags = [_plain(tag.get("term")) for tag in entry.get("tags", ())]
    return Story(
        text=found.text,
        title=title,
        published=_published(entry) or found.published,
        publisher=_plain(feed.get("title")),
        url=_plain(entry.get("link")),
        language=read_language_tag(feed.get("language")) or guess_language(found.text),
        dateline=found.dateline,
        byline=tuple(dict.fromkeys(name for name in authors if name)) or found.byline,
        credits=found.credits,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)) or found.tags,
        notes=() if is_whole or len(found.text) > _SUMMARY_CHARS else (ONLY_SUMMARY,),
        drawn=(
            Extraction("parse", "feedparser", tool_version("feedparser"), text_hash(content), "one entry of a feed"),
            extract_lines(lines, OURS, "the blocks of the entry"),
        ),
    )


def _entry_content(entry: dict[str, Any]) -> tuple[str, bool]:
    """The longest text that the entry carries, and whether it is more than a summary."""
    contents = [str(content.get("value", "")) for content in entry.get("content", ())]
    longest = max(contents, key=len, default="")
    return (longest, True) if longest else (str(entry.get("summary", "")), False)


def _published(entry: dict[str, Any]) -> str | None:
    for key in ("published", "created", "updated"):
        if (value := entry.get(key)) and (stamp := read_stamp(str(value))):
            return stamp
    return None


def _plain(value: object) -> str | None:
    """One line of text out of a feed's value, markup and all; None where it is empty."""
    if not isinstance(value, str) or not value.strip():
        return None
    if "<" in value or "&" in value:
        try:
            value = str(parse_html(f"<div>{value}</div>", "").text_content())
        except ReadError:
            return None
    return squeeze_spaces(normalize_text(value)) or None
