"""Stable ids: hashes of content, so that the same report or record has the same id everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> str:
    """`value` as JSON in the one form that is hashed: sorted keys, no spaces, no escapes but the needed ones."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def text_hash(text: str) -> str:
    """SHA-256 (hex) of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_hash(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of `value` in UTF-8."""
    return text_hash(canonical_json(value))


def bytes_hash(data: bytes) -> str:
    """SHA-256 (hex) of bytes as captured."""
    return hashlib.sha256(data).hexdigest()
