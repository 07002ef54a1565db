"""Bytes into a parsed feed, by feedparser."""

from __future__ import annotations

import io
import re
from typing import Any

from dateline.model.errors import ReadError

_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_UNKNOWN = b"&#xFFFD;"
_MOST_DIGITS = 20
_CHARACTERS = ((9, 10), (13, 13), (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
"""Source: XML 1.0, production 2."""


def parse_feed(data: bytes, address: str, *, base: str | None = None) -> Any:
    """What feedparser makes of the bytes. In: `base`, the address that links are relative to, where one is known.

    Raises: ReadError where it makes nothing of them.
    """
    import feedparser  # slow to import

    headers = {} if base is None else {"content-location": base}
    try:
        # As a stream: a string could be taken for an address or a file to open.
        return feedparser.parse(io.BytesIO(_REFERENCE.sub(_check_reference, data)), response_headers=headers)
    except Exception as error:
        raise ReadError("not a feed", address, f"{type(error).__name__}: {error}") from error


def _check_reference(found: re.Match[bytes]) -> bytes:
    """A character by its number; one that does not exist would have the whole feed thrown away for one entry."""
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    number = int(digits, base) if len(digits) <= _MOST_DIGITS else 0
    return found[0] if any(first <= number <= last for first, last in _CHARACTERS) else _UNKNOWN
