"""Errors that say what went wrong, with which input, and why."""

from __future__ import annotations


class DatelineError(Exception):
    """A message for people, the input it is about, and the reason.

    Renders as "message: subject (cause)".
    """

    def __init__(self, message: str, subject: str = "", cause: str = "") -> None:
        self.message = message
        self.subject = subject
        self.cause = cause
        super().__init__(self._render())

    def _render(self) -> str:
        text = f"{self.message}: {self.subject}" if self.subject else self.message
        return f"{text} ({self.cause})" if self.cause else text


class ReadError(DatelineError):
    """An input that cannot be read into a report."""


class FetchError(ReadError):
    """An address that cannot or must not be fetched."""


class CodingError(DatelineError):
    """A report that a stage could not code; it is set aside and the rest goes on."""


class StoreError(DatelineError):
    """The store could not be opened, read or written."""


class NotKeptError(StoreError):
    """A report, record or decision that the store does not have."""


class WrongCallError(DatelineError):
    """The user asked for something that does not exist or does not fit together."""


class ConflictError(DatelineError):
    """What was asked for no longer fits: somebody else decided in between. The message says who, and what."""
