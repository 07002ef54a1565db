"""One logger tree under the package's name; what it says and where is left to whoever runs it."""

from __future__ import annotations

import logging


def get_logger(name: str) -> logging.Logger:
    """The logger for a module; `name` is its `__name__`."""
    return logging.getLogger(name)
