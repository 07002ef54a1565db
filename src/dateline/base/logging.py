"""One logger tree under the package's name; what it says and where is left to whoever runs it."""

from __future__ import annotations

import logging
import re
import time

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def get_logger(name: str) -> logging.Logger:
    """The logger for a module; `name` is its `__name__`."""
    return logging.getLogger(name)


class LineFormatter(logging.Formatter):
    """A line for each entry: time in UTC, level, module, what was said. No character in it steers a terminal."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is the library's
        record.message = escape_line(record.message)
        return super().formatMessage(record)


def escape_line(text: str) -> str:
    """A text that stays on its line, and does nothing to who reads it on a terminal."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text.replace("\n", "\\n").replace("\t", "\\t"))


def log_to_stderr(level: int = logging.INFO) -> None:
    """Write what the package logs to standard error, for programs that run long; once, however often it is called."""
    logger = logging.getLogger("dateline")
    logger.setLevel(level)
    if not any(isinstance(handler.formatter, LineFormatter) for handler in logger.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(LineFormatter())
        logger.addHandler(handler)
