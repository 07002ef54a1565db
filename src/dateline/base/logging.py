"""One logger tree, quiet unless a face turns it on."""

from __future__ import annotations

import logging
import sys


def get_logger(name: str) -> logging.Logger:
    """The logger for a module; `name` is its `__name__`."""
    return logging.getLogger(name)


def log_to_stderr(level: int = logging.WARNING) -> None:
    """Send the package's messages to stderr, where they never mix with a command's result."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("dateline")
    root.handlers[:] = [handler]
    root.setLevel(level)
