"""Logs for programs: an object a line, whatever was logged, and nothing private in it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextvars import copy_context
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.base.logging import FIELDS, JsonFormatter, log_to_stderr, mask_private, set_request


def format_line(message: str, *args: object, **given: Any) -> dict[str, Any]:
    record = logging.LogRecord("dateline.test", logging.INFO, "x.py", 1, message, args, given.pop("exc_info", None))
    if given:
        setattr(record, FIELDS, given)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    told: dict[str, Any] = json.loads(text)
    return told


def test_a_line_tells_when_where_and_what() -> None:
    line = format_line("%s reports", 3, route="/", status=200)
    assert (line["message"], line["level"], line["logger"]) == ("3 reports", "info", "dateline.test")
    assert line["time"].endswith("+00:00")
    assert (line["route"], line["status"]) == ("/", 200)
    assert "request_id" not in line


def test_every_line_about_a_request_tells_its_id() -> None:
    def answer() -> dict[str, Any]:
        set_request("ab12")
        return format_line("done")

    assert copy_context().run(answer)["request_id"] == "ab12"


def test_fields_do_not_take_the_place_of_what_stands_there() -> None:
    assert format_line("true", **{FIELDS: 1}, logger="another", level="error")["logger"] == "dateline.test"


def test_an_error_is_told_by_its_place_and_not_by_its_words() -> None:
    try:
        raise ValueError("Sara Ahmed, 12 Oak Street")
    except ValueError:
        line = format_line("it failed", exc_info=sys.exc_info())
    assert line["error"] == "ValueError"
    assert [place for place in line["at"] if "test_an_error_is_told" in place]
    assert "Sara" not in json.dumps(line)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("a sign-in from 203.0.113.7 failed", "203.0"),
        ("refused to nobody from 2001:db8::7: no", "2001:db8"),
        ("refused to nobody from ::1.", "::1"),
        ("asked https://ana:secret@news.example/feed?token=abc#x now", "secret"),
        ("asked https://news.example/feed?token=abc now", "abc"),
        ("key dateline_" + "k" * 43 + " is none", "kkkk"),
        ("postgresql://desk:hunter2@db/dateline is locked", "hunter2"),
    ],
)
def test_what_is_private_is_masked(said: str, left: str) -> None:
    assert left not in mask_private(said)
    assert left not in format_line("%s", said)["message"]


@pytest.mark.parametrize(
    "said", ["at 12:30:45", "version 1.2", "record e-12ab: approved", "x::y", "page 3 of 4: done"]
)
def test_what_is_not_private_stays(said: str) -> None:
    assert mask_private(said) == said


def test_one_address_has_one_mask() -> None:
    first, other = mask_private("from 203.0.113.7"), mask_private("from 203.0.113.8")
    assert mask_private("from 203.0.113.7") == first != other


@given(st.text())
@settings(deadline=None)
def test_any_words_make_one_line_of_json(words: str) -> None:
    assert isinstance(format_line("%s", words)["message"], str)


@pytest.fixture
def bare_loggers() -> Iterator[None]:
    """Ours and the server's, as in a process that has logged nothing yet."""
    loggers = [logging.getLogger(name) for name in ("dateline", "uvicorn", "uvicorn.error")]
    before = [(list(logger.handlers), logger.level) for logger in loggers]
    for logger in loggers:
        logger.handlers.clear()
        logger.setLevel(logging.NOTSET)
    yield
    for logger, (handlers, level) in zip(loggers, before, strict=True):
        logger.handlers[:] = handlers
        logger.setLevel(level)


@pytest.mark.usefixtures("bare_loggers")
def test_the_server_under_the_pages_logs_alike(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(form="json")
    log_to_stderr(form="json")
    logging.getLogger("dateline.web").warning("ours")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["message"] for line in lines] == ["ours", "Invalid HTTP request received."]
