"""Whole reports come out as they did when somebody last read the result."""

from __future__ import annotations

import json

from update import code_examples, expected_path


def test_examples_are_coded_as_expected() -> None:
    for example, text in code_examples():
        expected = expected_path(example).read_text(encoding="utf-8")
        message = f"{example} changed; if that is right, run `python -m tests.golden.update` and read the difference"
        assert json.loads(text) == json.loads(expected), message
