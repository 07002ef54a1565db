"""docs/security.md keeps up: every test that it names exists, and every chapter of the standard is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
ROW = re.compile(r"^\| (?P<ids>[^|]+) \| (?P<asked>[^|]+) \| (?P<how>[^|]+) \| (?P<held>[^|]+) \|$", re.MULTILINE)


def test_every_test_that_the_list_names_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in NAMED
        if not (ROOT / path).is_file() or f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert missing == []
    assert len(NAMED) > 50


def test_every_chapter_is_there() -> None:
    assert re.findall(r"^### V(\d+) ", TEXT, re.MULTILINE) == [str(number) for number in range(1, 18)]


def test_every_requirement_has_a_test_or_a_reason() -> None:
    rows = [row for row in ROW.finditer(TEXT) if row["ids"].startswith("V")]
    assert len(rows) > 60
    assert [
        row["ids"] for row in rows if "`tests/" not in row["held"] and not row["held"].startswith("no test:")
    ] == []
