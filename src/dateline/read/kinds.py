"""What an input is, by what it begins with; its name only decides where that is not plain."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePosixPath


class Kind(Enum):
    """The kinds of input, with the media type that their captures carry."""

    TEXT = "text/plain"
    HTML = "text/html"
    FEED = "application/xml"
    JSON_LINES = "application/jsonl"
    JSON = "application/json"
    ARCHIVE = "application/warc"
    GZIP = "application/gzip"


HEAD_BYTES = 4096
_BY_NAME = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".shtml": Kind.HTML,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
}
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf:rdf|rdf)[\s>]", re.IGNORECASE)
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|meta|title|section|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb'^\s*(?:\[\s*\{|\{)\s*"')


def tell_kind(head: bytes, name: str) -> Kind:
    """The kind of input that begins with `head` (up to 4,096 bytes) and is called `name`."""
    if head.startswith(b"\x1f\x8b"):
        return Kind.ARCHIVE if ".warc" in name or ".arc" in name else Kind.GZIP
    if head.startswith((b"WARC/", b"filedesc://")):
        return Kind.ARCHIVE
    plain = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")  # also reads the markup of UTF-16
    by_name = _BY_NAME.get(PurePosixPath(name.lower()).suffix)
    if by_name is Kind.JSON_LINES:
        return by_name
    if _FEED.search(plain) and not _HTML.match(plain):
        return Kind.FEED
    if _HTML.match(plain):
        return Kind.HTML
    if by_name is None and _JSON.match(plain):
        whole = plain.lstrip().startswith(b"[") or re.match(rb"^\s*\{\s*\n", plain)
        return Kind.JSON if whole else Kind.JSON_LINES
    if by_name is None and plain.lstrip().startswith(b"<?xml"):
        return Kind.FEED
    return by_name or Kind.TEXT
