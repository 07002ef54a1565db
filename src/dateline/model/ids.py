"""Stable ids: hashes of content, so that the same report or record has the same id everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def content_hash(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of `value`: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def bytes_hash(data: bytes) -> str:
    """SHA-256 (hex) of bytes as captured."""
    return hashlib.sha256(data).hexdigest()


def short_id(prefix: str, value: Any) -> str:
    """A readable id: the prefix and the first 16 hex digits of the content hash."""
    return f"{prefix}-{content_hash(value)[:16]}"
