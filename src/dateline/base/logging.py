"""One logger tree under the package's name; what it says and where is left to whoever runs it.

Text is for people at the machine. JSON is made to be sent elsewhere: in it stands no network address, no query of a
web address and no key, whatever was logged.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Literal, get_args

LogFormat = Literal["text", "json"]
LOG_FORMATS: tuple[LogFormat, ...] = get_args(LogFormat)

FIELDS = "fields"
"""By this name in `extra`, a mapping goes into a line of JSON as fields of its own."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_NETWORK_ADDRESS = re.compile(
    r"(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f.:]*)(?![\w])"
)
_WEB_ADDRESS = re.compile(r"(?P<scheme>\w+://)(?:[^\s/?#@]*@)?(?P<rest>[^\s?#]*)[?#]?\S*")
_KEY = re.compile(r"dateline_[\w-]{30,}")
_SALT = secrets.token_bytes(16)  # of this process: nobody can try out addresses on its lines

_request: ContextVar[str | None] = ContextVar("request", default=None)


def get_logger(name: str) -> logging.Logger:
    """The logger for a module; `name` is its `__name__`."""
    return logging.getLogger(name)


def current_request() -> str | None:
    """The id of the request that is being answered in this context."""
    return _request.get()


def set_request(request_id: str) -> None:
    """Say which request is being answered in this context, for every line that is logged on the way."""
    _request.set(request_id)


class LineFormatter(logging.Formatter):
    """A line for each entry: time in UTC, level, module, what was said. No character in it steers a terminal."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is the library's
        record.message = escape_line(record.message)
        return super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    """A JSON object a line: time, level, logger, message, the request's id, and the fields that were given.

    An error is told by its type and the places in the code that it went through: its own words may hold anything.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": mask_private(record.getMessage()),
        }
        if (request_id := current_request()) is not None:
            line["request_id"] = request_id
        line |= {name: value for name, value in fields_of(record).items() if name not in line}
        if record.exc_info and record.exc_info[0] is not None:
            line |= {"error": record.exc_info[0].__name__, "at": _list_places(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=True, default=str)


def fields_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """What was given beside the words of a line."""
    given = getattr(record, FIELDS, None)
    return given if isinstance(given, Mapping) else {}


def mask_private(text: str) -> str:
    """A text without network addresses, queries and sign-ins of web addresses, and keys.

    One network address has the same mask throughout a process, so that lines about one caller can be told together.
    """
    plain = _WEB_ADDRESS.sub(lambda found: found["scheme"] + found["rest"], _KEY.sub("dateline_…", text))
    return _NETWORK_ADDRESS.sub(_mask_address, plain)


def _mask_address(found: re.Match[str]) -> str:
    for end in (found[0], found[0].rstrip(".:")):  # what ends a clause may stand behind an address
        try:
            packed = ip_address(end).packed
        except ValueError:
            continue
        digest = hashlib.blake2b(packed, key=_SALT, digest_size=4).hexdigest()
        return f"address-{digest}{found[0][len(end) :]}"
    return found[0]


def _list_places(trace: TracebackType | None) -> list[str]:
    return [
        f"{'/'.join(frame.filename.replace(chr(92), '/').split('/')[-2:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace, limit=-20)
    ]


def escape_line(text: str) -> str:
    """A text that stays on its line, and does nothing to who reads it on a terminal."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text.replace("\n", "\\n").replace("\t", "\\t"))


def log_to_stderr(level: int = logging.INFO, form: LogFormat = "text") -> None:
    """Write what the package logs to standard error, for programs that run long; once, however often it is called.

    As JSON, the lines of the server under the pages take the same form.
    """
    names = ("dateline", "uvicorn") if form == "json" else ("dateline",)
    for name in names:
        logger = logging.getLogger(name)
        logger.setLevel(level if name == "dateline" else logging.WARNING)
        if not any(isinstance(handler.formatter, LineFormatter | JsonFormatter) for handler in logger.handlers):
            handler = logging.StreamHandler()
            handler.setFormatter(JsonFormatter() if form == "json" else LineFormatter())
            logger.addHandler(handler)
